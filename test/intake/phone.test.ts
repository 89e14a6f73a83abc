import fc from 'fast-check'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { expect, test } from 'vitest'
import { readMobile, readPhone, senderNumber } from '../../src/intake/phone.ts'

test.each([
  ['+628123456789', '+628123456789'],
  ['0812-3456-789', '+628123456789'],
  ['0811 0123 4567', '+6281101234567'],
  ['+62 812-3456-789', '+628123456789'],
  ['(0812) 3456789', '+628123456789'],
  ['+6591234567', '+6591234567'],
])('%s is the mobile %s', (text, e164) => {
  expect(readMobile(text)).toEqual({ kind: 'phone', e164, synthetic: false })
})

test.each([
  ['+6284723494919', '+6284723494919'],
  ['0847 2349 4919', '+6284723494919'],
])('%s belongs to an invented person', (text, e164) => {
  expect(readMobile(text)).toEqual({ kind: 'phone', e164, synthetic: true })
})

test.each([
  ['6281234567890', /without a \+/],
  ['62811234567', /without a \+/],
  ['0062812345678', /without a \+/],
  ['062812345678', /without a \+/],
  ['8123456789', /leading 0/],
  ['+620812345678901', /0 after \+62/],
  ['+62 (0)812 3456 789', /0 after \+62/],
  ['6.28123E+12', /powers of ten/],
  ['6,28123E+12', /powers of ten/],
  ['0812xxx', /more than one/],
  ['08123456789 / 08571234567', /more than one/],
  ['08123456789 ext 4', /more than one/],
  ['０８１２３４５６７８９', /more than one/],
  ['08123\u200b456789', /more than one/],
  ['08123456789\r\nX', /more than one/],
  ['081112345', /any operator/],
  ['+6281234567890123', /any operator/],
  ['+628012345678', /any operator/],
  ['117', /neither national/],
  ['0215551234', /not a mobile/],
  ['+62215551234', /not a mobile/],
  ['+651234', /any operator/],
  ['', /more than one|none/],
])('%j is refused with a remedy', (text, why) => {
  const reading = readMobile(text)
  expect(reading).toMatchObject({ kind: 'not-a-phone', why: expect.stringMatching(why) })
  expect(reading.kind === 'not-a-phone' && reading.remedy.length).toBeGreaterThan(0)
})

test('the quick way for +62 agrees with libphonenumber about every mobile', () => {
  const national = fc.tuple(
    fc.constantFrom('81', '82', '83', '85', '86', '87', '88', '89', '80', '21', '71'),
    fc.stringMatching(/^\d{5,12}$/),
  )
  fc.assert(
    fc.property(national, ([prefix, rest]) => {
      const text = `+62${prefix}${rest}`
      const number = parsePhoneNumberFromString(text)
      const isMobile = number?.isValid() === true && number.getType() === 'MOBILE'
      expect(readMobile(text).kind === 'phone').toBe(isMobile)
    }),
    { numRuns: 500 },
  )
})

test('a command post may have a landline', () => {
  expect(readPhone('+62 22 5891234')).toMatchObject({ kind: 'phone', e164: '+62225891234' })
})

test.each([
  ['628123456789', '+628123456789'],
  ['+628123456789', '+628123456789'],
  ['08123456789', '+628123456789'],
  ['6284723494919', '+6284723494919'],
  ['TELKOMSEL', 'TELKOMSEL'],
  ['3636', '3636'],
])('a text from %s came from %s', (from, sender) => {
  expect(senderNumber(from)).toBe(sender)
})
