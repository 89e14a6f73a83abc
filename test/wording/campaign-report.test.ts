import { expect, test } from 'vitest'
import { type CampaignReported, campaignPage } from '../../src/wording/campaign-report.ts'
import { renderEmail, renderSms } from '../../src/wording/message.ts'
import { LABELS, labelOf } from '../../src/wording/mode.ts'
import { reportMarkdown } from '../../src/wording/report-markdown.ts'
import { readTemplate } from '../../src/wording/template.ts'

const REPORT: CampaignReported = {
  campaignId: 'tes-kontak',
  type: 'contact-test',
  turns: [
    {
      turn: 1,
      startsAt: new Date('2027-01-31T15:00Z'),
      endsAt: new Date('2027-07-31T15:00Z'),
      ...{ people: 12, planned: 1, sent: 2, told: 0, answered: 5, silent: 2, unreached: 1, skipped: 1 },
    },
  ],
  notSent: [
    { reason: 'no-contact', people: 1 },
    { reason: 'something-new', people: 1 },
  ],
  places: [
    { regencyCode: '34.02', siteCode: 'KSB-1', people: 10, left: 8, answered: 5, silent: 2 },
    { regencyCode: '34.02', siteCode: null, people: 2, left: 1, answered: 0, silent: 0 },
  ],
}

test('a report counts turns, places and reasons, and says what an answer means', () => {
  const text = reportMarkdown(campaignPage(REPORT))
  expect(text).toContain('Laporan tes kontak')
  expect(text).toMatch(/\| 1 \| 2027-01-31 \| 2027-07-31 \| 12 \| 1 \| 2 \| 5 \| 2 \| 1 \| 1 \|/)
  expect(text).toMatch(/\| 34\.02 \| KSB-1 \| 10 \| 8 \| 5 \| 2 \|/)
  expect(text).toMatch(/\| 34\.02 \| - \| 2 \|/)
  expect(text).toContain('tidak ada nomor atau surel')
  expect(text).toContain('something-new')
  expect(text).toContain('hanya berarti orangnya dapat dihubungi')
  expect(text).not.toContain('LATIHAN')
})

test('one of advice that went to nobody is still a report', () => {
  const text = reportMarkdown(campaignPage({ ...REPORT, type: 'education', turns: [], notSent: [], places: [] }))
  expect(text).toContain('Laporan pesan kesiapsiagaan')
  expect(text).toContain('Tidak ada.')
})

test.each([
  ['campaign-contact-test', 'exercise', 'contact-test'],
  ['campaign-education', 'exercise', 'education'],
  ['campaign-education', 'test', 'test'],
  ['call-out', 'exercise', 'exercise'],
  ['call-out', 'actual', 'actual'],
] as const)('%s in mode %s is labelled %s', (purpose, mode, label) => {
  expect(labelOf(purpose, mode)).toBe(label)
})

test('a template of one’s own that forgets to say what it is says so all the same, once', () => {
  const label = LABELS['contact-test'].first
  for (const words of ['Balas 1. {office}', `${label}Balas 1. {office}`]) {
    const reading = readTemplate(words, ['office'])
    if (reading.kind === 'faults') throw new Error('expected a template')
    const text = renderSms(reading.template, { office: 'BPBD' }, { mode: 'contact-test', link: null })
    expect(text).toBe(`${label}Balas 1. BPBD`)
    const mail = readTemplate(`Subject: ${words}\n\n${words}`, ['office'])
    if (mail.kind === 'faults') throw new Error('expected a template')
    const written = renderEmail(mail.template, { office: 'BPBD' }, { mode: 'contact-test', link: null })
    expect(written).toEqual({ subject: text, text: `${text}\n` })
  }
})
