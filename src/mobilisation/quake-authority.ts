import type { Hazard } from './hazard.ts'

/**
 * Agencies whose feeds tell of quakes, by how far they are believed about one in Indonesia: BMKG, whose task it is by law
 * (UU 31/2009), by its own feed or InaTEWS's; then USGS; then GDACS, which takes its quakes from others.
 */
const RANKS: ReadonlyMap<string, number> = new Map([
  ['bmkg', 0],
  ['inatews', 0],
  ['usgs', 1],
  ['gdacs', 2],
])

/** A message about a happening, with who brought it. */
interface Told {
  readonly source: string
  readonly hazard: Hazard | null
  /** Null where no operator did: a name alone makes nobody an agency. */
  readonly operatorId: string | null
}

/** The lower the more it is believed; null for what is no agency's word about a quake. */
const rankOf = ({ source, hazard, operatorId }: Told): number | null =>
  hazard === 'earthquake' && operatorId === null ? (RANKS.get(source) ?? null) : null

/** Those of the agencies that have told of a quake which are believed before this one; null where it is its own to tell. */
export const betterWord = (arriving: Told, kept: readonly Told[]): string | null => {
  const mine = rankOf(arriving)
  if (mine === null) return null
  return kept.find((one) => (rankOf(one) ?? mine) < mine)?.source ?? null
}

/** Of the messages that speak for the threads of one incident, those that nobody better speaks beside. */
export const bestWords = <One extends Told>(speaking: readonly One[]): readonly One[] =>
  speaking.filter((one) => betterWord(one, speaking) === null)
