import fc from 'fast-check'
import { expect, test } from 'vitest'
import { landPath, ringsPath } from '../../src/cartography/outline.ts'
import { fitProjection } from '../../src/cartography/projection.ts'
import type { Position } from '../../src/geo/position.ts'

const PANEL = { x: 0, y: 0, width: 100, height: 100 }
// At the equator: ten px a degree, the place 105 E 0 N in the middle.
const projection = fitProjection({ west: 100, south: -5, east: 110, north: 5 }, PANEL)

const box = (west: number, south: number, east: number, north: number): readonly Position[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
]

/** The corners that path data in our dialect (M, relative l, z) runs through. */
const cornersOf = (path: string): readonly (readonly [number, number])[] =>
  path.split('z').flatMap((line) => {
    let [x, y] = [0, 0]
    const numbers = (line.match(/-?\d*\.?\d+/g) ?? []).map(Number)
    return Array.from({ length: numbers.length / 2 }, (_, at) => {
      x += numbers[2 * at] ?? Number.NaN
      y += numbers[2 * at + 1] ?? Number.NaN
      return [x, y] as const
    })
  })

test('a ring becomes one absolute corner and relative steps', () => {
  expect(ringsPath([box(101, 1, 103, 3)], projection)).toBe('M30 40l0-20-20 0 0 20z')
})

test('what lies beyond the margin of the panel is cut off', () => {
  const corners = cornersOf(ringsPath([box(90, -40, 150, 40)], projection))
  expect(corners).toHaveLength(4)
  for (const [x, y] of corners) {
    expect([-12, 112]).toContain(Math.round(x * 10) / 10)
    expect([-12, 112]).toContain(Math.round(y * 10) / 10)
  }
})

test.each<[string, readonly Position[]]>([
  ['west', box(80, 0, 90, 1)],
  ['east', box(120, 0, 130, 1)],
  ['north', box(103, 20, 104, 21)],
  ['south', box(103, -21, 104, -20)],
])('land all beyond the %s is left out', (_, ring) => {
  expect(ringsPath([ring], projection)).toBe('')
})

test('an islet smaller than a pixel stays as a dot', () => {
  expect(ringsPath([box(105, 0, 105.01, 0.01)], projection)).toMatch(/^M\d+(\.\d)? \d+(\.\d)?h\.6v\.6h-\.6z$/)
})

test('a smooth coast of thousands of corners keeps its shape in far fewer', () => {
  const coast = Array.from({ length: 5001 }, (_, at): Position => {
    const angle = (at / 5000) * 2 * Math.PI
    return [105 + 3 * Math.cos(angle), 3 * Math.sin(angle)]
  })
  const corners = cornersOf(ringsPath([coast], projection))
  expect(corners.length).toBeGreaterThan(200)
  expect(corners.length).toBeLessThan(400)
  for (const [x, y] of corners) expect(Math.hypot(x - 50, y - 50)).toBeCloseTo(30, 0)
  expect(cornersOf(ringsPath([coast], projection, 5)).length).toBeLessThan(40)
})

test('rounding does not drift: the last corner is as true as the first', () => {
  const steps = fc.array(
    fc.tuple(fc.double({ min: 101, max: 109, noNaN: true }), fc.double({ min: -4, max: 4, noNaN: true })),
    {
      minLength: 3,
      maxLength: 300,
    },
  )
  fc.assert(
    fc.property(steps, (places) => {
      const corners = cornersOf(ringsPath([[...places, ...places.slice(0, 1)]], projection, 0))
      const wanted = [...places.slice(1), ...places.slice(0, 1)].map((place) => projection.toPixel(place))
      expect(corners).toHaveLength(wanted.length)
      for (const [at, [x, y]] of wanted.entries()) {
        expect(Math.abs((corners[at]?.[0] ?? Number.NaN) - x)).toBeLessThan(0.051)
        expect(Math.abs((corners[at]?.[1] ?? Number.NaN) - y)).toBeLessThan(0.051)
      }
    }),
  )
})

test('lakes are drawn with their land', () => {
  const land = [{ id: 1, rings: [box(101, 1, 104, 4), box(102, 2, 103, 3)] }]
  expect(landPath(land, projection)).toBe(
    ringsPath(
      land.flatMap(({ rings }) => rings),
      projection,
    ),
  )
  expect(landPath(land, projection).match(/M/g)).toHaveLength(2)
})
