-- What schema.prisma cannot say, written by hand: closed lists of words, ranges, and indexes over part of a table.
-- The words are those of the program's own lists; a new word needs a migration, so that no typing error is ever kept.

-- Operators
ALTER TABLE "operator"
    ADD CONSTRAINT "operator_role_word" CHECK ("role" IN ('sender', 'approver', 'admin', 'viewer')),
    ADD CONSTRAINT "operator_jurisdiction_code" CHECK ("jurisdiction" ~ '^([0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?)?$');

-- Incidents and events
ALTER TABLE "incident"
    ADD CONSTRAINT "incident_mode_word" CHECK ("mode" IN ('actual', 'exercise', 'test')),
    ADD CONSTRAINT "incident_hazard_word" CHECK ("hazard" IN (
        'flood', 'flash_flood', 'landslide', 'earthquake', 'tsunami', 'volcano', 'extreme_weather', 'tidal_surge',
        'drought', 'wildfire', 'fire', 'non_natural', 'social'));

ALTER TABLE "hazard_event"
    ADD CONSTRAINT "hazard_event_mode_word" CHECK ("mode" IN ('actual', 'exercise', 'test')),
    ADD CONSTRAINT "hazard_event_message_type_word" CHECK ("message_type" IN ('alert', 'update', 'cancel', 'all-clear')),
    ADD CONSTRAINT "hazard_event_hazard_word" CHECK ("hazard" IN (
        'flood', 'flash_flood', 'landslide', 'earthquake', 'tsunami', 'volcano', 'extreme_weather', 'tidal_surge',
        'drought', 'wildfire', 'fire', 'non_natural', 'social')),
    ADD CONSTRAINT "hazard_event_severity_word" CHECK ("severity" IN ('extreme', 'severe', 'moderate', 'minor', 'unknown')),
    ADD CONSTRAINT "hazard_event_urgency_word" CHECK ("urgency" IN ('immediate', 'expected', 'future', 'past', 'unknown')),
    ADD CONSTRAINT "hazard_event_certainty_word" CHECK ("certainty" IN ('observed', 'likely', 'possible', 'unlikely', 'unknown')),
    ADD CONSTRAINT "hazard_event_decision_word" CHECK ("decision" IN ('mobilise', 'propose', 'record')),
    ADD CONSTRAINT "hazard_event_revision_counts" CHECK ("revision" >= 1);

-- Call-outs
ALTER TABLE "call_out"
    ADD CONSTRAINT "call_out_mode_word" CHECK ("mode" IN ('actual', 'exercise', 'test')),
    ADD CONSTRAINT "call_out_status_word" CHECK ("status" IN (
        'planning', 'awaiting-approval', 'calling', 'filled', 'exhausted', 'closed', 'stood-down')),
    ADD CONSTRAINT "call_out_wave_counts" CHECK ("wave" >= 0);

ALTER TABLE "call_out_responder"
    ADD CONSTRAINT "call_out_responder_kind_word" CHECK ("kind" IN (
        'tagana', 'pendamping_desa', 'pkh', 'tksk', 'psm', 'pensosmas', 'karang_taruna', 'bhabinkamtibmas',
        'ksb_member', 'volunteer')),
    ADD CONSTRAINT "call_out_responder_answer_word" CHECK ("answer" IN ('yes', 'no', 'arrived')),
    ADD CONSTRAINT "call_out_responder_answer_time" CHECK (("answer" IS NULL) = ("answered_at" IS NULL)),
    ADD CONSTRAINT "call_out_responder_distance" CHECK ("distance_km" >= 0);

-- Notices
ALTER TABLE "notice"
    ADD CONSTRAINT "notice_channel_word" CHECK ("channel" IN ('sms', 'email')),
    ADD CONSTRAINT "notice_mode_word" CHECK ("mode" IN ('actual', 'exercise', 'test')),
    ADD CONSTRAINT "notice_state_word" CHECK ("state" IN (
        'planned', 'claimed', 'sending', 'accepted', 'delivered', 'refused', 'failed', 'expired', 'cancelled', 'unknown')),
    ADD CONSTRAINT "notice_one_person" CHECK (num_nonnulls("responder_id", "operator_id") = 1),
    ADD CONSTRAINT "notice_one_matter" CHECK (num_nonnulls("call_out_id", "occurrence_id") <= 1),
    -- Without an end to its lease a notice would be held for ever by a process that died.
    ADD CONSTRAINT "notice_lease_ends" CHECK ("state" NOT IN ('claimed', 'sending') OR "lease_until" IS NOT NULL),
    ADD CONSTRAINT "notice_attempt_counts" CHECK ("attempt" >= 0);

-- Answers and inbound texts
ALTER TABLE "answer"
    ADD CONSTRAINT "answer_meaning_word" CHECK ("meaning" IN ('yes', 'no', 'arrived', 'stop'));

ALTER TABLE "inbound_message"
    ADD CONSTRAINT "inbound_message_outcome_word" CHECK ("outcome" IN ('answered', 'inbox', 'opted-out'));

-- Sites and responders
ALTER TABLE "site"
    ADD CONSTRAINT "site_on_earth" CHECK ("lng" BETWEEN -180 AND 180 AND "lat" BETWEEN -90 AND 90),
    ADD CONSTRAINT "site_accuracy" CHECK ("accuracy_m" >= 0);

ALTER TABLE "responder"
    ADD CONSTRAINT "responder_kind_word" CHECK ("kind" IN (
        'tagana', 'pendamping_desa', 'pkh', 'tksk', 'psm', 'pensosmas', 'karang_taruna', 'bhabinkamtibmas',
        'ksb_member', 'volunteer')),
    ADD CONSTRAINT "responder_channel_words" CHECK ("channels" <@ ARRAY['sms', 'email']),
    ADD CONSTRAINT "responder_phone_whole" CHECK (("phone_sealed" IS NULL) = ("phone_index" IS NULL)),
    ADD CONSTRAINT "responder_email_whole" CHECK (("email_sealed" IS NULL) = ("email_index" IS NULL)),
    ADD CONSTRAINT "responder_on_earth" CHECK ("lng" BETWEEN -180 AND 180 AND "lat" BETWEEN -90 AND 90),
    ADD CONSTRAINT "responder_accuracy" CHECK ("accuracy_m" >= 0);

ALTER TABLE "roster_version"
    ADD CONSTRAINT "roster_version_one_row" CHECK ("id" = 1);

-- Drills
ALTER TABLE "drill_occurrence"
    ADD CONSTRAINT "drill_occurrence_state_word" CHECK ("state" IN (
        'planned', 'invited', 'started', 'done', 'missed', 'cancelled')),
    ADD CONSTRAINT "drill_occurrence_zone_word" CHECK ("zone" IN ('WIB', 'WITA', 'WIT')),
    ADD CONSTRAINT "drill_occurrence_order" CHECK ("starts_at" < "ends_at");

ALTER TABLE "drill_invitee"
    ADD CONSTRAINT "drill_invitee_role_word" CHECK ("role" IN ('member', 'facilitator')),
    ADD CONSTRAINT "drill_invitee_answer_word" CHECK ("answer" IN ('yes', 'no', 'arrived')),
    ADD CONSTRAINT "drill_invitee_answer_time" CHECK (("answer" IS NULL) = ("answered_at" IS NULL));

-- Work that is waiting is a small part of tables that only grow: these stay small whatever the history.
CREATE INDEX "notice_waiting" ON "notice" ("priority", "due_at", "id") WHERE "state" = 'planned';
CREATE INDEX "notice_leased" ON "notice" ("lease_until") WHERE "state" IN ('claimed', 'sending');
CREATE INDEX "notice_unknown_untold" ON "notice" ("ended_at") WHERE "state" = 'unknown' AND "reported_at" IS NULL;
CREATE INDEX "hazard_event_unassessed" ON "hazard_event" ("received_at") WHERE "assessed_at" IS NULL;
CREATE INDEX "call_out_due" ON "call_out" ("review_due_at") WHERE "review_due_at" IS NOT NULL;
CREATE INDEX "call_out_open" ON "call_out" ("code") WHERE "status" NOT IN ('closed', 'stood-down');
CREATE INDEX "drill_occurrence_due" ON "drill_occurrence" ("next_action_at") WHERE "next_action_at" IS NOT NULL;
CREATE INDEX "inbound_message_waiting" ON "inbound_message" ("received_at") WHERE "outcome" = 'inbox';

-- The one row that every import raises by one.
INSERT INTO "roster_version" ("id", "version") VALUES (1, 0);

-- Codes of call-outs are drawn one after another, so that one comes back only after all others.
CREATE SEQUENCE "call_out_code_number" MINVALUE 0 START 0;
