import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readTemplates } from '../../config/templates-config.ts'
import type { Fault } from '../../src/errors.ts'
import { HAZARD_NAMES, HAZARDS } from '../../src/mobilisation/hazard.ts'
import { shortenRegencyName } from '../../src/roster/region-name.ts'
import { BASE_LANGUAGE, MESSAGE_NAMES } from '../../src/wording/choice.ts'
import type { Fields } from '../../src/wording/fields.ts'
import { isGsm7, septets, smsParts } from '../../src/wording/gsm7.ts'
import { WAIT_FOR_WORD } from '../../src/wording/instruction.ts'
import { renderEmail, renderSms } from '../../src/wording/message.ts'
import { fieldsOf } from '../../src/wording/template.ts'

const faults: Fault[] = []
const TEMPLATES = readTemplates([fileURLToPath(new URL('../../config/templates', import.meta.url))], faults)

const entriesFor = (channel: 'sms' | 'email') => [...TEMPLATES].filter(([key]) => key.endsWith(`.${channel}`))
const isDrill = (key: string): boolean => key.includes('/drill-')
const isCallOut = (key: string): boolean => key.includes('/call-out')

const regencyNames = (): readonly string[] => {
  const folder = createRequire(import.meta.url)
    .resolve('idn-area-data/package.json')
    .replace(/package\.json$/, 'data/')
  return readFileSync(`${folder}regencies.csv`, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => row.split(','))
    .map(([code = '', , name = '']) => shortenRegencyName(code, name))
}

const LINK = 'https://kentongan.example.go.id/a/Zz9_-Zz9_-Zz9'

/** Long values of what is not a regency: what cannot be cut is as long as it gets. */
const fieldsFor = (regency: string, hazard: (typeof HAZARDS)[number]): Fields => ({
  hazard: HAZARD_NAMES[hazard].id,
  hazardEn: HAZARD_NAMES[hazard].en,
  level: 'Level III (Siaga)',
  headline: 'Banjir bandang menerjang tiga desa di lereng utara',
  place: 'Kec. Pangkalan Kerinci Barat',
  regency,
  time: '13.21 WITA',
  date: 'Sen 26/4',
  muster: 'Gardu KSB Kebonagung Mandiri',
  distance: '14 km',
  code: 'A7K2',
  otherCode: 'B8M3',
  office: `Dinas Sosial ${regency}`,
  name: 'Siti',
  kind: 'tagana',
  reason: 'filled',
  reasonEn: 'Tagana: across water without a crossing; Pendamping Desa: all declined',
  needed: '12 Tagana, 3 Pendamping Desa, 10 KSB',
  coming: '4 Tagana, 1 Pendamping Desa, 2 KSB',
  missing: '8 Tagana, 2 Pendamping Desa, 8 KSB',
  count: '1240',
  siteName: `KSB Mahameru ${regency}`,
  startsAt: 'Sen 26/4 pk 10.00 WITA',
  duration: '2 jam 30 menit',
  drillType: 'Evakuasi mandiri',
  contactHint: 'Pusdalops BPBD',
})

test('the shipped templates have no fault', () => {
  expect(faults).toEqual([])
})

test('every message exists in Indonesian and in English, for both channels', () => {
  const missing = ['id', 'en'].flatMap((language) =>
    MESSAGE_NAMES.flatMap((name) => ['sms', 'email'].map((channel) => `${language}/${name}.${channel}`)),
  )
  expect(missing.filter((key) => !TEMPLATES.has(key))).toEqual([])
  const indonesian = [...TEMPLATES.keys()].filter((key) => key.startsWith(`${BASE_LANGUAGE}/`))
  expect(indonesian.map((key) => key.replace('id/', 'en/')).filter((key) => !TEMPLATES.has(key))).toEqual([])
})

test('every SMS fits one part for every regency and hazard, real or exercised, with a link of 47 characters', () => {
  const names = regencyNames()
  expect(names).toHaveLength(514)
  expect(LINK).toHaveLength(47)
  const tooLong: string[] = []
  // Every regency once with the longest hazard, every hazard once with the longest regency.
  const longestName = names.toSorted((one, other) => other.length - one.length)[0] ?? ''
  const pairs = [
    ...names.map((name) => [name, 'wildfire'] as const),
    ...HAZARDS.map((hazard) => [longestName, hazard] as const),
  ]
  for (const [key, template] of entriesFor('sms'))
    for (const [name, hazard] of pairs)
      for (const mode of ['actual', 'exercise'] as const) {
        const text = renderSms(template, fieldsFor(name, hazard), { mode, link: LINK })
        if (smsParts(text) !== 1 || !isGsm7(text)) tooLong.push(`${key} ${name} ${mode} ${septets(text)}: ${text}`)
        if (
          isCallOut(key) &&
          !(
            text.includes(LINK) &&
            text.includes('A7K2') &&
            (text.includes('13.21 WITA') || text.includes('10.00 WITA') || key.includes('stand-by')) &&
            /\b1\b.*\b2\b/.test(text)
          )
        )
          tooLong.push(`lost its answer: ${text}`)
        if (key.includes('/safety-check') && !/\b1\b.*\b3\b.*\b2\b.*BAHAYA.*A7K2.*https:/.test(text))
          tooLong.push(`lost one of its answers: ${text}`)
      }
  expect(tooLong).toEqual([])
  // Some 27,000 messages: seconds on a busy machine.
}, 60_000)

test('who is to wait for word reads so, whatever else is cut for it, in one part, for every regency', () => {
  const lost: string[] = []
  for (const [key, template] of entriesFor('sms')) {
    if (isDrill(key) || !fieldsOf(template).includes('muster')) continue
    for (const regency of regencyNames())
      for (const hazard of ['tsunami', 'volcano'] as const)
        for (const mode of ['actual', 'exercise'] as const) {
          const startsAt = 'Min 22/11 07.00 WITA' // as a rota writes it
          const fields = { ...fieldsFor(regency, hazard), muster: WAIT_FOR_WORD, startsAt }
          const text = renderSms(template, fields, { mode, link: LINK })
          // The label of an exercise may cost the last word. A stand-by too long for it says not to set out yet.
          const wait = mode === 'actual' ? WAIT_FOR_WORD : 'tunggu arahan'
          const says = text.includes(wait) || /Belum berangkat|Do not set out yet/.test(text)
          if (!says || smsParts(text) !== 1) lost.push(`${key} ${mode}: ${text}`)
        }
  }
  expect(lost).toEqual([])
}, 60_000)

test('a call-out in Indonesian says how to answer, and Tagana are ordered where Pendamping Desa are asked', () => {
  const sms = (key: string): string => {
    const template = TEMPLATES.get(key)
    if (template === undefined) throw new Error(`no ${key}`)
    return renderSms(
      template,
      { ...fieldsFor('Kab. Bantul', 'flood'), office: 'Dinsos Bantul', place: 'Imogiri' },
      { mode: 'actual', link: LINK },
    )
  }
  expect(sms('id/call-out.tagana.sms')).toMatch(/^MOBILISASI .*Balas 1 BERANGKAT \/ 2 TIDAK\. /)
  expect(sms('id/call-out.pendamping_desa.sms')).toMatch(/^MOHON .* Balas 1 BERANGKAT \/ 2 TIDAK\. /)
  expect(sms('id/call-out.ksb_member.sms')).toMatch(/KSB.* Balas 1 BERANGKAT \/ 2 TIDAK\. /)
  expect(sms('id/stand-down-filled.sms')).toMatch(/^CUKUP /)
})

test.each(['actual', 'exercise', 'test'] as const)('a drill says LATIHAN first and last, sent as %s', (mode) => {
  for (const [key, template] of TEMPLATES) {
    if (!isDrill(key)) continue
    const texts = key.endsWith('.sms')
      ? [renderSms(template, fieldsFor('Kab. Bantul', 'flood'), { mode, link: LINK })]
      : Object.values(renderEmail(template, fieldsFor('Kab. Bantul', 'flood'), { mode, link: LINK }))
    for (const text of texts) {
      expect(text).toMatch(mode === 'test' ? /^UJI SISTEM - ABAIKAN - LATIHAN - / : /^LATIHAN - /)
      expect(text.trimEnd()).toMatch(mode === 'test' ? / LATIHAN UJI SISTEM$/ : / LATIHAN$/)
    }
  }
})

test('an exercise of anything says LATIHAN first and last, and the real thing never does', () => {
  for (const [key, template] of TEMPLATES) {
    if (isDrill(key)) continue
    const textsIn = (mode: 'actual' | 'exercise'): readonly string[] =>
      key.endsWith('.sms')
        ? [renderSms(template, fieldsFor('Kab. Bantul', 'flood'), { mode, link: LINK })]
        : Object.values(renderEmail(template, fieldsFor('Kab. Bantul', 'flood'), { mode, link: LINK }))
    for (const text of textsIn('exercise')) expect(text.trimEnd()).toMatch(/^LATIHAN - [\s\S]* LATIHAN$/)
    for (const text of textsIn('actual')) expect(text).not.toMatch(/LATIHAN/)
  }
})

test('every message names the office it comes from, and no template calls us by another name', () => {
  for (const [key, template] of TEMPLATES) {
    expect(fieldsOf(template), key).toContain('office')
    expect(JSON.stringify(template), key).not.toContain('SIAGA')
  }
})
