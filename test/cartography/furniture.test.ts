import fc from 'fast-check'
import { expect, test } from 'vitest'
import { graticule, northMark, numeral, roundKm, scaleBar } from '../../src/cartography/furniture.ts'
import { fitProjection } from '../../src/cartography/projection.ts'

const PANEL = { x: 0, y: 0, width: 1000, height: 600 }

const namesOn = (west: number, south: number, east: number, north: number): readonly string[] =>
  [...graticule(fitProjection({ west, south, east, north }, PANEL)).names.matchAll(/>([^<]+)</g)].map(
    ([, name]) => name ?? '',
  )

test.each([
  [0, '0'],
  [638, '638'],
  [74000, '74.000'],
  [1234567, '1.234.567'],
  [2.5, '2,5'],
  [0.1 + 0.2, '0,3'],
  [1000.25, '1.000,25'],
])('%d is written %s', (value, written) => {
  expect(numeral(value)).toBe(written)
})

test('the country has a line every five degrees, named on both sides of the equator', () => {
  const names = namesOn(94, -12, 142, 7)
  expect(names).toEqual(expect.arrayContaining(['100° BT', '140° BT', '5° LU', '0°', '5° LS', '10° LS']))
  expect(names).not.toContain('102° BT')
})

test('an event has lines at tenths or hundredths of a degree, with a comma', () => {
  const names = namesOn(107.4, -7.3, 107.6, -7.1)
  expect(names).toContain('107,45° BT')
  expect(names).toContain('7,2° LS')
})

test('west of Greenwich is named so, and the whole world has lines of ten degrees', () => {
  expect(namesOn(-25, -5, -5, 5)).toContain('10° BB')
  expect(namesOn(-170, -80, 170, 80)).toContain('120° BB')
})

test('a map too small for the finest step but between two lines has none', () => {
  const bounds = { west: 107.4011, south: -7.2049, east: 107.4021, north: -7.2043 }
  const { lines, names } = graticule(fitProjection(bounds, PANEL))
  expect(names).toBe('')
  expect(lines).toContain('d=""')
})

test('the length of a scale bar is 1, 2 or 5 times a power of ten, and fills at least 2/5 of its room', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.05, max: 500, noNaN: true }), (pxPerKm) => {
      const km = roundKm(pxPerKm, 200)
      const digits = km / 10 ** Math.floor(Math.log10(km) + 1e-9)
      expect([1, 2, 5]).toContain(Math.round(digits * 1e6) / 1e6)
      expect(km * pxPerKm).toBeLessThanOrEqual(200 + 1e-9)
      expect(km * pxPerKm).toBeGreaterThanOrEqual(200 / 2.5 - 1e-6)
    }),
  )
})

test('a scale bar is as long as it says', () => {
  const bar = scaleBar([24, 500], 30, 200)
  expect(bar).toContain('>5 km<')
  expect(bar).toContain('>2,5<')
  expect(bar).toContain('width="150"')
})

test('the north mark says U, for utara', () => {
  expect(northMark([5, 5])).toContain('>U<')
})
