import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contains, polygonsOf, type Ring } from '../../src/geo/area.ts'
import { crossingsOf } from '../../src/geo/crossings.ts'
import type { Position } from '../../src/geo/position.ts'
import { soundArea } from '../../src/geo/sound-area.ts'
import { polygon, polygons } from './outlines.ts'

describe('whatever is drawn', () => {
  const place = fc.tuple(fc.double({ min: 106, max: 107, noNaN: true }), fc.double({ min: -7, max: -6, noNaN: true }))

  /** How often the ring goes round the place, anticlockwise. */
  const winding = (ring: Ring, [x, y]: Position): number =>
    ring.slice(1).reduce((turns, [bx, by], at) => {
      const [ax, ay] = ring[at] ?? [bx, by]
      const left = (bx - ax) * (y - ay) - (by - ay) * (x - ax)
      if (ay <= y && by > y && left > 0) return turns + 1
      return ay > y && by <= y && left < 0 ? turns - 1 : turns
    }, 0)

  test('a ring holds the places that it goes round, and no longer crosses itself', () => {
    const corners = fc.array(place, { minLength: 3, maxLength: 9 })
    fc.assert(
      fc.property(corners, fc.array(place, { minLength: 5, maxLength: 5 }), (some, asked) => {
        const ring: Ring = [...some, ...some.slice(0, 1)] as Ring
        const soundness = soundArea(polygon(ring))
        if (soundness.kind === 'unsound') return
        for (const each of asked) expect(contains(soundness.area, each)).toBe(winding(ring, each) !== 0)
        expect(crossingsOf(polygonsOf(soundness.area.geometry).flat(), 1)).toEqual([])
      }),
      { seed: 21, numRuns: 120 },
    )
  })

  test('it is answered, never thrown', () => {
    const grid = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 })) as fc.Arbitrary<
      [number, number]
    >
    const ring = fc.array(grid, { maxLength: 12 }).map((some): Ring => [...some, ...some.slice(0, 1)])
    fc.assert(
      fc.property(fc.array(fc.array(ring, { maxLength: 3 }), { maxLength: 3 }), (parts) => {
        expect(['sound', 'unsound']).toContain(soundArea(polygons(...parts)).kind)
      }),
      { seed: 22, numRuns: 300 },
    )
  })
})
