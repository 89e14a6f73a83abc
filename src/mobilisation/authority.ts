import { liesWithin } from '../roster/region.ts'
import type { HazardEvent, HeadCount } from './hazard-event.ts'

/** In whose name Tagana are ordered out. */
export interface Authority {
  readonly name: string
  /** A Dinas Sosial, or the ministry above them. */
  readonly office: string
  /** The letter with the standing order; null where the event itself names the authority. */
  readonly basis: string | null
}

/** What an office has ordered in advance, for every live event of a region. */
export interface StandingOrder {
  /** Prefix of a Kemendagri code; '' is the whole country. */
  readonly region: string
  readonly name: string
  readonly office: string
  /** Number and date of the letter. */
  readonly basis: string
  readonly from: Date
  /** The first instant at which it no longer holds. */
  readonly until: Date
  /** Stands for a letter that nobody wrote: counts only while nothing leaves the program. */
  readonly example: boolean
}

/** Why nobody is named who may order Tagana. */
type MissingBecause = 'not-named' | 'other-office' | 'example-only'

export type AuthorityFound =
  | { readonly kind: 'named'; readonly authority: Authority }
  | { readonly kind: 'standing'; readonly authority: Authority }
  | { readonly kind: 'missing'; readonly why: MissingBecause; readonly warning: string }
  /** No Tagana is ordered in earnest. */
  | { readonly kind: 'not-needed' }

const REMEDY =
  'name who orders the Tagana in authorisedBy (a Dinas Sosial), or keep its standing order in config/authorities.yaml'

const WARNINGS: Readonly<Record<MissingBecause, string>> = {
  'not-named': `nobody is named who may order Tagana, so this is only proposed: ${REMEDY}`,
  'other-office': `the office in authorisedBy does not command Tagana, so this is only proposed: ${REMEDY}`,
  'example-only': `only an example of a standing order covers this region, so this is only proposed: ${REMEDY}`,
}

/**
 * The ways in which offices write the social service. Regencies join it with other tasks under one roof, in any order
 * (Dinas Tenaga Kerja dan Sosial; Disnakersos), Jakarta has Suku Dinas, Bali writes Dissos; above them is the ministry.
 */
const SOCIAL_SERVICE = [
  /\bdinas\b.*\bsosial\b/,
  /\b(su)?di[ns]\w*sos\w*/,
  /\b(kemente?rian|menteri) sosial\b/,
  /\b(kemensos|mensos)\w*/,
]

/** Whether an office, as people write it, commands Tagana: a Dinas Sosial, by any of its names, or the ministry. */
export const commandsTagana = (office: string): boolean => {
  const words = office
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
  return SOCIAL_SERVICE.some((form) => form.test(words))
}

const isInForce = ({ from, until }: StandingOrder, now: Date): boolean => from <= now && now < until

/** A letter beats an example, a smaller region a larger one, the later letter the earlier. */
const byWeight = (one: StandingOrder, other: StandingOrder): number =>
  Number(one.example) - Number(other.example) ||
  other.region.length - one.region.length ||
  other.from.getTime() - one.from.getTime() ||
  (one.basis < other.basis ? -1 : 1)

/**
 * In whose name a call-out orders Tagana. They are commanded by the Dinas Sosial: BPBD may ask for them, but a live
 * order needs the Dinas Sosial's word, in the event or given in advance for the region. Without it a call-out may only
 * be proposed. Drills, tests and a need without Tagana want nobody's; Pendamping Desa and the others are asked, not ordered.
 *
 * `channelsLive` is whether messages really leave: only while they do not, does an example count.
 */
export const authorityFor = (
  { mode, authorisedBy }: Pick<HazardEvent, 'mode' | 'authorisedBy'>,
  need: HeadCount,
  regencyCode: string,
  standingOrders: readonly StandingOrder[],
  channelsLive: boolean,
  now: Date,
): AuthorityFound => {
  if (mode !== 'actual' || (need.tagana ?? 0) === 0) return { kind: 'not-needed' }
  if (authorisedBy !== null && commandsTagana(authorisedBy.office))
    return { kind: 'named', authority: { ...authorisedBy, basis: null } }
  const covering = standingOrders
    .filter((order) => liesWithin(regencyCode, order.region) && isInForce(order, now))
    .sort(byWeight)
  const order = covering.find(({ example }) => !(example && channelsLive))
  if (order !== undefined)
    return { kind: 'standing', authority: { name: order.name, office: order.office, basis: order.basis } }
  const why = authorisedBy !== null ? 'other-office' : covering.length > 0 ? 'example-only' : 'not-named'
  return { kind: 'missing', why, warning: WARNINGS[why] }
}
