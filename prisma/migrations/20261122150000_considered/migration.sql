-- CreateTable
CREATE TABLE "choice_round" (
    "call_out_id" UUID NOT NULL,
    "round" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "called" INTEGER NOT NULL,
    "stays" INTEGER NOT NULL,
    "passed" INTEGER NOT NULL,
    "left_out" INTEGER NOT NULL,
    "looked_at" INTEGER NOT NULL,
    "farther" INTEGER NOT NULL,

    CONSTRAINT "choice_round_pkey" PRIMARY KEY ("call_out_id","round")
);

-- CreateTable
CREATE TABLE "considered" (
    "call_out_id" UUID NOT NULL,
    "responder_id" UUID NOT NULL,
    "round" INTEGER NOT NULL,
    "place" INTEGER NOT NULL,
    "thread_id" UUID,
    "outcome" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "detail" JSONB NOT NULL,

    CONSTRAINT "considered_pkey" PRIMARY KEY ("call_out_id","responder_id","round")
);

-- Closed lists of words, and counts that count.
ALTER TABLE "considered"
    ADD CONSTRAINT "considered_outcome_word" CHECK ("outcome" IN ('called', 'recalled', 'stays', 'passed')),
    ADD CONSTRAINT "considered_counts" CHECK ("round" >= 1 AND "place" >= 1);

ALTER TABLE "choice_round"
    ADD CONSTRAINT "choice_round_counts" CHECK (
        "round" >= 1 AND least("called", "stays", "passed", "left_out", "looked_at", "farther") >= 0);
