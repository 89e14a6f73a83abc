import type { Kind } from '../roster/responder.ts'
import type { Skipped } from './selection.ts'

/** Why too few people of a kind are to be had; the words are kept with the call-out, each with the kind behind it. */
export const SHORTFALLS = [
  'none-in-reach',
  'none-left-in-reach',
  'no-crossing',
  'outside-jurisdiction',
  'no-contact',
  'all-busy',
  'all-unsafe',
  'all-declined',
  'stale-positions',
  'waves-exhausted',
  'expired',
] as const
export type Shortfall = (typeof SHORTFALLS)[number]

/** What keeps people within the radius from being called at all. In this order of equals. */
export const CAUSES = ['no-crossing', 'outside-jurisdiction', 'no-contact', 'all-busy'] as const
export type Cause = (typeof CAUSES)[number]

const CAUSE_OF: ReadonlyMap<string, Cause> = new Map<string, Cause>([
  ['no-crossing', 'no-crossing'],
  ['other-landmass', 'no-crossing'],
  ['outside-jurisdiction', 'outside-jurisdiction'],
  ['no-contact', 'no-contact'],
  ['email-only', 'no-contact'],
  // Of another call-out: those of this one are left out before.
  ['already-called', 'all-busy'],
  ['called-elsewhere', 'all-busy'],
])

/** The cause in the reason for which somebody was passed over; null where it is their own (withdrawn, away) or none. */
export const causeOf = (reason: string): Cause | null => CAUSE_OF.get(reason) ?? null

export type CauseCounts = Readonly<Partial<Record<Cause, number>>>

/** How many people of each kind each cause keeps away, each person once; those of this call-out are left out. */
export const countCauses = (
  skipped: readonly Pick<Skipped, 'responderId' | 'kind' | 'reason'>[],
  ofThisCallOut: { has(id: string): boolean },
): ReadonlyMap<Kind, CauseCounts> => {
  const seen = new Set<string>()
  const counts = new Map<Kind, Partial<Record<Cause, number>>>()
  for (const { responderId, kind, reason } of skipped) {
    const cause = causeOf(reason)
    if (cause === null || kind === undefined || ofThisCallOut.has(responderId) || seen.has(responderId)) continue
    seen.add(responderId)
    const ofKind = counts.get(kind) ?? {}
    ofKind[cause] = (ofKind[cause] ?? 0) + 1
    counts.set(kind, ofKind)
  }
  return counts
}

/** How it stands with one kind of which too few come. */
export interface KindShort {
  /** Heads that are missing; above 0. */
  readonly lacking: number
  /** People of the kind who were called, or found to be called. */
  readonly called: number
  /** Of those: */
  readonly declined: number
  /** asked whether they are safe, and not said so; */
  readonly unsafe: number
  /** and whose position is not relied on. */
  readonly stale: number
  readonly kept: CauseCounts
}

/** The cause that keeps the most people away, where they would make up for half of what is missing. */
const decisive = ({ lacking, kept }: KindShort): Cause | null => {
  const most = Math.max(...CAUSES.map((cause) => kept[cause] ?? 0))
  return CAUSES.find((cause) => kept[cause] === most && most * 2 >= lacking) ?? null
}

const allStale = ({ called, stale }: KindShort): boolean => called > 0 && stale === called

/** Everybody who was called and did not decline is in danger: nobody else is left to come. */
const allUnsafe = ({ called, declined, unsafe }: KindShort): boolean => unsafe > 0 && unsafe >= called - declined

/** Why fewer of a kind were found than are needed, when people were chosen. */
export const whyTooFew = (short: KindShort): Shortfall => {
  if (allUnsafe(short)) return 'all-unsafe'
  return decisive(short) ?? (allStale(short) ? 'stale-positions' : 'none-in-reach')
}

/** Why a call-out ended with too few of a kind. */
export const whyExhausted = (
  short: KindShort,
  {
    early,
    expired,
    usedUp,
  }: {
    /** What was found when people were chosen: too few from the beginning. */
    readonly early: Shortfall | null
    /** Nobody new is called, because the message has expired. */
    readonly expired: boolean
    /** Nobody of the kind is left in reach. */
    readonly usedUp: boolean
  },
): Shortfall => {
  if (allUnsafe(short)) return 'all-unsafe'
  if (early !== null) return early
  if (expired) return 'expired'
  if (short.called > 0 && short.declined === short.called) return 'all-declined'
  if (allStale(short)) return 'stale-positions'
  if (!usedUp) return 'waves-exhausted'
  return decisive(short) ?? 'none-left-in-reach'
}

const FOUND_EARLY: readonly Shortfall[] = ['none-in-reach', ...CAUSES, 'stale-positions']

/** `none-in-reach:tagana` */
export const shortfallCode = (why: Shortfall, kind: Kind): string => `${why}:${kind}`

/** What was found of a kind when people were chosen, in a call-out's codes; what an earlier end said is found anew. */
export const earlyIn = (codes: readonly string[], kind: Kind): Shortfall | null =>
  FOUND_EARLY.find((word) => codes.includes(shortfallCode(word, kind))) ?? null
