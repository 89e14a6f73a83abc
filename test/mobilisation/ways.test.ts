import { expect, test } from 'vitest'
import { distanceKm } from '../../src/geo/position.ts'
import { waysTo } from '../../src/mobilisation/ways.ts'
import { awayFrom, GARDU, REACH } from './sample-choice.ts'

const FLOOD = { hazard: 'flood', severity: 'severe' } as const

test('each kind comes at its own pace, and nobody of another land without a crossing', () => {
  const ways = waysTo({ position: GARDU, landmass: 1 }, [], FLOOD, ['tagana', 'tksk', 'pkh'], REACH)
  expect(ways.reachOf(awayFrom('R-1', 10))?.minutes).toBeCloseTo(30, 6)
  expect(ways.reachOf(awayFrom('R-1', 10, { kind: 'pkh' }))?.minutes).toBeCloseTo(50, 6)
  expect(ways.leastMinutes(10)).toBeCloseTo(30, 5)
  expect(ways.minutesOf(awayFrom('R-1', 10, { kind: 'pkh' }))).toBeCloseTo(50, 6)
  expect(ways.reachOf(awayFrom('R-1', 10, { landmass: 2 }))).toBeNull()
  expect(ways.minutesOf(awayFrom('R-1', 10, { landmass: 2 }))).toBeNull()
})

test('to a place at sea everybody goes straight', () => {
  const ways = waysTo({ position: GARDU, landmass: null }, [], FLOOD, ['tagana'], REACH)
  const home = awayFrom('R-1', 10, { landmass: 2 })
  expect(ways.reachOf(home)?.minutes).toBeCloseTo(10 + 2 * distanceKm(home.home, GARDU), 6)
})

test('whose home is only guessed within the regency of a small island is taken to be there as well', () => {
  const island = { position: GARDU, landmass: 320_440_001 }
  const ways = waysTo(island, [], FLOOD, ['tagana'], REACH)
  expect(ways.reachOf(awayFrom('R-1', 1, { accuracyM: 10_000, regencyCode: '32.04' }))).not.toBeNull()
  expect(ways.reachOf(awayFrom('R-2', 1, { accuracyM: 50, regencyCode: '32.04' }))).toBeNull()
})

test('a kind that is not asked for has no way', () => {
  const ways = waysTo({ position: GARDU, landmass: 1 }, [], FLOOD, ['tagana', 'pkh'], REACH)
  expect(() => ways.reachOf(awayFrom('R001', 1, { kind: 'tksk' }))).toThrow(
    new RangeError('ways: expected one of tagana,pkh, got tksk'),
  )
})
