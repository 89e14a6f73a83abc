-- One turn of a campaign: within it everybody of the audience is written to once. Its terms stay as it began with.
CREATE TABLE "campaign_turn" (
    "campaign_id" TEXT NOT NULL,
    "turn" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "terms" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "campaign_turn_pkey" PRIMARY KEY ("campaign_id", "turn"),
    CONSTRAINT "campaign_turn_type_word" CHECK ("type" IN ('contact-test', 'education')),
    CONSTRAINT "campaign_turn_counts" CHECK ("turn" >= 0 AND "ends_at" > "starts_at")
);

-- What becomes of one person in one turn.
CREATE TABLE "campaign_recipient" (
    "campaign_id" TEXT NOT NULL,
    "turn" INTEGER NOT NULL,
    "responder_id" UUID NOT NULL,
    -- As the person was on the roster when the turn took them in.
    "site_code" TEXT,
    "regency_code" TEXT NOT NULL,
    "place_code" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "due_at" TIMESTAMPTZ(3),
    -- How many notices were planned: a second one only after the first expired without having left.
    "notices" INTEGER NOT NULL DEFAULT 0,
    "notice_id" UUID,
    "answered_at" TIMESTAMPTZ(3),
    "answered_via" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "campaign_recipient_pkey" PRIMARY KEY ("campaign_id", "turn", "responder_id"),
    CONSTRAINT "campaign_recipient_state_word" CHECK ("state" IN (
        'planned', 'sent', 'told', 'answered', 'silent', 'unreached', 'skipped')),
    CONSTRAINT "campaign_recipient_due" CHECK ("state" <> 'planned' OR "due_at" IS NOT NULL),
    CONSTRAINT "campaign_recipient_sent" CHECK ("state" <> 'sent' OR "notice_id" IS NOT NULL),
    CONSTRAINT "campaign_recipient_why" CHECK ("state" NOT IN ('skipped', 'unreached') OR "reason" IS NOT NULL),
    CONSTRAINT "campaign_recipient_answered" CHECK (("state" = 'answered') = ("answered_at" IS NOT NULL))
);
CREATE INDEX "campaign_recipient_responder_id_idx" ON "campaign_recipient" ("responder_id");
CREATE INDEX "campaign_recipient_due" ON "campaign_recipient" ("due_at") WHERE "state" = 'planned';
CREATE INDEX "campaign_recipient_open" ON "campaign_recipient" ("notice_id") WHERE "state" = 'sent';

-- Who wants no education messages; calls, drills and contact tests still reach them.
CREATE TABLE "education_opt_out" (
    "responder_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "via" TEXT NOT NULL,

    CONSTRAINT "education_opt_out_pkey" PRIMARY KEY ("responder_id")
);

ALTER TABLE "notice" ADD COLUMN "campaign_id" TEXT, ADD COLUMN "campaign_turn" INTEGER;
ALTER TABLE "notice"
    DROP CONSTRAINT "notice_one_matter",
    ADD CONSTRAINT "notice_one_matter" CHECK (num_nonnulls("call_out_id", "occurrence_id", "campaign_id") <= 1),
    -- Nothing of a campaign is ever sent as if it were real.
    ADD CONSTRAINT "notice_campaign" CHECK (
        ("campaign_id" IS NULL) = ("campaign_turn" IS NULL)
        AND ("campaign_id" IS NULL OR ("mode" <> 'actual' AND "responder_id" IS NOT NULL)));
CREATE UNIQUE INDEX "notice_campaign_key" ON "notice" ("campaign_id", "campaign_turn", "responder_id", "wave")
    WHERE "campaign_id" IS NOT NULL;

-- That somebody answered a test says that they can be reached, and nothing of whether they would come.
ALTER TABLE "answer" DROP CONSTRAINT "answer_meaning_word";
ALTER TABLE "answer"
    ADD CONSTRAINT "answer_meaning_word" CHECK ("meaning" IN (
        'yes', 'no', 'en-route', 'arrived', 'done', 'safe', 'unsafe', 'stop', 'reachable', 'stop-info'));
