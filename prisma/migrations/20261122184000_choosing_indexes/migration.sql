-- What somebody said last in one call-out: without it every word of that call-out is read for each of its people.
CREATE INDEX "answer_call_out_id_responder_id_at_id_idx" ON "answer"("call_out_id", "responder_id", "at" DESC, "id");

-- The newest calls of all, for the rates of kinds and regencies.
CREATE INDEX "call_out_responder_called_at_idx" ON "call_out_responder"("called_at");
