import { expect, test } from 'vitest'
import { localDate, localDateLong, localTime } from '../../src/wording/time.ts'

const HKB = new Date('2027-04-26T03:00:00Z')

test('one instant has three local times', () => {
  expect(localTime(HKB, 'WIB')).toBe('10.00 WIB')
  expect(localTime(HKB, 'WITA')).toBe('11.00 WITA')
  expect(localTime(HKB, 'WIT')).toBe('12.00 WIT')
})

test('hours and minutes have two digits and seconds are cut off', () => {
  expect(localTime(new Date('2026-11-21T23:05:59.999Z'), 'WIB')).toBe('06.05 WIB')
})

test('the day is the local one', () => {
  const lateEvening = new Date('2026-12-31T16:30:00Z')
  expect(localDate(lateEvening, 'WIB')).toBe('Kam 31/12')
  expect(localDate(lateEvening, 'WITA')).toBe('Jum 1/1')
  expect(localDateLong(lateEvening, 'WIT')).toBe('Jumat, 1 Januari 2027')
})

test('dates are in Indonesian', () => {
  expect(localDate(HKB, 'WIB')).toBe('Sen 26/4')
  expect(localDateLong(HKB, 'WIB')).toBe('Senin, 26 April 2027')
})

test('an invalid date is refused', () => {
  expect(() => localTime(new Date('x'), 'WIB')).toThrow(RangeError)
})
