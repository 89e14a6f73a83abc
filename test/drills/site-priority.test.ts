import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SiteFact } from '../../src/drills/site-facts.ts'
import { MOST_POINTS, PRIORITY_PARTS, priorityOf } from '../../src/drills/site-priority.ts'

const NOW = new Date('2027-01-01T00:00Z')
const DAY_MS = 86_400_000
const CALM: SiteFact = { drilledAt: new Date('2026-06-01T00:00Z'), readiness: 80 }
const ending = (days: number): SiteFact => ({
  ...CALM,
  endings: new Map([['first-aid', new Date(NOW.getTime() + days * DAY_MS)]]),
})
const of = (hazards: readonly string[], fact: SiteFact | undefined, remote = false) => {
  const { points, parts } = priorityOf({ hazards }, fact, remote, NOW)
  return [points, ...parts]
}

test.each([
  [['flood'], CALM, false, [0]],
  [['flood'], undefined, false, [3, 'never-drilled']],
  [['flood'], CALM, true, [2, 'daerah-tertinggal']],
  [['flood'], { ...CALM, readiness: 49 }, false, [2, 'readiness-low']],
  [['flood'], { ...CALM, readiness: 50 }, false, [0]],
  [['flood'], { ...CALM, readiness: null }, false, [0]],
  [['flood'], { ...CALM, hasImprovements: true as const }, false, [1, 'improvements-open']],
  [['flood'], ending(90), false, [1, 'competencies-ending']],
  [['flood'], ending(91), false, [0]],
  [['flood', 'landslide', 'earthquake'], CALM, false, [1, 'many-hazards']],
])('%j %j %s', (hazards, fact, remote, expected) => {
  expect(of(hazards, fact, remote)).toEqual(expected)
})

test('each part only adds, in one order, and all together are the most', () => {
  const everything = { ...ending(1), drilledAt: null, readiness: 0, hasImprovements: true as const }
  expect(of(['a', 'b', 'c'], everything, true)).toEqual([MOST_POINTS, ...PRIORITY_PARTS])
  fc.assert(
    fc.property(
      fc.boolean(),
      fc.option(fc.nat({ max: 100 })),
      fc.boolean(),
      fc.nat({ max: 4 }),
      (drilled, readiness, remote, count) => {
        const fact = { drilledAt: drilled ? NOW : null, readiness }
        const { points } = priorityOf({ hazards: Array(count).fill('flood') }, fact, remote, NOW)
        const calm = priorityOf({ hazards: [] }, CALM, false, NOW).points
        expect(points).toBeGreaterThanOrEqual(calm)
        expect(points).toBeLessThanOrEqual(MOST_POINTS)
      },
    ),
  )
})
