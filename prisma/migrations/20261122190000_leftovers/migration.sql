-- Who lives in a danger zone that grew over them after they refused (or arrived), and was never asked whether they are safe.
ALTER TABLE "call_out_responder" ADD COLUMN     "asks_on_return" BOOLEAN NOT NULL DEFAULT false;

-- Each plan asks which volcanoes are dangerous, as it asks for tsunamis.
CREATE INDEX "hazard_event_volcano" ON "hazard_event" ("received_at") WHERE "hazard" = 'volcano';
