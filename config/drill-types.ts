/** Kinds of drill in BNPB's words, and training. */
export const DRILL_TYPES = [
  'gladi-ruang',
  'gladi-posko',
  'gladi-lapang',
  'evakuasi-mandiri',
  'simulasi',
  'pelatihan',
] as const
