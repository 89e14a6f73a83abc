import type { CalledPerson } from '../../src/mobilisation/call-out.ts'
import type { HeadCount } from '../../src/mobilisation/hazard-event.ts'
import { type Choose, type Difference, overcalling, planDifference } from '../../src/mobilisation/replan.ts'
import { selectResponders } from '../../src/mobilisation/selection.ts'
import { aResponder, called, NOW } from './sample.ts'

const REACH_KM = 9
export const KINDS = ['tagana', 'pkh'] as const
export type LineKind = (typeof KINDS)[number]

/** Somebody who lives on a line, so many km from its beginning. */
export interface Dweller {
  readonly id: string
  readonly kind: LineKind
  readonly at: number
}

/** What a thread asks for, at a place on the line. */
export interface Spot {
  readonly threadId: string
  readonly at: number
  readonly need: HeadCount
}

export const inReach = (roster: readonly Dweller[], spot: number): readonly Dweller[] =>
  roster
    .filter(({ at }) => Math.abs(at - spot) <= REACH_KM)
    .toSorted((a, b) => Math.abs(a.at - spot) - Math.abs(b.at - spot) || (a.id < b.id ? -1 : 1))

const chooseRound =
  (roster: readonly Dweller[], spot: number): Choose =>
  (want, without, among) =>
    selectResponders(
      inReach(roster, spot)
        .filter(({ id }) => among?.has(id) ?? true)
        .map(({ id, kind, at }) => ({ responder: aResponder(id, { kind }), km: Math.abs(at - spot) })),
      want,
      { jurisdiction: '', mutualAid: [], landmass: null, alreadyCalled: without, needsPhone: true, now: NOW },
    )

export const plan = (
  roster: readonly Dweller[],
  spots: readonly Spot[],
  people: readonly CalledPerson[],
  overcall: number,
): Difference => {
  const asks = spots.map(({ threadId, at, need }) => {
    const choose = chooseRound(roster, at)
    return { threadId, need, choose, callFor: overcalling(choose, overcall) }
  })
  return planDifference(asks, people)
}

/** The rows as they are once a difference was saved. */
export const applied = (people: readonly CalledPerson[], difference: Difference): readonly CalledPerson[] => {
  const recalled = new Set(difference.recall.map(({ responderId }) => responderId))
  const sentHome = new Set(difference.standDown)
  return [
    ...people.map((person): CalledPerson => {
      if (recalled.has(person.responderId)) return called(person.responderId, { kind: person.kind })
      return sentHome.has(person.responderId) ? { ...person, stoodDownAt: NOW } : person
    }),
    ...difference.call.map(({ responderId, kind }) => called(responderId, { kind })),
  ]
}
