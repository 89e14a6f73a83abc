import type { ResponderId } from '../roster/responder.ts'

/** Limits of what one person is asked, and how turns are shared. */
export interface FairnessPolicy {
  /** Calls within `callsWithinMs` after which somebody rests; 1 or more. */
  readonly mostCalls: number
  readonly callsWithinMs: number
  /** How long somebody rests after serving. */
  readonly restAfterServingMs: number
  /** People whose reach differs by less than about this many minutes take turns; 0: the nearer always goes first. */
  readonly fairWithinMin: number
}

/** What somebody was asked and did lately. Calls count whether or not they were answered. */
export interface CallMarks {
  /** Calls (not drill invitations) since `callsWithinMs` before now. */
  readonly callsLately: number
  /** The latest call of all; null: never. */
  readonly lastCalledAt: Date | null
  /** When their last service ended, or now while it lasts; null: never served. */
  readonly lastServedAt: Date | null
}

/** Why somebody is let rest; or said yes to a less urgent call-out, which loses them only where it must. */
export type Resting = 'called-often' | 'served-lately'

/** Somebody in line for a call. */
export interface InLine {
  readonly responderId: ResponderId
  readonly minutes: number
  readonly marks: CallMarks
}

/** Why somebody should rest now; null where they need not. Each limit is reached exactly at its figure. */
export const whyResting = (marks: CallMarks, policy: FairnessPolicy, now: Date): Resting | null => {
  const { lastServedAt } = marks
  if (lastServedAt !== null && now.getTime() - lastServedAt.getTime() < policy.restAfterServingMs)
    return 'served-lately'
  return marks.callsLately >= policy.mostCalls ? 'called-often' : null
}

const turnOf = ({ marks }: InLine): number => marks.lastCalledAt?.getTime() ?? Number.NEGATIVE_INFINITY

const byTurn = (left: InLine, right: InLine): number => {
  const [lefts, rights] = [turnOf(left), turnOf(right)]
  // Infinity less infinity is no number.
  return lefts === rights ? 0 : lefts - rights
}

/**
 * The order in which people are called: by reach in steps of `fairWithinMin` minutes counted from 0 (0 to under 5, 5 to
 * under 10 …), within a step whoever was called longest ago, or never, first; then by fewer calls lately, by minutes and
 * by id. The same people always come out in the same order, whatever order they came in.
 */
export const inFairOrder = <Person extends InLine>(
  people: readonly Person[],
  { fairWithinMin }: Pick<FairnessPolicy, 'fairWithinMin'>,
): readonly Person[] => {
  const stepOf = ({ minutes }: InLine): number => (fairWithinMin > 0 ? Math.floor(minutes / fairWithinMin) : minutes)
  return people.toSorted(
    (left, right) =>
      stepOf(left) - stepOf(right) ||
      byTurn(left, right) ||
      left.marks.callsLately - right.marks.callsLately ||
      left.minutes - right.minutes ||
      (left.responderId < right.responderId ? -1 : 1),
  )
}
