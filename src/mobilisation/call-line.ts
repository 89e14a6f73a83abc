import { byReach } from '../geo/by-reach.ts'
import type { Reach } from '../geo/travel.ts'
import type { Kind, Responder } from '../roster/responder.ts'
import type { Nearby } from './selection.ts'
import type { Ways } from './ways.ts'

/** Somebody who can get to the place. */
export interface InReach extends Nearby {
  readonly reach: Reach
}

/** Those of one step of fairness. */
export interface Step {
  /** In ascending minutes, equal ones by id. */
  readonly people: readonly InReach[]
  /** Those set aside who are no farther away than this step and farther than the one before, in no order. */
  readonly aside: readonly InReach[]
}

/** People in order of their reach, read only as far as they are asked for. */
export interface CallLine {
  /** The n-th step from the place outwards, which has somebody in line; undefined beyond the last. */
  stepAt(nth: number): Step | undefined
  /** Those set aside who are farther away than the last step; only once that was asked for. */
  asideBeyond(): readonly InReach[]
  /** Those met so far to whom no open path leads. */
  cutOff(): readonly Nearby[]
}

export interface LineAsked {
  /** In ascending km from the place, as far as is searched. */
  readonly nearby: Iterable<Nearby, unknown, unknown>
  readonly ways: Ways
  /** Others are not looked at. */
  readonly kinds: ReadonlySet<Kind>
  /** Who is never called, whatever is sought, and only told of: in a city nine of ten. Left out: nobody is known to be. */
  readonly isAside?: (responder: Responder) => boolean
  /** Nobody who takes longer is in reach; null: whoever is near enough. */
  readonly withinMin: number | null
  /** Minutes of one step of fairness; 0: each is one of equal minutes. */
  readonly fairWithinMin: number
}

/**
 * Reads people in whole steps of fairness: nobody of a later step is ever called before somebody of an earlier one
 * (fairness.ts), so a choice needs to know only the steps up to its last. What was read once is kept.
 */
export const callLine = ({ nearby, ways, kinds, isAside, withinMin, fairWithinMin }: LineAsked): CallLine => {
  const cutOff: Nearby[] = []
  const aside: InReach[] = []
  const inOrder = byReach(nearby, {
    reachOf: (near) => {
      if (!kinds.has(near.responder.kind)) return null
      const reach = ways.reachOf(near.responder)
      if (reach === null) cutOff.push(near)
      else if (isAside?.(near.responder) === true) {
        if (withinMin === null || reach.minutes <= withinMin)
          aside.push({ responder: near.responder, km: near.km, reach })
        return null
      }
      return reach
    },
    idOf: ({ responder }) => responder.id,
    leastMinutes: ways.leastMinutes,
  })
  const stepOf = (minutes: number): number => (fairWithinMin > 0 ? Math.floor(minutes / fairWithinMin) : minutes)
  // Whoever was read and is not in a step yet.
  let ahead: ReturnType<typeof inOrder.next> | undefined
  /** Takes those out of `aside` who stand no farther than a step. */
  const asideUpTo = (step: number): readonly InReach[] => {
    const taken: InReach[] = []
    let kept = 0
    for (const person of aside) {
      if (stepOf(person.reach.minutes) <= step) taken.push(person)
      else aside[kept++] = person
    }
    aside.length = kept
    return taken
  }
  const readStep = (): Step | undefined => {
    const people: InReach[] = []
    let minutesOfStep = 0
    for (ahead ??= inOrder.next(); ahead.done !== true; ahead = inOrder.next()) {
      const { item, reach } = ahead.value
      if (withinMin !== null && reach.minutes > withinMin) break
      const minutes = stepOf(reach.minutes)
      if (people.length > 0 && minutes !== minutesOfStep) break
      minutesOfStep = minutes
      people.push({ responder: item.responder, km: item.km, reach })
    }
    return people.length === 0 ? undefined : { people, aside: asideUpTo(minutesOfStep) }
  }
  const steps: Step[] = []
  return {
    stepAt: (nth) => {
      while (steps.length <= nth) {
        const step = readStep()
        if (step === undefined) return undefined
        steps.push(step)
      }
      return steps[nth]
    },
    asideBeyond: () => aside,
    cutOff: () => cutOff,
  }
}
