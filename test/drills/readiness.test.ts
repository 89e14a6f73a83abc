import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  groupScore,
  READINESS_GROUPS,
  READINESS_PARTS,
  type ReadinessFacts,
  readinessOf,
} from '../../src/drills/readiness.ts'
import { aKsb } from './a-ksb.ts'

const NOW = new Date('2027-04-26T03:00Z')
const daysAgo = (days: number): Date => new Date(NOW.getTime() - days * 86_400_000)
const score = (more: Partial<ReadinessFacts>): number => readinessOf(aKsb(more), NOW).score
const value = (name: string, more: Partial<ReadinessFacts>): number | null | undefined =>
  readinessOf(aKsb(more), NOW).parts.find((part) => part.name === name)?.value

test('the weights make a hundred, and everything there gives all of them', () => {
  expect(READINESS_PARTS.reduce((sum, { weight }) => sum + weight, 0)).toBe(100)
  expect(readinessOf(aKsb(), NOW)).toMatchObject({ score: 100, known: 100 })
  expect(READINESS_GROUPS.map((group) => groupScore(readinessOf(aKsb(), NOW), group))).toEqual([
    { points: 35, of: 35 },
    { points: 40, of: 40 },
    { points: 25, of: 25 },
  ])
})

const NOTHING: Partial<ReadinessFacts> = {
  ...{ hasGardu: false, hasLumbung: false, pendamping: 0, tagana: 0, members: 0, reachable: 0, lastHeldAt: null },
  ...{ trained: null, attendance: null, asked: 0, answered: 0 },
}

test('of a village of which nothing is known, what is unknown is told', () => {
  expect(readinessOf(aKsb(NOTHING), NOW)).toMatchObject({ score: 0, known: 60 })
})

test.each<readonly [string, Partial<ReadinessFacts>, number | null]>([
  ['contacts', { members: 40, reachable: 10 }, 0.25],
  ['contacts', { members: 0, reachable: 0 }, 0],
  ['facilitators', { pendamping: 0 }, 0.5],
  ['facilitators', { pendamping: 0, isDesa: false }, 1],
  ['facilitators', { tagana: 0, isDesa: false }, 0],
  ['members', { members: 20 }, 0.4],
  ['members', { members: 80 }, 1],
  ['trained', { trained: 5, members: 50 }, 0.1],
  ['trained', { trained: null }, null],
  ['recency', { lastHeldAt: daysAgo(182) }, 1],
  ['recency', { lastHeldAt: daysAgo(457) }, 0.4992],
  ['recency', { lastHeldAt: daysAgo(731) }, 0],
  ['recency', { lastHeldAt: null }, 0],
  ['attendance', { attendance: 0.3 }, 0.3],
  ['attendance', { attendance: null }, null],
  ['answers', { asked: 40, answered: 10 }, 0.25],
  ['answers', { asked: 0 }, null],
])('%s of %o', (name, given, expected) => {
  const got = value(name, given)
  if (expected === null) expect(got).toBeNull()
  else expect(got).toBeCloseTo(expected, 3)
})

const facts = fc.record({
  isDesa: fc.boolean(),
  hasGardu: fc.boolean(),
  hasLumbung: fc.boolean(),
  pendamping: fc.nat(3),
  tagana: fc.nat(3),
  members: fc.nat(70),
  reachable: fc.nat(70),
  trained: fc.option(fc.nat(70)),
  lastHeldAt: fc.option(fc.nat(1_000).map(daysAgo)),
  attendance: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  asked: fc.nat(50),
  answered: fc.nat(50),
})

test('it lies between 0 and 100, and more of anything never lowers it; something known is never worse than nothing', () => {
  fc.assert(
    fc.property(facts, (given) => {
      const before = score(given)
      expect(before).toBeGreaterThanOrEqual(0)
      expect(before).toBeLessThanOrEqual(100)
      const better: readonly Partial<ReadinessFacts>[] = [
        { hasGardu: true },
        { hasLumbung: true },
        { pendamping: given.pendamping + 1 },
        { tagana: given.tagana + 1 },
        { reachable: given.reachable + 1 },
        { trained: (given.trained ?? 0) + 1 },
        { lastHeldAt: NOW },
        { attendance: 1 },
        { attendance: given.attendance ?? 0 },
        { trained: given.trained ?? 0 },
        ...(given.asked > 0 ? [{ answered: given.answered + 1 }] : []),
      ]
      for (const more of better) expect(score({ ...given, ...more })).toBeGreaterThanOrEqual(before)
    }),
  )
})
