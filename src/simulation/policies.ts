import type { Kind } from '../roster/responder.ts'
import { kindOf, type Neighbour, type Scene } from './scene.ts'
import type { Call, Policy, State } from './timeline.ts'

/** Everybody in the scene in the order given, as one first wave. */
const atOnce = (people: readonly number[]): Policy => ({
  isOnce: true,
  everyMin: null,
  next: () => people.map((person) => ({ person, wave: 1 })),
})

const everybody = ({ people }: Scene): readonly number[] => people.map((_, at) => at)

/** A broadcast to everybody of the needed kinds within the radius, whatever lies between. */
export const blast = (scene: Scene): Policy => atOnce(everybody(scene))

/** The nearest so many of the needed kinds by straight distance, once: the rule of Danish first responders. */
export const nearest =
  (count: number) =>
  (scene: Scene): Policy =>
    atOnce(everybody(scene).slice(0, count))

/** Takes people of a kind off the front of a line, each once. */
const lineOf = (
  { parts, people }: Scene,
  line: readonly number[],
): ((kind: Kind, count: number) => readonly number[]) => {
  const lines = new Map(parts.map(([kind]) => [kind, line.filter((at) => kindOf(people, at) === kind)]))
  return (kind, count) => (lines.get(kind) as number[]).splice(0, count)
}

/** Those of a kind who were called and have not answered. */
const unconfirmed = ({ called, heard }: State, kind: Kind): number => {
  let count = 0
  for (const one of called.values()) if (one.kind === kind && !heard.has(one.person)) count += 1
  return count
}

const CALLED_ON = { sequence: (missing: number) => Math.min(1, missing), groups: (missing: number) => missing } as const

/**
 * Everbridge's sequenced groups, a list for each kind by straight distance: as many are called as are needed; a no calls
 * the next of its kind at once where those who have not answered are fewer than are still needed. Each time the wait is
 * over a `sequence` calls one more of every kind that is short, `groups` as many as are still missing.
 */
export const sequenced =
  (step: keyof typeof CALLED_ON, waitMin: number) =>
  (scene: Scene): Policy => {
    const take = lineOf(scene, everybody(scene))
    const call = (kind: Kind, count: number): readonly Call[] =>
      take(kind, count).map((person) => ({ person, wave: 1 }))
    return {
      isOnce: false,
      everyMin: waitMin,
      next: (state, cause) => {
        if (cause.kind === 'start') return scene.parts.flatMap(([kind, count]) => call(kind, count))
        if (cause.kind === 'timer')
          return scene.parts.flatMap(([kind]) => call(kind, CALLED_ON[step](state.missing(kind))))
        if (cause.kind === 'silence' || cause.says === 'yes') return []
        const { kind } = cause.of
        return unconfirmed(state, kind) < state.missing(kind) ? call(kind, 1) : []
      },
    }
  }

/** A millionth of a person is an error of the arithmetic, as in call-out.ts. */
const wholePeople = (people: number): number => Math.ceil(Number(people.toFixed(6)))

/**
 * What this program did before it knew odds: so many people for each one needed, nearest first by straight distance on
 * the land of the place; while a kind is short each no is replaced by one in its wave and each silence by one in the
 * next wave, as far as `maxWaves`.
 */
export const overcalled =
  (overcall: number, maxWaves: number) =>
  (scene: Scene): Policy => {
    const take = lineOf(
      scene,
      everybody(scene).filter((at) => (scene.people[at] as Neighbour).isOnSameLand),
    )
    const call = (kind: Kind, count: number, wave: number): readonly Call[] =>
      take(kind, count).map((person) => ({ person, wave }))
    return {
      isOnce: false,
      everyMin: null,
      next: (state, cause) => {
        if (cause.kind === 'start')
          return scene.parts.flatMap(([kind, count]) => call(kind, wholePeople(count * overcall), 1))
        const fallen =
          cause.kind === 'silence' ? cause.of : cause.kind === 'answer' && cause.says === 'no' ? [cause.of] : []
        const later = cause.kind === 'silence' ? 1 : 0
        return fallen
          .filter(({ kind, wave }) => state.missing(kind) > 0 && wave + later <= maxWaves)
          .flatMap(({ kind, wave }) => call(kind, 1, wave + later))
      },
    }
  }
