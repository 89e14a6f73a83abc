import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readReportToken, reportToken } from '../../src/intake/report-token.ts'

const KEY = Buffer.alloc(32, 5)
const ID = '0190a8f2-6c1e-7d3a-9b5f-3f0a1c2d4e5f'
const UNTIL = new Date('2026-12-22T06:30:00Z')
const before = new Date(UNTIL.getTime() - 1)

test('a token holds for its person until it expires, and the same arguments give the same one', () => {
  const token = reportToken(ID, UNTIL, KEY)
  expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/)
  expect(reportToken(ID, new Date(UNTIL.getTime() + 999), KEY)).toBe(token)
  expect(readReportToken(token, KEY, before)).toEqual({ responderId: ID })
  expect(readReportToken(token, KEY, UNTIL)).toBe('expired')
})

test('any person and time come back, and no changed token, nor one of another key, is anybody’s', () => {
  fc.assert(
    fc.property(
      fc.uuid(),
      fc.integer({ min: 1, max: 2 ** 32 - 1 }),
      fc.nat({ max: 42 }),
      fc.constantFrom(...'AZaz09_-'),
      (id, seconds, at, sign) => {
        const token = reportToken(id, new Date(seconds * 1000), KEY)
        const now = new Date(seconds * 1000 - 1)
        expect(readReportToken(token, KEY, now)).toEqual({ responderId: id })
        expect(readReportToken(token, Buffer.alloc(32, 6), now)).toBeNull()
        const changed = token.slice(0, at) + sign + token.slice(at + 1)
        if (changed !== token) expect(readReportToken(changed, KEY, now)).toBeNull()
      },
    ),
  )
})

test.each(['', 'x', 'A'.repeat(42), 'A'.repeat(43), 'A'.repeat(44), `${'A'.repeat(42)}=`])('%j is nobody’s', (text) => {
  expect(readReportToken(text, KEY, before)).toBeNull()
})

test.each([
  ['no uuid', UNTIL],
  [ID.toUpperCase(), UNTIL],
  [ID, new Date(-1)],
  [ID, new Date(2 ** 32 * 1000)],
  [ID, new Date(Number.NaN)],
])('no token is made for %j until %s', (id, until) => {
  expect(() => reportToken(id, until, KEY)).toThrow(RangeError)
})
