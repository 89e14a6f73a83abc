import { expect, test } from 'vitest'
import { destinationFrom, type Position } from '../../src/geo/position.ts'
import { type Crossing, travelTo } from '../../src/geo/travel.ts'

const WALK = { kmPerHour: 30, detour: 1.5, readyMin: 10 }
const HARBOUR: Position = [114.4, -8.14]
const FAR_HARBOUR: Position = [114.437, -8.162]
const FERRY: Crossing = {
  id: 'ferry',
  ends: [
    { position: HARBOUR, landmass: 1 },
    { position: FAR_HARBOUR, landmass: 2 },
  ],
  minutes: 60,
}

test('however many places were asked for over the same crossings, each has its own way', () => {
  const crossings = [FERRY]
  const placed = (nth: number) => ({ position: destinationFrom(FAR_HARBOUR, 1 + nth / 100, nth % 360), landmass: 2 })
  const from = { position: HARBOUR, landmass: 1 }
  const minutes = (nth: number, over: readonly Crossing[]) => travelTo(placed(nth), over, WALK).minutesFrom(from)
  for (let nth = 0; nth < 2500; nth += 1) expect(minutes(nth % 1100, crossings)).toBe(minutes(nth % 1100, [FERRY]))
})
