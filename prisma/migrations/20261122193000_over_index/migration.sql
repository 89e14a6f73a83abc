-- Call-outs that were not over before an instant: what is older lies in the memory of those who choose.
CREATE INDEX "call_out_over" ON "call_out" ((coalesce("closed_at", "stood_down_at", 'infinity'::timestamptz)));
