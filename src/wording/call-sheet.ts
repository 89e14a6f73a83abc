import { callList, type SheetPerson, type SheetStanding } from './call-list.ts'
import type { Fields } from './fields.ts'
import { MODE_LABELS, type Mode } from './mode.ts'
import { PAGE_WIDTH, paragraph } from './paragraph.ts'
import { happening, radioScript, type Said, type Spoken, toSay } from './spoken.ts'

export interface CallSheet {
  readonly callOutId: string
  readonly mode: Mode
  readonly standing: SheetStanding
  /** What a new call of this call-out asks for. */
  readonly spoken: Exclude<Spoken, 'safety-check'>
  /** When it was made, in words. */
  readonly printed: string
  /** Such as `6 Tagana, 2 Pendamping Desa`, and of those how many said yes. */
  readonly wanted: string
  readonly coming: string
  /** What is said of each place that people are called to; at least one. */
  readonly places: readonly Fields[]
  /** In the order in which they are called: by reach. */
  readonly people: readonly SheetPerson[]
}

const STANDINGS: Readonly<Record<SheetStanding, Said>> = {
  call: {
    id: 'TELEPON yang bernomor urut, mulai dari nomor 1. Dua kali tidak diangkat: lanjut, ulangi nanti.',
    en: 'CALL those with a number, from 1 on. No answer twice: go on, try again later.',
  },
  wait: {
    id: 'JANGAN TELEPON SIAPA PUN: masih menunggu keputusan petugas.',
    en: 'CALL NOBODY: it still waits for a decision.',
  },
  enough: { id: 'SUDAH CUKUP: tidak perlu memanggil lagi.', en: 'ENOUGH: nobody else needs to be called.' },
  over: {
    id: 'SUDAH BERAKHIR: jangan memanggil. Beri tahu yang sudah berangkat agar kembali.',
    en: 'OVER: call nobody to come. Tell those on their way to turn back.',
  },
}

const PRIVACY: Said = {
  id: 'RAHASIA: nomor pribadi, hanya untuk petugas panggilan ini. Jangan difoto atau diteruskan; musnahkan setelah selesai.',
  en: 'Confidential: personal numbers, for the officers of this call-out only. Destroy it afterwards.',
}

const both = (label: string, { id, en }: Said): readonly string[] => [
  ...paragraph(label, id),
  ...paragraph(' '.repeat(label.length), `(${en})`),
]

const titled = (title: string): readonly string[] => ['', '='.repeat(PAGE_WIDTH), title, '']

/** Each thing to say once, with the kinds of people it is said to, as far as somebody on the list is to hear it. */
const sayings = ({ people, places, mode }: CallSheet): readonly string[] => {
  const found = new Map<string, { readonly label: string; readonly said: Said }>()
  for (const { kind, kindName, spoken, place } of people) {
    const said = toSay(kind, spoken, places[place] ?? {}, mode)
    const where = places.length > 1 ? ` [${place + 1}]` : ''
    const label = spoken === 'safety-check' ? `Dengan kotak AMAN${where}` : `${kindName}${where}`
    found.set(`${label} ${said.id}`, { label, said })
  }
  return [...found.values()].flatMap(({ label, said }) => [`${label}:`, ...both('   ', said), ''])
}

const placeLines = ({ places, printed }: CallSheet): readonly string[] =>
  places.flatMap((fields, at) => {
    const mark = places.length > 1 ? `[${at + 1}] ` : ''
    return [
      ...paragraph('Kejadian  ', `${mark}${happening(fields, 'id')}`),
      ...(fields.headline === undefined || fields.headline === '' ? [] : paragraph('          ', fields.headline)),
      ...paragraph('Kumpul    ', `${mark}${fields.muster ?? '-'}`),
      ...(at > 0 ? [] : paragraph('Dari      ', `${fields.office ?? '-'}; dicetak ${printed}`)),
    ]
  })

const ENTER: Said = {
  id: 'Setelah itu catat jawaban, kapan pun, juga bila batas waktu sudah lewat atau pesannya tidak pernah terkirim:',
  en: 'Enter the answers later, also after the deadline and for messages that never left:',
}

const radioOf = ({ places, people, spoken, wanted, mode }: CallSheet): readonly string[] =>
  places.flatMap((fields, at) => {
    const here = people.filter(({ place }) => place === at)
    const call = {
      spoken,
      wanted,
      villages: [...new Set(here.map(({ village }) => village))],
      asksSafety: here.some((person) => person.spoken === 'safety-check'),
    }
    return [...both('', radioScript(fields, call, mode)), '']
  })

/**
 * A call sheet as plain text for A4 in lines of at most PAGE_WIDTH characters: what happened, what to do and say, who is
 * called in which order by village with boxes for the answers, and a script for the radio, which holds no name and no
 * number. Bahasa Indonesia first, English second. An exercise says LATIHAN in its first and last line.
 */
export const renderCallSheet = (sheet: CallSheet): string => {
  const { callOutId, mode, standing, wanted, coming, places, people } = sheet
  const [{ code = '' } = {}] = places
  const { first, last } = MODE_LABELS[mode]
  const entered = [
    `kentongan call-out answer ${callOutId} --responder KODE --answer JAWABAN`,
    'KODE: paling kanan di daftar. JAWABAN: YA = yes, TIDAK = no, TIBA = arrived,',
    'AMAN+SIAP = yes, AMAN = safe, TIDAK BISA = no, BAHAYA = unsafe.',
  ]
  const isActive = standing === 'call'
  return [
    `${first}DAFTAR TELEPON (call sheet), kode ${code}${last}`,
    '='.repeat(PAGE_WIDTH),
    ...both('', PRIVACY),
    '',
    ...placeLines(sheet),
    ...paragraph('Perlu     ', `${wanted}; sudah bersedia: ${coming}`),
    '',
    ...both('', STANDINGS[standing]),
    ...(isActive && people.length > 0
      ? [...titled('UCAPKAN DALAM SATU NAPAS (say in one breath)'), ...sayings(sheet)]
      : []),
    ...titled('DAFTAR MENURUT DESA (list by village)'),
    ...(people.length === 0 ? ['Belum ada yang dipanggil. (Nobody is called yet.)', ''] : []),
    ...callList(standing, people, places.length > 1),
    ...both('', ENTER),
    ...entered,
    ...(isActive
      ? [
          ...titled('NASKAH RADIO: bacakan pelan, dua kali; jangan sebut nama atau nomor orang (radio script)'),
          ...radioOf(sheet),
        ]
      : ['']),
    `${first}Habis (end), kode ${code}${last}`,
    '',
  ].join('\n')
}
