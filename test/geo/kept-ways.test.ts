import { expect, test } from 'vitest'
import { destinationFrom } from '../../src/geo/position.ts'
import { type Crossing, travelTo } from '../../src/geo/travel.ts'
import { FAR_HARBOUR, FERRY, HARBOUR, WALK } from './sample-ferry.ts'

test('however many places were asked for over the same crossings, each has its own way', () => {
  const crossings = [FERRY]
  const placed = (nth: number) => ({ position: destinationFrom(FAR_HARBOUR, 1 + nth / 100, nth % 360), landmass: 2 })
  const from = { position: HARBOUR, landmass: 1 }
  const minutes = (nth: number, over: readonly Crossing[]) => travelTo(placed(nth), over, WALK).minutesFrom(from)
  for (let nth = 0; nth < 2500; nth += 1) expect(minutes(nth % 1100, crossings)).toBe(minutes(nth % 1100, [FERRY]))
})
