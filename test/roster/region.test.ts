import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isDesa, liesWithin, readRegionCode, regencyOf, timeZoneOf, UTC_OFFSET_HOURS } from '../../src/roster/region.ts'

describe('readRegionCode', () => {
  test.each([
    ['32', 'province'],
    ['32.04', 'regency'],
    ['32.04.15', 'district'],
    ['32.04.15.2003', 'village'],
    ['31.72.04.1006', 'village'],
    ['91.03.01.3001', 'village'],
    [' 32.04\t', 'regency'],
  ])('reads %j as the code of a %s', (text, level) => {
    expect(readRegionCode(text)).toEqual({ kind: 'code', code: text.trim(), level })
  })

  test('does not ask whether the place exists', () => {
    expect(readRegionCode('32.02.01.2001')).toMatchObject({ kind: 'code', level: 'village' })
  })

  test.each([
    ['3172041006', /BPS/],
    ['11.01.40001', /island/],
    ['31720410.06', /spreadsheet/],
    ['53.2', /spreadsheet/],
    ['31.72.4.1006', /with dots/],
    ['32.04.15.4003', /with dots/],
    ['32.04.15.0003', /with dots/],
    ['32.04.', /with dots/],
    ['32-04', /with dots/],
    ['3x', /with dots/],
    ['', /with dots/],
    ['Bandung', /with dots/],
  ])('refuses %j and says what to write instead', (text, hint) => {
    expect(readRegionCode(text)).toEqual({ kind: 'not-a-code', hint: expect.stringMatching(hint) })
  })

  test('refuses any text of which dots and digits are not in their places', () => {
    const pieces = fc.array(fc.constantFrom('0', '1', '2', '9', '.', '-', 'a'), { maxLength: 14 })
    fc.assert(
      fc.property(pieces, (parts) => {
        const text = parts.join('')
        const wellFormed = /^\d\d$|^\d\d\.\d\d$|^\d\d\.\d\d\.\d\d$|^\d\d\.\d\d\.\d\d\.[123]\d\d\d$/.test(text)
        expect(readRegionCode(text).kind).toBe(wellFormed ? 'code' : 'not-a-code')
      }),
    )
  })
})

test.each([
  ['32.04.15.2003', '', true],
  ['32.04.15.2003', '32', true],
  ['32.04.15.2003', '32.04', true],
  ['32.04', '32.04', true],
  ['32.04', '32.04.15', false],
  ['32.04.15', '32.0', false],
  ['34.02', '32', false],
])('%s within jurisdiction %j: %s', (code, jurisdiction, expected) => {
  expect(liesWithin(code, jurisdiction)).toBe(expected)
})

test('the regency of a village, a district and of itself are its first five characters', () => {
  expect(['32.04.15.2003', '32.04.15', '32.04'].map(regencyOf)).toEqual(['32.04', '32.04', '32.04'])
})

test('a province has no one regency', () => {
  expect(() => regencyOf('32')).toThrow(new RangeError('region 32 is above the level of a regency'))
})

test.each([
  ['32.04.15.2003', true],
  ['91.03.01.3001', true],
  ['31.72.04.1006', false],
  ['32.04.15', false],
])('%s is a desa: %s', (code, expected) => {
  expect(isDesa(code)).toBe(expected)
})

test.each([
  ['11', 'WIB', 7],
  ['35.10', 'WIB', 7],
  ['61.71', 'WIB', 7],
  ['62', 'WIB', 7],
  ['51.01', 'WITA', 8],
  ['63', 'WITA', 8],
  ['76.02', 'WITA', 8],
  ['81', 'WIT', 9],
  ['96.71', 'WIT', 9],
] as const)('the clocks of %s show %s, %i hours ahead of UTC', (code, zone, hours) => {
  expect(timeZoneOf(code)).toBe(zone)
  expect(UTC_OFFSET_HOURS[timeZoneOf(code)]).toBe(hours)
})
