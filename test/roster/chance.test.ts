import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashOf, seededChance } from '../../src/roster/chance.ts'
import { itemAt } from '../../src/roster/item-at.ts'

// The published test vectors of FNV-1a, 32 bits.
test.each([
  ['', 0x811c9dc5],
  ['a', 0xe40c292c],
  ['foobar', 0xbf9cf968],
])('the hash of %j is the published one', (text, hash) => {
  expect(hashOf(text)).toBe(hash)
})

test('the same seed draws the same, another seed something else', () => {
  const draw = (seed: string): readonly number[] => {
    const chance = seededChance(seed)
    return Array.from({ length: 20 }, () => chance.next())
  }
  expect(draw('1')).toEqual(draw('1'))
  expect(draw('1')).not.toEqual(draw('2'))
})

test('draws stay within their bounds and reach every part of them', () => {
  fc.assert(
    fc.property(fc.string(), (seed) => {
      const chance = seededChance(seed)
      const tenths = Array.from({ length: 1000 }, () => Math.floor(chance.between(2, 3) * 10))
      expect(new Set(tenths)).toEqual(new Set([20, 21, 22, 23, 24, 25, 26, 27, 28, 29]))
      expect(new Set(Array.from({ length: 200 }, () => chance.below(3)))).toEqual(new Set([0, 1, 2]))
      expect(new Set(Array.from({ length: 200 }, () => chance.pick(['a', 'b'])))).toEqual(new Set(['a', 'b']))
    }),
    { numRuns: 25 },
  )
})

test('there is nothing to pick from an empty list', () => {
  expect(() => seededChance('1').pick([])).toThrow(RangeError)
})

test('an item that is not there is named with the length of its list', () => {
  expect(itemAt(['a', 'b'], 1)).toBe('b')
  expect(() => itemAt(['a', 'b'], 2)).toThrow(new RangeError('expected an item at 2, got a list of 2'))
})
