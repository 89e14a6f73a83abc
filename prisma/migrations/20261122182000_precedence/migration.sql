-- AlterTable
ALTER TABLE "call_out" ADD COLUMN "precedence" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "call_out_responder" ADD COLUMN "yielded_to" UUID;

-- By hand. What is called for already ranks by the message that leads it, as src/mobilisation/precedence.ts ranks it.
UPDATE "call_out" c
   SET "precedence" = 10 * CASE e."severity" WHEN 'extreme' THEN 4 WHEN 'severe' THEN 3 WHEN 'minor' THEN 1 ELSE 2 END
                      + CASE e."urgency" WHEN 'immediate' THEN 4 WHEN 'expected' THEN 3 WHEN 'future' THEN 1
                                         WHEN 'past' THEN 0 ELSE 2 END
  FROM "hazard_event" e
 WHERE e."id" = c."event_id" AND c."status" IN ('calling', 'filled', 'exhausted');

-- AlterTable
ALTER TABLE "notice" ADD COLUMN "site_code" TEXT;

-- AlterTable
ALTER TABLE "inbound_message" ADD COLUMN "site_code" TEXT;

-- CreateTable
CREATE TABLE "site_alert" (
    "call_out_id" UUID NOT NULL,
    "site_code" TEXT NOT NULL,
    "thread_id" UUID NOT NULL,
    "level_rank" INTEGER NOT NULL,
    "contacts" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "cleared_at" TIMESTAMPTZ(3),

    CONSTRAINT "site_alert_pkey" PRIMARY KEY ("call_out_id","site_code")
);

-- CreateIndex
CREATE UNIQUE INDEX "notice_site_key" ON "notice"("call_out_id", "site_code", "purpose", "wave", "channel");

-- A message is for a responder, an operator or the chair of a site, never for two of them.
ALTER TABLE "notice"
    DROP CONSTRAINT "notice_one_person",
    ADD CONSTRAINT "notice_one_person" CHECK (num_nonnulls("responder_id", "operator_id", "site_code") = 1);

ALTER TABLE "site_alert" ADD CONSTRAINT "site_alert_counts" CHECK ("contacts" >= 0 AND "level_rank" >= 0);

-- Of the many messages few are for a site: which one its chair was told last is looked up for each unknown number.
CREATE INDEX "notice_of_site" ON "notice" ("site_code", "serial") WHERE "site_code" IS NOT NULL;
