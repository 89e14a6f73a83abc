import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isGsm7, septets, smsParts, smsSegments } from '../../src/wording/gsm7.ts'
import { renderEmail, renderSms } from '../../src/wording/message.ts'
import { LONGEST_LINK, longFields, shippedTemplates, smsOf } from '../support/shipped-texts.ts'
import { PACKAGE_ROOT } from './folders.ts'

const TEMPLATES = shippedTemplates(PACKAGE_ROOT)
const EMAILS = [...TEMPLATES].filter(([key]) => key.endsWith('.email'))

/** What whoever writes an event, a site or a roster may put into a message; the rest is our own. */
const OTHERS = ['place', 'muster', 'headline', 'office', 'siteName', 'drillType', 'contactHint', 'name'] as const

const evil = fc.constantFrom(
  '\r\nBcc: x@evil.example',
  '\u2028',
  '\u0085',
  '\u202e',
  '\u2066',
  '\u200b',
  '\ud83d',
  'https://evil.example/a',
  'evil.com',
  'www.evil.example',
  '{link}',
  '{code}',
  '€^~|[]',
  '👨‍👩‍👧',
  'banjir – “bandang”',
)
const text = fc
  .array(fc.oneof(evil, fc.string({ unit: 'binary', maxLength: 25 }), fc.string({ unit: 'grapheme-ascii' })), {
    maxLength: 5,
  })
  .map((parts) => parts.join(' '))
const fields = fc
  .record(Object.fromEntries(OTHERS.map((name) => [name, text])))
  .map((others) => ({ ...longFields('Kab. Ogan Komering Ulu Selatan', 'volcano'), ...others }))
const mode = fc.constantFrom('actual', 'exercise')

/** Signs that break a line or turn its direction, and addresses that are not ours. */
const FORGED = /[\p{Cc}\u2028\u2029\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069]|evil\.\S|www\.\S|:\/\//u

test('whatever others write, every shipped SMS is one 7-bit part of one line with no link but ours, and labelled', () => {
  fc.assert(
    fc.property(fc.constantFrom(...smsOf(TEMPLATES)), fields, mode, ([key, template], given, as) => {
      const sent = renderSms(template, given, { mode: as, link: LONGEST_LINK })
      expect(isGsm7(sent), key).toBe(true)
      expect(smsParts(sent), `${key}: ${sent}`).toBe(1)
      expect(sent.replace(LONGEST_LINK, ''), key).not.toMatch(FORGED)
      if (as === 'exercise' || key.includes('/drill-')) expect(sent, key).toMatch(/^LATIHAN - .* LATIHAN$/)
    }),
    { numRuns: 1_500 },
  )
})

test('whatever others write, no e-mail has a line, a header or a link more than its template', () => {
  fc.assert(
    fc.property(fc.constantFrom(...EMAILS), fields, mode, ([key, template], given, as) => {
      const { subject, text: body } = renderEmail(template, given, { mode: as, link: LONGEST_LINK })
      const lines = body.trimEnd().split('\n')
      expect(lines.length, key).toBeLessThan(template.lines.length)
      for (const line of [subject, ...lines]) expect(line.replaceAll(LONGEST_LINK, ''), key).not.toMatch(FORGED)
      if (as === 'exercise')
        for (const shown of [subject, body.trimEnd()]) expect(shown, key).toMatch(/^LATIHAN - [\s\S]* LATIHAN$/)
    }),
    { numRuns: 700 },
  )
})

test('a link longer than ours costs a second part at most, and nothing of what its reader needs', () => {
  for (const [key, template] of smsOf(TEMPLATES)) {
    const link = `https://k.example/${'x'.repeat(90)}`
    const sent = renderSms(template, longFields('Kab. Bantul', 'wildfire'), { mode: 'exercise', link })
    expect(smsParts(sent), key).toBeLessThanOrEqual(2)
    if (sent.includes('k.example')) expect(sent, key).toContain(link)
  }
})

test('parts join to the text, each within its room, and none cuts an escape or a surrogate pair', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.boolean(), (noise, plain) => {
      const long = plain ? `${'[€]~'.repeat(noise.length)}x` : `${noise}😀${noise}`
      const { in: alphabet, parts } = smsSegments(long)
      expect(parts.join('')).toBe(long)
      for (const part of parts) {
        if (alphabet === 'gsm7') expect(septets(part)).toBeLessThanOrEqual(parts.length === 1 ? 160 : 153)
        else expect(part.length).toBeLessThanOrEqual(parts.length === 1 ? 70 : 67)
        expect(/^[\udc00-\udfff]/.test(part) || /[\ud800-\udbff]$/.test(part)).toBe(false)
      }
    }),
    { numRuns: 300 },
  )
})
