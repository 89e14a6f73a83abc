import type { Kind } from '../roster/responder.ts'
import type { Answer } from './answering.ts'
import type { Neighbour, Scene } from './scene.ts'
import type { Called } from './timeline.ts'

/** What came of one call-out. */
export interface Outcome {
  /** Every kind has enough people who said yes in time and have a way to the place. */
  readonly isFilled: boolean
  /** Minutes from the start to the last yes that was needed; null where the need was not filled. */
  readonly quorumMin: number | null
  readonly alerted: number
  readonly needed: number
  /** People called who have no open way to the place. */
  readonly wrongIsland: number
  /** Yeses in time beyond the need, of people with or without a way: they are thanked and stood down, or come in vain. */
  readonly surplusYes: number
}

/**
 * Judges a call-out by what is true, not by what its policy believed. Everybody called counts who says yes within
 * `withinMin` of the start, also where the policy had stopped listening: so nothing that a policy was spared by stopping
 * early is held against it.
 */
export const outcomeOf = (
  { parts, people }: Pick<Scene, 'parts' | 'people'>,
  answers: readonly Answer[],
  called: readonly Called[],
  withinMin: number,
): Outcome => {
  const yeses = new Map<Kind, number[]>(parts.map(([kind]) => [kind, []]))
  let [wrongIsland, saidYes] = [0, 0]
  for (const { person, kind, atMin } of called) {
    const hasWay = (people[person] as Neighbour).minutes !== null
    if (!hasWay) wrongIsland += 1
    const { says, afterMin } = answers[person] as Answer
    if (says !== 'yes' || atMin + afterMin >= withinMin) continue
    saidYes += 1
    if (hasWay) (yeses.get(kind) as number[]).push(atMin + afterMin)
  }
  let [quorumMin, used, needed] = [0, 0, 0]
  for (const [kind, count] of parts) {
    const minutes = (yeses.get(kind) as number[]).toSorted((one, two) => one - two)
    needed += count
    used += Math.min(count, minutes.length)
    quorumMin = Math.max(quorumMin, minutes[count - 1] ?? Number.POSITIVE_INFINITY)
  }
  const isFilled = quorumMin < Number.POSITIVE_INFINITY
  return {
    isFilled,
    quorumMin: isFilled ? quorumMin : null,
    alerted: called.length,
    needed,
    wrongIsland,
    surplusYes: saidYes - used,
  }
}
