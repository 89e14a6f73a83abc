import fc from 'fast-check'
import { expect, test } from 'vitest'
import { boxesMeet, groupsOf } from '../../src/geo/meeting.ts'

const box = (west: number, south: number, size = 1) => ({ west, south, east: west + size, north: south + size })

test('boxes meet where they share a place, an edge is enough', () => {
  expect(boxesMeet(box(0, 0), box(0.5, 0.5))).toBe(true)
  expect(boxesMeet(box(0, 0), box(1, 1))).toBe(true)
  expect(boxesMeet(box(0, 0), box(1.1, 0))).toBe(false)
  expect(boxesMeet(box(0, 0), box(0, 1.1))).toBe(false)
  expect(boxesMeet(box(1.1, 1.1), box(0, 0))).toBe(false)
})

test('a thing that meets two groups makes one of them, in the place of the first', () => {
  const near = (one: number, two: number): boolean => Math.abs(one - two) <= 1
  expect(groupsOf([10, 1, 20, 3, 2, 21], near)).toEqual([[10], [1, 3, 2], [20, 21]])
  expect(groupsOf([], near)).toEqual([])
})

test('everything is in one group, and no two of different groups meet', () => {
  const things = fc.array(fc.tuple(fc.nat(30), fc.nat(30)), { maxLength: 40 })
  fc.assert(
    fc.property(things, (spots) => {
      const boxes = spots.map(([west, south]) => box(west, south, 2))
      const groups = groupsOf(boxes, boxesMeet)
      expect(groups.flat()).toHaveLength(boxes.length)
      for (const [nth, group] of groups.entries())
        for (const other of groups.slice(nth + 1))
          for (const one of group) expect(other.some((two) => boxesMeet(one, two))).toBe(false)
    }),
    { seed: 8, numRuns: 200 },
  )
})
