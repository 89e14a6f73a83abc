-- Each message is written three times on its way out, and each time an entry goes into every index that takes its row:
-- those that few rows need take only these.
DROP INDEX "notice_state_due_at_idx";
DROP INDEX "notice_waiting";
CREATE INDEX "notice_outstanding" ON "notice" ("state", "due_at") WHERE "state" IN ('planned', 'claimed');
CREATE INDEX "notice_unknown" ON "notice" ("ended_at") WHERE "state" = 'unknown';

DROP INDEX "notice_operator_key";
CREATE UNIQUE INDEX "notice_operator_key" ON "notice" ("call_out_id", "operator_id", "purpose", "wave", "channel")
    WHERE "operator_id" IS NOT NULL;
DROP INDEX "notice_site_key";
CREATE UNIQUE INDEX "notice_site_key" ON "notice" ("call_out_id", "site_code", "purpose", "wave", "channel")
    WHERE "site_code" IS NOT NULL;
DROP INDEX "notice_occurrence_key";
CREATE UNIQUE INDEX "notice_occurrence_key" ON "notice" ("occurrence_id", "responder_id", "purpose", "channel")
    WHERE "occurrence_id" IS NOT NULL;

-- Of a person in a call-out the planner took this for as good as the key, and read the whole call-out for each.
DROP INDEX "call_out_responder_call_out_id_replaces_key";
CREATE UNIQUE INDEX "call_out_responder_call_out_id_replaces_key" ON "call_out_responder" ("call_out_id", "replaces")
    WHERE "replaces" IS NOT NULL;

-- A text fits into its row: to compress it costs more than all the rest of writing it.
ALTER TABLE "notice" SET (toast_tuple_target = 4080);
