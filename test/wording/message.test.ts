import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FIELD_NAMES, type Fields, PLACEHOLDERS } from '../../src/wording/fields.ts'
import { isGsm7, septets, smsParts } from '../../src/wording/gsm7.ts'
import { WAIT_FOR_WORD } from '../../src/wording/instruction.ts'
import { renderEmail, renderSms } from '../../src/wording/message.ts'
import { MODES } from '../../src/wording/mode.ts'
import { readTemplate, type Template } from '../../src/wording/template.ts'

const templateOf = (text: string): Template => {
  const reading = readTemplate(text, PLACEHOLDERS)
  if (reading.kind === 'faults') throw new Error(JSON.stringify(reading.faults))
  return reading.template
}

const CALL_OUT = templateOf(
  [
    'PANGGILAN: {hazard} {place}[, {regency}] {time}. Kumpul: {muster}[ ({distance})]. Balas 1 BERANGKAT / 2 TIDAK. Ref {code} {link} {office}',
    'PANGGILAN {hazard} {place} {time}. Ke {muster}. Balas 1 BERANGKAT / 2 TIDAK. {code} {link} {office}',
  ].join('\n'),
)

const FIELDS: Fields = {
  hazard: 'Banjir',
  place: 'Kec. Imogiri',
  regency: 'Kab. Bantul',
  time: '13.21 WIB',
  muster: 'Gardu KSB Kebonagung',
  distance: '4 km',
  code: 'A7K2',
  office: 'Dinas Sosial Kab. Bantul',
}

const SHORT_LINK = 'https://k.example/a/Ab3'
const LONG_LINK = `https://kentongan.example.go.id/a/${'Zz9_-'.repeat(3)}`.slice(0, 47)

test('a message that fits says everything', () => {
  expect(renderSms(CALL_OUT, { ...FIELDS, office: 'Dinsos Bantul' }, { mode: 'actual', link: null })).toBe(
    'PANGGILAN: Banjir Kec. Imogiri, Kab. Bantul 13.21 WIB. Kumpul: Gardu KSB Kebonagung (4 km). Balas 1 BERANGKAT / 2 TIDAK. Ref A7K2 Dinsos Bantul',
  )
})

test('short forms come first, then the distance goes, then the muster point keeps its own name alone', () => {
  const text = renderSms(CALL_OUT, FIELDS, { mode: 'actual', link: SHORT_LINK })
  expect(text).toBe(
    `PANGGILAN: Banjir Kec. Imogiri, Kab. Bantul 13.21 WIB. Kumpul: Kebonagung. Balas 1 BERANGKAT / 2 TIDAK. Ref A7K2 ${SHORT_LINK} Dinsos Kab. Bantul`,
  )
})

test('the shortest wording gives up what it must and keeps answer, code, time and link', () => {
  const long: Fields = {
    ...FIELDS,
    hazard: 'Kebakaran hutan dan lahan',
    place: 'Kecamatan Pangkalan Kerinci Barat Daya',
    time: '13.21 WITA',
    muster: 'Lapangan Sepak Bola Desa Pangkalan Kerinci',
    office: 'Badan Penanggulangan Bencana Daerah Kabupaten Pelalawan',
  }
  const text = renderSms(CALL_OUT, long, { mode: 'exercise', link: LONG_LINK })
  expect(LONG_LINK).toHaveLength(47)
  expect(text).toBe(
    `LATIHAN - PANGGILAN Karhutla Pangkalan 13.21 WITA. Ke Lap. Sepak. Balas 1 BERANGKAT / 2 TIDAK. A7K2 ${LONG_LINK} BPBD LATIHAN`,
  )
  expect(septets(text)).toBeLessThanOrEqual(160)
})

test('the order to wait for word outlives every name, and then gives up its last word alone', () => {
  const told = (linkLength: number): string => {
    const link = `https://k.example/${'a'.repeat(linkLength - 18)}`
    const fields = { ...FIELDS, muster: WAIT_FOR_WORD, place: 'Kecamatan Pangkalan Kerinci' }
    return renderSms(CALL_OUT, fields, { mode: 'actual', link }).replace(link, '…')
  }
  expect(told(23)).toMatch(/Kumpul: tunggu arahan posko\./)
  expect(told(60)).toBe(
    'PANGGILAN Banjir Pangka 13.21 WIB. Ke tunggu arahan posko. Balas 1 BERANGKAT / 2 TIDAK. A7K2 … Dinsos',
  )
  expect(told(66)).toBe(
    'PANGGILAN Banjir Pangka 13.21 WIB. Ke tunggu arahan. Balas 1 BERANGKAT / 2 TIDAK. A7K2 … Dinsos',
  )
  expect(smsParts(told(90).replace('…', 'a'.repeat(90)))).toBe(2)
  expect(told(90)).toContain('tunggu arahan')
})

test('what cannot be shortened goes in two parts rather than without its answer', () => {
  const text = renderSms(CALL_OUT, FIELDS, { mode: 'test', link: `https://k.example/${'a'.repeat(90)}` })
  expect(smsParts(text)).toBe(2)
  expect(text).toMatch(/^UJI SISTEM - ABAIKAN - .*Balas 1 BERANGKAT \/ 2 TIDAK\. A7K2 .* UJI SISTEM$/)
})

test('the text kept without its link is the text that was sent', () => {
  for (const link of [SHORT_LINK, LONG_LINK]) {
    const sent = renderSms(CALL_OUT, FIELDS, { mode: 'actual', link })
    const kept = renderSms(CALL_OUT, FIELDS, { mode: 'actual', link, keepLink: true })
    expect(kept).not.toContain('https')
    expect(kept.replace('{link}', link)).toBe(sent)
  }
  expect(renderSms(CALL_OUT, FIELDS, { mode: 'actual', link: null, keepLink: true })).not.toContain('{link}')
})

test('nobody can put a link of their own into a message', () => {
  const text = renderSms(
    CALL_OUT,
    { ...FIELDS, place: 'Imogiri http://evil.example {link}' },
    { mode: 'actual', link: SHORT_LINK },
  )
  expect(text).not.toContain('evil')
  expect(text.split(SHORT_LINK)).toHaveLength(2)
})

test('a place that names its regency, or none at all, gives one name', () => {
  const at = (place: string) =>
    renderSms(templateOf('{place}[, {regency}].'), { place, regency: 'Kab. Bantul' }, { mode: 'actual', link: null })
  expect(at('Imogiri, kab. bantul')).toBe('Imogiri, kab. bantul.')
  expect(at('')).toBe('Kab. Bantul.')
  expect(at('Imogiri')).toBe('Imogiri, Kab. Bantul.')
})

test('empty fields leave no stray signs', () => {
  const text = renderSms(templateOf('A {headline} , {level}: {count}. B {reason}'), {}, { mode: 'actual', link: null })
  expect(text).toBe('A. B')
})

test('labels are not doubled where a template has them in its own words', () => {
  const drill = templateOf('LATIHAN - Gladi {siteName} LATIHAN')
  expect(renderSms(drill, { siteName: 'X' }, { mode: 'exercise', link: null })).toBe('LATIHAN - Gladi X LATIHAN')
  expect(renderSms(drill, { siteName: 'X' }, { mode: 'actual', link: null })).toBe('LATIHAN - Gladi X LATIHAN')
})

test('a link with spaces or braces, a template without words and words outside the alphabet are refused', () => {
  expect(() => renderSms(CALL_OUT, FIELDS, { mode: 'actual', link: 'https://x y' })).toThrow(/^link: /)
  expect(() => renderSms({ lines: [[]] }, FIELDS, { mode: 'actual', link: null })).toThrow(/at least one wording/)
  expect(() => renderSms(templateOf('awas – {place}'), FIELDS, { mode: 'actual', link: null })).toThrow(RangeError)
})

test('whatever the fields hold, an SMS is 7-bit, labelled, and keeps its answer, code and link', () => {
  const anyFields = fc.record(
    Object.fromEntries(FIELD_NAMES.map((name) => [name, fc.string({ unit: 'binary', maxLength: 60 })])),
  )
  fc.assert(
    fc.property(anyFields, fc.constantFrom(...MODES), (noise, mode) => {
      const text = renderSms(
        CALL_OUT,
        { ...noise, hazard: 'Banjir', time: '13.21 WIB', code: 'A7K2' },
        { mode, link: LONG_LINK },
      )
      expect(isGsm7(text)).toBe(true)
      expect(text).toContain(`. Balas 1 BERANGKAT / 2 TIDAK. `)
      expect(text).toMatch(/ (Ref )?A7K2 /)
      expect(text).toContain(LONG_LINK)
      if (mode === 'exercise') expect(text).toMatch(/^LATIHAN - .* LATIHAN$/)
      if (mode !== 'test') expect(smsParts(text)).toBe(1)
    }),
  )
})

const EMAIL = templateOf('Subject: {hazard} {place}\n\nYth. {name},\n[Tingkat: {level}]\n\n{link}\n\n{office}')

test('an e-mail has its subject in the first line of the template', () => {
  expect(renderEmail(EMAIL, { ...FIELDS, name: 'Siti', level: 'III' }, { mode: 'actual', link: SHORT_LINK })).toEqual({
    subject: 'Banjir Kec. Imogiri',
    text: `Yth. Siti,\nTingkat: III\n\n${SHORT_LINK}\n\nDinas Sosial Kab. Bantul\n`,
  })
})

test('an exercise says so at both ends of subject and text, and empty lines of groups are dropped', () => {
  expect(
    renderEmail(EMAIL, { ...FIELDS, name: 'Siti' }, { mode: 'exercise', link: SHORT_LINK, keepLink: true }),
  ).toEqual({
    subject: 'LATIHAN - Banjir Kec. Imogiri LATIHAN',
    text: 'LATIHAN - Yth. Siti,\n\n{link}\n\nDinas Sosial Kab. Bantul LATIHAN\n',
  })
})

test('no field can add a header', () => {
  const { subject } = renderEmail(EMAIL, { hazard: 'Banjir\r\nBcc: all', place: 'x' }, { mode: 'actual', link: null })
  expect(subject).toBe('Banjir Bcc: all x')
})

test('an e-mail template without a subject is refused', () => {
  expect(() => renderEmail(CALL_OUT, FIELDS, { mode: 'actual', link: null })).toThrow(/begins with Subject:/)
  expect(() => renderEmail({ lines: [] }, FIELDS, { mode: 'actual', link: null })).toThrow(RangeError)
})
