import fc from 'fast-check'
import { expect, test } from 'vitest'
import { destinationFrom, distanceKm, type Position } from '../../src/geo/position.ts'
import { QUAKES_APART_MS, type Quake, sameQuake, widened } from '../../src/mobilisation/quake-match.ts'

const AT = new Date('2026-08-06T02:59:47Z')
const EPICENTRE: Position = [120.06, -1.17]

const base: Quake = { at: AT, position: EPICENTRE, magnitude: 5.4 }

/** The same quake, so many seconds later, km to the north and magnitudes stronger. */
const other = (seconds: number, km: number, stronger: number | null): Quake => ({
  at: new Date(AT.getTime() + seconds * 1000),
  position: destinationFrom(EPICENTRE, km, 0),
  magnitude: stronger === null ? null : 5.4 + stronger,
})

test.each<[string, Quake, boolean]>([
  ['the very same', base, true],
  ['another agency, seconds and kilometres apart', other(4, 35, 0.3), true],
  ['a first solution at sea', other(-58, 195, 1), true],
  ['a time corrected by minutes', other(540, 12, 0.2), true],
  ['at the last second of a corrected time', other(600, 49, -0.3), true],
  ['a smaller aftershock three minutes later', other(180, 10, -1.2), false],
  ['an aftershock that is like it but elsewhere', other(180, 80, -0.1), false],
  ['an aftershock half a magnitude smaller', other(240, 5, -0.5), false],
  ['another one eleven minutes later', other(660, 0, 0), false],
  ['one on another island in the same minute', other(20, 210, 0), false],
  ['a small one there in the same minute', other(20, 10, -1.1), false],
  ['one without a magnitude yet', other(20, 90, null), true],
  ['one without a magnitude, farther away', other(20, 110, null), false],
  ['one without a magnitude, minutes later', other(90, 1, null), false],
])('%s: the same is %s', (_words, quake, same) => {
  expect(sameQuake(base, quake).same).toBe(same)
  expect(sameQuake(quake, base).same).toBe(same)
})

test('the reason says how far apart the two are', () => {
  expect(sameQuake(base, other(4, 35, 0.3))).toEqual({
    same: true,
    because: 'same quake: 4 s, 35 km and 0.3 of magnitude apart',
  })
  expect(sameQuake(base, other(4, 35, null))).toEqual({
    same: true,
    because: 'same quake: 4 s, 35 km apart, one without a magnitude',
  })
})

const quakes = fc.record({
  at: fc.integer({ min: -900, max: 900 }).map((s) => new Date(AT.getTime() + s * 1000)),
  position: fc.tuple(fc.double({ min: 118, max: 122, noNaN: true }), fc.double({ min: -3, max: 1, noNaN: true })),
  magnitude: fc.option(fc.integer({ min: 30, max: 80 }).map((tenths) => tenths / 10)),
})

test('the rule is the one in words, whichever comes first', () => {
  fc.assert(
    fc.property(quakes, quakes, (a, b) => {
      const s = Math.abs(a.at.getTime() - b.at.getTime()) / 1000
      const km = distanceKm(a.position, b.position)
      const tenths =
        a.magnitude === null || b.magnitude === null ? null : Math.round(Math.abs(a.magnitude - b.magnitude) * 10)
      const expected =
        tenths === null
          ? s <= 60 && km <= 100
          : (s <= 60 && km <= 200 && tenths <= 10) || (s <= 600 && km <= 50 && tenths <= 3)
      expect(sameQuake(a, b).same).toBe(expected)
      expect(sameQuake(b, a).same).toBe(expected)
      expect(sameQuake(a, a).same).toBe(true)
    }),
  )
})

test('whatever is one quake is found within the widened box and its times, anywhere in Indonesia', () => {
  const place = fc.tuple(fc.double({ min: 95, max: 141, noNaN: true }), fc.double({ min: -11, max: 6, noNaN: true }))
  fc.assert(
    fc.property(
      place,
      fc.double({ min: 0, max: 260, noNaN: true }),
      fc.double({ min: 0, max: 360, noNaN: true }),
      fc.integer({ min: -900, max: 900 }),
      (position, km, bearing, seconds) => {
        const one = { at: AT, position, magnitude: 5 }
        const away = destinationFrom(position, km, bearing)
        const other = { at: new Date(AT.getTime() + seconds * 1000), position: away, magnitude: 5 }
        if (!sameQuake(one, other).same) return
        const [longitude, latitude] = position
        const { west, south, east, north } = widened({
          west: longitude,
          south: latitude,
          east: longitude,
          north: latitude,
        })
        expect(away[0]).toBeGreaterThan(west)
        expect(away[0]).toBeLessThan(east)
        expect(away[1]).toBeGreaterThan(south)
        expect(away[1]).toBeLessThan(north)
        expect(Math.abs(seconds) * 1000).toBeLessThanOrEqual(QUAKES_APART_MS)
      },
    ),
  )
})
