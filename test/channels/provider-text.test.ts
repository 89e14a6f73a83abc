import fc from 'fast-check'
import { expect, test } from 'vitest'
import { retryAfterMs } from '../../src/channels/gateway-answer.ts'
import { providerText } from '../../src/channels/provider-text.ts'

test.each([
  ['550 <siti.a+x@mail.example.id> unknown', '550 <***@mail.example.id> unknown'],
  ['+62 812-3456-7890 is off', '***890 is off'],
  ['number:081234567890.', 'number:***890.'],
  ['call 2025550123 now', 'call ***123 now'],
  ['550 5.1.1 no', '550 5.1.1 no'],
  ['connect ECONNREFUSED 127.0.0.1:2525', 'connect ECONNREFUSED 127.0.0.1:2525'],
  ['a\r\n\0b', 'a b'],
])('a provider’s %j becomes %j', (text, masked) => {
  expect(providerText(text)).toBe(masked)
})

test('no number of seven digits or more survives, wherever it stands', () => {
  fc.assert(
    fc.property(fc.string(), fc.stringMatching(/^[0-9]{7,15}$/), fc.string(), (before, number, after) => {
      expect(providerText(`${before} ${number} ${after}`)).not.toMatch(/\d{7}/)
    }),
  )
})

test('a page of text is cut to 200 characters', () => {
  expect(providerText('x '.repeat(100_000)).length).toBeLessThanOrEqual(200)
})

test.each([
  [undefined, 30_000],
  ['', 30_000],
  ['soon', 30_000],
  ['0', 1_000],
  ['12', 12_000],
  ['301', 300_000],
  ['Sun, 22 Nov 2026 04:00:20 GMT', 20_000],
  ['Sun, 22 Nov 2026 03:00:00 GMT', 1_000],
])('a retry-after of %j asks for %i ms', (header, ms) => {
  expect(retryAfterMs(header, new Date('2026-11-22T04:00:00Z'))).toBe(ms)
})
