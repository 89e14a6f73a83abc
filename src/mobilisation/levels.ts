import type { Hazard } from './hazard.ts'

/** The level of a quake whose agency says that a tsunami is possible. */
export const TSUNAMI_POSSIBLE = 'berpotensi-tsunami'

/** What the words of a level come to: a level of its hazard's scale, none at all, or nothing that can be read. */
export type LevelReading =
  | { readonly kind: 'level'; readonly level: string | null }
  | { readonly kind: 'unread'; readonly expected: string; readonly hint: string }

/** Steps of a scale, lowest first: how a step is kept, and the words by which it is meant. */
interface Scale {
  readonly steps: readonly (readonly [level: string, ...words: string[]])[]
  /** Words that may stand beside a level and say nothing of its height. */
  readonly beside: ReadonlySet<string>
  readonly expected: string
}

const BESIDE = ['level', 'tingkat', 'status', 'alert', 'peringatan', 'dini', 'ancaman']

/** Of a volcano: Permen ESDM 15/2011. Senders write the number in Roman or Arabic figures, the word, or both. */
const VOLCANO: Scale = {
  steps: [
    ['I', '1', 'i', 'normal'],
    ['II', '2', 'ii', 'waspada'],
    ['III', '3', 'iii', 'siaga'],
    ['IV', '4', 'iv', 'awas'],
  ],
  beside: new Set([...BESIDE, 'aktivitas', 'gunung', 'api', 'gunungapi']),
  expected: 'I (Normal), II (Waspada), III (Siaga) or IV (Awas), or null',
}

/** Of a tsunami: InaTEWS warns by words, each for a height at the coast; it numbers nothing. */
const TSUNAMI: Scale = {
  steps: [
    ['waspada', 'waspada'],
    ['siaga', 'siaga'],
    ['awas', 'awas'],
  ],
  beside: new Set([...BESIDE, 'tsunami', 'tinggi', 'setinggi', 'ketinggian', 'gelombang']),
  expected: 'waspada (< 0,5 m), siaga (0,5-3 m) or awas (> 3 m), or null',
}

const SCALES: Readonly<Partial<Record<Hazard, Scale>>> = { volcano: VOLCANO, tsunami: TSUNAMI }

const MORE = ['>', '≥', 'lebih dari', 'di atas', 'diatas']
const LESS = ['<', '≤', 'kurang dari', 'di bawah', 'dibawah']
const NUMBER = String.raw`(\d{1,3}(?:[.,]\d{1,2})?)`
const HEIGHT = new RegExp(
  String.raw`(?:(${[...MORE, ...LESS].join('|')})\s*=?\s*)?${NUMBER}(?:\s*(?:m\s*)?(?:-|–|s/d|sampai|hingga)\s*${NUMBER})?\s*(?:m|meter)(?![a-z])`,
  'g',
)

// A bulletin's siaga is 0.5 to 3 m; what overlaps two steps is neither.
const [SIAGA_FROM_M, AWAS_FROM_M] = [0.5, 3]

/** The step that a height at the coast stands for; -1 where it spans two. */
const stepOfHeight = (least: number, most: number): number => {
  if (most <= SIAGA_FROM_M) return 0
  if (least < SIAGA_FROM_M) return -1
  if (most <= AWAS_FROM_M) return 1
  return least >= AWAS_FROM_M ? 2 : -1
}

const metres = (digits: string): number => Number(digits.replace(',', '.'))

/** The steps that the heights in a text stand for, and the text without them. */
const heightsIn = (text: string): { readonly steps: readonly number[]; readonly rest: string } => {
  const steps: number[] = []
  const rest = text.replace(HEIGHT, (_, sign: string | undefined, from: string, to: string | undefined) => {
    const [least, most] = [metres(from), metres(to ?? from)]
    if (sign === undefined) steps.push(stepOfHeight(least, most))
    else steps.push(MORE.includes(sign) ? stepOfHeight(least, Number.POSITIVE_INFINITY) : stepOfHeight(0, most))
    return ' '
  })
  return { steps, rest }
}

const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()

/** Words and numbers, whatever stands between them; a minus before a number stays with it. */
const tokensOf = (text: string): readonly string[] =>
  text
    .replace(/(?<=[a-z0-9])\s*[-–—]\s*(?=[a-z0-9])/g, ' ')
    .split(/[\s()[\]{},;:/|]+/)
    .map((token) => token.replace(/[.!]+$/, ''))
    .filter((token) => token !== '')

const readOnScale = (text: string, { steps, beside, expected }: Scale, heights: boolean): LevelReading => {
  const { steps: byHeight, rest } = heights ? heightsIn(text) : { steps: [], rest: text }
  const tokens = tokensOf(rest).filter((token) => !beside.has(token))
  const named = tokens.map((token) => steps.findIndex(([, ...words]) => words.includes(token)))
  const meant = [...new Set([...named, ...byHeight])]
  const [step = -1] = meant
  const level = steps[step]?.[0]
  if (meant.length > 1 && !meant.includes(-1))
    return { kind: 'unread', expected, hint: 'all that it says must mean the same step: write one of them' }
  if (meant.length > 1 || level === undefined)
    return {
      kind: 'unread',
      expected,
      hint: 'write the step alone, such as "III" for a volcano or "awas" for a tsunami',
    }
  return { kind: 'level', level }
}

/**
 * Reads a level as Indonesian senders write it: for a volcano Roman and Arabic numbers, the word, or both, in or outside
 * brackets ("Level III (Siaga)" is III); for a tsunami the word, its height, or both ("Awas (>3 m)" is awas). Siaga is
 * the third step of four on one and the second of three on the other, so the hazard decides. What has no step, several,
 * or an unknown word is unread. Of a quake, words about a tsunami are read, "tidak berpotensi tsunami" as no level.
 * Other hazards have no scale here: their level is the sender's own word as it stands.
 */
export const readLevel = (hazard: Hazard | null, text: string): LevelReading => {
  const words = plain(text)
  if (hazard === 'earthquake' && /tsunami/.test(words)) {
    if (/^berpotensi[ -]tsunami$/.test(words)) return { kind: 'level', level: TSUNAMI_POSSIBLE }
    if (/^tidak berpotensi[ -]tsunami$/.test(words)) return { kind: 'level', level: null }
    const expected = `"${TSUNAMI_POSSIBLE}", "tidak berpotensi tsunami", or null`
    return { kind: 'unread', expected, hint: 'where the sea is expected to rise, post a tsunami' }
  }
  const scale = hazard === null ? undefined : SCALES[hazard]
  if (scale === undefined)
    return {
      kind: 'level',
      level: text
        .normalize('NFC')
        .trim()
        .replace(/^(level|tingkat)\s+/i, ''),
    }
  return readOnScale(words, scale, hazard === 'tsunami')
}

/** By hazard and level as it is kept; of a tsunami with the height at the coast, as bulletins write it. */
const SHOWN: Readonly<Record<string, string>> = {
  'volcano I': 'Level I (Normal)',
  'volcano II': 'Level II (Waspada)',
  'volcano III': 'Level III (Siaga)',
  'volcano IV': 'Level IV (Awas)',
  'tsunami waspada': 'Waspada (<0,5 m)',
  'tsunami siaga': 'Siaga (0,5-3 m)',
  'tsunami awas': 'Awas (>3 m)',
  [`earthquake ${TSUNAMI_POSSIBLE}`]: 'berpotensi tsunami',
}

/**
 * A level as people read it, the word never without its scale, for siaga is another height on each: of a volcano
 * `Level III (Siaga)`, of a tsunami `Siaga (0,5-3 m)`, of a quake `M6,2` and whether a tsunami may follow. Others have
 * their sender's own word.
 */
export const shownLevel = (hazard: Hazard | null, level: string | null, magnitude: number | null = null): string => {
  const parts: string[] = []
  if (hazard === 'earthquake' && magnitude !== null) parts.push(`M${magnitude.toFixed(1).replace('.', ',')}`)
  if (level !== null) parts.push(SHOWN[`${hazard} ${level}`] ?? level)
  return parts.join(', ')
}
