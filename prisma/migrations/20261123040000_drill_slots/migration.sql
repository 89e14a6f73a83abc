-- An occurrence is known by its turn; the calendar may hold it later.
ALTER TABLE "drill_occurrence" ADD COLUMN "slot_at" TIMESTAMPTZ(3);
ALTER TABLE "drill_occurrence" ADD COLUMN "closings" JSONB NOT NULL DEFAULT '[]';
UPDATE "drill_occurrence" SET "slot_at" = "starts_at";
ALTER TABLE "drill_occurrence" ALTER COLUMN "slot_at" SET NOT NULL;
DROP INDEX "drill_occurrence_programme_id_site_code_starts_at_key";
CREATE UNIQUE INDEX "drill_occurrence_programme_id_site_code_slot_at_key"
  ON "drill_occurrence"("programme_id", "site_code", "slot_at");
ALTER TABLE "drill_occurrence" ADD CONSTRAINT "drill_occurrence_not_before_turn" CHECK ("slot_at" <= "starts_at");
