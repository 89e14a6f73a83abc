import { type Token, wordAt } from './report-text.ts'

/** What happened to people and houses, as a report counts them. What it does not say is absent. */
export type ReportCounts = Readonly<
  Partial<Record<'dead' | 'missing' | 'hurt' | 'trapped' | 'displaced' | 'affected' | 'families' | 'houses', number>>
>

type Counted = keyof ReportCounts

const listed = (words: string): readonly string[] => words.split(' ')

const STATES: readonly (readonly [Counted, readonly string[]])[] = [
  ['dead', listed('meninggal tewas wafat')],
  ['missing', listed('hilang hanyut terseret tertimbun')],
  ['hurt', listed('luka terluka cedera')],
  ['trapped', listed('terjebak terisolir terisolasi terkurung')],
  ['displaced', listed('mengungsi ngungsi pengungsi dievakuasi')],
]

const PEOPLE = listed('orang org jiwa warga penduduk korban anak lansia')
const FAMILIES = listed('kk keluarga')
const HOUSES = listed('rumah')

/** Between a number, its unit and what happened: "2 orang warga yang sudah meninggal". */
const LINKS = [...PEOPLE, ...listed('yang yg sudah sdh telah masih jiwa luka ada sebanyak sekitar sktr kurang lebih')]

const NUMBER_WORDS = listed('nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh')

/** More people than any village of Indonesia has. */
const MOST = 100_000

/** A whole number: digits, with thousands parted by points, or one of the words up to ten. Null for anything else. */
const numberOf = (word: string): number | null => {
  const spelt = NUMBER_WORDS.indexOf(word)
  if (spelt >= 0) return spelt
  const plain = /^\d{1,3}(\.\d{3})+$/.test(word) ? word.replaceAll('.', '') : word
  return /^\d{1,6}$/.test(plain) && Number(plain) <= MOST ? Number(plain) : null
}

const stateOf = (word: string): Counted | null => STATES.find(([, words]) => words.includes(word))?.[0] ?? null

/** The first state reached through words that only link, in one direction, within one clause. */
const reachedState = (tokens: readonly Token[], from: number, step: 1 | -1): Counted | null => {
  for (let at = from; ; at += step) {
    const word = wordAt(tokens, at)
    const state = stateOf(word)
    if (state !== null) return state
    if (!LINKS.includes(word)) return null
  }
}

const countedAt = (tokens: readonly Token[], at: number): Counted | null => {
  // "12 unit rumah"
  const unitAt = wordAt(tokens, at + 1) === 'unit' ? at + 2 : at + 1
  const unit = wordAt(tokens, unitAt)
  if (FAMILIES.includes(unit)) return 'families'
  if (HOUSES.includes(unit)) return 'houses'
  const ahead = reachedState(tokens, unitAt, 1)
  if (ahead !== null) return ahead
  const isPeople = PEOPLE.includes(unit)
  const named = wordAt(tokens, at - 1)
  // "meninggal 2", "korban luka 3 orang"; a number with another unit ("hanyut 2 motor") counts nothing here.
  const isBare = isPeople || unit === '' || unit === '|' || unit === 'dan'
  const behind = isBare && (stateOf(named) !== null || LINKS.includes(named)) ? reachedState(tokens, at - 1, -1) : null
  return behind ?? (isPeople ? 'affected' : null)
}

/**
 * The counts that a text names: "2 orang meninggal", "hilang 1", "35 KK mengungsi", "12 rumah". Of several counts of
 * the same the largest; a zero, or a count above 100,000, is left out.
 */
export const readCounts = (tokens: readonly Token[]): ReportCounts => {
  const counts: Partial<Record<Counted, number>> = {}
  for (const [at, { word }] of tokens.entries()) {
    const number = numberOf(word)
    const counted = number === null || number === 0 ? null : countedAt(tokens, at)
    if (number !== null && counted !== null) counts[counted] = Math.max(counts[counted] ?? 0, number)
  }
  return counts
}
