import { landTowards } from '../roster/island.ts'
import { liesWithin } from '../roster/region.ts'
import type { Kind, Responder } from '../roster/responder.ts'

/** Why somebody near enough is not called. The words are kept with the call-out. */
export type Ineligible =
  | 'already-called'
  | 'called-elsewhere'
  | 'opted-out'
  | 'unavailable'
  | 'no-contact'
  | 'email-only'
  | 'other-landmass'
  | 'outside-jurisdiction'
  | 'kind-not-needed'

export interface Asked {
  /** Those still wanted. */
  readonly kinds: { has(kind: Kind): boolean }
  /** Prefix of a region code: people of another regency are not this operator's to order. */
  readonly jurisdiction: string
  /** Codes of neighbours whose people may be called all the same, by a declared agreement. */
  readonly mutualAid: readonly string[]
  /** The land that the destination stands on; null (at sea, or unknown) rules nobody out. */
  readonly landmass: number | null
  readonly alreadyCalled: { has(id: string): boolean }
  /** Whom another call-out holds that does not give them up; left out: nobody. */
  readonly calledElsewhere?: { has(id: string): boolean }
  /** A live order needs a phone: e-mail alone is not an alert channel. */
  readonly needsPhone: boolean
  readonly now: Date
}

/** Whether somebody is of the jurisdiction itself, and not of a neighbour who helps. */
export const isOwn = (
  { regencyCode }: Pick<Responder, 'regencyCode'>,
  { jurisdiction }: Pick<Asked, 'jurisdiction'>,
): boolean => liesWithin(regencyCode, jurisdiction) || liesWithin(jurisdiction, regencyCode)

/** Whether somebody is the jurisdiction's to order, or a neighbour's who helps. */
export const mayOrder = (
  responder: Pick<Responder, 'regencyCode'>,
  asked: Pick<Asked, 'jurisdiction' | 'mutualAid'>,
): boolean => isOwn(responder, asked) || asked.mutualAid.some((code) => liesWithin(responder.regencyCode, code))

const hasOptedOut = ({ optedOutAt, optedOutUntil }: Responder, now: Date): boolean =>
  optedOutAt !== null ? optedOutUntil === null || optedOutUntil > now : optedOutUntil !== null && optedOutUntil > now

/**
 * Whether a person may be called, and if not, the first reason that holds. Distance is not judged here. The same
 * guards stand in the SQL that saves a call, because the index that this reads may be seconds old.
 */
export const whyIneligible = (responder: Responder, asked: Asked): Ineligible | null => {
  if (!asked.kinds.has(responder.kind)) return 'kind-not-needed'
  if (asked.alreadyCalled.has(responder.id)) return 'already-called'
  if (asked.calledElsewhere?.has(responder.id) === true) return 'called-elsewhere'
  if (hasOptedOut(responder, asked.now)) return 'opted-out'
  if (responder.unavailableUntil !== null && responder.unavailableUntil > asked.now) return 'unavailable'
  if (responder.channels.length === 0) return 'no-contact'
  if (asked.needsPhone && !responder.channels.includes('sms')) return 'email-only'
  if (!mayOrder(responder, asked)) return 'outside-jurisdiction'
  // A sea between is not a road; where crossings are reckoned with, the land is not judged here (ways.ts).
  return asked.landmass !== null && landTowards(responder, asked.landmass) !== asked.landmass ? 'other-landmass' : null
}
