import { expect, test } from 'vitest'
import { LONGEST_MESSAGE } from '../../config/campaigns-config.ts'
import { reloadDrills } from '../../config/load.ts'
import type { Campaign } from '../../src/drills/campaign.ts'
import { packageRoot } from '../../src/main/package-root.ts'
import { septets } from '../../src/wording/gsm7.ts'
import { renderSms } from '../../src/wording/message.ts'
import { LABELS } from '../../src/wording/mode.ts'
import { regencyNames, shippedTemplates } from '../support/shipped-texts.ts'
import { faultsIn, lines, load, PACKAGE_ROOT, withFolder } from './folders.ts'

const TEST = `id: tes
type: contact-test
audience: { kinds: [ksb_member] }
every: 6 months
from: 2027-02-01
window: 09:00-16:00
spread: 30d
`
const INFO = `${TEST.replace('contact-test', 'education')}messages: [Siapkan tas darurat.]\n`

const reload = (configDir: string) => reloadDrills({ configDir, packageRoot: packageRoot() })

const read = (text: string): Campaign => {
  const reading = withFolder({ 'campaigns/one.yaml': text }, reload)
  if (reading.kind === 'faults' || reading.plans.campaigns[0] === undefined) throw new Error(JSON.stringify(reading))
  return reading.plans.campaigns[0]
}

const faultsFor = (text: string): readonly string[] =>
  lines(faultsIn({ 'campaigns/one.yaml': text })).map((line) => line.replace('campaigns/one.yaml:', ''))

test('the shipped campaigns concern one regency, and another folder has none of them', () => {
  const { campaigns } = load({})
  expect(campaigns.map(({ id, type, audience }) => [id, type, audience.region])).toEqual([
    ['info-kesiapsiagaan', 'education', '34.02'],
    ['tes-kontak', 'contact-test', '34.02'],
  ])
  expect(withFolder({ 'drills/none.txt': '' }, reload)).toMatchObject({ kind: 'plans', plans: { campaigns: [] } })
})

test('what may be left out has defaults', () => {
  expect(read(TEST)).toEqual({
    id: 'tes',
    type: 'contact-test',
    audience: { kinds: ['ksb_member'], region: null, sites: null },
    every: { count: 6, unit: 'months' },
    from: '2027-02-01',
    until: null,
    window: { fromMs: 9 * 3_600_000, toMs: 16 * 3_600_000 },
    spreadDays: 30,
    answerWithinMs: 2 * 86_400_000,
    messages: [],
  })
  expect(read(`${INFO}until: 2028-01-01\n`)).toMatchObject({ until: '2028-01-01', messages: ['Siapkan tas darurat.'] })
})

test.each([
  ['every: 6 months', 'every: 3d', 4, 'rhythm'],
  ['every: 6 months', 'every: often', 4, 'rhythm'],
  ['every: 6 months', 'every: 1 week', 7, 'no longer than a turn'],
  ['from: 2027-02-01', 'from: 2027-02-30', 5, 'a day such as'],
  ['window: 09:00-16:00', 'window: 22:00-23:30', 6, 'hours from 06:00 to 21:00'],
  ['window: 09:00-16:00', 'window: 09:00-09:30', 6, 'an hour at the least'],
  ['window: 09:00-16:00', 'window: morning', 6, 'hours from'],
  ['spread: 30d', 'spread: 36h', 7, 'whole days'],
  ['spread: 30d', 'spread: 30d\nuntil: 2026-01-01', 8, 'a day after from'],
  ['spread: 30d', 'spread: 30d\nmessages: [Siapkan tas.]', 8, 'belongs to education'],
  ['type: contact-test', 'type: education', 1, 'a list of texts'],
  ['kinds: [ksb_member]', 'kinds: [ketua]', 3, 'ksb_member'],
  ['kinds: [ksb_member]', 'kinds: [ksb_member], region: 34.02', 3, 'region code'],
])('%s written as %s is refused with its line', (right, wrong, line, expected) => {
  const faults = faultsFor(TEST.replace(right, wrong))
  expect(faults[0]).toMatch(new RegExp(`^${line}`))
  expect(faults[0]).toContain(expected)
})

test.each([
  'Ini LATIHAN, keluar rumah.',
  'Peringatan: banjir besok.',
  'Balas 1 jika paham.',
  'Baca https://contoh.invalid',
  '“Siapkan” tas 🎒',
  'Isi {office} dulu.',
  'x'.repeat(LONGEST_MESSAGE + 1),
])('advice that could be taken for something else, or does not fit, is refused: %s', (text) => {
  expect(faultsFor(INFO.replace('Siapkan tas darurat.', JSON.stringify(text)))[0]).toContain('plain advice')
})

test('the longest advice fits into one part for every regency, in both languages, whole and with its way out', () => {
  const templates = shippedTemplates(PACKAGE_ROOT)
  const message = 'Gempa kuat di pesisir '.repeat(9).slice(0, LONGEST_MESSAGE).trim().padEnd(LONGEST_MESSAGE, '.')
  const { messages } = load({}).campaigns.find(({ type }) => type === 'education') ?? { messages: [] }
  expect(messages.length).toBeGreaterThan(0)
  for (const key of ['id/campaign-education.sms', 'en/campaign-education.sms'])
    for (const regency of regencyNames())
      for (const words of [message, ...messages]) {
        const template = templates.get(key)
        if (template === undefined) throw new Error(key)
        const text = renderSms(
          template,
          { message: words, office: `BPBD ${regency}` },
          { mode: 'education', link: null },
        )
        expect(septets(text), text).toBeLessThanOrEqual(160)
        expect(text.startsWith(LABELS.education.first) && text.includes(words) && text.endsWith('STOP INFO')).toBe(true)
      }
})

test('two files with one id, and a wrong one beside a good one: both are told, and nothing is loaded', () => {
  const files = { 'campaigns/a.yaml': TEST, 'campaigns/b.yaml': TEST, 'campaigns/c.yaml': 'id: [' }
  const faults = lines(faultsIn(files))
  expect(faults.some((line) => line.includes('b.yaml:1') && line.includes('an id of its own'))).toBe(true)
  expect(faults.some((line) => line.includes('c.yaml:1'))).toBe(true)
})
