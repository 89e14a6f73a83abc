import { expect, test } from 'vitest'
import { steadyClock } from '../src/clock.ts'

const START = new Date('2026-11-22T06:00:00Z')

test('a steady clock runs on by the monotonic clock, and from where it is set', () => {
  let ms = 5_000
  const clock = steadyClock(START, () => ms)
  expect(clock.now()).toEqual(START)
  ms += 1_500
  expect(clock.now().getTime() - START.getTime()).toBe(1_500)
  clock.set(new Date(START.getTime() - 60_000))
  expect(clock.now().getTime() - START.getTime()).toBe(-60_000)
  ms += 250
  expect(clock.now().getTime() - START.getTime()).toBe(-59_750)
})
