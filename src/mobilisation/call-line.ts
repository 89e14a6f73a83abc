import { byReach } from '../geo/by-reach.ts'
import type { Reach } from '../geo/travel.ts'
import type { Kind } from '../roster/responder.ts'
import type { Nearby } from './selection.ts'
import type { Ways } from './ways.ts'

/** Somebody who can get to the place. */
export interface InReach extends Nearby {
  readonly reach: Reach
}

/** People in order of their reach, read only as far as they are asked for. */
export interface CallLine {
  /** The n-th step from the place outwards, in ascending minutes, equal ones by id; undefined beyond the last. */
  stepAt(nth: number): readonly InReach[] | undefined
  /** Those met so far to whom no open path leads. */
  cutOff(): readonly Nearby[]
}

export interface LineAsked {
  /** In ascending km from the place, as far as is searched. */
  readonly nearby: Iterable<Nearby, unknown, unknown>
  readonly ways: Ways
  /** Others are not looked at. */
  readonly kinds: ReadonlySet<Kind>
  /** Nobody who takes longer is in reach; null: whoever is near enough. */
  readonly withinMin: number | null
  /** Minutes of one step of fairness; 0: each is one of equal minutes. */
  readonly fairWithinMin: number
}

/**
 * Reads people in whole steps of fairness: nobody of a later step is ever called before somebody of an earlier one
 * (fairness.ts), so a choice needs to know only the steps up to its last. What was read once is kept.
 */
export const callLine = ({ nearby, ways, kinds, withinMin, fairWithinMin }: LineAsked): CallLine => {
  const cutOff: Nearby[] = []
  const inOrder = byReach(nearby, {
    reachOf: (near) => {
      if (!kinds.has(near.responder.kind)) return null
      const reach = ways.reachOf(near.responder)
      if (reach === null) cutOff.push(near)
      return reach
    },
    idOf: ({ responder }) => responder.id,
    leastMinutes: ways.leastMinutes,
  })
  const stepOf = (minutes: number): number => (fairWithinMin > 0 ? Math.floor(minutes / fairWithinMin) : minutes)
  // Whoever was read and is not in a step yet.
  let ahead: ReturnType<typeof inOrder.next> | undefined
  const readStep = (): readonly InReach[] => {
    const step: InReach[] = []
    let minutesOfStep = 0
    for (ahead ??= inOrder.next(); ahead.done !== true; ahead = inOrder.next()) {
      const { item, reach } = ahead.value
      if (withinMin !== null && reach.minutes > withinMin) break
      const minutes = stepOf(reach.minutes)
      if (step.length > 0 && minutes !== minutesOfStep) break
      minutesOfStep = minutes
      step.push({ responder: item.responder, km: item.km, reach })
    }
    return step
  }
  const steps: (readonly InReach[])[] = []
  return {
    stepAt: (nth) => {
      while (steps.length <= nth) {
        const step = readStep()
        if (step.length === 0) return undefined
        steps.push(step)
      }
      return steps[nth]
    },
    cutOff: () => cutOff,
  }
}
