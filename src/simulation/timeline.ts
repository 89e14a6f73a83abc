import type { Kind } from '../roster/responder.ts'
import type { Answer } from './answering.ts'
import { kindOf, type Scene } from './scene.ts'

/** Somebody called, by their place in the scene's people. */
export interface Called {
  readonly person: number
  readonly kind: Kind
  readonly atMin: number
  readonly wave: number
}

/** Why a policy is asked. */
export type Cause =
  | { readonly kind: 'start' }
  | { readonly kind: 'answer'; readonly says: 'yes' | 'no'; readonly of: Called }
  /** Their deadline passed without an answer. */
  | { readonly kind: 'silence'; readonly of: readonly Called[] }
  | { readonly kind: 'timer' }

/** What a policy knows at an instant. */
export interface State {
  readonly atMin: number
  readonly called: ReadonlyMap<number, Called>
  /** Those called whose answer is heard. */
  readonly heard: ReadonlyMap<number, 'yes' | 'no'>
  /** How many of a kind are still wanted beyond the yeses heard; 0 or more. */
  missing(kind: Kind): number
}

export interface Call {
  readonly person: number
  readonly wave: number
}

/** A way to call people, for one scene. */
export interface Policy {
  /** Asked at the start, then never again. */
  readonly isOnce: boolean
  /** Minutes after which it is asked again and again; null: only when something is heard or a deadline passes. */
  readonly everyMin: number | null
  /** People not called before. */
  next(state: State, cause: Cause): readonly Call[]
}

/** An answer on its way, a deadline, or the timer: at equal minutes in this order. */
interface Moment {
  readonly atMin: number
  readonly cause: Cause
}

const RANK: Readonly<Record<Cause['kind'], number>> = { start: 0, answer: 1, silence: 2, timer: 3 }

const isSooner = (one: Moment, two: Moment): boolean =>
  one.atMin < two.atMin || (one.atMin === two.atMin && RANK[one.cause.kind] < RANK[two.cause.kind])

/** Takes the soonest moment out; of equals the one that was put in first. */
const takeSoonest = (moments: Moment[]): Moment | undefined => {
  let soonest = 0
  for (const [at, moment] of moments.entries()) if (isSooner(moment, moments[soonest] as Moment)) soonest = at
  return moments.splice(soonest, 1)[0]
}

/**
 * Plays one call-out: calls, answers as they come, silences at the deadline. It stops when the policy believes that the
 * need is filled (it takes every yes for one, whether or not there is a way to the place), or at `withinMin`. Gives
 * everybody called, in the order of the calls.
 */
export const play = (
  { parts, people }: Pick<Scene, 'parts' | 'people'>,
  answers: readonly Answer[],
  policy: Policy,
  { ackDeadlineMin, withinMin }: { readonly ackDeadlineMin: number; readonly withinMin: number },
): readonly Called[] => {
  const { isOnce, everyMin } = policy
  const called = new Map<number, Called>()
  const heard = new Map<number, 'yes' | 'no'>()
  const missing = new Map<Kind, number>(parts)
  const moments: Moment[] = [{ atMin: 0, cause: { kind: 'start' } }]
  const left = (kind: Kind): number => Math.max(0, missing.get(kind) as number)

  for (let moment = takeSoonest(moments); moment !== undefined; moment = takeSoonest(moments)) {
    const { atMin } = moment
    let { cause } = moment
    if (atMin >= withinMin) break
    if (cause.kind === 'answer') {
      const { person, kind } = cause.of
      heard.set(person, cause.says)
      if (cause.says === 'yes') missing.set(kind, (missing.get(kind) as number) - 1)
      if (parts.every(([one]) => left(one) === 0)) break
    }
    if (cause.kind === 'silence') {
      const silent = cause.of.filter(({ person }) => !heard.has(person))
      if (silent.length === 0) continue
      cause = { kind: 'silence', of: silent }
    }
    if (everyMin !== null && (cause.kind === 'timer' || cause.kind === 'start'))
      moments.push({ atMin: atMin + everyMin, cause: { kind: 'timer' } })
    const now = policy.next({ atMin, called, heard, missing: left }, cause).map(({ person, wave }): Called => {
      const one: Called = { person, kind: kindOf(people, person), atMin, wave }
      called.set(person, one)
      return one
    })
    if (isOnce) break
    if (now.length > 0) moments.push({ atMin: atMin + ackDeadlineMin, cause: { kind: 'silence', of: now } })
    for (const of of now) {
      const { says, afterMin } = answers[of.person] as Answer
      if (says !== null) moments.push({ atMin: atMin + afterMin, cause: { kind: 'answer', says, of } })
    }
  }
  return [...called.values()]
}
