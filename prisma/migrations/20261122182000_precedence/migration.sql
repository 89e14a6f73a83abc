-- AlterTable
ALTER TABLE "call_out" ADD COLUMN "precedence" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "call_out_responder" ADD COLUMN "yielded_to" UUID;

-- By hand. What is called for already ranks by the message that leads it, as src/mobilisation/precedence.ts ranks it.
UPDATE "call_out" c
   SET "precedence" = 10 * CASE e."severity" WHEN 'extreme' THEN 4 WHEN 'severe' THEN 3 WHEN 'minor' THEN 1 ELSE 2 END
                      + CASE e."urgency" WHEN 'immediate' THEN 4 WHEN 'expected' THEN 3 WHEN 'future' THEN 1
                                         WHEN 'past' THEN 0 ELSE 2 END
  FROM "hazard_event" e
 WHERE e."id" = c."event_id" AND c."status" IN ('calling', 'filled', 'exhausted');
