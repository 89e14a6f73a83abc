import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { callOutCodes, type Meaning, readAnswer } from '../../src/mobilisation/answer.ts'

/** What people write, and how it has to be read. */
const REPLIES: Readonly<Record<Meaning, readonly string[]>> = {
  yes: [
    ...[
      '1',
      '1.',
      'ya',
      'Ya!',
      'iya pak',
      'siap',
      'Siap',
      'SIAP NDAN',
      'hadir',
      'bisa',
      'segera berangkat',
      'siap jalan',
    ],
    ...['siap berangkat', '1 BERANGKAT', 'Siap, segera meluncur', 'izin ndan, siap merapat ke posko', 'ok siap'],
    ...['ya a7k2', 'A7K2 1', '1 a7k2', 'Ref A7K2: siap', 'siap 👍', '1️⃣', 'segera otw', 'ya berangkat'],
    ...['aman, siap', 'Aman pak, bisa', '1 aman', 'selamat, siap berangkat'],
    ...['１', '𝗬𝗮', 'sy siap', 'sgr berangkat', 'semua siap', 'udah siap ndan'],
    ...['Selamat malam komandan, siap', 'assalamualaikum, ya bisa', 'insyaallah hadir'],
  ],
  'en-route': [
    ...['berangkat', 'Berangkat!', 'OTW', 'otw', 'sudah otw pak', 'otw lokasi', 'siap otw', '1 otw', 'sudah berangkat'],
    ...['jalan', 'sudah jalan ndan', 'di jalan', 'dalam perjalanan menuju posko', 'A7K2 jalan', 'jalan ke lokasi'],
  ],
  done: [
    ...[
      'selesai',
      'Selesai.',
      'SELESAI NDAN',
      'sudah selesai, terima kasih',
      'pulang',
      'sudah pulang pak',
      'selesai a7k2',
    ],
    ...['sdh selesai', 'tugas selesai', 'saya pulang dengan selamat'],
  ],
  no: [
    ...[
      '2',
      '2.',
      'tidak',
      'Tidak',
      'tdk',
      'gak',
      'ga',
      'nggak',
      'tidak bisa',
      'tdk bisa',
      'tdk siap',
      'sakit',
      'no pak',
    ],
    ...['gak bisa pak lagi sakit', '2 TIDAK', 'maaf pak tidak bisa', 'A7K2 2', 'tidak a7k2', 'tdk bs, di luar kota'],
    ...['tidak bisa hadir', 'tidak bisa berangkat', 'mohon maaf saya tidak dapat hadir', 'gak jadi berangkat'],
    ...[
      'aman, tidak bisa',
      'tidak bisa pak, saya aman',
      'tidak bisa, terjebak macet',
      'tidak bisa, tolong cari yang lain',
    ],
    ...['2 maaf lagi di luar kota', '2, sedang kerja', 'istri saya sakit', 'selamat pagi, tidak bisa'],
  ],
  arrived: [
    ...[
      '3',
      '3.',
      'tiba',
      'sampai',
      'aman',
      'sudah tiba di lokasi',
      'sudah sampai posko',
      'A7K2 3',
      'lapor, tiba di gardu',
    ],
    ...['sdh tiba', 'sdh sampai pak', 'kami aman semua', 'aman pak, terima kasih', 'selamat sampai di rumah'],
  ],
  safe: ['ya aman', 'iya pak, kami aman', 'yes aman', 'aman ya'],
  unsafe: [
    ...['tidak aman', 'TIDAK AMAN', 'tdk aman pak', 'belum aman', '2 tidak aman', 'kami tidak dalam keadaan aman'],
    ...['rumah saya tidak aman, air sudah masuk', 'tidak selamat', 'A7K2 tidak aman', 'kurang aman', 'bahaya'],
    ...['saya terjebak di atap', 'kami terjebak banjir', 'tidak bisa, terjebak banjir', '2 terjebak', 'tertimbun'],
    ...['tolong', 'minta tolong', 'tolong kami pak', 'SOS', 'kaki terluka', 'butuh pertolongan segera'],
  ],
  stop: [
    ...[
      'stop',
      'STOP',
      'BERHENTI',
      'berhenti',
      'Stop!',
      'stop sms',
      'mohon berhenti',
      'Saya mau berhenti',
      '1 stop',
      'ya stop',
    ],
    ...['stop jangan ganggu saya', 'tolong berhenti kirim sms', 'hapus nomor saya', 'stop a7k2', 'stop a7k2 d4e6'],
  ],
  'stop-info': [
    ...['stop info', 'STOP INFO.', 'berhenti info', 'mau stop info', 'stop kirim info', 'stop info kesiapsiagaan'],
    ...['tolong stop informasi', 'Stop info pak, terima kasih'],
  ],
  unclear: [
    ...['', ' ', '?', '👍', '...', 'halo', 'apa ini', '1 2', '2 1', '12', '1 BERANGKAT / 2 TIDAK', 'siap tidak bisa'],
    ...['otw 2 menit', 'bisa ganti nomor', 'belum bisa', 'belum sampai', 'tidak sampai', 'hampir sampai'],
    ...['bisa?', 'bisa tidak?', 'bisa gak pak', 'siap atau tidak', 'sampai kapan', 'siap besok', 'siapa ini', 'siap 2'],
    // A road that is a place, and an end that is asked for or is not there.
    ...[
      'rumah di jalan',
      'jalan putus',
      'jalan?',
      'jalan macet',
      'belum jalan',
      'izin pulang',
      'mau pulang',
      'selesai?',
    ],
    ...[
      'belum selesai',
      'tidak selesai',
      'kapan selesai',
      'selesai jam berapa',
      'pulang ke rumah',
      'segera pulang',
      'ya selesai',
    ],
    ...['pulang 2', '3 selesai', 'siap pulang', 'selesai besok'],
    // A number or a short word that answers something else.
    ...['2 menit lagi', '2 jam lagi', 'kami 2 orang', 'jam 2', '3 orang', '1 orang', 'ganti no hp', 'no berapa'],
    ...['2 siap', '2 hadir', 'tidak 1'],
    // A "not" about something else.
    ...['link tidak bisa dibuka', 'tidak jelas', 'gak tau', 'tidak masalah', 'gak apa apa', 'ada warga sakit'],
    // Rain stops, roads are stopped; nobody withdraws a consent by that.
    ...['hujan sudah berhenti', 'berhenti sebentar isi bensin', 'jalan di stop polisi', 'selamat pagi'],
    // Of others, of the road, denied, asked, or beside a yes: no cry for help, and no answer.
    ...['ada warga terjebak', 'warga minta tolong', 'jalan tidak aman', 'tidak aman lewat sana', 'tidak terjebak'],
    ...['tidak ada yang terjebak', 'tidak ada bahaya', 'terjebak?', 'apakah aman?', '1 terjebak', 'siap, tidak aman'],
    ...[
      'semua aman?',
      'warga aman semua',
      'tidak semua aman',
      'blm siap',
      'tolong kirim alamat',
      '2 aman',
      '1 3',
      'siap sampai',
      'aman tapi siap besok',
    ],
    ...['A7K2', 'a7k2 d4e6 ya', 'tidak a7k2 d4e6', 'A7KZ 1 x', 'A7K 2 ya', 'constructor', '__proto__'],
  ],
}

const TABLE = (Object.entries(REPLIES) as [Meaning, readonly string[]][]).flatMap(([meaning, texts]) =>
  texts.map((text) => [text, meaning] as const),
)

test.each(TABLE)('"%s" reads as %s', (text, meaning) => {
  expect(readAnswer(text).meaning).toBe(meaning)
})

test.each([
  ['ya a7k2', 'A7K2'],
  ['A7K2-1', 'A7K2'],
  ['a7k2 a7k2 siap', 'A7K2'],
  ['(ref. A7k2)', 'A7K2'],
  ['siap', null],
  ['A7K21', null],
  ['xA7K2', null],
  ['ya a7k2 d4e6', null],
])('the code in "%s" is %s', (text, code) => {
  expect(readAnswer(text).code).toBe(code)
})

describe('whatever the text', () => {
  const punctuation = fc.stringMatching(/^[ .,;:!()"'\-\n]{1,4}$/)
  const styled = fc
    .constantFrom(...TABLE)
    .chain(([text]) =>
      fc.tuple(
        fc.constant(text),
        fc.array(fc.boolean(), { minLength: text.length, maxLength: text.length }),
        fc.array(punctuation, { minLength: 12, maxLength: 12 }),
      ),
    )

  test('case and punctuation do not matter', () => {
    fc.assert(
      fc.property(styled, ([text, capitals, marks]) => {
        const cased = [...text].map((sign, at) => (capitals[at] ? sign.toUpperCase() : sign.toLowerCase())).join('')
        const pieces = cased.split(' ').map((word, at) => word + (marks[at] ?? ' '))
        expect(readAnswer(`${marks[11]}${pieces.join('')}`)).toEqual(readAnswer(text))
      }),
      { numRuns: 2_000, seed: 20261122 },
    )
  })

  test('any text at all is read as something, with a code of the right form or none', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const { meaning, code } = readAnswer(text)
        expect(Object.keys(REPLIES)).toContain(meaning)
        if (code !== null) expect(code).toMatch(/^[A-Z]\d[A-Z]\d([A-Z]\d)?$/)
      }),
      { numRuns: 2_000, seed: 5 },
    )
  })
})

describe('codes', () => {
  const COUNT = 19 * 6 * 19 * 6

  test('a code never reads as a word, and never changes what the words say', () => {
    fc.assert(
      fc.property(fc.nat(COUNT * 3), fc.nat(1), (n, which) => {
        const code = callOutCodes(n)[which] ?? ''
        expect(readAnswer(code)).toEqual({ meaning: 'unclear', code })
        expect(readAnswer(`siap ${code.toLowerCase()}`)).toEqual({ meaning: 'yes', code })
        expect(readAnswer(`${code} tidak bisa`)).toEqual({ meaning: 'no', code })
      }),
      { numRuns: 2_000, seed: 7 },
    )
  })

  test('12,996 draws give as many short codes, and then they begin again', () => {
    const codes = new Set(Array.from({ length: COUNT }, (_, n) => callOutCodes(n)[0]))
    expect(codes.size).toBe(12_996)
    expect(callOutCodes(COUNT)[0]).toBe(callOutCodes(0)[0])
    expect(
      [...codes].filter((code) => !/^[ACDEFGHJKMNPQRTUWXY][234679][ACDEFGHJKMNPQRTUWXY][234679]$/.test(code)),
    ).toEqual([])
  })

  test('the long codes of a draw and of those 113 turns after it all differ', () => {
    fc.assert(
      fc.property(fc.nat(COUNT - 1), (n) => {
        const turns = Array.from({ length: 114 }, (_, turn) => callOutCodes(n + turn * COUNT)[1])
        expect(new Set(turns).size).toBe(114)
        expect(turns.every((code) => code.startsWith(callOutCodes(n)[0]) && code.length === 6)).toBe(true)
      }),
      { numRuns: 200, seed: 9 },
    )
  })
})
