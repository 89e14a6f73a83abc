-- How long each of a person's channels has before the next; 0: all at once, as all call-outs before did.
ALTER TABLE "call_out" ADD COLUMN     "channel_pause_ms" INTEGER NOT NULL DEFAULT 0;

-- AlterTable: the tries of one call, and what became of those that failed.
ALTER TABLE "notice" ADD COLUMN     "because" TEXT,
ADD COLUMN     "passed_on" TEXT,
ADD COLUMN     "passed_on_at" TIMESTAMPTZ(3),
ADD COLUMN     "turn" INTEGER NOT NULL DEFAULT 1;

-- What failed before there was a rule for it stays as it is: nothing of it goes out by an upgrade.
UPDATE "notice" SET "passed_on" = 'before-the-rule', "passed_on_at" = coalesce("ended_at", "planned_at")
 WHERE "state" IN ('failed', 'refused');

-- What a sweep has to pass on to the next channel; empty nearly always.
CREATE INDEX "notice_to_pass_on" ON "notice" ("ended_at")
    WHERE "state" IN ('failed', 'refused') AND "passed_on_at" IS NULL;
