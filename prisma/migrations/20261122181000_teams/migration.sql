-- What is wanted of skills, beside the head counts by kind; nothing in older rows.
ALTER TABLE "hazard_event" ADD COLUMN "wanted_skills" JSONB NOT NULL DEFAULT '{}';
ALTER TABLE "call_out" ADD COLUMN "skills" JSONB NOT NULL DEFAULT '{}',
    -- Who makes a team for which affected KSB.
    ADD COLUMN "teams" JSONB NOT NULL DEFAULT '[]';

-- The skills that somebody had when they were called: later edits of the roster change no running call-out.
ALTER TABLE "call_out_responder" ADD COLUMN "skills" TEXT[] DEFAULT ARRAY[]::TEXT[];
