import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findResponder } from '../../src/roster/find-responder.ts'
import { aResponder } from '../mobilisation/sample.ts'

test('finds whoever a plain search finds', () => {
  const ids = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 20 })
  fc.assert(
    fc.property(ids, fc.integer({ min: 0, max: 60 }), (numbers, wanted) => {
      const idOf = (n: number): string => `R-${String(n).padStart(2, '0')}`
      const people = numbers.toSorted((one, other) => one - other).map((n) => aResponder(idOf(n)))
      expect(findResponder(people, idOf(wanted))).toBe(people.find(({ id }) => id === idOf(wanted)))
    }),
    { seed: 20261122, numRuns: 500 },
  )
})
