-- Which gateway took a message or is taking it, and until when one that could not leaves it to the others.
ALTER TABLE "notice" ADD COLUMN     "elsewhere_until" TIMESTAMPTZ(3),
ADD COLUMN     "gateway" TEXT;

-- A gateway's budget, shared by all processes and kept over restarts, and what was last seen of its health.
CREATE TABLE "gateway" (
    "name" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "free_at_ms" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "live_until_ms" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "granted" INTEGER NOT NULL DEFAULT 0,
    "resting_until" TIMESTAMPTZ(3),
    "resting_reason" TEXT,

    CONSTRAINT "gateway_pkey" PRIMARY KEY ("name")
);

ALTER TABLE "gateway" ADD CONSTRAINT "gateway_channel_word" CHECK ("channel" IN ('sms', 'email'));

-- What waits, as a claim wants it: without it every claim sorts all that is planned for a nation-wide exercise.
CREATE INDEX "notice_to_claim" ON "notice" ("channel", ("mode" = 'actual'), "priority", "due_at", "serial")
    WHERE "state" = 'planned';
