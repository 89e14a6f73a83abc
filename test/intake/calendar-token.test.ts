import { expect, test } from 'vitest'
import { calendarToken, type FeedOf, LONGEST_FEED_NAME, readCalendarToken } from '../../src/intake/calendar-token.ts'

const KEY = Buffer.alloc(32, 7)
const FEEDS: readonly FeedOf[] = [
  { kind: 'site', siteCode: 'KSB-3204/ä 1' },
  { kind: 'responder', responderId: '0190a8f2-6c1e-7d3a-9b5f-3f0a1c2d4e5f' },
  { kind: 'region', regionCode: '32.04' },
]

test('a token says whose drills, is always the same, and holds under its own key alone', () => {
  for (const feed of FEEDS) {
    const token = calendarToken(feed, KEY)
    expect(token).toMatch(/^[A-Za-z0-9_-]{18,96}$/)
    expect(calendarToken(feed, KEY)).toBe(token)
    expect(readCalendarToken(token, KEY)).toEqual(feed)
    expect(readCalendarToken(token, Buffer.alloc(32, 8))).toBeNull()
  }
  expect(new Set(FEEDS.map((feed) => calendarToken(feed, KEY))).size).toBe(3)
})

test('any change of a token, and every other text, is nobody’s', () => {
  const token = calendarToken({ kind: 'region', regionCode: '32.0' }, KEY)
  for (const at of token.split('').keys()) {
    const other = token.charAt(at) === 'A' ? 'B' : 'A'
    expect(readCalendarToken(`${token.slice(0, at)}${other}${token.slice(at + 1)}`, KEY)).toBeNull()
  }
  for (const text of ['', 'T'.repeat(17), 'T'.repeat(18), 'T'.repeat(97), `${token}=`, `${token}A`, '../../etc/passwd'])
    expect(readCalendarToken(text, KEY)).toBeNull()
})

test('a name that the longest token cannot hold is refused', () => {
  const longest = { kind: 'site', siteCode: 'K'.repeat(LONGEST_FEED_NAME) } as const
  expect(calendarToken(longest, KEY)).toHaveLength(96)
  expect(readCalendarToken(calendarToken(longest, KEY), KEY)).toEqual(longest)
  expect(() => calendarToken({ ...longest, siteCode: `${longest.siteCode}K` }, KEY)).toThrow(RangeError)
})
