-- What people at a drill send or type to say that they are there. Drills that are open have different ones.
CREATE TABLE "drill_code" (
    "occurrence_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "drawn_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "drill_code_pkey" PRIMARY KEY ("occurrence_id"),
    -- Begins with a digit, and so is no call-out's.
    CONSTRAINT "drill_code_shape" CHECK ("code" ~ '^([0-9][A-Z]){2,3}$')
);
CREATE INDEX "drill_code_code_idx" ON "drill_code" ("code");

-- What somebody said on site; a list of who came goes before it, and both are kept.
CREATE TABLE "drill_presence" (
    "occurrence_id" UUID NOT NULL,
    "responder_id" UUID NOT NULL,
    "via" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "drill_presence_pkey" PRIMARY KEY ("occurrence_id", "responder_id"),
    CONSTRAINT "drill_presence_via_word" CHECK ("via" IN ('link', 'sms'))
);
CREATE INDEX "drill_presence_responder_id_idx" ON "drill_presence" ("responder_id");

-- A wrong code: by which link, or from whose number.
CREATE TABLE "drill_code_miss" (
    "id" BIGSERIAL NOT NULL,
    "notice_id" UUID,
    "from_index" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "drill_code_miss_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "drill_code_miss_by_one_way" CHECK (num_nonnulls("notice_id", "from_index") = 1)
);
CREATE INDEX "drill_code_miss_notice_id_at_idx" ON "drill_code_miss" ("notice_id", "at");
CREATE INDEX "drill_code_miss_from_index_at_idx" ON "drill_code_miss" ("from_index", "at");
