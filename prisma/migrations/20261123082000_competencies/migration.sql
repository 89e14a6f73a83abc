-- Whoever came to one drill: their certificate and its list ask by the drill.
CREATE INDEX "competency_occurrence_id_idx" ON "competency" ("occurrence_id");

-- What was handed to somebody who came to a drill. What it certifies stands in "competency" and is taken back there.
CREATE TABLE "certificate" (
    "number" TEXT NOT NULL PRIMARY KEY,
    "occurrence_id" UUID NOT NULL,
    "responder_id" UUID NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "certificate_number_form" CHECK ("number" ~ '^KTG-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$')
);
CREATE UNIQUE INDEX "certificate_occurrence_id_responder_id_key" ON "certificate" ("occurrence_id", "responder_id");
