import { type Area, circle, unionOf } from './area.ts'
import { distanceKm, type Position } from './position.ts'
import { MAX_RADIUS_KM } from './radius.ts'

/** A place and how far round it. */
export interface Round {
  readonly centre: Position
  readonly radiusKm: number
}

// Joining circles costs more than their number: 60 take about 0.1 s, 2,000 (every village of a regency) minutes.
const MOST_CIRCLES = 60

const KM_PER_DEGREE = 111.195

/** One circle that covers all of them, round the middle of their box; at most 500 km, as any circle. */
const around = (rounds: readonly Round[]): Round => {
  const [lngs, lats] = [rounds.map(({ centre }) => centre[0]), rounds.map(({ centre }) => centre[1])]
  const middle = (values: readonly number[]): number => (Math.min(...values) + Math.max(...values)) / 2
  const centre: Position = [middle(lngs), middle(lats)]
  const reach = rounds.map((round) => distanceKm(centre, round.centre) + round.radiusKm)
  return { centre, radiusKm: Math.min(MAX_RADIUS_KM, Math.max(...reach)) }
}

const gathered = (rounds: readonly Round[], cellKm: number): readonly Round[] => {
  const cells = new Map<string, Round[]>()
  for (const round of rounds) {
    const key = round.centre.map((degrees) => Math.floor((degrees * KM_PER_DEGREE) / cellKm)).join()
    const cell = cells.get(key)
    if (cell === undefined) cells.set(key, [round])
    else cell.push(round)
  }
  return [...cells.values()].flatMap((cell) => (cell.length === 1 ? cell : [around(cell)]))
}

/**
 * The area within its radius of any of the places. Up to 60 are joined as they are; of more, those in one cell of a grid
 * share a circle that covers theirs, on the finest grid that leaves 60. So it may be a little wide, never too narrow.
 * Throws RangeError for none, or a radius outside (0, 500].
 */
export const circlesRound = (rounds: readonly Round[]): Area => {
  let fewer = rounds
  for (let cellKm = 1; fewer.length > MOST_CIRCLES; cellKm *= 1.5) fewer = gathered(rounds, cellKm)
  return unionOf(fewer.map(({ centre, radiusKm }) => circle(centre, radiusKm)))
}
