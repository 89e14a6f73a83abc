import { expect, test } from 'vitest'
import type { Due } from '../../src/drills/standing.ts'
import { standingByRegion } from '../../src/drills/standing.ts'
import { dayWords, dueSentence, dueSites, overduePage, regionPage } from '../../src/drills/standing-report.ts'
import { isDesa } from '../../src/roster/region.ts'
import { reportMarkdown } from '../../src/wording/report-markdown.ts'
import { aStanding } from '../drills/a-standing.ts'

const NOW = new Date('2027-04-26T03:00Z')
const RULES = { months: 12, soonDays: 90 }
const turn = { programmeId: 'gladi', slotAt: NOW, state: 'missed', reason: 'found-after-its-time' } as const

test.each<readonly [Due, string]>([
  [{ code: 'never-drilled' }, 'Belum pernah latihan.'],
  [{ code: 'drilled-long-ago', day: '2026-01-02' }, 'Latihan terakhir 2 Jan 2026.'],
  [
    { code: 'turn-not-held', day: '2027-04-26', turn },
    'Latihan gladi tanggal 26 Apr 2027 terlewat (program tidak berjalan pada waktunya).',
  ],
  [
    { code: 'turn-not-held', day: '2027-08-17', turn: { ...turn, state: 'cancelled', reason: null } },
    'Latihan gladi tanggal 17 Agu 2027 dibatalkan.',
  ],
  [{ code: 'board-ended', day: '2027-01-31', reckoned: false }, 'Masa bakti pengurus berakhir 31 Jan 2027.'],
  [
    { code: 'board-ended', day: '2027-01-31', reckoned: true },
    'Masa bakti pengurus berakhir 31 Jan 2027 (3 tahun sejak dibentuk).',
  ],
  [{ code: 'board-ends-soon', day: '2027-05-31', reckoned: false }, 'Masa bakti pengurus akan berakhir 31 Mei 2027.'],
  [
    { code: 'board-ends-soon', day: '2027-12-31', reckoned: true },
    'Masa bakti pengurus akan berakhir 31 Des 2027 (3 tahun sejak dibentuk).',
  ],
  [{ code: 'board-unknown' }, 'Masa bakti pengurus tidak diketahui.'],
])('%o', (due, words) => {
  expect(dueSentence(due)).toBe(words)
})

test('a day without a month is not hidden', () => {
  expect(dayWords('2027-13-01')).toBe('1 13 2027')
})

const SITES = [
  aStanding({ siteCode: 'A', name: 'Aman' }),
  aStanding({ siteCode: 'B', name: 'Baru', lastHeldAt: null, nextAt: new Date('2027-06-01T02:00Z') }),
  aStanding({
    siteCode: 'C',
    name: 'Cemara',
    lastHeldAt: null,
    boardUntil: '2020-01-01',
    villageCode: '32.04.15.1001',
  }),
]

test('only sites with something overdue are told, most things first', () => {
  const found = dueSites(SITES, RULES, NOW)
  expect(found.map(({ site }) => site.siteCode)).toEqual(['C', 'B'])
  const text = reportMarkdown(overduePage('Kab. Bandung', found, { sites: 3, rules: RULES }))
  expect(text).toContain('Kab. Bandung: 2 dari 3 KSB.')
  expect(text).toContain('| Cemara | C | Belum pernah latihan. Masa bakti pengurus berakhir 1 Jan 2020. | - |')
  expect(text).toContain('| Baru | B | Belum pernah latihan. | 1 Jun 2027 |')
  expect(reportMarkdown(overduePage('Kab. Bandung', [], { sites: 3, rules: RULES }))).toContain('Tidak ada.')
})

test('a region tells its figures and then each village', () => {
  const [figures] = standingByRegion(SITES, () => '32.04', isDesa)
  if (figures === undefined) throw new Error('no region')
  const villages = SITES.map((site) => ({ site, village: 'Desa', isDesa: isDesa(site.villageCode) }))
  const text = reportMarkdown(regionPage('Jawa Barat', [{ name: 'Kab. Bandung', figures }], villages))
  expect(text).toContain('| Kab. Bandung | 3 | 3 | 0 | 2 dari 2 desa | 3 | 3 | 2 | 3 (sebelumnya 3) | tetap |')
  expect(text).toContain('| Aman | Desa | 1 | 2 | 1 Apr 2027 | - | tetap |')
  expect(text).toContain('| Cemara | Desa | kelurahan | 2 | belum pernah | - | tetap |')
})
