import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readAnswer } from '../../src/mobilisation/answer.ts'
import { HAZARD_NAMES, HAZARDS, type Hazard } from '../../src/mobilisation/hazard.ts'
import { MAX_REPORT_CHARS, readReport } from '../../src/mobilisation/village-report.ts'

const hazardOf = (text: string): string => {
  const reading = readReport(text)
  return reading.kind === 'report' ? reading.hazard : `${reading.kind} ${'why' in reading ? reading.why : ''}`.trim()
}

/** What people write, and what is happening there. */
const ALARMS: readonly (readonly [string, Hazard])[] = [
  ['LAPOR banjir', 'flood'],
  ['lapor: banjir di RT 03 RW 01', 'flood'],
  ['Lapor, banjir!', 'flood'],
  ['lapor!banjir', 'flood'],
  ['KENTONGAN LAPOR banjir', 'flood'],
  ['Izin melaporkan pak, banjir di dusun Krajan', 'flood'],
  ['Assalamualaikum wr wb. Mohon izin lapor ndan: kampung kami kebanjiran', 'flood'],
  ['selamat malam pak, lapor bnjir', 'flood'],
  ['laporan: sungai meluap ke pasar', 'flood'],
  ['LAPOR banjir tidak surut sejak subuh', 'flood'],
  ['LAPOR banjir belum surut', 'flood'],
  ['LAPOR banjir 1 meter, warga sudah aman di masjid', 'flood'],
  ['LAPOR banjir surut di RT 1 tapi naik di RT 5', 'flood'],
  ['lapor banjir tidak ada bantuan', 'flood'],
  ['lapor banjir, tidak ada korban', 'flood'],
  ['lapor banjir di jalan raya, tidak bisa dilewati', 'flood'],
  ['lapor banjir pak, kapan bantuan datang?', 'flood'],
  ['lapor siap ndan, banjir di blok B', 'flood'],
  ['lapor banjir. kami siap berangkat', 'flood'],
  ['lapor banjir lagi, kondisi tidak aman', 'flood'],
  ['lapor warga tidak bisa keluar rumah banjir', 'flood'],
  ['LAPOR BANJIR BANDANG di kali', 'flash_flood'],
  ['lapor air bah dari gunung', 'flash_flood'],
  ['lapor banjir lahar dingin', 'flash_flood'],
  ['lapor longsor menutup jalan', 'landslide'],
  ['lapor tanah longsor akibat gempa', 'landslide'],
  ['lapor tebing runtuh karena hujan', 'landslide'],
  ['lapor tidak ada banjir, tapi longsor di kp Baru', 'landslide'],
  ['lapor gempa', 'earthquake'],
  ['lapor gempa kuat, tidak berpotensi tsunami', 'earthquake'],
  ['lapor gempa bumi dan tsunami', 'tsunami'],
  ['lapor ada gempa lalu tsunami', 'tsunami'],
  ['lapor gunung meletus', 'volcano'],
  ['lapor awan panas turun', 'volcano'],
  ['lapor erupsi', 'volcano'],
  ['lapor angin puting beliung, 12 rumah rusak', 'extreme_weather'],
  ['lapor pohon tumbang di jl. Melati', 'extreme_weather'],
  ['lapor rob masuk rumah', 'tidal_surge'],
  ['lapor banjir rob', 'tidal_surge'],
  ['lapor kekeringan, sumur kering', 'drought'],
  ['lapor karhutla', 'wildfire'],
  ['lapor lahan terbakar di km 12', 'wildfire'],
  ['lapor kebakaran pasar', 'fire'],
  ['lapor kebakaran tidak padam', 'fire'],
  ['lapor keracunan makanan di hajatan', 'non_natural'],
  ['lapor tawuran di lapangan', 'social'],
  ['lapor dampak gempa', 'earthquake'],
  ['. lapor. banjir', 'flood'],
  ['lapor banjir di gedung latihan', 'flood'],
  ['lapor jadwal latihan ditunda karena ada banjir', 'flood'],
  ['lapor tidak ada lagi tanda ada potensi banjir', 'flood'],
]

test.each(ALARMS)('%s is a report of %s', (text, hazard) => {
  expect(hazardOf(text)).toBe(hazard)
})

test.each([
  ['lapor tidak ada banjir', 'information no-such-hazard'],
  ['LAPOR: tdk ada longsor', 'information no-such-hazard'],
  ['lapor belum terjadi banjir', 'information no-such-hazard'],
  ['lapor banjir nihil', 'information no-such-hazard'],
  ['lapor banjir tidak ada di sini', 'information no-such-hazard'],
  ['lapor isu tsunami tidak benar', 'information no-such-hazard'],
  ['lapor gempa hoaks', 'information no-such-hazard'],
  ['lapor banjir sudah surut', 'information over'],
  ['lapor banjir mulai surut', 'information over'],
  ['lapor kebakaran sudah dipadamkan', 'information over'],
  ['lapor banjir di RT 2 sudah aman', 'information over'],
  ['lapor banjir kemarin, aman terkendali', 'information over'],
  ['lapor simulasi gempa di sekolah', 'information drill'],
  ['lapor latihan evakuasi tsunami', 'information drill'],
  ['lapor a7k2 banjir makin tinggi', 'information names-a-call-out'],
  ['lapor kondisi aman terkendali', 'information all-well'],
  ['lapor aman', 'information all-well'],
  ['lapor situasi kondusif ndan', 'information all-well'],
  ['lapor', 'unclear empty'],
  ['LAPOR pak', 'unclear empty'],
  ['lapor ada orang gila', 'unclear no-hazard'],
  ['lapor banjir kanal timur kotor', 'unclear no-hazard'],
  ['lapor kondisi belum aman', 'unclear no-hazard'],
  ['lapor apakah ada banjir?', 'unclear asks'],
])('%s is no alarm: %s', (text, said) => {
  expect(hazardOf(text)).toBe(said)
})

describe('an answer to a call is no report', () => {
  test.each([
    ['lapor selamat', 'arrived'],
    ['lapor diri selamat', 'arrived'],
    ['Lapor, tiba di gardu', 'arrived'],
    ['izin lapor, siap berangkat', 'yes'],
    ['lapor tidak bisa', 'no'],
    ['lapor a7k2 tiba', 'arrived'],
    ['lapor tidak bisa berangkat, banjir di jalan', 'no'],
    ['lapor tidak bisa, banjir', 'no'],
    ['lapor tdk dapat karena rumah saya kebanjiran', 'no'],
    ['lapor otw ke lokasi banjir', 'unclear'],
    ['lapor tiba di lokasi longsor', 'unclear'],
    ['lapor stop', 'stop'],
    ['stop', 'stop'],
    ['1', 'yes'],
    ['siap', 'yes'],
    ['banjir pak', 'unclear'],
    ['tolong banjir', 'unsafe'],
    ['', 'unclear'],
    ['pelapor banjir', 'unclear'],
    ['tidak ada yang lapor banjir', 'no'],
  ])('%s (an answer that reads as %s)', (text, meaning) => {
    expect(readAnswer(text).meaning).toBe(meaning)
    expect(readReport(text)).toEqual({ kind: 'not-a-report' })
  })

  test('"lapor aman" is either: the answer where a call waits, news where none does', () => {
    expect(readReport('lapor aman')).toEqual({ kind: 'information', why: 'all-well', answers: true })
    expect(readReport('lapor kondisi aman terkendali')).toMatchObject({ answers: false })
  })

  test('nothing that the reader of answers understands is a report unless it names a hazard', () => {
    const words = [
      '1',
      '2',
      '3',
      'ya',
      'siap',
      'tidak',
      'bisa',
      'tiba',
      'aman',
      'selamat',
      'lapor',
      'pak',
      'a7k2',
      'stop',
    ]
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 6 }), (said) => {
        const text = said.join(' ')
        // Whether somebody is safe is an answer where they were called, and else says nothing of a hazard.
        const { meaning } = readAnswer(text)
        if (!['unclear', 'safe', 'unsafe'].includes(meaning))
          expect(readReport(text).kind).not.toMatch(/^(report|unclear)$/)
      }),
    )
  })
})

test.each(HAZARDS)('the name of %s that the form writes is read as itself', (hazard) => {
  expect(readReport(`LAPOR ${HAZARD_NAMES[hazard].id}. di RT 3`)).toMatchObject({ kind: 'report', hazard })
})

test('no text makes the reader fail, and a report is never made of nothing', () => {
  const words = [
    ...new Set(ALARMS.flatMap(([text]) => text.split(' '))),
    'tidak',
    'sudah',
    '2',
    '.',
    '?',
    'surut',
    '\n',
  ]
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        fc.array(fc.constantFrom(...words), { maxLength: 25 }).map((said) => `lapor ${said.join(' ')}`),
      ),
      (text) => {
        const reading = readReport(text)
        if (reading.kind !== 'report') return
        expect(text.toLowerCase()).toMatch(/lapor/)
        expect(reading.others).not.toContain(reading.hazard)
        expect(reading.rest).not.toBe('')
        expect(reading.rest.length).toBeLessThanOrEqual(MAX_REPORT_CHARS)
      },
    ),
  )
})
