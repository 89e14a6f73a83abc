import type { Hazard } from './hazard.ts'
import type { ReportCounts } from './report-counts.ts'
import { CLAUSE, type Token, wordAt } from './report-text.ts'
import {
  AGAIN,
  ALREADY,
  ASKING,
  COMPARED,
  CONTRASTS,
  DONE,
  ENDINGS,
  HOPES,
  IN_NEED,
  NEGATIONS,
  NOW,
  OF_POWER,
  OPEN,
  PEOPLE_WORDS,
  PERIODS,
  PLACES_OF_CALM,
  QUIET,
  STILL,
  UNTIL,
  WAYS,
} from './report-words.ts'

/** Of these the water goes down and the ground dries; beside the others it says nothing, or the contrary. */
const OF_WATER: ReadonlySet<Hazard> = new Set<Hazard>(['flood', 'tidal_surge'])

/** Whether one of the words stands within the last `back` tokens before a place, in its clause. */
const near = (tokens: readonly Token[], at: number, back: number, words: readonly string[]): boolean => {
  for (let before = at - 1; before >= at - back && wordAt(tokens, before) !== CLAUSE; before -= 1)
    if (words.includes(wordAt(tokens, before))) return true
  return false
}

/** "Kondisi aman" and "sekarang sudah aman" are said of a place, "warga sudah aman" of people in the middle of it. */
const isCalm = (tokens: readonly Token[], at: number): boolean => {
  if (at === 0 || wordAt(tokens, at + 1) === 'terkendali') return true
  let before = at - 1
  while (PLACES_OF_CALM.includes(wordAt(tokens, before))) before -= 1
  return before < at - 1 && !PEOPLE_WORDS.includes(wordAt(tokens, before))
}

/** What goes on elsewhere, or has begun anew: "tapi", "masih menyala"; but not "masih aman". */
const goesOn = (tokens: readonly Token[], at: number): boolean => {
  const word = wordAt(tokens, at)
  return CONTRASTS.includes(word) || (STILL.includes(word) && !QUIET.includes(wordAt(tokens, at + 1)))
}

const isEnding = (tokens: readonly Token[], at: number, hazard: Hazard | undefined): boolean => {
  const word = wordAt(tokens, at)
  if (word === 'aman') return isCalm(tokens, at)
  if (ENDINGS.includes(word)) return !near(tokens, at, 2, OF_POWER)
  if (!ALREADY.includes(wordAt(tokens, at - 1))) return false
  const whose = wordAt(tokens, at - 2)
  if (DONE.includes(word)) return !PEOPLE_WORDS.includes(whose)
  if (OPEN.includes(word)) return WAYS.includes(whose)
  if (hazard === undefined || !OF_WATER.has(hazard)) return false
  return word === 'kering' || (word === 'turun' && whose === 'air')
}

/** "Banjir tahun lalu", but not "lebih parah dari tahun lalu", "sejak minggu lalu". */
const isLongAgo = (tokens: readonly Token[], at: number): boolean =>
  wordAt(tokens, at) === 'lalu' &&
  PERIODS.includes(wordAt(tokens, at - 1)) &&
  !near(tokens, at - 1, 2, COMPARED) &&
  !tokens.some(({ word }) => AGAIN.includes(word))

const asksHelp = (tokens: readonly Token[]): boolean =>
  tokens.some(({ word }, at) => {
    if (IN_NEED.includes(word)) return !near(tokens, at, 2, NEGATIONS)
    return word === 'bantuan' && near(tokens, at, 2, ASKING) && !near(tokens, at, 3, NEGATIONS)
  })

const COUNTED = ['dead', 'missing', 'hurt', 'trapped', 'displaced', 'houses'] as const

/** Whether people or houses have come to harm, or help is asked for: then it does not matter what the water does. */
export const leavesNeed = (tokens: readonly Token[], counts: ReportCounts): boolean =>
  COUNTED.some((what) => (counts[what] ?? 0) > 0) || asksHelp(tokens)

/**
 * Whether the text says that the hazard is over or the place quiet. Not where it is denied or only hoped for ("belum
 * surut", "semoga cepat surut"), goes on somewhere ("tapi", "masih"), or only the rain has ended that brought it.
 */
export const saysOver = (tokens: readonly Token[], hazard?: Hazard): boolean =>
  !tokens.some((_, at) => goesOn(tokens, at)) &&
  tokens.some((_, at) => {
    if (near(tokens, at, 3, NEGATIONS) || near(tokens, at, 3, HOPES)) return false
    // "Mengungsi sampai banjir surut", but "sampai saat ini aman".
    if (near(tokens, at, 2, UNTIL) && !NOW.includes(wordAt(tokens, at - 1))) return false
    if (hazard !== 'extreme_weather' && near(tokens, at, 3, ['hujan'])) return false
    return isEnding(tokens, at, hazard) || isLongAgo(tokens, at)
  })
