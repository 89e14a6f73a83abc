import { elapsed, oddsLeft } from '../mobilisation/answer-history.ts'
import { type FairnessPolicy, inFairOrder } from '../mobilisation/fairness.ts'
import type { Likely } from '../mobilisation/need-part.ts'
import { type Candidate, sufficientWave, type Wave, type WaveAsked } from '../mobilisation/sufficient-wave.ts'
import type { Kind } from '../roster/responder.ts'
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

/** People of each kind who are looked at first. */
const FIRST_LOOK = 32

/** The first so many of each of the kinds. */
const firstOfEach = (people: readonly Candidate[], most: number, kinds: ReadonlySet<string>): readonly Candidate[] => {
  const left = new Map([...kinds].map((kind) => [kind, most]))
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
 * line of their kind than a set has people can be in a smaller set, or in one as small. For needs by kind alone; `kinds`
 * are those of which there are candidates: that others keep the target from being reached, nobody farther back can mend.
 */
export const lazyWave = (
  asked: WaveAsked,
  kinds: ReadonlySet<string> = new Set(Object.keys(asked.need.kinds)),
): Wave => {
  for (let look = FIRST_LOOK; ; look *= 4) {
    const candidates = firstOfEach(asked.candidates, look, kinds)
    const wave = sufficientWave({ ...asked, candidates })
    const isEnough = wave.limits.every(({ name }) => !kinds.has(name)) && wave.called.length <= look
    if (isEnough || look >= asked.candidates.length) return wave
  }
}

/** A place that fell free: the wave that whoever takes it belongs to. */
interface Free {
  readonly kind: Kind
  readonly wave: number
}

/** Places of those who said no or nothing, until somebody takes them (`openPlaces` in escalation.ts). */
const freePlaces = (maxWaves: number) => {
  const free = new Map<number, Free>()
  return {
    heard: (cause: Cause): void => {
      if (cause.kind === 'answer') {
        const { person, kind, wave } = cause.of
        if (cause.says === 'no') free.set(person, { kind, wave })
        else free.delete(person)
      }
      if (cause.kind === 'silence')
        for (const { person, kind, wave } of cause.of) if (wave < maxWaves) free.set(person, { kind, wave: wave + 1 })
    },
    kinds: (): ReadonlySet<Kind> => new Set([...free.values()].map(({ kind }) => kind)),
    /** The wave of one more of a kind: that of the first free place, which is taken; else the last of the kind. */
    take: (kind: Kind, last: number): number => {
      const place = [...free].find(([, one]) => one.kind === kind)
      if (place === undefined) return last
      free.delete(place[0])
      return place[1].wave
    },
    last: (kind: Kind): number =>
      Math.max(1, ...[...free.values()].filter((one) => one.kind === kind).map(({ wave }) => wave)),
  }
}

/**
 * Ours: the smallest set that fills the need with the chance wanted; while places of those who said no or nothing are
 * free, it is asked again at whatever is heard, with those who are coming and the odds that are left to the others, for
 * people of the kinds of those places that are short (top-up.ts). `oddsOf` gives those learned, by place in the scene's
 * people; `said` is told the first wave's chance.
 *
 * The one place where the simulator meets the engine: what calls people in the running system has to be this.
 */
export const sufficient =
  ({ target, maxWaves, ackDeadlineMin, fairness }: SufficientRules) =>
  (scene: Scene, oddsOf: (person: number) => number, said: (chance: number) => void): Policy => {
    const { people, happening, parts } = scene
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
    const free = freePlaces(maxWaves)

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
        free.heard(cause)
        const isFirst = cause.kind === 'start'
        const open = isFirst ? new Set(parts.map(([kind]) => kind)) : free.kinds()
        const kinds = new Set([...open].filter((kind) => state.missing(kind) > 0))
        if (kinds.size === 0) return []
        const coming = candidates.filter(({ at }) => state.heard.get(at) === 'yes')
        const pending = pendingAt(state)
        const left = candidates.filter(({ at, kind }) => kinds.has(kind) && !state.called.has(at))
        const need = { kinds: happening.need, skills: {} }
        const { called, chance } = lazyWave({ need, coming, pending, candidates: left, target }, kinds)
        if (isFirst) said(chance)
        const last = new Map([...kinds].map((kind) => [kind, free.last(kind)]))
        return called.map(({ responderId }) => {
          const person = placeOf.get(responderId) as number
          const { kind } = byPlace.get(person) as Candidate
          return { person, wave: free.take(kind, last.get(kind) as number) }
        })
      },
    }
  }
