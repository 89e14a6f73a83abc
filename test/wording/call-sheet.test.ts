import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SheetPerson } from '../../src/wording/call-list.ts'
import { type CallSheet, renderCallSheet } from '../../src/wording/call-sheet.ts'
import { PAGE_WIDTH, paragraph } from '../../src/wording/paragraph.ts'

const aPerson = (id: string, given: Partial<SheetPerson> = {}): SheetPerson => ({
  externalId: id,
  name: `Warga ${id}`,
  kind: 'tagana',
  kindName: 'Tagana',
  phone: '+6281234567890',
  km: 3.2,
  village: 'Warnasari, Kec. Pangalengan, Kab. Bandung',
  place: 0,
  spoken: 'call-out',
  turn: null,
  reached: 'not-left',
  optedOut: false,
  said: null,
  stoodDown: false,
  ...given,
})

const FLOOD = {
  hazard: 'Banjir',
  hazardEn: 'Flood',
  place: 'Warnasari',
  regency: 'Kab. Bandung',
  time: '13.21 WIB',
  muster: 'Gardu KSB Warnasari',
  headline: 'Banjir tiga desa',
  code: 'A7K2',
  office: 'Dinsos Kab. Bandung',
}

const aSheet = (given: Partial<CallSheet> = {}): CallSheet => ({
  callOutId: '0190a8f2-6c1e-7d3a-9b5f-3f0a1c2d4e5f',
  mode: 'actual',
  standing: 'call',
  spoken: 'call-out',
  printed: 'Min 22/11 13.40 WIB',
  wanted: '6 Tagana',
  coming: '1 Tagana',
  places: [FLOOD],
  people: [aPerson('R-0001')],
  ...given,
})

/** The list between its heading and how answers are entered. */
const listOf = (sheet: CallSheet): readonly string[] => {
  const lines = renderCallSheet(sheet).split('\n')
  const from = lines.indexOf('DAFTAR MENURUT DESA (list by village)')
  return lines.slice(
    from + 2,
    lines.findIndex((line) => line.startsWith('Setelah itu')),
  )
}

test('the sheet says what happened, what to say, whom to call in which order and how answers are entered', () => {
  const text = renderCallSheet(aSheet())
  expect(text).toMatchInlineSnapshot(`
    "DAFTAR TELEPON (call sheet), kode A7K2
    ================================================================================================
    RAHASIA: nomor pribadi, hanya untuk petugas panggilan ini. Jangan difoto atau diteruskan;
    musnahkan setelah selesai.
    (Confidential: personal numbers, for the officers of this call-out only. Destroy it afterwards.)

    Kejadian  Banjir di Warnasari, Kab. Bandung, pukul 13.21 WIB
              Banjir tiga desa
    Kumpul    Gardu KSB Warnasari
    Dari      Dinsos Kab. Bandung; dicetak Min 22/11 13.40 WIB
    Perlu     6 Tagana; sudah bersedia: 1 Tagana

    TELEPON yang bernomor urut, mulai dari nomor 1. Dua kali tidak diangkat: lanjut, ulangi nanti.
    (CALL those with a number, from 1 on. No answer twice: go on, try again later.)

    ================================================================================================
    UCAPKAN DALAM SATU NAPAS (say in one breath)

    Tagana:
       Ini Dinsos Kab. Bandung. Banjir di Warnasari, Kab. Bandung, pukul 13.21 WIB. Anda
       dimobilisasi sebagai Tagana. Kumpul di Gardu KSB Warnasari. Bisa? Jawab YA atau TIDAK.
       (This is Dinsos Kab. Bandung. Flood in Warnasari, Kab. Bandung, at 13.21 WIB. You are
       mobilised as Tagana. Muster at Gardu KSB Warnasari. Can you? Answer YES or NO.)


    ================================================================================================
    DAFTAR MENURUT DESA (list by village)

    WARNASARI, KEC. PANGALENGAN, KAB. BANDUNG: 1 orang
    ------------------------------------------------------------------------------------------------
       1  0812-3456-7890    Warga R-0001                Tagana              3 km  R-0001
          [ ] YA  [ ] TIDAK  [ ] TIBA  [ ] tak diangkat  jam ......  (pesan belum terkirim)

    Setelah itu catat jawaban, kapan pun, juga bila batas waktu sudah lewat atau pesannya tidak
    pernah terkirim:
    (Enter the answers later, also after the deadline and for messages that never left:)
    kentongan call-out answer 0190a8f2-6c1e-7d3a-9b5f-3f0a1c2d4e5f --responder KODE --answer JAWABAN
    KODE: paling kanan di daftar. JAWABAN: YA = yes, TIDAK = no, TIBA = arrived,
    AMAN+SIAP = yes, AMAN = safe, TIDAK BISA = no, BAHAYA = unsafe.

    ================================================================================================
    NASKAH RADIO: bacakan pelan, dua kali; jangan sebut nama atau nomor orang (radio script)

    Panggilan dari Dinsos Kab. Bandung, kode A7K2, Alfa tujuh Kilo dua. Banjir di Warnasari, Kab.
    Bandung, pukul 13.21 WIB. Dipanggil: 6 Tagana. Yang tinggal di Warnasari, Kec. Pangalengan, Kab.
    Bandung: periksa pesan Anda atau jawab panggilan ini. Kumpul di Gardu KSB Warnasari. Jawab lewat
    radio atau pos terdekat: sebut kode, nama Anda, desa Anda, lalu YA, TIDAK, TIBA, atau BAHAYA.
    Saya ulangi kode: Alfa tujuh Kilo dua.
    (Call from Dinsos Kab. Bandung, code A7K2, Alfa tujuh Kilo dua. Flood in Warnasari, Kab.
    Bandung, at 13.21 WIB. Called: 6 Tagana. Muster at Gardu KSB Warnasari. Answer by radio or at
    the nearest post: code, name, village, then YES, NO, ARRIVED or DANGER.)

    Habis (end), kode A7K2
    "
  `)
})

test('people of a village stand together, numbered in the order of calling; the others are last and have no number', () => {
  const people = [
    aPerson('R-1', { village: 'Sukamanah' }),
    aPerson('R-2'),
    aPerson('R-3', { village: 'Sukamanah', said: 'YA, 13.25 WIB' }),
    aPerson('R-4', { village: 'Sukamanah' }),
    aPerson('R-5', { village: 'Margamukti', phone: null }),
  ]
  const order = listOf(aSheet({ people })).filter((line) => /^[A-Z]|R-\d/.test(line))
  expect(order.map((line) => line.replace(/^ +(\S+).*(R-\d)$/, '$1 $2'))).toEqual([
    'SUKAMANAH: 3 orang',
    '1 R-1',
    '3 R-4',
    '- R-3',
    'WARNASARI, KEC. PANGALENGAN, KAB. BANDUNG: 1 orang',
    '2 R-2',
    'MARGAMUKTI: 1 orang',
    '- R-5',
  ])
})

test.each<[string, Partial<SheetPerson>, CallSheet['standing'], RegExp]>([
  ['is called', {}, 'call', /\[ \] YA {2}\[ \] TIDAK {2}\[ \] TIBA .*\(pesan belum terkirim\)$/],
  ['heard already', { reached: 'delivered' }, 'call', /\(pesan sampai\)$/],
  ['may have heard', { reached: 'unknown' }, 'call', /\(pesan belum jelas terkirim\)$/],
  ['is to say whether they are safe', { spoken: 'safety-check' }, 'call', /\[ \] AMAN\+SIAP .*\[ \] BAHAYA/],
  ['has a turn', { turn: 'Sen 23/11 07.00 WIB' }, 'call', /\(giliran Sen 23\/11 07\.00 WIB\)$/],
  ['answered', { said: 'YA, 13.25 WIB' }, 'call', /^sudah menjawab: YA, 13\.25 WIB$/],
  ['is no longer needed', { stoodDown: true }, 'call', /^tidak perlu datang lagi {2}\[ \] diberi tahu/],
  ['said STOP', { optedOut: true }, 'call', /^minta tidak dihubungi \(STOP\): jangan telepon$/],
  ['is in danger, not needed', { stoodDown: true, said: 'TIDAK AMAN' }, 'enough', /^TIDAK AMAN; tidak perlu .* tahu$/],
  ['is in danger, said STOP', { optedOut: true, said: 'TIDAK AMAN' }, 'call', /^TIDAK AMAN; minta .*: jangan telepon$/],
  ['has no number', { phone: null }, 'call', /^tanpa nomor telepon: .*\(pesan belum terkirim\)$/],
  ['waits for a decision', {}, 'wait', /^pesan belum terkirim$/],
  ['is told of the end', { said: 'YA, 13.25 WIB' }, 'over', /^YA, 13\.25 WIB {2}\[ \] diberi tahu: selesai/],
  ['never answered and is told of the end', { reached: 'left' }, 'over', /^pesan terkirim {2}\[ \] diberi tahu/],
])('somebody who %s', (_, given, standing, expected) => {
  const [, , who = '', boxes = ''] = listOf(aSheet({ standing, people: [aPerson('R-1', given)] }))
  expect(boxes.trim()).toMatch(expected)
  const isCalled = standing === 'call' && boxes.includes('[ ] ') && given.stoodDown !== true
  expect(who.trim().startsWith('1')).toBe(isCalled)
  expect(who.includes('0812-3456-7890')).toBe(given.optedOut !== true && given.phone !== null)
})

test('numbers are written as they are dialled: those of Indonesia with 0, others whole', () => {
  const shown = (phone: string): string => listOf(aSheet({ people: [aPerson('R-1', { phone })] })).join('\n')
  expect(shown('+628123456789')).toContain('0812-3456-789 ')
  expect(shown('+6591234567')).toContain('+6591234567 ')
})

test('an id too long for its line stands whole in one of its own', () => {
  const id = `TAGANA-${'0123456789'.repeat(11)}`
  const lines = listOf(aSheet({ people: [aPerson(id)] }))
  expect(lines.map((line) => line.trim()).join('')).toContain(id)
})

test('people of several places are told theirs, and the radio calls for each', () => {
  const places = [FLOOD, { ...FLOOD, place: 'Sukamanah', muster: 'tunggu arahan posko' }]
  const people = [aPerson('R-1'), aPerson('R-2', { place: 1, spoken: 'safety-check' }), aPerson('R-3', { place: 7 })]
  const text = renderCallSheet(aSheet({ places, people }))
  expect(text).toMatch(/R-1 \[1\]\n/)
  expect(text).toMatch(/R-2 \[2\]\n/)
  expect(text).toContain('Dengan kotak AMAN [2]:')
  expect(text).toContain('Tagana [1]:')
  expect(text.match(/Panggilan dari Dinsos/g)).toHaveLength(2)
})

test.each([
  ['wait', /JANGAN TELEPON SIAPA PUN/],
  ['enough', /SUDAH CUKUP/],
  ['over', /SUDAH BERAKHIR/],
] as const)(
  'a call-out that is at %s says so, and there is nothing to say and no radio script',
  (standing, expected) => {
    const text = renderCallSheet(aSheet({ standing }))
    expect(text).toMatch(expected)
    expect(text).not.toMatch(/NAPAS|NASKAH RADIO/)
  },
)

test('a call-out that has called nobody yet says so', () => {
  expect(renderCallSheet(aSheet({ people: [], places: [{}] }))).toMatch(/Belum ada yang dipanggil/)
})

test.each([
  ['exercise', 'LATIHAN'],
  ['test', 'UJI SISTEM'],
] as const)('a sheet of mode %s says so first and last, and so does whatever is said aloud', (mode, label) => {
  const text = renderCallSheet(aSheet({ mode }))
  const lines = text.trimEnd().split('\n')
  for (const line of [lines[0], lines.at(-1)]) {
    expect(line?.startsWith(`${label} - `)).toBe(true)
    expect(line?.endsWith(` ${label}`)).toBe(true)
  }
  const flat = text.replace(/\s+/g, ' ')
  expect(flat.match(new RegExp(`${label}, (bukan|abaikan).*?Ini ${label}\\.`, 'g'))).toHaveLength(2)
  expect(renderCallSheet(aSheet())).not.toContain(label)
})

test('the radio script names nobody and no number', () => {
  const text = renderCallSheet(aSheet({ people: [aPerson('R-1'), aPerson('R-2', { spoken: 'safety-check' })] }))
  const radio = text.slice(text.indexOf('NASKAH RADIO')).replace(/\s+/g, ' ')
  expect(radio).toContain('Yang rumahnya di zona bahaya: jangan berangkat')
  expect(radio).toContain('Warnasari, Kec. Pangalengan')
  expect(radio).not.toMatch(/Warga|0812|R-[12]/)
})

test('whatever is in it, no line is wider than the page', () => {
  const word = fc.string({ unit: 'grapheme-ascii', maxLength: 150 })
  fc.assert(
    fc.property(word, word, word, word, (headline, muster, name, village) => {
      const places = [{ ...FLOOD, headline, muster }]
      const people = [aPerson('R-1', { name, village }), aPerson(`R-${name}`, { kindName: village })]
      const wide = renderCallSheet(aSheet({ places, people }))
        .split('\n')
        .filter((line) => line.length > PAGE_WIDTH)
      expect(wide).toEqual([])
    }),
    { numRuns: 200 },
  )
})

test('a paragraph is broken between words, and a longer word within', () => {
  expect(paragraph('a: ', '')).toEqual(['a:'])
  expect(paragraph('a: ', `${'x'.repeat(90)} yy zz ${'w'.repeat(100)}`)).toEqual([
    `a: ${'x'.repeat(90)} yy`,
    '   zz',
    `   ${'w'.repeat(93)}`,
    '   wwwwwww',
  ])
})
