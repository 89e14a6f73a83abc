import { expect, test } from 'vitest'
import { rateLimit } from '../../src/intake/rate-limit.ts'

const at = (seconds: number): Date => new Date(1_000_000 + seconds * 1000)

test('so many are allowed in a window, and again in the next', () => {
  const allowed = rateLimit(2, 60_000)
  expect([allowed('a', at(0)), allowed('a', at(1)), allowed('a', at(59))]).toEqual([true, true, false])
  expect(allowed('b', at(59))).toBe(true)
  expect(allowed('a', at(60))).toBe(true)
})

test('a flood of keys forgets the oldest ones, not the youngest', () => {
  const allowed = rateLimit(1, 60_000)
  for (let key = 0; key <= 10_000; key += 1) allowed(`k${key}`, at(0))
  expect(allowed('k10000', at(1))).toBe(false)
  expect(allowed('k0', at(1))).toBe(true)
})
