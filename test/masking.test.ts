import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maskContacts } from '../src/masking.ts'

test('telephone numbers keep their last three digits', () => {
  const written = [
    '+628123456789',
    '+62 812-3456-789',
    '+62 (0)812 3456 789',
    '628123456789',
    '08123456789',
    '0812.3456.789',
    '(0812) 3456 789',
    '8123456789',
    '812-3456-789',
    '00628123456789',
    '0812‑3456‑789',
  ]
  for (const number of written) expect(maskContacts(`dari ${number}, balas`)).toBe('dari ***789, balas')
  expect(maskContacts('hp08123456789/+6591234567')).toBe('hp***789/***567')
  expect(maskContacts('021-5551234')).toBe('***234')
})

test('e-mail addresses keep their domain and URLs lose their password', () => {
  expect(maskContacts('Siti <siti.n+x@dinsos.bantul.go.id>')).toBe('Siti <***@dinsos.bantul.go.id>')
  expect(maskContacts('postgres://k:p4ss@localhost:5432/k')).toBe('postgres://k:***@localhost:5432/k')
})

test('a number behind a bracket and the 00 of international calls is masked to its end', () => {
  expect(maskContacts('(0062838 1320 26205 3 orang')).toBe('***053 orang')
  expect(maskContacts('(0062838-8468-04650)')).toBe('***650)')
})

test('identifiers, dates, codes and counts stay', () => {
  const kept = [
    '2026-11-22T13:21:00.123+07:00',
    '2026-11-22 13:21:00',
    '62.01.05.2003',
    '62.01',
    '32.04.15.2003',
    'review-550e8400-e29b-41d4-a716-446655440000-1795312345678',
    '08123456-7890-4123-8123-456789012345',
    '1795312345678',
    '0.0812345678',
    '-7.19081234',
    '107.51612345',
    'port 8080, 74000 people in 1650 ms',
    '127.0.0.1:54320',
  ]
  for (const text of kept) expect(maskContacts(text)).toBe(text)
})

const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`))

test('no written form of an Indonesian mobile number leaves nine of its digits in a row', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('+62', '62', '0', '0062', '', '+62 ', '(0'),
      fc.constantFrom('11', '12', '38', '57', '96'),
      fc.integer({ min: 6, max: 9 }).chain(digits),
      fc.constantFrom('', ' ', '-'),
      fc.constantFrom('', 'hp ', 'no:', '"', '(', '<'),
      fc.constantFrom('', '.', ', ok', '"', ')', ' 3 orang'),
      (prefix, operator, rest, gap, before, after) => {
        const number = `${prefix}8${operator}${gap}${rest.slice(0, 4)}${gap}${rest.slice(4)}`
        const masked = maskContacts(`${before}${number}${after}`)
        expect(masked.replace(/[ -]/g, '')).not.toMatch(/\d{9}/)
        expect(masked).toContain('***')
      },
    ),
  )
})

test('uuids, ISO instants, region codes and timestamps always stay', () => {
  const regionCode = fc.tuple(digits(2), digits(2), digits(2), digits(3)).map(([a, b, c, d]) => `${a}.${b}.${c}.2${d}`)
  const instant = fc
    .date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    .map((at) => at.toISOString())
  const stamp = fc.integer({ min: 1_000_000_000_000, max: 4_000_000_000_000 }).map(String)
  fc.assert(
    fc.property(fc.oneof(fc.uuid(), instant, regionCode, stamp), (text) => {
      expect(maskContacts(`at ${text} id`)).toBe(`at ${text} id`)
    }),
  )
})
