-- When a drill was looked at for what is to be improved.
ALTER TABLE "drill_occurrence" ADD COLUMN "reviewed_at" TIMESTAMPTZ(3);
CREATE INDEX "drill_occurrence_to_review_idx" ON "drill_occurrence" ("ends_at")
 WHERE "reviewed_at" IS NULL AND "state" IN ('done', 'missed');

-- An operator may name several things about one drill; a finding stands once.
DROP INDEX "improvement_once";
CREATE UNIQUE INDEX "improvement_once" ON "improvement" ("site_code", "code", COALESCE("occurrence_id", "call_out_id"))
 WHERE "code" <> 'operator';
CREATE UNIQUE INDEX "improvement_open_once" ON "improvement" ("site_code", "code")
 WHERE "done_at" IS NULL AND "code" <> 'operator';
