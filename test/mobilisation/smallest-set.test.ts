import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fillChance, partChance } from '../../src/mobilisation/fill-chance.ts'
import { fillsPart } from '../../src/mobilisation/need-part.ts'
import { chanceOfAtLeast } from '../../src/mobilisation/poisson-binomial.ts'
import { smallestSet } from '../../src/mobilisation/smallest-set.ts'
import type { Candidate } from '../../src/mobilisation/sufficient-wave.ts'
import {
  chanceByEnumeration,
  kindPart,
  lineOf,
  needOf,
  others,
  skillPart,
  smallestByHand,
  waiting,
} from './sample-wave.ts'

const goals = fc.constantFrom(0.8, 0.85, 0.9, 0.95, 0.99, 0.999)

const check = (mostKinds: number, mostSkills: number, maxLength: number, numRuns: number, seed: number): number => {
  let sets = 0
  fc.assert(
    fc.property(needOf(mostKinds, mostSkills), others(2), lineOf(maxLength, 0), goals, (parts, sure, line, goal) => {
      const expected = smallestByHand(parts, sure, line, goal)
      const found = smallestSet(parts, sure, line, goal)
      if (expected === null || found === null) {
        expect(found).toBe(expected)
        return
      }
      sets += expected.size > 0 ? 1 : 0
      const people = found.places.map((place) => line[place]).filter((person) => person !== undefined)
      expect(found.isSmallest).toBe(true)
      expect({ size: people.length, latest: Math.max(...people.map(({ minutes }) => minutes)) }).toEqual({
        size: expected.size,
        latest: expected.latest,
      })
      expect(chanceByEnumeration(parts, [...sure, ...people])).toBeCloseTo(expected.chance, 9)
      // To the last bit: they stand for a count of their own.
      const counted = parts.map((part) => partChance(part, [...sure, ...people]))
      expect(found.chances).toEqual(parts.every(({ by }) => by === 'kind') ? counted : undefined)
    }),
    { numRuns, seed },
  )
  return sets
}

test('of kinds alone finds the set that going through all of them finds', () => {
  expect(check(3, 0, 9, 8_000, 1)).toBeGreaterThan(800)
})

test('with skills too finds the set that going through all of them finds', () => {
  expect(check(2, 2, 8, 8_000, 2)).toBeGreaterThan(700)
})

const SKILLS = ['dapur_umum', 'shelter', 'psikososial']

/** Every third has the first skill, every fourth the second, every fifth the third. */
const crowd = (size: number): readonly Candidate[] =>
  Array.from({ length: size }, (_, n) =>
    waiting(n, { skills: SKILLS.filter((_, at) => n % (at + 3) === 0), odds: 0.4 + (n % 5) / 10 }),
  )

test.each([
  ['too many states of the skills', [5, 5, 5], 60, 300],
  ['too many ways to look at', [5, 5], 40, 300],
  ['a joint count of too many states', [80], 250, 700],
])(
  'with %s the goal is reached all the same, by not many more people than without the skills',
  (_, counts, heads, size) => {
    const parts = [kindPart('tagana', heads), ...counts.map((count, at) => skillPart(SKILLS[at] ?? '', count))]
    const line = crowd(size)
    const found = smallestSet(parts, [], line, 0.95)
    expect(found?.isSmallest).toBe(false)
    const people = found?.places.flatMap((place) => line[place] ?? []) ?? []
    expect(fillChance(parts, people).chance).toBeGreaterThanOrEqual(0.95)
    const bare = smallestSet([kindPart('tagana', heads)], [], line, 0.95)
    expect(bare?.isSmallest).toBe(true)
    expect(people.length).toBeLessThanOrEqual((bare?.places.length ?? 0) * 1.2)
  },
)

test('nobody of a kind is passed over, but for a skill that is wanted', () => {
  fc.assert(
    fc.property(needOf(2, 2), others(2), lineOf(8, 0), goals, (parts, sure, line, goal) => {
      const chosen = new Set(smallestSet(parts, sure, line, goal)?.places)
      const skills = parts.filter(({ by }) => by === 'skill')
      for (const [place, person] of line.entries()) {
        if (!chosen.has(place) || skills.some((part) => fillsPart(person, part))) continue
        expect(parts.some((part) => part.by === 'kind' && part.name === person.kind)).toBe(true)
        for (const [earlier, one] of line.slice(0, place).entries())
          if (one.kind === person.kind) expect(chosen.has(earlier)).toBe(true)
      }
    }),
    { numRuns: 3_000, seed: 3 },
  )
})

test('for a whole province not one person more is called than needed', () => {
  const line = Array.from({ length: 10_000 }, (_, n) => waiting(n, { odds: 0.3 + (n % 41) / 100 }))
  const found = smallestSet([kindPart('tagana', 2_500)], [], line, 0.95)
  const count = found?.places.length ?? 0
  expect(found?.places).toEqual(Array.from({ length: count }, (_, n) => n))
  const odds = line.map((person) => person.odds)
  expect(chanceOfAtLeast(odds.slice(0, count), 2_500)).toBeGreaterThanOrEqual(0.95)
  expect(chanceOfAtLeast(odds.slice(0, count - 1), 2_500)).toBeLessThan(0.95)
})
