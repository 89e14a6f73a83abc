import fc from 'fast-check'
import { expect, test } from 'vitest'
import { firstPollAt, mayAskAt, nextPollAt, requestsPerMinute } from '../../src/mobilisation/feed-pace.ts'
import { later, MIN, NOW } from './sample.ts'

const FEED = { name: 'bmkg-autogempa', everyMs: 20_000 }
const S = 1_000

const waits = (failures: number, askedMs: number | null = null, feed = FEED): number =>
  nextPollAt(feed, NOW, failures, askedMs).getTime() - NOW.getTime()

test('after a success the next poll is one period later, to the millisecond', () => {
  expect(waits(0)).toBe(20 * S)
  expect(waits(0, 5 * MIN)).toBe(20 * S)
})

test.each([
  [1, 20 * S],
  [2, 40 * S],
  [3, 80 * S],
  [6, 640 * S],
  [7, 15 * MIN],
  [50, 15 * MIN],
  [5_000, 15 * MIN],
])('after %i failures it waits %i ms and at most a tenth more', (failures, least) => {
  expect(waits(failures)).toBeGreaterThanOrEqual(least)
  expect(waits(failures)).toBeLessThanOrEqual(least * 1.1)
})

test('what the server asks for counts where it is longer, up to an hour', () => {
  expect(waits(1, 5 * MIN)).toBe(5 * MIN)
  expect(waits(1, 1)).toBe(waits(1))
  expect(waits(1, -5)).toBe(waits(1))
  expect(waits(1, 24 * 60 * MIN)).toBe(60 * MIN)
})

test('a feed that is asked once a day is not asked more often because it fails', () => {
  expect(waits(3, null, { name: 'slow', everyMs: 1_440 * MIN })).toBeGreaterThanOrEqual(1_440 * MIN)
})

test('the same feed always waits as long, two feeds that failed together do not', () => {
  expect(waits(3)).toBe(waits(3))
  expect(waits(3)).not.toBe(waits(3, null, { ...FEED, name: 'bmkg-gempaterkini' }))
})

test('a new feed is asked within its first period, and not all at once', () => {
  const names = Array.from({ length: 20 }, (_, n) => `feed-${n}`)
  const firsts = names.map((name) => firstPollAt({ name, everyMs: MIN }, NOW).getTime() - NOW.getTime())
  expect(Math.min(...firsts)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...firsts)).toBeLessThan(MIN)
  expect(new Set(firsts).size).toBeGreaterThan(15)
  expect(firstPollAt({ name: '', everyMs: MIN }, NOW).getTime()).toBeGreaterThanOrEqual(NOW.getTime())
})

test('a period is so many requests a minute', () => {
  expect(requestsPerMinute({ everyMs: 20 * S })).toBe(3)
  expect(requestsPerMinute({ everyMs: 2 * MIN })).toBe(0.5)
})

test.each<[string, number[], number, number]>([
  ['nobody asked yet', [], 2, 0],
  ['one of two', [-10 * S], 2, 0],
  ['two of two: when the older of them is a minute old', [-10 * S, -30 * S], 2, 30 * S],
  ['two of one: when the newer is', [-30 * S, -10 * S], 1, 50 * S],
  ['old ones do not count', [-60 * S, -61 * S], 1, 0],
  ['one from a clock that is ahead does', [2 * S], 1, 62 * S],
])('%s', (_words, sent, perMinute, waitMs) => {
  expect(mayAskAt(sent.map(later), perMinute, NOW)).toEqual(later(waitMs))
})

test('whoever asks only when it may never sends more than the limit in any 60 seconds', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 60 }),
      fc.integer({ min: 1, max: 6 }),
      (pauses, perMinute) => {
        const sent: Date[] = []
        let now = NOW
        for (const pause of pauses) {
          now = new Date(now.getTime() + pause)
          now = new Date(Math.max(now.getTime(), mayAskAt(sent, perMinute, now).getTime()))
          sent.push(now)
        }
        for (const at of sent) {
          const within = sent.filter((one) => one <= at && one.getTime() > at.getTime() - MIN)
          expect(within.length).toBeLessThanOrEqual(perMinute)
        }
      },
    ),
  )
})
