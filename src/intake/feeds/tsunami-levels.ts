import type { Fault } from '../../errors.ts'
import type { RegionNamed, Severity } from '../../mobilisation/hazard-event.ts'
import { show } from '../shown.ts'
import { type Fields, isFields, listOf, textAt } from './fields.ts'

/** BMKG's levels by the height expected at the coast: below 0.5 m, 0.5 to 3 m, above 3 m. Rising. */
const LEVELS = ['waspada', 'siaga', 'awas'] as const
type TsunamiLevel = (typeof LEVELS)[number]

/** Ours: all three make people leave the beach; from siaga on the shore is evacuated. */
const SEVERITY_OF: Readonly<Record<TsunamiLevel, Severity>> = {
  waspada: 'moderate',
  siaga: 'severe',
  awas: 'extreme',
}

export const tsunamiSeverity = (level: TsunamiLevel | null): Severity =>
  level === null ? 'unknown' : SEVERITY_OF[level]

/** The regencies that a bulletin warns, with what could not be made out of it. */
export interface WarnedRegions {
  /** Each regency once, with the highest level that any part of it has. */
  readonly regions: readonly RegionNamed[]
  readonly highest: TsunamiLevel | null
  /** A line for every area of the bulletin, also for those that are not in our table. */
  readonly words: readonly string[]
  readonly warnings: readonly Fault[]
}

const MOST_AREAS = 1_000

const readLevel = (text: string | null): TsunamiLevel | null =>
  LEVELS.find((level) => new RegExp(`\\b${level}\\b`, 'i').test(text ?? '')) ?? null

const higher = (a: TsunamiLevel | null, b: TsunamiLevel | null): TsunamiLevel | null =>
  LEVELS.findLast((level) => level === a || level === b) ?? null

/**
 * Reads `wzarea`: province, district (a kabupaten or kota, or a part of one), level, and when the wave is expected. An
 * area that is not in our table, or has no level that we know, stays in the words and is warned of.
 */
export const readWarnedRegions = (
  info: Fields,
  at: string,
  regencyByName: (province: string, district: string) => string | null,
): WarnedRegions => {
  const levels = new Map<string, TsunamiLevel | null>()
  const words: string[] = []
  const warnings: Fault[] = []
  let highest: TsunamiLevel | null = null
  for (const [nth, area] of listOf(info['wzarea']).slice(0, MOST_AREAS).entries()) {
    const path = `${at}.wzarea[${nth}]`
    if (!isFields(area)) {
      warnings.push({ path, got: show(area), expected: 'province, district and level' })
      continue
    }
    const [province, district, word] = ['province', 'district', 'level'].map((name) => textAt(area, name) ?? '')
    const level = readLevel(word ?? '')
    if (level === null) warnings.push({ path: `${path}.level`, got: show(word), expected: LEVELS.join(', ') })
    highest = higher(highest, level)
    const arrival = [textAt(area, 'date'), textAt(area, 'time')].filter((text) => text !== null).join(' ')
    words.push(`${district}, ${province}: ${word}${arrival === '' ? '' : `, ${arrival}`}`)
    const code = regencyByName(province ?? '', district ?? '')
    if (code === null)
      warnings.push({
        path: `${path}.district`,
        got: show(`${district}, ${province}`),
        expected: 'a kabupaten or kota of the Kemendagri list',
        hint: 'kept in the description: nobody is called for it by this message',
      })
    else levels.set(code, higher(levels.get(code) ?? null, level))
  }
  const regions = [...levels].map(([code, level]) => ({ code, level }))
  return { regions, highest, words, warnings }
}
