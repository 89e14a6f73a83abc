-- What closes a crossing beside a tsunami, read with every decision.
CREATE INDEX "hazard_event_closing" ON "hazard_event" ("received_at")
  WHERE "hazard" IN ('earthquake', 'extreme_weather', 'tidal_surge') AND "level" IS DISTINCT FROM 'berpotensi-tsunami';
