-- AlterTable
ALTER TABLE "call_out_responder" ADD COLUMN     "arrived_at" TIMESTAMPTZ(3),
ADD COLUMN     "done_at" TIMESTAMPTZ(3),
ADD COLUMN     "en_route_at" TIMESTAMPTZ(3);

-- Who had arrived before arrivals had a time of their own.
UPDATE "call_out_responder" SET "arrived_at" = "answered_at" WHERE "answer" = 'arrived';

-- Who is done was there, and who is not coming is neither on the way nor there.
ALTER TABLE "call_out_responder"
    ADD CONSTRAINT "call_out_responder_progress" CHECK (
        ("done_at" IS NULL OR "answer" IS NOT DISTINCT FROM 'arrived')
        AND (coalesce("answer" IN ('yes', 'arrived'), false) OR coalesce("en_route_at", "arrived_at", "done_at") IS NULL));

ALTER TABLE "answer" DROP CONSTRAINT "answer_meaning_word";
ALTER TABLE "answer"
    ADD CONSTRAINT "answer_meaning_word" CHECK ("meaning" IN ('yes', 'no', 'en-route', 'arrived', 'done', 'safe', 'unsafe', 'stop'));

-- CreateIndex: the newest invitations to drills teach the rates of kinds, and everybody's own.
CREATE INDEX "drill_invitee_responder_id_idx" ON "drill_invitee"("responder_id");

-- CreateIndex
CREATE INDEX "drill_occurrence_invited_at_idx" ON "drill_occurrence"("invited_at");
