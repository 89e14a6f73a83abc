-- AlterTable
ALTER TABLE "operator" ADD COLUMN     "jurisdiction_area" JSONB,
ADD COLUMN     "previous_secret_sealed" BYTEA,
ADD COLUMN     "previous_token_index" TEXT,
ADD COLUMN     "previous_until" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "hazard_event" ADD COLUMN     "assess_after" TIMESTAMPTZ(3),
ADD COLUMN     "assess_failures" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "east" DOUBLE PRECISION,
ADD COLUMN     "felt" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "joined_because" TEXT,
ADD COLUMN     "language" TEXT,
ADD COLUMN     "north" DOUBLE PRECISION,
ADD COLUMN     "regions" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "sectors" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "sent_at" TIMESTAMPTZ(3),
ADD COLUMN     "sequence" BIGINT,
ADD COLUMN     "south" DOUBLE PRECISION,
ADD COLUMN     "standing" TEXT,
ADD COLUMN     "thread_id" UUID,
ADD COLUMN     "wanted" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "west" DOUBLE PRECISION;

-- AlterTable
ALTER TABLE "call_out" ADD COLUMN     "approval_due_at" TIMESTAMPTZ(3),
ADD COLUMN     "approval_level" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "approval_reminded_at" TIMESTAMPTZ(3),
ADD COLUMN     "authority" JSONB,
ADD COLUMN     "demands" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "phase" TEXT,
ADD COLUMN     "style" TEXT NOT NULL DEFAULT 'wave';

-- AlterTable
ALTER TABLE "call_out_responder" ADD COLUMN     "shift_at" TIMESTAMPTZ(3),
ADD COLUMN     "thread_id" UUID;

-- CreateTable
CREATE TABLE "event_link" (
    "event_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "event_link_pkey" PRIMARY KEY ("event_id","kind","source","source_id")
);

-- DropIndex
DROP INDEX "call_out_review_due_at_idx";

-- DropIndex
DROP INDEX "call_out_code_idx";

-- DropIndex
DROP INDEX "hazard_event_assessed_at_received_at_idx";

-- CreateTable
CREATE TABLE "policy_source" (
    "hash" TEXT NOT NULL,
    "source" JSONB NOT NULL,

    CONSTRAINT "policy_source_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "actor_id" TEXT,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "detail" JSONB NOT NULL,
    "address" TEXT,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "feed_state" (
    "name" TEXT NOT NULL,
    "etag" TEXT,
    "last_modified" TEXT,
    "body_hash" TEXT,
    "last_tried_at" TIMESTAMPTZ(3),
    "last_success_at" TIMESTAMPTZ(3),
    "next_due_at" TIMESTAMPTZ(3) NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,

    CONSTRAINT "feed_state_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "feed_item" (
    "feed" TEXT NOT NULL,
    "item_id" TEXT NOT NULL,
    "content_hash" TEXT NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "event_id" UUID,

    CONSTRAINT "feed_item_pkey" PRIMARY KEY ("feed","item_id")
);

-- CreateTable
CREATE TABLE "feed_request" (
    "id" BIGSERIAL NOT NULL,
    "host" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "feed_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "village_report" (
    "id" UUID NOT NULL,
    "responder_id" UUID NOT NULL,
    "via" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "text_sealed" BYTEA NOT NULL,
    "hazard" TEXT,
    "outcome" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "event_id" UUID,

    CONSTRAINT "village_report_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "emergency_phase" (
    "id" UUID NOT NULL,
    "region_code" TEXT NOT NULL,
    "hazard" TEXT,
    "phase" TEXT NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "until_at" TIMESTAMPTZ(3) NOT NULL,
    "decree" TEXT NOT NULL,
    "declared_by" TEXT NOT NULL,
    "declared_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "emergency_phase_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "event_link_source_source_id_idx" ON "event_link"("source", "source_id");

-- CreateIndex
CREATE INDEX "audit_entry_subject_subject_id_idx" ON "audit_entry"("subject", "subject_id");

-- CreateIndex
CREATE INDEX "feed_state_next_due_at_idx" ON "feed_state"("next_due_at");

-- CreateIndex
CREATE INDEX "feed_request_host_at_idx" ON "feed_request"("host", "at");

-- CreateIndex
CREATE INDEX "village_report_received_at_idx" ON "village_report"("received_at");

-- CreateIndex
CREATE INDEX "village_report_responder_id_received_at_idx" ON "village_report"("responder_id", "received_at");

-- CreateIndex
CREATE INDEX "emergency_phase_region_code_until_at_idx" ON "emergency_phase"("region_code", "until_at");

-- CreateIndex
CREATE UNIQUE INDEX "operator_previous_token_index_key" ON "operator"("previous_token_index");

-- CreateIndex
CREATE INDEX "hazard_event_thread_id_idx" ON "hazard_event"("thread_id");

-- By hand. Before this, one event was one incident and its revisions were one thread.
UPDATE "hazard_event" e
   SET "sequence" = e."revision",
       "thread_id" = e."incident_id",
       "wanted" = coalesce((SELECT c."need" FROM "call_out" c WHERE c."event_id" = e."id"), '{}'),
       "standing" = CASE WHEN e."decision" = 'mobilise' THEN 'active'
                         WHEN e."decision" = 'propose'
                         THEN CASE WHEN EXISTS (SELECT 1 FROM "call_out" c
                                                 WHERE c."event_id" = e."id" AND c."status" = 'awaiting-approval')
                                   THEN 'waiting' ELSE 'active' END
                         -- What ended an incident ends its thread, for good.
                         WHEN e."reason" IN ('stood-down', 'nothing-to-cancel') THEN 'active'
                         ELSE 'none' END;

-- Whoever is being called goes on being called for that one thread, with what they were told: so that the first message
-- after the upgrade finds out what it changes, and tells them.
UPDATE "call_out_responder" p
   SET "thread_id" = c."incident_id"
  FROM "call_out" c
 WHERE c."id" = p."call_out_id" AND c."status" IN ('calling', 'filled', 'exhausted');
UPDATE "call_out" c
   SET "demands" = jsonb_build_array(jsonb_build_object(
         'threadId', c."incident_id", 'eventId', c."event_id", 'need', c."need", 'jurisdiction', e."jurisdiction",
         'regencyCode', e."regency_code", 'destination', c."destination",
         'fields', n."fields" - 'kind' - 'distance' - 'reason',
         'said', jsonb_build_object(
           'hazard', coalesce(n."fields"->>'hazard', ''), 'place', coalesce(n."fields"->>'place', ''),
           'muster', coalesce(n."fields"->>'muster', ''), 'time', coalesce(n."fields"->>'time', ''),
           'date', coalesce(n."fields"->>'date', ''), 'level', coalesce(n."fields"->>'level', ''),
           -- Volcano I to IV, tsunami waspada to awas, as the program ranks them.
           'rank', (CASE e."hazard"
                      WHEN 'volcano' THEN coalesce(array_position(ARRAY['i','ii','iii','iv'], lower(e."level")),
                                                   array_position(ARRAY['normal','waspada','siaga','awas'], lower(e."level")), 0)
                      WHEN 'tsunami' THEN coalesce(array_position(ARRAY['waspada','siaga','awas'], lower(e."level")), 0)
                      ELSE 0 END)::text)))
  FROM "hazard_event" e
  JOIN "call_out" own ON own."event_id" = e."id"
  CROSS JOIN LATERAL (SELECT t."fields" FROM "notice" t WHERE t."call_out_id" = own."id" AND t."purpose" = 'call-out'
                 ORDER BY t."serial" DESC LIMIT 1) n
 WHERE own."id" = c."id" AND c."status" IN ('calling', 'filled', 'exhausted') AND c."destination" IS NOT NULL;
ALTER TABLE "hazard_event"
    ALTER COLUMN "sequence" SET NOT NULL,
    ALTER COLUMN "thread_id" SET NOT NULL,
    ALTER COLUMN "standing" SET NOT NULL,
    ADD CONSTRAINT "hazard_event_standing_word" CHECK ("standing" IN ('none', 'waiting', 'active', 'declined')),
    ADD CONSTRAINT "hazard_event_box_whole" CHECK (num_nonnulls("west", "south", "east", "north") IN (0, 4));

ALTER TABLE "event_link"
    ADD CONSTRAINT "event_link_kind_word" CHECK ("kind" IN ('reference', 'alias'));

ALTER TABLE "call_out"
    ADD CONSTRAINT "call_out_style_word" CHECK ("style" IN ('wave', 'rota')),
    ADD CONSTRAINT "call_out_approval_level" CHECK ("approval_level" BETWEEN 0 AND 2),
    ADD CONSTRAINT "call_out_phase_word" CHECK ("phase" IN ('siaga-darurat', 'tanggap-darurat', 'transisi-darurat'));

ALTER TABLE "emergency_phase"
    ADD CONSTRAINT "emergency_phase_word" CHECK ("phase" IN ('siaga-darurat', 'tanggap-darurat', 'transisi-darurat')),
    ADD CONSTRAINT "emergency_phase_period" CHECK ("from_at" < "until_at"),
    ADD CONSTRAINT "emergency_phase_region" CHECK ("region_code" ~ '^[0-9]{2}(\.[0-9]{2})?$');

ALTER TABLE "feed_item"
    ADD CONSTRAINT "feed_item_outcome_word" CHECK ("outcome" IN ('taken', 'refused', 'wanted'));

ALTER TABLE "village_report"
    ADD CONSTRAINT "village_report_via_word" CHECK ("via" IN ('sms', 'form')),
    ADD CONSTRAINT "village_report_outcome_word" CHECK ("outcome" IN ('proposed', 'joined', 'inbox'));

ALTER TABLE "audit_entry"
    ADD CONSTRAINT "audit_entry_actor_word" CHECK ("actor" IN ('operator', 'feed', 'village', 'program'));

ALTER TABLE "inbound_message"
    DROP CONSTRAINT "inbound_message_outcome_word",
    ADD CONSTRAINT "inbound_message_outcome_word" CHECK ("outcome" IN ('answered', 'inbox', 'opted-out', 'reported'));

-- What overlaps a new message is looked up by its box; what takes no part is not looked up.
CREATE INDEX "hazard_event_box" ON "hazard_event"
    USING gist (box(point("west", "south"), point("east", "north"))) WHERE "west" IS NOT NULL;

-- Proposals that wait are few, whatever the history.
CREATE INDEX "call_out_approval_due" ON "call_out" ("approval_due_at") WHERE "approval_due_at" IS NOT NULL;

-- The audit trail is only ever added to, also by us.
CREATE FUNCTION "audit_entry_stays"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit_entry is only ever added to';
END
$$;
CREATE TRIGGER "audit_entry_stays" BEFORE UPDATE OR DELETE ON "audit_entry"
    FOR EACH ROW EXECUTE FUNCTION "audit_entry_stays"();
