import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { capMessage } from '../../../src/intake/cap/cap-message.ts'
import { createXmlReader } from '../../../src/intake/cap/xml-reader.ts'
import { FULL_ALERT, readText, utf8, validAlert } from './a-cap-alert.ts'

const reader = createXmlReader()
afterAll(reader.close)

const WHOLE = utf8(FULL_ALERT)

/** The reader lives on, and still reads what is whole. */
const lives = async (): Promise<void> => {
  expect((await validAlert(reader, FULL_ALERT)).identifier).toBe('bpbd-bantul.2026.000123')
}

/** Reads to the end, whatever comes; every fault says where, what and what instead. */
const answers = async (bytes: Uint8Array): Promise<'alert' | 'refused'> => {
  const reading = await readText(reader, bytes)
  if (reading.kind === 'alert') {
    capMessage(reading.alert, { regionOf: () => true }, new Date('2026-11-22T06:26:00Z'))
    return 'alert'
  }
  expect(reading.faults.length).toBeGreaterThan(0)
  expect(reading.faults.length).toBeLessThanOrEqual(200)
  for (const { path, got, expected } of reading.faults)
    expect([path, got, expected].every((text) => text !== '' && text.length < 1_000)).toBe(true)
  return 'refused'
}

test('an alert cut anywhere is refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: FULL_ALERT.lastIndexOf('</alert>') + 7 }), async (length) => {
      expect(await answers(WHOLE.slice(0, length))).toBe('refused')
    }),
    { numRuns: 300 },
  )
  await lives()
})

test('an alert with bytes changed, taken out or put in is answered', async () => {
  const edit = fc.record({
    at: fc.nat(WHOLE.length),
    cut: fc.nat(40),
    put: fc.oneof(
      fc.uint8Array({ maxLength: 12 }),
      fc.constantFrom('<', '&', '</info>', '<info>', ']]>', '<![CDATA[', '&#1;', 'NaN', '1e9', '<!--', 'é').map(utf8),
    ),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 4 }), async (edits) => {
      let bytes: Uint8Array = WHOLE
      for (const { at, cut, put } of edits) bytes = Buffer.concat([bytes.slice(0, at), put, bytes.slice(at + cut)])
      await answers(bytes)
    }),
    { numRuns: 700 },
  )
  await lives()
})

test('an alert whose values are anything is answered, and never read as something else', async () => {
  const values = [...FULL_ALERT.matchAll(/>([^<>\n]+)</g)].map(([, value = '']) => value)
  const escaped = (text: string): string => text.replace(/[<&>]/g, (sign) => `&#${sign.charCodeAt(0)};`)
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...values),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      async (value, text) => {
        await answers(utf8(FULL_ALERT.replace(`>${value}<`, () => `>${escaped(text)}<`)))
      },
    ),
    { numRuns: 500 },
  )
  await lives()
})

test('bytes that are anything are answered', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      expect(await answers(bytes)).toBe('refused')
    }),
    { numRuns: 300 },
  )
  await lives()
})

test('every text that XML can hold comes back as it was', async () => {
  const text = fc
    .string({ unit: 'grapheme', maxLength: 80 })
    .map((raw) => raw.replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, ''))
  await fc.assert(
    fc.asyncProperty(text, fc.boolean(), async (said, isWide) => {
      const xml = `<a b="x">${said.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</a>`
      const reading = await reader.readXml(isWide ? Buffer.from(`\ufeff${xml}`, 'utf16le') : utf8(xml))
      expect(reading.kind === 'tree' && reading.root.text).toBe(said)
    }),
    { numRuns: 300 },
  )
})
