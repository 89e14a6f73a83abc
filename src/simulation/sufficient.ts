import { elapsed, oddsLeft } from '../mobilisation/answer-history.ts'
import { type FairnessPolicy, inFairOrder } from '../mobilisation/fairness.ts'
import type { Need } from '../mobilisation/hazard-event.ts'
import type { Likely } from '../mobilisation/need-part.ts'
import { type Candidate, sufficientWave, type Wave, type WaveAsked } from '../mobilisation/sufficient-wave.ts'
import type { Neighbour, Scene } from './scene.ts'
import type { Called, Cause, Policy, State } from './timeline.ts'

export interface SufficientRules {
  readonly target: number
  readonly maxWaves: number
  readonly ackDeadlineMin: number
  readonly fairness: Pick<FairnessPolicy, 'fairWithinMin'>
}

/** Nobody was called lately: every event is taken by itself. */
const RESTED = { callsLately: 0, lastCalledAt: null, lastServedAt: null } as const

const MIN_MS = 60_000
const instant = (min: number): Date => new Date(Math.round(min * MIN_MS))

/** The wave that those called now belong to; null where the last one was opened already. */
const waveAfter = (cause: Cause, maxWaves: number): number | null => {
  if (cause.kind === 'answer') return cause.of.wave
  if (cause.kind !== 'silence') return 1
  const wave = 1 + Math.min(...cause.of.map((one) => one.wave))
  return wave <= maxWaves ? wave : null
}

/** People of each kind who are looked at first. */
const FIRST_LOOK = 32

/** The first so many of each kind wanted. */
const firstOfEach = (people: readonly Candidate[], most: number, { kinds }: Need): readonly Candidate[] => {
  const left = new Map<string, number>(Object.keys(kinds).map((kind) => [kind, most]))
  const first: Candidate[] = []
  for (const person of people) {
    const places = left.get(person.kind)
    if (places === undefined) continue
    first.push(person)
    if (places > 1) left.set(person.kind, places - 1)
    else left.delete(person.kind)
    if (left.size === 0) break
  }
  return first
}

/**
 * What `sufficientWave` chooses of all candidates, looking at no more of them than it takes: nobody farther back in the
 * line of their kind than a set has people can be in a smaller set, or in one as small. For needs by kind alone.
 */
export const lazyWave = (asked: WaveAsked): Wave => {
  for (let look = FIRST_LOOK; ; look *= 4) {
    const candidates = firstOfEach(asked.candidates, look, asked.need)
    const wave = sufficientWave({ ...asked, candidates })
    const isEnough = wave.reached && wave.called.length <= look
    if (isEnough || look >= asked.candidates.length) return wave
  }
}

/**
 * Ours: the smallest set that fills the need with the chance wanted, asked again at every answer and every silence with
 * those who are coming and the odds that are left to the others. `oddsOf` gives those learned, by place in the scene's
 * people; `said` is told the first wave's chance.
 *
 * The one place where the simulator meets the engine: what calls people in the running system has to be this.
 */
export const sufficient =
  ({ target, maxWaves, ackDeadlineMin, fairness }: SufficientRules) =>
  (scene: Scene, oddsOf: (person: number) => number, said: (chance: number) => void): Policy => {
    const { people, happening } = scene
    const line = scene.inReach.map((at): Candidate & { readonly at: number; readonly marks: typeof RESTED } => {
      const { responder, minutes } = people[at] as Neighbour & { readonly minutes: number }
      const { id: responderId, kind, skills } = responder
      return {
        ...{ at, responderId, kind, skills, minutes, resting: false, marks: RESTED },
        // Learned when they are asked for: most people are too far back in the line.
        get odds() {
          return oddsOf(at)
        },
      }
    })
    const candidates = inFairOrder(line, fairness)
    const placeOf = new Map(candidates.map(({ responderId, at }) => [responderId, at]))
    const byPlace = new Map(candidates.map((one) => [one.at, one]))

    const pendingAt = ({ called, heard, atMin }: State): readonly Likely[] =>
      [...called.values()].flatMap((one: Called) => {
        const person = byPlace.get(one.person) as Candidate
        const part = elapsed(instant(one.atMin), instant(one.atMin + ackDeadlineMin), instant(atMin))
        return heard.has(one.person) || part >= 1 ? [] : [{ ...person, odds: oddsLeft(person.odds, part) }]
      })

    return {
      isOnce: false,
      everyMin: null,
      next: (state, cause) => {
        const wave = waveAfter(cause, maxWaves)
        if (wave === null) return []
        const coming = candidates.filter(({ at }) => state.heard.get(at) === 'yes')
        const pending = pendingAt(state)
        const left = candidates.filter(({ at }) => !state.called.has(at))
        const need = { kinds: happening.need, skills: {} }
        const { called, chance } = lazyWave({ need, coming, pending, candidates: left, target })
        if (cause.kind === 'start') said(chance)
        return called.map(({ responderId }) => ({ person: placeOf.get(responderId) as number, wave }))
      },
    }
  }
