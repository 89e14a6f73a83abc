import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readTemplates } from '../../config/templates-config.ts'
import type { Fault } from '../../src/errors.ts'
import { HAZARDS } from '../../src/mobilisation/hazard.ts'
import { BASE_LANGUAGE, MESSAGE_NAMES } from '../../src/wording/choice.ts'
import { isGsm7, septets, smsParts } from '../../src/wording/gsm7.ts'
import { WAIT_FOR_WORD } from '../../src/wording/instruction.ts'
import { renderEmail, renderSms } from '../../src/wording/message.ts'
import type { Mode } from '../../src/wording/mode.ts'
import { fieldsOf } from '../../src/wording/template.ts'
import { longFields as fieldsFor, fitOf, LONGEST_LINK as LINK, regencyNames, smsOf } from '../support/shipped-texts.ts'

const faults: Fault[] = []
const TEMPLATES = readTemplates([fileURLToPath(new URL('../../config/templates', import.meta.url))], faults)

const isDrill = (key: string): boolean => key.includes('/drill-')
const isCallOut = (key: string): boolean => key.includes('/call-out')

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

/** What a text has lost that its reader cannot do without. */
const lostIn = (text: string, key: string): readonly string[] => {
  const lost: string[] = []
  const needs = (what: string, pattern: RegExp): void => {
    if (!pattern.test(text)) lost.push(what)
  }
  const language = key.slice(0, 2)
  if (isCallOut(key) || key.includes('/safety-check')) {
    if (!text.includes(`${LINK} `)) lost.push('link')
    needs('code', / A7K2 /)
    needs('hazard', language === 'id' ? /Karhutla|Kebakaran hutan/ : /Wildfire|fire/i)
    needs('place', /Persia/)
    needs(
      'warning',
      key.includes('alarm-test') ? /JANGAN berangkat\. (Seandainya|Andai) nyata|do NOT set out\. If/ : /./,
    )
    needs('answers', isCallOut(key) ? /\b1\b.*\b2\b/ : /\b1\b.*\b3\b.*\b2\b.*BAHAYA/)
  }
  if (isCallOut(key) && !/stand-by|alarm-test/.test(key)) {
    needs('time', /13\.21 WITA|10\.00 WITA/)
    needs('muster point', /Kebon|Gardu/)
  }
  if (key.includes('/site-')) needs('site', /Maham/)
  needs('office', /Dins|Dinas/)
  return lost
}

test('every SMS fits one part for every regency and hazard, real or exercised, and keeps what its reader needs', () => {
  const names = regencyNames()
  expect(names).toHaveLength(514)
  expect(LINK).toHaveLength(56)
  const wrong: string[] = []
  const see = (text: string, key: string, mode: Mode): void => {
    if (!isGsm7(text) || septets(text) > 160) wrong.push(`${key} ${mode} too long: ${text}`)
    if (mode === 'exercise' && !(text.startsWith('LATIHAN - ') && text.endsWith(' LATIHAN')))
      wrong.push(`${key} without its label: ${text}`)
    for (const lost of lostIn(text, key)) wrong.push(`${key} ${mode} lost its ${lost}: ${text}`)
  }
  const everyName = names.map((name) => fieldsFor(name, 'wildfire'))
  // An exercise has the less room, for its labels; `npm run bench -- texts` words the real ones for every name, too.
  const everyFifth = everyName.filter((_, nth) => nth % 5 === 0)
  for (const sms of smsOf(TEMPLATES)) {
    fitOf(sms, everyName, 'exercise', LINK, see)
    fitOf(sms, everyFifth, 'actual', LINK, see)
  }
  // Every hazard once, with the longest name.
  const longestName = names.toSorted((one, other) => other.length - one.length)[0] ?? ''
  const everyHazard = HAZARDS.map((hazard) => fieldsFor(longestName, hazard))
  for (const sms of smsOf(TEMPLATES))
    for (const mode of ['actual', 'exercise'] as const)
      if (fitOf(sms, everyHazard, mode, LINK).mostParts !== 1) wrong.push(`${sms[0]} ${mode}: two parts for a hazard`)
  expect(wrong).toEqual([])
})

test('who is to wait for word reads so, whatever else is cut for it, in one part, for every regency', () => {
  const lost: string[] = []
  const waiting = (regency: string, hazard: 'tsunami' | 'volcano') => ({
    ...fieldsFor(regency, hazard),
    muster: WAIT_FOR_WORD,
    startsAt: 'Min 22/11 07.00 WITA', // as a rota writes it
  })
  const see = (text: string, key: string, mode: Mode): void => {
    // The label of an exercise may cost the last word. A stand-by too long for it says not to set out yet.
    const wait = mode === 'actual' ? WAIT_FOR_WORD : 'tunggu arahan'
    const says = text.includes(wait) || /Belum berangkat|Do not set out yet/.test(text)
    if (!says || smsParts(text) !== 1) lost.push(`${key} ${mode}: ${text}`)
  }
  // What cannot be cut takes more room than a name: a link of 56 takes some of these into a second part.
  const link = LINK.slice(0, 47)
  const names = regencyNames()
  const some = names.filter((_, nth) => nth % 10 === 0)
  for (const sms of smsOf(TEMPLATES)) {
    if (isDrill(sms[0]) || !fieldsOf(sms[1]).includes('muster')) continue
    fitOf(
      sms,
      names.map((name) => waiting(name, 'volcano')),
      'exercise',
      link,
      see,
    )
    fitOf(
      sms,
      some.map((name) => waiting(name, 'volcano')),
      'actual',
      link,
      see,
    )
    for (const mode of ['actual', 'exercise'] as const)
      fitOf(
        sms,
        some.map((name) => waiting(name, 'tsunami')),
        mode,
        link,
        see,
      )
  }
  expect(lost).toEqual([])
})

test('a call-out in Indonesian says how to answer, and Tagana are ordered where Pendamping Desa are asked', () => {
  const sms = (key: string, level = '', link = LINK): string => {
    const template = TEMPLATES.get(key)
    if (template === undefined) throw new Error(`no ${key}`)
    return renderSms(
      template,
      { ...fieldsFor('Kab. Bantul', 'flood'), level, office: 'Dinsos Bantul', place: 'Imogiri' },
      { mode: 'actual', link },
    )
  }
  expect(sms('id/call-out.tagana.sms')).toMatch(/^MOBILISASI .*Balas 1 BERANGKAT \/ 2 TIDAK\. /)
  expect(sms('id/call-out.pendamping_desa.sms')).toMatch(/^MOHON .* Balas 1 BERANGKAT \/ 2 TIDAK\. /)
  expect(sms('id/call-out.ksb_member.sms')).toMatch(/KSB.* Balas 1 BERANGKAT \/ 2 TIDAK\. /)
  // A level is worth more than the longer word and the area of the office.
  expect(sms('id/call-out.tagana.sms', 'Level III (Siaga)', LINK.slice(0, 47))).toMatch(
    /^MOBILISASI .* Level III \(Siaga\) .* Balas 1 (BERANGKAT|YA) ?\/ ?2 TIDAK\. /,
  )
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
    expect(JSON.stringify(template), key).not.toMatch(/\bSIAGA\b/)
  }
})
