import { type Hazard, readHazard } from '../../mobilisation/hazard.ts'
import { hazardsIn } from '../hazard-words.ts'
import type { CapInfo } from './cap-alert.ts'

/** Codes of the American SAME list (47 CFR 11.31), which CAP senders everywhere use in `eventCode`. */
const SAME: ReadonlyMap<string, Hazard> = new Map<string, Hazard>(
  (
    [
      ['tsunami', 'TSA TSW'],
      ['flash_flood', 'FFA FFS FFW'],
      ['flood', 'FLA FLS FLW DBW'],
      ['tidal_surge', 'CFA CFW SSA SSW'],
      ['earthquake', 'EQW'],
      ['volcano', 'VOW'],
      ['landslide', 'LSW'],
      ['wildfire', 'WFA WFW'],
      ['fire', 'FRW'],
      ['extreme_weather', 'EWW HUA HUW HWA HWW SMW SQW SVA SVR SVS TOA TOR TRA TRW WSA WSW BZW DSW'],
      ['non_natural', 'CHW CWW HMW NUW RHW BWW DEW IFW'],
      ['social', 'CDW LEW'],
    ] as const
  ).flatMap(([hazard, codes]) => codes.split(' ').map((code) => [code, hazard] as const)),
)

const hazardInCode = ({ eventCode }: CapInfo): Hazard | undefined => {
  for (const { valueName, value } of eventCode) {
    const list = valueName.toLowerCase()
    if (list === 'same') {
      const known = SAME.get(value.trim().toUpperCase())
      if (known !== undefined) return known
    }
    // A number means BNPB's hazard only where the list is said to be BNPB's.
    const read = readHazard(value)
    if (read !== undefined && (!/\d/.test(value) || /bnpb|dibi|kentongan/.test(list))) return read
  }
  return undefined
}

/** A category that allows one hazard only; Geo does not: an earthquake, a volcano, a landslide and a tsunami are Geo. */
const BY_CATEGORY: Readonly<Partial<Record<CapInfo['category'][number], Hazard>>> = {
  Met: 'extreme_weather',
  Fire: 'fire',
  Health: 'non_natural',
  Env: 'non_natural',
  Infra: 'non_natural',
  Transport: 'non_natural',
  CBRNE: 'non_natural',
  Security: 'social',
}

/** The hazard of an `info`, and what it was read from. */
export interface FoundHazard {
  readonly hazard: Hazard
  readonly by: string
  /** Its own event or headline says that there is none: "tidak berpotensi tsunami". */
  readonly denied: boolean
}

/** Where the hazard of an `info` is found, and by what; undefined where nothing says it. */
export const hazardOf = (info: CapInfo): FoundHazard | undefined => {
  const [event, headline] = [hazardsIn(info.event), hazardsIn(info.headline ?? '')]
  const found = (hazard: Hazard, by: string): FoundHazard => ({
    hazard,
    by,
    denied: event.denied.includes(hazard) || headline.denied.includes(hazard),
  })
  if (event.named !== undefined) return found(event.named, 'event')
  const coded = hazardInCode(info)
  if (coded !== undefined) return found(coded, 'eventCode')
  if (headline.named !== undefined) return found(headline.named, 'headline')
  for (const category of info.category) {
    const hazard = BY_CATEGORY[category]
    if (hazard !== undefined) return found(hazard, `category ${category}`)
  }
  return undefined
}
