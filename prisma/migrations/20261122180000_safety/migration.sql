-- AlterTable
ALTER TABLE "call_out_responder" ADD COLUMN     "safety" TEXT,
ADD COLUMN     "safety_at" TIMESTAMPTZ(3);

-- Closed lists of words; nobody was asked before.
ALTER TABLE "call_out_responder"
    ADD CONSTRAINT "call_out_responder_safety_word" CHECK ("safety" IN ('asked', 'safe', 'unsafe')),
    ADD CONSTRAINT "call_out_responder_safety_time" CHECK (("safety" IS NULL) = ("safety_at" IS NULL));

-- Two words more, for those who are asked whether they are safe.
ALTER TABLE "answer" DROP CONSTRAINT "answer_meaning_word";
ALTER TABLE "answer"
    ADD CONSTRAINT "answer_meaning_word" CHECK ("meaning" IN ('yes', 'no', 'arrived', 'safe', 'unsafe', 'stop'));
