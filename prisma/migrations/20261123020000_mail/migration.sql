-- Answers come by mail too, and some of what comes is kept without anybody having to read it.
ALTER TABLE "inbound_message" ADD COLUMN     "channel" TEXT NOT NULL DEFAULT 'sms',
ADD COLUMN     "notice_id" UUID;

ALTER TABLE "inbound_message"
    DROP CONSTRAINT "inbound_message_outcome_word",
    ADD CONSTRAINT "inbound_message_outcome_word" CHECK ("outcome" IN ('answered', 'inbox', 'opted-out', 'reported', 'kept')),
    ADD CONSTRAINT "inbound_message_channel_word" CHECK ("channel" IN ('sms', 'email'));

-- In what order they came: pages of the inbox go by it.
ALTER TABLE "inbound_message" ADD COLUMN     "nth" BIGSERIAL NOT NULL;

CREATE INDEX "inbound_message_inbox" ON "inbound_message" ("nth") WHERE "outcome" = 'inbox';
