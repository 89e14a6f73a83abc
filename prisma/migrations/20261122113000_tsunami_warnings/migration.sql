-- Each plan and each sweep asks what warns of a tsunami: few messages do, among any number of others.
CREATE INDEX "hazard_event_tsunami" ON "hazard_event" ("received_at")
    WHERE "hazard" = 'tsunami' OR ("hazard" = 'earthquake' AND "level" = 'berpotensi-tsunami');
