-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "operator" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "organisation" TEXT NOT NULL,
    "jurisdiction" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "secret_sealed" BYTEA NOT NULL,
    "token_index" TEXT NOT NULL,
    "email_sealed" BYTEA,
    "phone_sealed" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "operator_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery" (
    "operator_id" TEXT NOT NULL,
    "webhook_id" TEXT NOT NULL,
    "body_hash" TEXT NOT NULL,
    "body_sealed" BYTEA NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "http_status" INTEGER NOT NULL,
    "answer" JSONB NOT NULL,
    "event_id" UUID,

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("operator_id","webhook_id")
);

-- CreateTable
CREATE TABLE "incident" (
    "id" UUID NOT NULL,
    "hazard" TEXT,
    "mode" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "incident_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "hazard_event" (
    "id" UUID NOT NULL,
    "incident_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "content_hash" TEXT NOT NULL,
    "operator_id" TEXT,
    "jurisdiction" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "message_type" TEXT NOT NULL,
    "hazard" TEXT,
    "severity" TEXT NOT NULL,
    "urgency" TEXT NOT NULL,
    "certainty" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "headline" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "geometry" JSONB,
    "radius_km" DOUBLE PRECISION,
    "village_codes" TEXT[],
    "regency_code" TEXT NOT NULL,
    "magnitude" DOUBLE PRECISION,
    "depth_km" DOUBLE PRECISION,
    "level" TEXT,
    "need" JSONB,
    "muster_point" JSONB,
    "safe_to_approach" BOOLEAN,
    "contact_sealed" BYTEA,
    "authorised_by" JSONB,
    "decision" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "warnings" TEXT[],
    "impact_area" JSONB,
    "assessed_at" TIMESTAMPTZ(3),

    CONSTRAINT "hazard_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "call_out" (
    "id" UUID NOT NULL,
    "incident_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "need" JSONB NOT NULL,
    "policy" JSONB NOT NULL,
    "destination" JSONB,
    "wave" INTEGER NOT NULL DEFAULT 0,
    "shortfall" TEXT[],
    "reason" TEXT,
    "version" INTEGER NOT NULL DEFAULT 0,
    "review_due_at" TIMESTAMPTZ(3),
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "approved_at" TIMESTAMPTZ(3),
    "approved_by" TEXT,
    "calling_at" TIMESTAMPTZ(3),
    "filled_at" TIMESTAMPTZ(3),
    "exhausted_at" TIMESTAMPTZ(3),
    "stood_down_at" TIMESTAMPTZ(3),
    "closes_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "call_out_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "call_out_responder" (
    "call_out_id" UUID NOT NULL,
    "responder_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "wave" INTEGER NOT NULL,
    "rank" INTEGER NOT NULL,
    "distance_km" DOUBLE PRECISION NOT NULL,
    "replaces" UUID,
    "phone_index" TEXT,
    "called_at" TIMESTAMPTZ(3) NOT NULL,
    "deadline_at" TIMESTAMPTZ(3) NOT NULL,
    "answer" TEXT,
    "answered_at" TIMESTAMPTZ(3),
    "answered_via" TEXT,
    "silent_at" TIMESTAMPTZ(3),
    "stood_down_at" TIMESTAMPTZ(3),

    CONSTRAINT "call_out_responder_pkey" PRIMARY KEY ("call_out_id","responder_id")
);

-- CreateTable
CREATE TABLE "notice" (
    "id" UUID NOT NULL,
    "serial" BIGSERIAL NOT NULL,
    "call_out_id" UUID,
    "occurrence_id" UUID,
    "responder_id" UUID,
    "operator_id" TEXT,
    "channel" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "wave" INTEGER NOT NULL,
    "mode" TEXT NOT NULL,
    "priority" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "ref" TEXT NOT NULL,
    "provider_ref" TEXT,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "fields" JSONB NOT NULL,
    "subject" TEXT,
    "body" TEXT,
    "reason" TEXT,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "lease_until" TIMESTAMPTZ(3),
    "planned_at" TIMESTAMPTZ(3) NOT NULL,
    "sending_at" TIMESTAMPTZ(3),
    "accepted_at" TIMESTAMPTZ(3),
    "delivered_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "reported_at" TIMESTAMPTZ(3),

    CONSTRAINT "notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "answer" (
    "id" UUID NOT NULL,
    "call_out_id" UUID,
    "occurrence_id" UUID,
    "responder_id" UUID NOT NULL,
    "notice_id" UUID,
    "meaning" TEXT NOT NULL,
    "via" TEXT NOT NULL,
    "weak" BOOLEAN NOT NULL,
    "reason" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "answer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inbound_message" (
    "id" UUID NOT NULL,
    "gateway" TEXT NOT NULL,
    "gateway_id" TEXT NOT NULL,
    "from_index" TEXT NOT NULL,
    "from_sealed" BYTEA NOT NULL,
    "text_sealed" BYTEA NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "responder_id" UUID,
    "call_out_id" UUID,

    CONSTRAINT "inbound_message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "timeline_entry" (
    "id" BIGSERIAL NOT NULL,
    "call_out_id" UUID,
    "event_id" UUID,
    "occurrence_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "detail" JSONB NOT NULL,

    CONSTRAINT "timeline_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "site" (
    "site_code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "village_code" TEXT NOT NULL,
    "lng" DOUBLE PRECISION NOT NULL,
    "lat" DOUBLE PRECISION NOT NULL,
    "accuracy_m" INTEGER NOT NULL,
    "landmass" INTEGER,
    "hazards" TEXT[],
    "service_radius_km" DOUBLE PRECISION,
    "gardu_lng" DOUBLE PRECISION,
    "gardu_lat" DOUBLE PRECISION,
    "lumbung_lng" DOUBLE PRECISION,
    "lumbung_lat" DOUBLE PRECISION,
    "chair_name" TEXT,
    "chair_phone_sealed" BYTEA,
    "established_on" DATE,
    "board_until" DATE,
    "verified_on" DATE,
    "synthetic" BOOLEAN NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "site_pkey" PRIMARY KEY ("site_code")
);

-- CreateTable
CREATE TABLE "responder" (
    "id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "level" TEXT,
    "phone_sealed" BYTEA,
    "phone_index" TEXT,
    "email_sealed" BYTEA,
    "email_index" TEXT,
    "channels" TEXT[],
    "village_code" TEXT,
    "regency_code" TEXT NOT NULL,
    "serves_codes" TEXT[],
    "site_code" TEXT,
    "lng" DOUBLE PRECISION NOT NULL,
    "lat" DOUBLE PRECISION NOT NULL,
    "accuracy_m" INTEGER NOT NULL,
    "landmass" INTEGER,
    "skills" TEXT[],
    "language" TEXT NOT NULL,
    "consent_on" DATE,
    "opted_out_at" TIMESTAMPTZ(3),
    "opted_out_until" TIMESTAMPTZ(3),
    "unavailable_until" TIMESTAMPTZ(3),
    "born_year" INTEGER,
    "synthetic" BOOLEAN NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "responder_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "roster_version" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "version" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "roster_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "drill_occurrence" (
    "id" UUID NOT NULL,
    "programme_id" TEXT NOT NULL,
    "site_code" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "zone" TEXT NOT NULL,
    "programme" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "event_id" UUID,
    "next_action_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "invited_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3),

    CONSTRAINT "drill_occurrence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "drill_invitee" (
    "occurrence_id" UUID NOT NULL,
    "responder_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "answer" TEXT,
    "answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "drill_invitee_pkey" PRIMARY KEY ("occurrence_id","responder_id")
);

-- CreateTable
CREATE TABLE "drill_programme" (
    "id" TEXT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "drill_programme_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lane_pulse" (
    "lane" TEXT NOT NULL,
    "ran_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "lane_pulse_pkey" PRIMARY KEY ("lane")
);

-- CreateIndex
CREATE UNIQUE INDEX "operator_token_index_key" ON "operator"("token_index");

-- CreateIndex
CREATE INDEX "hazard_event_incident_id_idx" ON "hazard_event"("incident_id");

-- CreateIndex
CREATE INDEX "hazard_event_assessed_at_received_at_idx" ON "hazard_event"("assessed_at", "received_at");

-- CreateIndex
CREATE INDEX "hazard_event_received_at_idx" ON "hazard_event"("received_at");

-- CreateIndex
CREATE UNIQUE INDEX "hazard_event_source_source_id_revision_key" ON "hazard_event"("source", "source_id", "revision");

-- CreateIndex
CREATE UNIQUE INDEX "call_out_incident_id_key" ON "call_out"("incident_id");

-- CreateIndex
CREATE INDEX "call_out_review_due_at_idx" ON "call_out"("review_due_at");

-- CreateIndex
CREATE INDEX "call_out_event_id_idx" ON "call_out"("event_id");

-- CreateIndex
CREATE INDEX "call_out_code_idx" ON "call_out"("code");

-- CreateIndex
CREATE INDEX "call_out_responder_responder_id_idx" ON "call_out_responder"("responder_id");

-- CreateIndex
CREATE UNIQUE INDEX "call_out_responder_call_out_id_replaces_key" ON "call_out_responder"("call_out_id", "replaces");

-- CreateIndex
CREATE UNIQUE INDEX "notice_serial_key" ON "notice"("serial");

-- CreateIndex
CREATE UNIQUE INDEX "notice_ref_key" ON "notice"("ref");

-- CreateIndex
CREATE INDEX "notice_state_due_at_idx" ON "notice"("state", "due_at");

-- CreateIndex
CREATE INDEX "notice_call_out_id_state_idx" ON "notice"("call_out_id", "state");

-- CreateIndex
CREATE INDEX "notice_responder_id_idx" ON "notice"("responder_id");

-- CreateIndex
CREATE UNIQUE INDEX "notice_call_out_id_responder_id_purpose_wave_channel_key" ON "notice"("call_out_id", "responder_id", "purpose", "wave", "channel");

-- CreateIndex
CREATE UNIQUE INDEX "notice_operator_key" ON "notice"("call_out_id", "operator_id", "purpose", "wave", "channel");

-- CreateIndex
CREATE UNIQUE INDEX "notice_occurrence_key" ON "notice"("occurrence_id", "responder_id", "purpose", "channel");

-- CreateIndex
CREATE INDEX "answer_call_out_id_at_idx" ON "answer"("call_out_id", "at");

-- CreateIndex
CREATE INDEX "answer_responder_id_at_idx" ON "answer"("responder_id", "at");

-- CreateIndex
CREATE INDEX "inbound_message_outcome_received_at_idx" ON "inbound_message"("outcome", "received_at");

-- CreateIndex
CREATE UNIQUE INDEX "inbound_message_gateway_gateway_id_key" ON "inbound_message"("gateway", "gateway_id");

-- CreateIndex
CREATE INDEX "timeline_entry_call_out_id_id_idx" ON "timeline_entry"("call_out_id", "id");

-- CreateIndex
CREATE INDEX "timeline_entry_event_id_idx" ON "timeline_entry"("event_id");

-- CreateIndex
CREATE INDEX "site_village_code_idx" ON "site"("village_code");

-- CreateIndex
CREATE INDEX "responder_phone_index_idx" ON "responder"("phone_index");

-- CreateIndex
CREATE INDEX "responder_email_index_idx" ON "responder"("email_index");

-- CreateIndex
CREATE INDEX "responder_site_code_idx" ON "responder"("site_code");

-- CreateIndex
CREATE INDEX "responder_kind_regency_code_idx" ON "responder"("kind", "regency_code");

-- CreateIndex
CREATE UNIQUE INDEX "responder_source_external_id_key" ON "responder"("source", "external_id");

-- CreateIndex
CREATE INDEX "drill_occurrence_next_action_at_idx" ON "drill_occurrence"("next_action_at");

-- CreateIndex
CREATE UNIQUE INDEX "drill_occurrence_programme_id_site_code_starts_at_key" ON "drill_occurrence"("programme_id", "site_code", "starts_at");

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
