import fc from 'fast-check'
import { expect, test } from 'vitest'
import { smallestSet } from '../../src/mobilisation/smallest-set.ts'
import { chanceByEnumeration, lineOf, needOf, others, smallestByHand } from './sample-wave.ts'

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
    }),
    { numRuns, seed },
  )
  return sets
}

test('of kinds alone finds the set that going through all of them finds', () => {
  expect(check(3, 0, 9, 3_000, 1)).toBeGreaterThan(300)
})

test('with skills too finds the set that going through all of them finds', () => {
  expect(check(2, 2, 8, 3_000, 2)).toBeGreaterThan(300)
})
