import { expect, test } from 'vitest'
import { isDay, readInstant } from '../../src/intake/instant.ts'

test.each([
  ['2026-11-22T13:21:00+07:00', '2026-11-22T06:21:00.000Z'],
  ['2026-11-22T13:21Z', '2026-11-22T13:21:00.000Z'],
  ['2028-02-29T23:59:59.5-01:30', '2028-03-01T01:29:59.500Z'],
])('%s is the instant %s', (text, instant) => {
  expect(readInstant(text)?.toISOString()).toBe(instant)
})

test.each([
  '2026-11-22T13:21:00',
  '2026-11-22',
  '2026-02-30T00:00:00Z',
  '2027-02-29T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-00-10T00:00:00Z',
  '2026-11-00T00:00:00Z',
  '2026-11-22T24:00:00Z',
  '2026-11-22T13:60:00Z',
  '2026-11-22 13:21:00+07:00',
  '2026-11-22T13:21:00+7',
  '2026-11-22T13:21:00+15:00',
  '22/11/2026',
  '1763793600',
  '1026-11-22T13:21:00Z',
])('%s is no instant', (text) => {
  expect(readInstant(text)).toBeNull()
})

test('a day is one of the calendar', () => {
  expect(isDay('2028-02-29')).toBe(true)
  expect(isDay('2100-02-29')).toBe(false)
  expect(isDay('2026-1-1')).toBe(false)
})
