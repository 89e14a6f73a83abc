-- AlterTable: what became of a message after it left.
ALTER TABLE "notice" ADD COLUMN     "follows" UUID,
ADD COLUMN     "repeats" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "rule_at" TIMESTAMPTZ(3),
ADD COLUMN     "settled_at" TIMESTAMPTZ(3);

-- By which gateway it left; another migration of these days may have brought it.
ALTER TABLE "notice" ADD COLUMN IF NOT EXISTS "gateway" TEXT;

-- What was unknown before there was a rule for it stays as it is: nothing of it is repeated by an upgrade.
UPDATE "notice" SET "rule_at" = coalesce("ended_at", "planned_at") WHERE "state" = 'unknown';

-- CreateTable
CREATE TABLE "receipt" (
    "id" BIGSERIAL NOT NULL,
    "gateway" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "ref" TEXT,
    "provider_ref" TEXT,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "said_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "notice_id" UUID,
    "settled_at" TIMESTAMPTZ(3),
    "effect" TEXT,

    CONSTRAINT "receipt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact_flag" (
    "responder_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "contact_index" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "contact_flag_pkey" PRIMARY KEY ("responder_id","channel")
);

-- CreateIndex: the same said twice is kept once.
CREATE UNIQUE INDEX "receipt_gateway_message_state_key" ON "receipt"("gateway", "message", "state");

ALTER TABLE "receipt"
    ADD CONSTRAINT "receipt_state_word" CHECK ("state" IN ('delivered', 'failed', 'failed-for-good', 'expired', 'waiting')),
    ADD CONSTRAINT "receipt_names_a_message" CHECK (num_nonnulls("ref", "provider_ref") >= 1);

-- Those whose message is not found yet.
CREATE INDEX "receipt_open" ON "receipt" ("received_at") WHERE "settled_at" IS NULL;

-- Mail names our own reference, and what is only recorded has no gateway: neither is looked for by this.
CREATE INDEX "notice_of_gateway" ON "notice" ("provider_ref")
    WHERE "provider_ref" IS NOT NULL AND "channel" <> 'email' AND "provider_ref" <> 'recorded';
CREATE INDEX "notice_unknown_unruled" ON "notice" ("ended_at") WHERE "state" = 'unknown' AND "rule_at" IS NULL;
CREATE INDEX "notice_repeated" ON "notice" ("id") WHERE "repeats" > 0;
