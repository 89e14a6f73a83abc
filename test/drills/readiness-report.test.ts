import { expect, test } from 'vitest'
import { type ReadinessFacts, readinessOf } from '../../src/drills/readiness.ts'
import { readinessPage, siteReadinessPage } from '../../src/drills/readiness-report.ts'
import { reportMarkdown } from '../../src/wording/report-markdown.ts'
import { aKsb } from '../drills/a-ksb.ts'

const NOW = new Date('2027-04-26T03:00Z')
const site = (more: Partial<ReadinessFacts> = {}, before: number | null = null) => {
  const facts = aKsb(more)
  return { facts, readiness: readinessOf(facts, NOW), before }
}

test('a region tells the least ready first, with the three groups and the change', () => {
  const sites = [
    site({}, 90),
    site({ siteCode: 'KSB-2', name: 'Baru', hasGardu: false, attendance: null, asked: 0 }, 80),
    site({ siteCode: 'KSB-3', name: 'Tetap' }, 100),
    site({ siteCode: 'KSB-4', name: 'Awal', lastHeldAt: null }),
  ]
  const text = reportMarkdown(readinessPage('Kab. Bandung', sites))
  const rows = text.split('\n').filter((line) => line.includes('| KSB-'))
  expect(rows).toEqual([
    '| Baru | KSB-2 | 70 | -10 | 30 dari 35 | 40 dari 40 | 0 dari 25 | 75 |',
    '| Awal | KSB-4 | 85 | - | 35 dari 35 | 25 dari 40 | 25 dari 25 | 100 |',
    '| Mahameru | KSB-1 | 100 | +10 | 35 dari 35 | 40 dari 40 | 25 dari 25 | 100 |',
    '| Tetap | KSB-3 | 100 | 0 | 35 dari 35 | 40 dari 40 | 25 dari 25 | 100 |',
  ])
})

test('one KSB tells each part and what it was reckoned from, and its history', () => {
  const text = reportMarkdown(siteReadinessPage(site(), 'Desa Margamukti', [{ day: '2027-04-02', score: 100 }]))
  for (const words of [
    'Mahameru (KSB-1), Desa Margamukti: 100 dari 100, diketahui 100.',
    '| Sumber daya | Pendamping Desa dan Tagana | 100 % | 10 | 1 Pendamping Desa, 2 Tagana di kecamatan |',
    '| Sumber daya | Anggota yang dapat dihubungi | 100 % | 10 | 50 dari 50 |',
    '| Kemampuan | Anggota yang ikut latihan | 100 % | 15 | 50 dari 50 dalam 24 bulan |',
    '| Kemampuan | Latihan terakhir | 100 % | 15 | 1 Apr 2027 |',
    '| Kemauan | Kehadiran pada latihan terakhir | 100 % | 15 | 100 % |',
    '| Kemauan | Undangan yang dijawab | 100 % | 10 | 50 dari 50 |',
    '| 2 Apr 2027 | 100 |',
  ])
    expect(text).toContain(words)
})

test('what is not known is not invented', () => {
  const nothing = {
    ...{
      isDesa: false,
      hasGardu: false,
      hasLumbung: false,
      lastHeldAt: null,
      trained: null,
      attendance: null,
      asked: 0,
    },
  }
  const text = reportMarkdown(siteReadinessPage(site(nothing), 'Kel. Sukamaju', []))
  for (const words of [
    '| Sumber daya | Gardu sosial | 0 % | 5 | tidak tercatat |',
    '| Sumber daya | Lumbung sosial | 0 % | 10 | tidak tercatat |',
    '| Sumber daya | Pendamping Desa dan Tagana | 100 % | 10 | kelurahan, 2 Tagana di kecamatan |',
    '| Kemampuan | Anggota yang ikut latihan | tidak diketahui | 15 | belum ada daftar hadir |',
    '| Kemampuan | Latihan terakhir | 0 % | 15 | belum pernah |',
    '| Kemauan | Kehadiran pada latihan terakhir | tidak diketahui | 15 | belum ada daftar hadir |',
    '| Kemauan | Undangan yang dijawab | tidak diketahui | 10 | belum ada undangan |',
    'Tidak ada.',
  ])
    expect(text).toContain(words)
})
