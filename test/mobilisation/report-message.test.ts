import { describe, expect, test } from 'vitest'
import { type Reporter, reportMessage, STANDINGS, withoutName } from '../../src/mobilisation/report-message.ts'
import { type ReportTerms, reportVerdict } from '../../src/mobilisation/report-verdict.ts'
import { readReport, type VillageReport } from '../../src/mobilisation/village-report.ts'
import { KINDS } from '../../src/roster/responder.ts'
import { NOW } from './sample.ts'

const MEMBER: Reporter = {
  kind: 'ksb_member',
  position: [107.5, -7.2],
  accuracyM: 4_000,
  villageCode: '32.04.15.2003',
  placeName: 'Warnasari, Kec. Pangalengan, Kab. Bandung',
}

const reported = (text: string): VillageReport => {
  const reading = readReport(text)
  if (reading.kind !== 'report') throw new Error(`${text} is no report`)
  return reading
}

const messageOf = (text: string, reporter: Reporter = MEMBER) =>
  reportMessage(reported(text), reporter, { id: '0190a8f2-0000-7000-8000-000000000001', at: NOW })

test('a report becomes a proposal at the village, never a mobilisation', () => {
  const message = messageOf('LAPOR banjir di RT 03, 2 orang hanyut, pohon tumbang')
  expect(message).toMatchObject({
    source: 'laporan-desa',
    sourceId: 'laporan-0190a8f2-0000-7000-8000-000000000001',
    revision: null,
    sentAt: NOW,
    language: 'id',
    contact: null,
    restraint: { decision: 'propose', reason: 'village-report' },
    event: {
      messageType: 'alert',
      mode: 'actual',
      hazard: 'flood',
      severity: 'severe',
      urgency: 'immediate',
      certainty: 'observed',
      occurredAt: NOW,
      headline: 'Laporan warga: Banjir, Desa Warnasari',
      geometry: { type: 'Point', coordinates: [107.5, -7.2] },
      villageCodes: ['32.04.15.2003'],
    },
  })
  expect(message.event.description.split('\n')).toEqual([
    'Laporan Anggota KSB, Desa Warnasari, Kec. Pangalengan, Kab. Bandung (letak desa, ketelitian ± 4 km).',
    'Lokasi menurut pelapor: RT 03.',
    'Menurut pelapor: 2 hilang.',
    'Disebut pula: Cuaca ekstrem.',
    'Isi: "banjir di RT 03, 2 orang hanyut, pohon tumbang"',
  ])
})

test('what is only coming is expected and possible, whoever says so', () => {
  expect(messageOf('lapor waspada banjir').event).toMatchObject({
    urgency: 'expected',
    certainty: 'possible',
    severity: 'minor',
    headline: 'Laporan warga: waspada Banjir, Desa Warnasari',
  })
})

test.each(KINDS)('the certainty of a %s and the word for their standing', (kind) => {
  const { event, restraint } = messageOf('lapor longsor', { ...MEMBER, kind })
  expect(event.certainty).toBe(['tagana', 'ksb_member', 'bhabinkamtibmas'].includes(kind) ? 'observed' : 'possible')
  expect(event.description).toContain(`Laporan ${STANDINGS[kind]}, `)
  expect(restraint?.warning).toContain(STANDINGS[kind])
})

test('a kelurahan is called so, and without a village the regency stands alone', () => {
  expect(messageOf('lapor banjir', { ...MEMBER, villageCode: '32.04.15.1003', accuracyM: 350 }).event).toMatchObject({
    headline: 'Laporan warga: Banjir, Kel. Warnasari',
    description: expect.stringContaining('ketelitian ± 350 m'),
  })
  const { event } = messageOf('lapor banjir', { ...MEMBER, villageCode: null, placeName: 'Kab. Bandung' })
  expect(event).toMatchObject({ headline: 'Laporan warga: Banjir, Kab. Bandung', villageCodes: [] })
})

test.each([
  ['Banjir. Budi Santoso', 'Budi Santoso', 'Banjir. …'],
  ['saya budi, banjir di RT 3', 'Budi', 'saya …, banjir di RT 3'],
  ['Banjir di Sukabudi', 'Budi', 'Banjir di Sukabudi'],
  ['banjir, ttd Sri (KSB)', 'H. Sri A.', 'banjir, ttd … (KSB)'],
  ['banjir', '', 'banjir'],
  ['banjir', 'Al', 'banjir'],
])('the reporter’s own name is taken out of %j', (text, name, kept) => {
  expect(withoutName(text, name)).toBe(kept)
})

describe('what becomes of a report', () => {
  const TERMS: ReportTerms = {
    kinds: new Set(['ksb_member', 'bhabinkamtibmas']),
    perPersonPerDay: 2,
    decideWithinMs: 600_000,
    language: 'id',
  }

  test.each([
    ['lapor banjir', 'ksb_member', 0, { kind: 'propose', reply: 'received' }],
    ['lapor banjir', 'ksb_member', 1, { kind: 'propose' }],
    ['lapor banjir', 'ksb_member', 2, { kind: 'inbox', reason: 'limit-reached', reply: 'limit' }],
    ['lapor banjir', 'pkh', 0, { kind: 'inbox', reason: 'kind-may-not-report', reply: 'not-allowed' }],
    ['lapor tidak ada banjir', 'pkh', 9, { kind: 'inbox', reason: 'information: no-such-hazard', reply: 'noted' }],
    ['lapor ada apa', 'ksb_member', 0, { kind: 'inbox', reason: 'unclear: no-hazard', reply: 'unclear' }],
    ['siap', 'ksb_member', 0, { kind: 'inbox', reason: 'not-a-report', reply: 'unclear' }],
  ] as const)('%s by a %s with %i before', (text, kind, before, verdict) => {
    expect(reportVerdict(readReport(text), kind, before, TERMS)).toMatchObject(verdict)
  })
})
