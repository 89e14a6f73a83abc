import type { Clock } from '../src/clock.ts'
import type { CalledPerson, CallOutPolicy, CallOutStatus, Lapsed } from '../src/mobilisation/call-out.ts'
import { type NextStep, nextStep, type Replacement } from '../src/mobilisation/escalation.ts'
import type { CallOutId, HeadCount } from '../src/mobilisation/hazard-event.ts'
import { type Ending, lapsedAt } from '../src/mobilisation/in-force.ts'
import type { Picked } from '../src/mobilisation/selection.ts'
import type { SpareForTeams } from '../src/mobilisation/team-keeping.ts'
import type { TopUp } from '../src/mobilisation/top-up.ts'
import type { Kind } from '../src/roster/responder.ts'
import type { SkillCount } from '../src/roster/skill.ts'
import type { Mode } from '../src/wording/mode.ts'

/** A call-out as a review reads it. */
export interface Reviewed {
  readonly callOutId: CallOutId
  readonly mode: Mode
  readonly status: CallOutStatus
  readonly version: number
  readonly need: HeadCount
  /** How many of them with a skill; left out: nothing. */
  readonly skills?: SkillCount
  readonly policy: CallOutPolicy
  readonly people: readonly CalledPerson[]
  /** What each of its threads asks for, and until when. */
  readonly endings: readonly Ending[]
  /** Whom the teams of its KSB cannot spare; left out: no teams are wanted. */
  readonly spareForTeams?: SpareForTeams
  readonly closesAt: Date | null
  readonly reviewDueAt: Date | null
}

/** People for the places that fell free, and the kinds of which nobody is left. */
export interface Supply {
  readonly picked: readonly Picked[]
  readonly usedUp: ReadonlySet<Kind>
  /** Wanted skills that nobody left has. */
  readonly usedUpSkills?: ReadonlySet<string>
  /** Where the smallest sufficient set was sought: on whose account, and for which places. */
  readonly topUp?: TopUp
  readonly because?: readonly Replacement[]
}

/** A step, with what had expired when it was worked out. */
export interface Step extends NextStep {
  readonly lapsed: Lapsed
}

export interface Needs {
  loadReviewed(callOutId: CallOutId): Promise<Reviewed | undefined>
  supplyFor(reviewed: Reviewed, replacements: readonly Replacement[], now: Date): Promise<Supply>
  /** Saves all of it or, when somebody changed the call-out meanwhile, nothing. */
  saveReview(reviewed: Reviewed, step: Step, supply: Supply, now: Date): Promise<'saved' | 'changed-meanwhile'>
  wakeSenders(mode: Mode): Promise<void>
}

/** Clocks of two processes differ by less: an answer stamped by one is not too early for the other. */
const CLOCKS_DIFFER_MS = 1_000

const isDue = ({ reviewDueAt }: Reviewed, now: Date): boolean =>
  reviewDueAt !== null && reviewDueAt.getTime() <= now.getTime() + CLOCKS_DIFFER_MS

const NOBODY: Supply = { picked: [], usedUp: new Set() }

/** Looks at a call-out and does what is due: top up, widen, stand down, call it filled or exhausted, or wait. */
export const reviewCallOut =
  (needs: Needs, clock: Clock) =>
  async ({ callOutId }: { readonly callOutId: CallOutId }): Promise<void> => {
    const reviewed = await needs.loadReviewed(callOutId)
    const now = clock.now()
    if (reviewed === undefined || !isDue(reviewed, now)) return // another review was quicker
    const lapsed = lapsedAt(reviewed.endings, reviewed.people, now)
    const wanted = nextStep({ ...reviewed, lapsed, usedUp: new Set() }, reviewed.policy, now)
    const supply = wanted.replacements.length === 0 ? NOBODY : await needs.supplyFor(reviewed, wanted.replacements, now)
    const { usedUp, usedUpSkills = new Set<string>() } = supply
    const step =
      supply === NOBODY ? wanted : nextStep({ ...reviewed, lapsed, usedUp, usedUpSkills }, reviewed.policy, now)
    const saved = await needs.saveReview(reviewed, { ...step, lapsed }, supply, now)
    // Whoever changed it meanwhile left it due: the sweep wakes another review, and a crowd of them never chases itself.
    if (saved === 'saved') await needs.wakeSenders(reviewed.mode)
  }
