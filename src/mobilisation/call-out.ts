import type { Kind, ResponderId } from '../roster/responder.ts'
import type { SkillCount } from '../roster/skill.ts'
import type { FallbackPolicy } from './fallback.ts'
import type { HeadCount } from './hazard-event.ts'
import type { Safety, SafetyPolicy } from './safety.ts'
import type { SiteAlertPolicy } from './site-alert.ts'
import type { SufficientPolicy } from './sufficient-policy.ts'
import type { SpareForTeams } from './team-keeping.ts'
import type { TeamPolicy } from './team-policy.ts'

/**
 * Where a call-out stands. Think of the slit drum: `planning` nobody has struck it yet; `awaiting-approval` a second
 * hand must be raised first; `calling` it sounds and people answer; `filled` enough have said that they come;
 * `exhausted` it has sounded for everybody in reach, as often as the policy lets it and for as long as the message holds,
 * and it was not enough; `closed` the matter is over; `stood-down` somebody in charge called it off.
 */
export const CALL_OUT_STATUSES = [
  'planning',
  'awaiting-approval',
  'calling',
  'filled',
  'exhausted',
  'closed',
  'stood-down',
] as const
export type CallOutStatus = (typeof CALL_OUT_STATUSES)[number]

/** What happened to a call-out. */
export type CallOutFact =
  | 'approval-wanted'
  | 'approved'
  | 'planned'
  | 'filled'
  | 'used-up'
  | 'reopened'
  | 'expired'
  | 'stood-down'

/** The one place where a status is decided: the status after a fact. A fact that does not fit changes nothing. */
export const statusAfter = (status: CallOutStatus, fact: CallOutFact): CallOutStatus => {
  // Both are final: a late answer is kept with its person and changes no status.
  if (status === 'closed' || status === 'stood-down') return status
  switch (fact) {
    case 'approval-wanted':
      return status === 'planning' ? 'awaiting-approval' : status
    case 'approved':
      return status === 'awaiting-approval' ? 'planning' : status
    case 'planned':
      return status === 'planning' ? 'calling' : status
    case 'filled':
      // Out of people is not out of hope: a late yes may still fill it.
      return status === 'calling' || status === 'exhausted' ? 'filled' : status
    case 'used-up':
      return status === 'calling' ? 'exhausted' : status
    case 'reopened':
      // Somebody is called again: a kept yes became a no, or new people came into reach of a spent call-out.
      return status === 'filled' || status === 'exhausted' ? 'calling' : status
    case 'expired':
      return 'closed'
    case 'stood-down':
      return 'stood-down'
  }
}

export type Reply = 'yes' | 'no' | 'arrived'

/** One person in a call-out, as a review sees them. */
export interface CalledPerson {
  readonly responderId: ResponderId
  readonly kind: Kind
  /** As they were at the call. */
  readonly skills?: readonly string[]
  /** The thread whose place they are called to; null where they belong to none in particular. */
  readonly threadId: string | null
  readonly wave: number
  readonly calledAt: Date
  readonly deadlineAt: Date
  /** Somebody was called in this person's place already. */
  readonly replaced: boolean
  readonly answer: Reply | null
  readonly answeredAt: Date | null
  readonly silentAt: Date | null
  readonly stoodDownAt: Date | null
  /** Null, or left out, where nobody asked. */
  readonly safety?: Safety | null
  /** The end of their service, as they said it: whoever is done still fills their place, and is told no more. */
  readonly doneAt?: Date | null
  /** Stood down because a more urgent call-out called them: their place is open. */
  readonly yielded?: boolean
}

export interface CallOutPolicy {
  readonly ackDeadlineMs: number
  readonly maxWaves: number
  readonly searchRadiusKm: number
  /** People called at first for each one needed, where no smallest sufficient set is sought, and in a rota. */
  readonly overcall: number
  /** How the smallest sufficient set is sought; null, or left out in older rows: `overcall` times the need is called. */
  readonly wave?: SufficientPolicy | null
  /** Who is asked first whether they are safe; left out in older rows: nobody. */
  readonly safety?: SafetyPolicy
  /** How a person's channels follow each other; null, or left out in older rows: all at once. */
  readonly fallback?: FallbackPolicy | null
  /** Who makes a team for an affected KSB; null, or left out in older rows: nobody. */
  readonly teams?: TeamPolicy | null
  /** After filled or exhausted, how long answers and arrivals are still watched. */
  readonly closeAfterMs: number
  /** A test of the alarm: people are asked whether they could come, and nobody is replaced, stood down or sent. Left out: no. */
  readonly answersOnly?: boolean
  /** Who is told at the sites in the area; left out, as in older rows: nobody. */
  readonly siteAlerts?: SiteAlertPolicy
}

/** What has expired in a call-out. */
export interface Lapsed {
  /** People called for what has expired: nobody new comes in their place. */
  readonly people: ReadonlySet<string>
  /** Kinds that it asks for. */
  readonly kinds: ReadonlySet<string>
}

export interface CallOutView {
  readonly status: CallOutStatus
  readonly need: HeadCount
  /** How many of them with a skill; left out: nothing. */
  readonly skills?: SkillCount
  readonly people: readonly CalledPerson[]
  /** Kinds of which nobody more is in reach. */
  readonly usedUp: ReadonlySet<Kind>
  /** Skills that nobody more in reach has. */
  readonly usedUpSkills?: ReadonlySet<string>
  readonly lapsed: Lapsed
  /** Whom the teams of its KSB cannot spare; left out: no teams are wanted. */
  readonly spareForTeams?: SpareForTeams
  readonly closesAt: Date | null
}

/** As much of somebody called as tells whether they come. */
type Answering = Pick<CalledPerson, 'answer' | 'stoodDownAt' | 'safety' | 'doneAt'>

/**
 * Counted on: said that they come, and are not being asked whether they are safe; or came and are done, whatever they say
 * of themselves afterwards.
 */
export const isComing = ({ answer, stoodDownAt, safety, doneAt = null }: Answering): boolean =>
  (answer === 'yes' || answer === 'arrived') &&
  stoodDownAt === null &&
  (doneAt !== null || (safety !== 'asked' && safety !== 'unsafe'))

/** Whether their word is still to come: whether they come, or for those who said it, whether they are safe. */
export const owesAnswer = ({ answer, stoodDownAt, safety, doneAt = null }: Answering): boolean =>
  stoodDownAt === null && doneAt === null && (answer === null || (safety === 'asked' && answer !== 'no'))

const comingOf = (kind: string, people: readonly (Answering & { readonly kind: string })[]): number =>
  people.filter((person) => person.kind === kind && isComing(person)).length

/** How many of each needed kind are coming. */
export const comingByKind = (need: HeadCount, people: readonly (Answering & { readonly kind: string })[]): HeadCount =>
  Object.fromEntries(Object.keys(need).map((kind) => [kind, comingOf(kind, people)]))

/** Whether every part of the need is covered by people who are coming. A need of nobody is never filled. */
export const isFilled = (need: HeadCount, people: readonly CalledPerson[]): boolean => {
  const parts = Object.entries(need) as [Kind, number][]
  return parts.some(([, count]) => count > 0) && parts.every(([kind, count]) => comingOf(kind, people) >= count)
}

/** A millionth of a person is an error of the arithmetic: 100 × 1.1 is 110.00000000000001 in doubles. */
const wholePeople = (people: number): number => Math.ceil(Number(people.toFixed(6)))

/** How many people of each kind the first wave calls, parts of a person rounded up. */
export const firstWave = (need: HeadCount, overcall: number): HeadCount =>
  Object.fromEntries(
    (Object.entries(need) as [Kind, number][]).map(([kind, count]) => [kind, wholePeople(count * overcall)]),
  )

/** Asked whether they are safe, and did not say so: silent by their deadline, or not safe. */
export const isInDanger = ({ safety, silentAt }: Pick<CalledPerson, 'safety' | 'silentAt'>): boolean =>
  safety === 'unsafe' || (safety === 'asked' && silentAt !== null)
