-- An operator may hold a drill at another time than its turn, sooner too; the plan then leaves it alone.
ALTER TABLE "drill_occurrence" ADD COLUMN "moved_at" TIMESTAMPTZ(3);
ALTER TABLE "drill_occurrence" ADD COLUMN "substitutes_due_at" TIMESTAMPTZ(3);
ALTER TABLE "drill_occurrence" DROP CONSTRAINT "drill_occurrence_not_before_turn";
CREATE INDEX "drill_substitutes_due" ON "drill_occurrence" ("substitutes_due_at") WHERE "substitutes_due_at" IS NOT NULL;

ALTER TABLE "drill_invitee" ADD COLUMN "waiting_since" TIMESTAMPTZ(3);
ALTER TABLE "drill_invitee" ADD COLUMN "substitute_for" UUID;
ALTER TABLE "drill_invitee" ADD COLUMN "stands_in_since" TIMESTAMPTZ(3);
ALTER TABLE "drill_invitee" ADD COLUMN "no_substitute_at" TIMESTAMPTZ(3);
ALTER TABLE "drill_invitee" ADD CONSTRAINT "drill_invitee_waits_with_yes" CHECK ("waiting_since" IS NULL OR "answer" = 'yes');
-- At most one for each who does not come, whoever looks.
CREATE UNIQUE INDEX "drill_invitee_substitute" ON "drill_invitee" ("occurrence_id", "substitute_for")
    WHERE "substitute_for" IS NOT NULL;

-- What people's calendars have read until now.
UPDATE "drill_occurrence" SET "sequence" = CASE WHEN "state" IN ('cancelled', 'missed') THEN 2 ELSE 1 END
 WHERE "invited_at" IS NOT NULL;
UPDATE "notice" SET "wave" = 1 WHERE "occurrence_id" IS NOT NULL;

-- The wave of a drill's message is the number that its drill had then: after a move people are told and reminded again.
DROP INDEX "notice_occurrence_key";
CREATE UNIQUE INDEX "notice_occurrence_key" ON "notice" ("occurrence_id", "responder_id", "purpose", "wave", "channel")
    WHERE "occurrence_id" IS NOT NULL AND "purpose" NOT IN ('drill-place', 'drill-waiting');
