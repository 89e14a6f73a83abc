import type { Hazard } from './hazard.ts'
import type { Severity } from './hazard-event.ts'
import type { ReportCounts } from './report-counts.ts'
import { CLAUSE, type Token, wordAt } from './report-text.ts'
import { NEGATION_LINKS, NEGATIONS } from './report-words.ts'

const listed = (words: string): readonly string[] => words.split(' ')

/** Lives in danger, or houses gone. */
const GRAVE = listed(
  'meninggal tewas wafat hilang hanyut terseret tertimbun luka terluka terjebak terisolir terisolasi terkurung mengungsi pengungsi roboh ambruk hancur parah dahsyat sedada seatap dada leher perahu',
)

const SLIGHT = listed('kecil ringan sedikit semata matakaki tumit genangan')

/** Of these a height in the text is that of water; beside a landslide it is the length of the road. */
const OF_WATER: readonly Hazard[] = ['flood', 'flash_flood', 'tidal_surge', 'tsunami']

/** Water up to the chest is taken for 1.2 m: from there on nobody walks, and below a hand's breadth nobody needs help. */
const GRAVE_CM = 120
const SLIGHT_CM = 20

/** Whether what stands at a place is said not to be: "tidak ada korban hilang", "korban hilang nihil". */
const isDenied = (tokens: readonly Token[], at: number): boolean => {
  for (let before = at - 1; before >= at - 4; before -= 1) {
    const word = wordAt(tokens, before)
    if (NEGATIONS.includes(word)) return true
    if (!NEGATION_LINKS.includes(word) && !['korban', 'warga', 'rumah', 'yang', 'yg', 'jiwa', 'orang'].includes(word))
      break
  }
  const [next, afterNext] = [wordAt(tokens, at + 1), wordAt(tokens, at + 2)]
  return next === 'nihil' || next === '0' || (NEGATIONS.includes(next) && afterNext === 'ada')
}

/** The greatest height of water that the text names, in centimetres; null where it names none. */
const depthCm = (tokens: readonly Token[]): number | null => {
  const depths = tokens.flatMap(({ word }, at): readonly number[] => {
    const unit = wordAt(tokens, at + 1)
    const value = /^\d{1,3}([.,]\d{1,2})?$/.test(word) ? Number(word.replace(',', '.')) : Number.NaN
    if (Number.isNaN(value)) return []
    if (unit === 'cm' || unit === 'senti' || unit === 'sentimeter') return [value]
    // "100 m dari sungai" is a distance: no water that people stand in is deeper than 10 m.
    return (unit === 'm' || unit === 'meter' || unit === 'mtr') && value <= 10 ? [value * 100] : []
  })
  return depths.length === 0 ? null : Math.max(...depths)
}

/**
 * How grave a report sounds: `severe` where lives are in danger, houses are gone or water stands chest-deep (1.2 m);
 * `minor` where it is said to be small, or below 20 cm; else `moderate`. Never `extreme`: that is for an operator, who
 * sees more than one village.
 */
export const severityOf = (
  hazard: Hazard,
  tokens: readonly Token[],
  counts: ReportCounts,
): Extract<Severity, 'severe' | 'moderate' | 'minor'> => {
  const says = (words: readonly string[]): boolean =>
    tokens.some(({ word }, at) => word !== CLAUSE && words.includes(word) && !isDenied(tokens, at))
  const depth = OF_WATER.includes(hazard) ? depthCm(tokens) : null
  const saysAnkle = tokens.some(({ word }, at) => word === 'mata' && wordAt(tokens, at + 1) === 'kaki')
  const people = (counts.dead ?? 0) + (counts.missing ?? 0) + (counts.hurt ?? 0) + (counts.trapped ?? 0)
  if (people > 0 || (depth !== null && depth >= GRAVE_CM) || says(GRAVE)) return 'severe'
  return (depth !== null && depth < SLIGHT_CM) || (depth === null && (says(SLIGHT) || saysAnkle)) ? 'minor' : 'moderate'
}
