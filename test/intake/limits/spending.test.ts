import fc from 'fast-check'
import { expect, test } from 'vitest'
import { spendingLimit } from '../../../src/intake/limits/spending.ts'

test('a minute of it can be spent at once, and comes back evenly', () => {
  const limit = spendingLimit(60)
  for (let spent = 0; spent < 60; spent += 1) {
    expect(limit.isSpent('a', 0)).toBe(false)
    limit.spend('a', 0)
  }
  expect([limit.isSpent('a', 0), limit.isSpent('b', 0)]).toEqual([true, false])
  expect([limit.isSpent('a', 999), limit.isSpent('a', 1_000)]).toEqual([true, false])
  limit.spend('a', 1_000)
  expect([limit.isSpent('a', 1_000), limit.isSpent('a', 60_999)]).toEqual([true, false])
})

test('a flood postpones its own end no further', () => {
  const limit = spendingLimit(60)
  for (let spent = 0; spent < 100_000; spent += 1) limit.spend('a', 0)
  expect(limit.isSpent('a', 1_000)).toBe(false)
})

test('it never lets more through than a bucket that is counted by hand', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 120 }), fc.array(fc.integer({ min: 0, max: 5_000 })), (perMinute, pauses) => {
      const limit = spendingLimit(perMinute)
      let [now, tokens, before] = [0, perMinute, 0]
      for (const pause of pauses) {
        now += pause
        tokens = Math.min(perMinute, tokens + ((now - before) * perMinute) / 60_000)
        before = now
        // Where the two differ it is by the rounding of a token that is just whole.
        if (Math.abs(tokens - 1) > 1e-6) expect(limit.isSpent('a', now)).toBe(tokens < 1)
        if (!limit.isSpent('a', now)) {
          limit.spend('a', now)
          tokens -= 1
        }
      }
    }),
  )
})

test('a flood of keys forgets the longest quiet, and memory stays the same', () => {
  const limit = spendingLimit(1, 100)
  for (let key = 0; key <= 100; key += 1) limit.spend(`k${key}`, key)
  expect([limit.isSpent('k0', 101), limit.isSpent('k1', 101), limit.isSpent('k100', 101)]).toEqual([false, true, true])
})

test.each([0, -1, Number.NaN])('%d a minute is no limit', (perMinute) => {
  expect(() => spendingLimit(perMinute)).toThrow(RangeError)
})
