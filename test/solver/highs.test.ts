import fc from 'fast-check'
import { expect, test } from 'vitest'
import { solveYear } from '../../src/cli/year-solving.ts'
import { lpText } from '../../src/drills/linear-program.ts'
import { turnsOf } from '../../src/drills/year-turns.ts'
import { solveWithHighs } from '../../src/solver/highs.ts'
import { aPerson, aProgramme, JAVA, NO_CALENDAR } from '../drills/sample.ts'
import { cheapest, meet, tiny, tinyYear } from '../drills/tiny-year.ts'

const LIMITS = { limitMs: 20_000, gap: 0.001, seed: 1 }

test('the thread finds the best of a small program and proves it', async () => {
  const text = lpText({
    costs: [
      [3, 'a'],
      [2, 'b'],
    ],
    rows: [
      {
        terms: [
          [1, 'a'],
          [1, 'b'],
        ],
        sense: '=',
        limit: 1,
      },
    ],
    binaries: ['a', 'b'],
  })
  expect(await solveWithHighs({ text, ...LIMITS })).toEqual({
    kind: 'found',
    ones: ['b'],
    cost: 2,
    bound: 2,
    proven: true,
  })
})

const DAY_MS = 86_400_000
const programme = {
  ...aProgramme({ team: { tagana: 1, pendamping_desa: 1 } }),
  plan: { withinMs: 20 * DAY_MS, travelKmMost: 100 },
}
const span = [new Date('2027-01-01T00:00Z'), new Date('2028-01-01T00:00Z')] as const
const people = [aPerson('T', { kind: 'tagana' }), aPerson('P', { kind: 'pendamping_desa' })]
const turns = turnsOf(
  [programme],
  [JAVA],
  people,
  NO_CALENDAR,
  () => ({ points: 0, parts: [] }),
  span,
  new Date('2026-12-01T00:00Z'),
)

test('a year is planned by the solver, no dearer than without it, within a proven bound', async () => {
  const { by, cost, greedyCost, bound, plan } = await solveYear(turns, { limitMs: 30_000, seed: 1 }, solveWithHighs)
  expect(by).toBe('solver')
  expect(plan.planned).toHaveLength(12)
  expect(cost).toBeLessThanOrEqual(greedyCost)
  expect(bound ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(cost)
})

test('a solver whose time is over leaves the plan without a solver', async () => {
  const { by, plan, stages, bound } = await solveYear(turns, { limitMs: 1, seed: 1 }, (asked) =>
    solveWithHighs({ ...asked, limitMs: -1_499 }),
  )
  expect({ by, bound, served: plan.planned.length }).toEqual({ by: 'greedy', bound: null, served: 12 })
  expect(stages).toMatchObject([{ outcome: 'no-solution', gap: null }])
})

/** More than a CI needs, by hand: KENTONGAN_TINY_YEARS=300. */
const TINY_YEARS = Number(process.env['KENTONGAN_TINY_YEARS'] || 15)
// How often the best is found is a share: of fifteen years drawn anew each time it would fail now and then by chance.
const DRAWN = process.env['KENTONGAN_TINY_YEARS'] === undefined ? { seed: 26_04 } : {}

test('no year of the solver is cheaper than the best of all, its bound never lies above that, and nobody is in two places', async () => {
  let [best, all] = [0, 0]
  await fc.assert(
    fc.asyncProperty(tiny, async (given) => {
      const year = tinyYear(given)
      const { plan, cost, bound, greedyCost } = await solveYear(year, { limitMs: 20_000, seed: 1 }, solveWithHighs)
      for (const [nth, one] of plan.planned.entries()) {
        expect(plan.planned.slice(nth + 1).some((other) => meet(one, other))).toBe(false)
        const helped = plan.planned.filter(({ team }) => team.ids.some((id) => one.team.ids.includes(id)))
        expect(helped.length).toBeLessThanOrEqual((year[one.turn]?.drillsMost ?? 0) * one.team.ids.length)
      }
      const optimum = cheapest(year)
      expect(cost).toBeGreaterThanOrEqual(optimum - 1e-6)
      expect(bound ?? 0).toBeLessThanOrEqual(optimum + 1e-6)
      expect(cost).toBeLessThanOrEqual(greedyCost)
      all += 1
      // Stages may lose what lies between them, and each may stop at its gap.
      if (cost <= optimum * 1.01 + 1e-6) best += 1
    }),
    { numRuns: TINY_YEARS, ...DRAWN },
  )
  expect(best / all).toBeGreaterThanOrEqual(0.9)
}, 900_000)
