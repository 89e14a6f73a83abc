import { expect, test } from 'vitest'
import type { DrillReported } from '../../src/wording/after-action-figures.ts'
import { drillPage } from '../../src/wording/drill-report.ts'
import { reportMarkdown } from '../../src/wording/report-markdown.ts'
import { anAction, later, OPENED } from './sample-after-action.ts'

const headingsIn = (text: string): readonly string[] => text.split('\n').filter((line) => line.startsWith('## '))

const DRILL: DrillReported = {
  improvements: [],
  modules: [],
  occurrenceId: '0190a8f2-0000-7000-8000-0000000000d1',
  programmeId: 'gladi',
  type: 'Gladi posko',
  hazard: 'Banjir',
  siteCode: 'KSB-1',
  siteName: 'KSB Pangalengan',
  startsAt: OPENED,
  endsAt: later(3_600),
  zone: 'WIB',
  state: 'done',
  reason: null,
  invited: 3,
  invitees: [
    { name: 'member', people: 2, yes: 1, no: 0, none: 1 },
    { name: 'facilitator', people: 1, yes: 1, no: 0, none: 0 },
  ],
  attendance: [
    { role: 'member', people: 2, came: 1, absent: 0, unknown: 1 },
    { role: 'guest', people: 4, came: 4, absent: 0, unknown: 0 },
  ],
  attendanceLeast: null,
  byWay: [],
  contradicted: 0,
  memberShare: 0.5,
}

test('a drill tells by which way it is known who came, and where a list and people differ', () => {
  expect(reportMarkdown(drillPage(DRILL, null))).not.toMatch(/Diketahui dari|menyatakan hadir/)
  const byWay = [
    { way: 'sms', came: 3 },
    { way: 'operator', came: 2 },
  ]
  const text = reportMarkdown(drillPage({ ...DRILL, byWay, contradicted: 1 }, null))
  expect(text).toContain('| Diketahui dari | Hadir |\n| --- | --- |\n| SMS di lokasi | 3 |\n| dicatat petugas | 2 |')
  expect(text).toContain('1 orang menyatakan hadir di lokasi, tetapi dicatat petugas tidak hadir')
})

test('a drill tells who was invited, and then the call-out that it rehearsed', () => {
  const text = reportMarkdown(drillPage(DRILL, anAction({ mode: 'exercise' })))
  expect(text).toMatch(/^\*\*LATIHAN - BUKAN/)
  expect(text).toContain('| KSB | KSB Pangalengan (KSB-1) |')
  expect(text).toContain('| anggota KSB | 2 | 1 | 0 | 1 |')
  expect(text).toContain('| tamu | 4 | 0 | 0 |')
  expect(text).toContain('Kehadiran anggota KSB: 50 %.')
  expect(reportMarkdown(drillPage({ ...DRILL, memberShare: null }, null))).toContain('belum dicatat')
  const least = (attendanceLeast: number, more: Partial<DrillReported> = {}) =>
    reportMarkdown(drillPage({ ...DRILL, ...more, attendanceLeast }, null))
  expect(least(1)).toContain('50 %. Diminta paling sedikit 1 orang: tercapai.')
  expect(least(2)).toContain('Diminta paling sedikit 2 orang: belum tercapai, latihan tidak dihitung.')
  expect(least(1, { attendance: [] })).toContain('belum tercapai')
  expect(headingsIn(text).slice(0, 2)).toEqual([
    '## Latihan (The drill)',
    '## Yang perlu dilatih dan diperbaiki di KSB ini (What this village is to practise and mend)',
  ])
  expect(text).not.toContain('SEMENTARA')
})

test('a drill that teaches tells what, and what is a region’s own', () => {
  const modules = [
    {
      ...{ title: { id: 'Dapur umum', en: 'Field kitchen' }, summary: { id: 'Memasak.', en: 'Cooking.' } },
      ...{ minutes: 120, isLocalWisdom: false },
    },
    {
      ...{ title: { id: 'Kulkul', en: 'Kulkul' }, summary: { id: 'Tanda bahaya.', en: 'An alarm.' } },
      ...{ minutes: 30, isLocalWisdom: true },
    },
  ]
  const text = reportMarkdown(drillPage({ ...DRILL, modules }, null))
  expect(text).toContain('## Materi (What was taught)')
  expect(text).toContain('| Dapur umum | Field kitchen | 120 | - |\n| Kulkul | Kulkul | 30 | ya |')
  expect(text).toContain('- Dapur umum: Memasak.\n- Kulkul: Tanda bahaya.')
  expect(reportMarkdown(drillPage(DRILL, null))).not.toContain('Materi')
})

test.each([
  ['planned', null, true],
  ['missed', null, false],
  ['cancelled', null, false],
  ['done', anAction({ provisional: true }), true],
] as const)(
  'a drill that is %s is provisional while it or its call-out is not over',
  (state, rehearsed, isProvisional) => {
    const drill = { ...DRILL, state, siteName: null, reason: 'no-free-day' }
    const text = reportMarkdown(drillPage(drill, rehearsed))
    expect(text.includes('SEMENTARA: latihan')).toBe(isProvisional)
    expect(text.includes('Latihan ini tidak melatih panggilan')).toBe(rehearsed === null)
  },
)

test('what the village is to improve stands there with what became of it', () => {
  const one = { sentence: 'Pengeras suara | rusak', raisedAt: OPENED, doneAt: null, doneBecause: null }
  const because = (doneBecause: string | null) => ({ ...one, id: 'a', doneAt: later(60), doneBecause })
  const improvements = [
    { ...one, id: '0190a8f2-0000-7000-8000-0000000000f1' },
    because(`mended-by ${DRILL.occurrenceId}`),
    because('mended-by 0190a8f2-0000-7000-8000-0000000000d2'),
    because('sudah diganti'),
    because(null),
  ]
  const text = reportMarkdown(drillPage({ ...DRILL, improvements }, null))
  expect(text).toContain('| 0190a8f2 | Pengeras suara \\| rusak | Minggu, 22 November 2026 13.21 WIB | terbuka |')
  for (const word of [
    'membaik pada latihan ini',
    'membaik pada latihan lain',
    'selesai: sudah diganti',
    'selesai: - |',
  ])
    expect(text).toContain(word)
  expect(reportMarkdown(drillPage(DRILL, null))).toContain('Tidak ada yang tercatat.')
})
