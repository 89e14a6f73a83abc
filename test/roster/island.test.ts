import { expect, test } from 'vitest'
import { islandLandmass, islandRegion, landTowards } from '../../src/roster/island.ts'

test.each([
  ['31.01.40087', 310_140_087, '31.01'],
  ['12.00.40004', 120_040_004, '12'],
  ['96.03.41824', 960_341_824, '96.03'],
])('the island %s is the land %d of %s', (code, landmass, region) => {
  expect(islandLandmass(code)).toBe(landmass)
  expect(islandRegion(landmass)).toBe(region)
  // A column of four bytes.
  expect(landmass).toBeLessThan(2 ** 31)
})

test.each(['31.01.01.1001', '31.01.10087', '31.01.4008', '310140087', ''])('%j is no island', (code) => {
  expect(islandLandmass(code)).toBeUndefined()
})

test.each([6, 4037, 0, 110_139_999, 1_101_400_011])('the land %d is no small island', (landmass) => {
  expect(islandRegion(landmass)).toBeUndefined()
})

const TIDUNG = 310_140_105
const home = (accuracyM: number, regencyCode: string) => ({ landmass: 6, accuracyM, regencyCode })

test('who is only guessed to live elsewhere in an island’s regency may be on it, and nobody else', () => {
  expect(landTowards(home(10_000, '31.01'), TIDUNG)).toBe(TIDUNG)
  expect(landTowards(home(9999, '31.01'), TIDUNG)).toBe(6)
  expect(landTowards(home(80_000, '31.71'), TIDUNG)).toBe(6)
  expect(landTowards(home(80_000, '12.04'), 120_040_004)).toBe(120_040_004)
  expect(landTowards(home(80_000, '31.01'), 4037)).toBe(6)
})
