import { type TimeZone, UTC_OFFSET_HOURS } from '../roster/region.ts'
import type { ServiceWord } from './progress.ts'

const HOUR_MS = 3_600_000

/**
 * Parts of the local day in which people answer differently: asleep, on the way to work, at work, at home. The hours
 * are our choice; no survey stands behind them.
 */
export const BANDS = ['night', 'morning', 'afternoon', 'evening'] as const
export type Band = (typeof BANDS)[number]

/** The first local hour of each band: night 22 to 5, morning 5 to 11, afternoon 11 to 17, evening 17 to 22. */
export const BAND_HOURS: Readonly<Record<Band, number>> = { night: 22, morning: 5, afternoon: 11, evening: 17 }

/** The band in which an instant falls by the clocks of a zone. Throws RangeError for an invalid date. */
export const bandAt = (at: Date, zone: TimeZone): Band => {
  const hour = new Date(at.getTime() + UTC_OFFSET_HOURS[zone] * HOUR_MS).getUTCHours()
  if (Number.isNaN(hour)) throw new RangeError('band of the day: expected a date, got an invalid one')
  if (hour < BAND_HOURS.morning || hour >= BAND_HOURS.night) return 'night'
  if (hour < BAND_HOURS.afternoon) return 'morning'
  return hour < BAND_HOURS.evening ? 'afternoon' : 'evening'
}

/** Something that somebody said to one call; a weak answer (contract.md) may be a mail scanner's. */
export interface Heard {
  readonly answer: ServiceWord
  readonly at: Date
  readonly weak: boolean
}

/** One call of one person, in a drill or for real. Leave out calls of which no message ever left. */
export interface PastCall {
  readonly calledAt: Date
  readonly deadlineAt: Date
  /** When they were told not to come; null: never. */
  readonly stoodDownAt: Date | null
  readonly heard: readonly Heard[]
}

/** How much a call tells: `asked` questions, `yes` of them answered with a yes in time; 0 <= yes <= asked <= 1. */
export interface Evidence {
  readonly asked: number
  readonly yes: number
}

const NONE: Evidence = { asked: 0, yes: 0 }

/** The part of the deadline that has run at an instant, 0 to 1; a deadline that is no later than the call is over at once. */
export const elapsed = (calledAt: Date, deadlineAt: Date, at: Date): number => {
  const wholeMs = deadlineAt.getTime() - calledAt.getTime()
  return wholeMs <= 0 ? 1 : Math.min(1, Math.max(0, (at.getTime() - calledAt.getTime()) / wholeMs))
}

/**
 * The odds that are left to somebody who has said nothing for a part of the deadline: those who say yes are taken to do
 * so evenly over it, so odds p become p (1 - part) / (1 - p part): p at first, 0 at the end.
 */
export const oddsLeft = (odds: number, part: number): number =>
  part >= 1 ? 0 : (odds * (1 - part)) / (1 - odds * part)

/**
 * What one call tells about its person, `usual` being the odds of a yes of their kind (the policy's prior).
 *
 * A yes is one that stood at the deadline: said in time, not taken back. No, silence until the deadline, and a yes that
 * came later are a question without a yes. Weak answers are not heard at all. A call that still runs tells nothing yet.
 *
 * Somebody stood down before the deadline without an answer is censored: what they would have said is not known, and
 * what they say afterwards is not counted. Dropping such calls whole would raise the odds too far: of people who were
 * stopped half-way, those who had said yes would count and those who had said nothing would not. So the silence that
 * was seen counts, for part (1 - usual) / (1 - usual part) of a question, `part` being the part of the deadline that
 * ran: nothing when stood down at once, a whole silence at the deadline. With yeses that come evenly over the deadline
 * and odds as usual, learned odds are then right on average wherever call-outs are cut short.
 */
export const evidenceOf = (call: PastCall, usual: number, now: Date): Evidence => {
  const { calledAt, deadlineAt, stoodDownAt } = call
  const end = stoodDownAt !== null && stoodDownAt < deadlineAt ? stoodDownAt : deadlineAt
  if (end > now) return NONE
  const last = call.heard
    .filter(({ weak, at }) => !weak && at <= end)
    .toSorted((left, right) => left.at.getTime() - right.at.getTime())
    .at(-1)
  if (last !== undefined) return { asked: 1, yes: last.answer === 'no' ? 0 : 1 }
  const part = elapsed(calledAt, deadlineAt, end)
  return { asked: part >= 1 ? 1 : (part * (1 - usual)) / (1 - usual * part), yes: 0 }
}

/** One invitation to a drill: there are days to answer, and nothing is at stake. Leave out those that never left. */
export interface PastInvite {
  readonly invitedAt: Date
  readonly startsAt: Date
  /** What was said last. */
  readonly answer: 'yes' | 'no' | 'arrived' | null
  readonly answeredAt: Date | null
}

/** What an invitation tells, before it is weighed: silence tells something once the drill has begun. */
export const evidenceOfInvite = ({ startsAt, answer, answeredAt }: PastInvite, now: Date): Evidence => {
  const said = answeredAt !== null && answeredAt <= now ? answer : null
  if (said === null) return startsAt <= now ? { asked: 1, yes: 0 } : NONE
  return { asked: 1, yes: said === 'no' ? 0 : 1 }
}

/** What a call of a certain age weighs: 1 when it is new, half as much after each half-life. Calls to come weigh 1. */
export const recencyWeight = (calledAt: Date, now: Date, halfLifeMs: number): number =>
  0.5 ** (Math.max(0, now.getTime() - calledAt.getTime()) / halfLifeMs)

/** Weighted evidence of one person, or of a whole kind, by band; a band that is left out has none. */
export type Answers = Readonly<Partial<Record<Band, Evidence>>>

/**
 * Adds up calls by the band in which they were made, each weighted by its age; invitations to drills by a weight beside. This is the definition that a query has
 * to match: per responder and band the sum of weight x asked, and of weight x yes. Sums of a kind are those of its people.
 */
export const addUp = (
  calls: readonly PastCall[],
  {
    zone,
    usual,
    halfLifeMs,
    now,
    invites = [],
    inviteWeight = 0,
  }: {
    zone: TimeZone
    usual: number
    halfLifeMs: number
    now: Date
    invites?: readonly PastInvite[]
    inviteWeight?: number
  },
): Answers => {
  const sums = new Map<Band, Evidence>()
  const add = (at: Date, weight: number, { asked, yes }: Evidence): void => {
    const band = bandAt(at, zone)
    const sum = sums.get(band) ?? NONE
    const weighed = weight * recencyWeight(at, now, halfLifeMs)
    sums.set(band, { asked: sum.asked + weighed * asked, yes: sum.yes + weighed * yes })
  }
  for (const call of calls) add(call.calledAt, 1, evidenceOf(call, usual, now))
  for (const invite of invites) add(invite.invitedAt, inviteWeight, evidenceOfInvite(invite, now))
  return Object.fromEntries(sums)
}
