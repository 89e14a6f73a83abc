-- What an invited drill tells calendars: raised with each change that people are told of.
ALTER TABLE "drill_occurrence" ADD COLUMN "sequence" INTEGER NOT NULL DEFAULT 0;
-- Facilitators named by a saved year's plan, by kind: they are invited instead of the nearest ones.
ALTER TABLE "drill_occurrence" ADD COLUMN "team_plan" JSONB;

-- Who came to a drill, by the last that was recorded of them.
CREATE TABLE "drill_attendance" (
    "occurrence_id" UUID NOT NULL,
    "responder_id" UUID NOT NULL,
    "came" BOOLEAN NOT NULL,
    "via" TEXT NOT NULL,
    "recorded_by" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "drill_attendance_pkey" PRIMARY KEY ("occurrence_id", "responder_id"),
    CONSTRAINT "drill_attendance_via_word" CHECK ("via" IN ('link', 'sms', 'operator', 'csv'))
);
CREATE INDEX "drill_attendance_responder_id_idx" ON "drill_attendance" ("responder_id");

-- What somebody learned at a drill or training, and until when it counts.
CREATE TABLE "competency" (
    "responder_id" UUID NOT NULL,
    "module" TEXT NOT NULL,
    "occurrence_id" UUID NOT NULL,
    "gained_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "competency_pkey" PRIMARY KEY ("responder_id", "module", "occurrence_id"),
    CONSTRAINT "competency_ends_later" CHECK ("expires_at" > "gained_at")
);
CREATE INDEX "competency_module_expires_at_idx" ON "competency" ("module", "expires_at");

-- What an after-action report asks for; the next plan puts its village first until it is done.
CREATE TABLE "improvement" (
    "id" UUID NOT NULL PRIMARY KEY,
    "site_code" TEXT NOT NULL,
    "occurrence_id" UUID,
    "call_out_id" UUID,
    -- A finding of the after-action report, or the operator's own words.
    "code" TEXT NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "raised_at" TIMESTAMPTZ(3) NOT NULL,
    "done_at" TIMESTAMPTZ(3),
    "done_because" TEXT,

    CONSTRAINT "improvement_done_because" CHECK (("done_at" IS NULL) = ("done_because" IS NULL))
);
CREATE UNIQUE INDEX "improvement_once" ON "improvement" ("site_code", "code", COALESCE("occurrence_id", "call_out_id"));
CREATE INDEX "improvement_open" ON "improvement" ("site_code") WHERE "done_at" IS NULL;

-- How ready a village was on a day, with its parts as they were counted then.
CREATE TABLE "readiness" (
    "site_code" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "score" INTEGER NOT NULL,
    "parts" JSONB NOT NULL,

    CONSTRAINT "readiness_pkey" PRIMARY KEY ("site_code", "day"),
    CONSTRAINT "readiness_score_range" CHECK ("score" BETWEEN 0 AND 100)
);
