/** The steps of the exercise ladder that BNPB teaches, with what villages call the rest. */
const TYPE_NAMES: Readonly<Record<string, string>> = {
  'gladi-ruang': 'Gladi ruang',
  'gladi-posko': 'Gladi posko',
  'gladi-lapang': 'Gladi lapang',
  'evakuasi-mandiri': 'Evakuasi mandiri',
  simulasi: 'Simulasi',
  pelatihan: 'Pelatihan',
}

/** What responders read for a drill's type; a type that we have no word for is printed as it stands. */
export const drillTypeName = (type: string): string => TYPE_NAMES[type] ?? type.replaceAll('-', ' ')

const UNITS: readonly (readonly [ms: number, word: string])[] = [
  [86_400_000, 'hari'],
  [3_600_000, 'jam'],
  [60_000, 'menit'],
  [1_000, 'detik'],
]

/** `2 jam`, `1 jam 30 menit`, `2 hari`: the two largest units that count, the rest left out; at least one second. */
export const durationWords = (durationMs: number): string => {
  let restMs = Math.max(1_000, durationMs)
  const parts: string[] = []
  for (const [unitMs, word] of UNITS) {
    const count = Math.floor(restMs / unitMs)
    restMs -= count * unitMs
    if (count > 0) parts.push(`${count} ${word}`)
  }
  return parts.slice(0, 2).join(' ')
}

/** Why the program cancels a drill by itself, as people read it: words of ours, since nobody wrote any. */
export const CANCEL_REASONS = {
  'site-not-on-register': { id: 'desa tidak lagi terdaftar', en: 'the village is no longer registered' },
} as const
export type CancelReason = keyof typeof CANCEL_REASONS
