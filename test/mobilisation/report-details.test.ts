import { describe, expect, test } from 'vitest'
import { MAX_REPORT_CHARS, readReport } from '../../src/mobilisation/village-report.ts'

describe('what a report says beside its hazard', () => {
  test.each([
    ['LAPOR banjir di Dusun Krajan RT 03/RW 01, air setinggi dada', 'Dusun Krajan RT 03/RW 01'],
    ['lapor longsor di Jl. Raya Puncak sejak pagi', 'Jl. Raya Puncak'],
    ['lapor banjir RT.05 RW.02', 'RT.05 RW.02'],
    ['lapor banjir desa Sukamaju kec. Cikalong kab. Tasik', 'desa Sukamaju kec. Cikalong kab. Tasik'],
    ['lapor kebakaran di pasar', 'pasar'],
    ['lapor banjir di', null],
    ['lapor banjir di sini', null],
    ['lapor banjir di desa kami', null],
    ['lapor banjir', null],
  ])('%s: the place is %s', (text, place) => {
    expect(readReport(text)).toMatchObject({ kind: 'report', place })
  })

  test.each([
    ['lapor banjir, 2 orang hanyut', { missing: 2 }],
    ['lapor longsor. 3 meninggal, 1 org warga yang luka', { dead: 3, hurt: 1 }],
    ['lapor longsor, korban meninggal dua orang', { dead: 2 }],
    ['lapor banjir 35 kk mengungsi, 12 unit rumah', { families: 35, houses: 12 }],
    ['lapor banjir 1.200 jiwa terdampak', { affected: 1200 }],
    ['lapor banjir, pengungsi 40', { displaced: 40 }],
    ['lapor banjir 5 warga terjebak, 7 warga terjebak', { trapped: 7 }],
    ['lapor banjir 2 meter, 3 motor hanyut, hanyut 2 motor', {}],
    ['lapor banjir 0 korban jiwa, 900000 orang, rt 3', {}],
    ['lapor banjir, luka 4 dan hilang: 2', { hurt: 4 }],
  ])('%s: %j', (text, counts) => {
    expect(readReport(text)).toMatchObject({ kind: 'report', counts })
    const reading = readReport(text)
    expect(reading.kind === 'report' ? reading.counts : null).toEqual(counts)
  })

  test.each([
    ['lapor banjir', 'moderate'],
    ['lapor banjir 60 cm', 'moderate'],
    ['lapor banjir 1,5 meter', 'severe'],
    ['lapor banjir setinggi dada', 'severe'],
    ['lapor longsor 40 m menutup jalan', 'moderate'],
    ['lapor banjir 100 m dari sungai', 'moderate'],
    ['lapor banjir, rumah roboh', 'severe'],
    ['lapor banjir, 1 orang terkurung', 'severe'],
    ['lapor banjir, 2 orang cedera', 'severe'],
    ['lapor banjir, tidak ada korban yang hilang', 'moderate'],
    ['lapor banjir, korban meninggal nihil', 'moderate'],
    ['lapor banjir, rumah hanyut belum ada', 'moderate'],
    ['lapor banjir 10 cm', 'minor'],
    ['lapor banjir semata kaki', 'minor'],
    ['lapor banjir setinggi mata kaki', 'minor'],
    ['lapor gempa kecil', 'minor'],
    ['lapor banjir kecil 80 cm', 'moderate'],
    ['lapor waspada banjir, sungai tinggi 2 m', 'minor'],
  ])('%s sounds %s', (text, severity) => {
    expect(readReport(text)).toMatchObject({ kind: 'report', severity })
  })

  test('what is said to be coming is marked, and what has come beside it is not', () => {
    expect(readReport('lapor waspada banjir')).toMatchObject({ ahead: true })
    expect(readReport('lapor potensi akan terjadi longsor')).toMatchObject({ ahead: true, hazard: 'landslide' })
    expect(readReport('lapor longsor, waspada banjir')).toMatchObject({
      ahead: false,
      hazard: 'landslide',
      others: ['flood'],
    })
  })

  test('the words behind LAPOR stay as they were written, in one line of at most 500 characters', () => {
    expect(readReport('  Lapor:\n Banjir di  RT 3\u0000!')).toMatchObject({ rest: 'Banjir di RT 3 !' })
    const long = readReport(`lapor banjir ${'air '.repeat(400)}`)
    expect(long.kind === 'report' ? long.rest.length : 0).toBeLessThanOrEqual(MAX_REPORT_CHARS)
  })
})
