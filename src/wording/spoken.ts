import type { Fields } from './fields.ts'
import { WAIT_FOR_WORD } from './instruction.ts'
import type { Mode } from './mode.ts'

/** The alphabet of ICAO, which radio amateurs and rescuers use, and Indonesian figures. */
const LETTERS =
  'Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November Oscar Papa Quebec Romeo Sierra Tango Uniform Victor Whiskey X-ray Yankee Zulu'.split(
    ' ',
  )
const FIGURES = 'nol satu dua tiga empat lima enam tujuh delapan sembilan'.split(' ')

/** `Alfa tujuh Kilo dua` for A7K2: what is heard on a bad line. Other signs are left out. */
export const spelled = (code: string): string =>
  [...code.toUpperCase()]
    .map((char) => (/\d/.test(char) ? FIGURES[Number(char)] : LETTERS[char.charCodeAt(0) - 'A'.charCodeAt(0)]))
    .filter((word) => word !== undefined)
    .join(' ')

/**
 * What somebody is told on the telephone: to come, to be ready, when their turn is, to say whether they are safe, or
 * only whether they could come.
 */
export type Spoken = 'call-out' | 'stand-by' | 'rota' | 'safety-check' | 'alarm-test'

const NOBODY_GOES: Said = {
  id: 'Ini uji alarm: jangan berangkat.',
  en: 'This tests the alarm: do not set out.',
}

/** One sentence in Bahasa Indonesia and in English. */
export interface Said {
  readonly id: string
  readonly en: string
}

const joined = (parts: readonly (string | undefined)[], between: string): string =>
  parts.filter((part) => part !== undefined && part !== '').join(between)

/** `Erupsi gunung api Level III (Siaga) di Desa X, Kab. Y, pukul 13.21 WIB` */
export const happening = (fields: Fields, language: 'id' | 'en'): string => {
  const [hazard, at, from] =
    language === 'id' ? [fields.hazard, 'di', 'pukul'] : [fields.hazardEn ?? fields.hazard, 'in', 'at']
  const place = joined([fields.place, fields.place?.includes(fields.regency ?? '') ? '' : fields.regency], ', ')
  const where = joined([hazard, fields.level, place === '' ? '' : `${at} ${place}`], ' ')
  return joined([where, fields.time === undefined ? '' : `${from} ${fields.time}`], ', ')
}

/** Who is ordered, who is asked: as the messages of that kind say it. */
const ROLES: Readonly<Record<string, Said>> = {
  tagana: { id: 'Anda dimobilisasi sebagai Tagana.', en: 'You are mobilised as Tagana.' },
  pendamping_desa: {
    id: 'Mohon bantu data warga dan koordinasi dengan kepala desa.',
    en: 'Please help with data on the people and with the village head.',
  },
  ksb_member: {
    id: 'Bila keluarga Anda aman, KSB memanggil Anda.',
    en: 'Once your family is safe, your KSB calls you.',
  },
}
const ANYBODY: Said = { id: 'Mohon bantuan Anda.', en: 'Please help.' }

const gathering = (muster: string, spoken: Spoken): Said => {
  if (spoken === 'alarm-test') return NOBODY_GOES
  if (muster === '' || muster === WAIT_FOR_WORD)
    return {
      id: 'Jangan berangkat dulu: tunggu arahan posko.',
      en: 'Do not set out yet: wait for the posko to say where.',
    }
  return spoken === 'stand-by'
    ? {
        id: `Belum berangkat; bila diperlukan kumpul di ${muster}.`,
        en: `Do not set out yet; if needed, muster at ${muster}.`,
      }
    : { id: `Kumpul di ${muster}.`, en: `Muster at ${muster}.` }
}

const asked = (kind: string, spoken: Spoken, muster: string): Said => {
  if (spoken === 'safety-check')
    return {
      id: 'Anda dan keluarga aman? Jangan berangkat dulu. Jawab: AMAN DAN SIAP, AMAN, TIDAK BISA, atau BAHAYA.',
      en: 'Are you and your family safe? Do not set out yet. Answer: SAFE AND COMING, SAFE, NO, or DANGER.',
    }
  if (spoken === 'alarm-test')
    return {
      id: `${NOBODY_GOES.id} Seandainya nyata, bisa datang? Jawab YA atau TIDAK.`,
      en: `${NOBODY_GOES.en} If it were real, could you come? Answer YES or NO.`,
    }
  const role = spoken === 'stand-by' ? { id: 'Mohon bersiap.', en: 'Please be ready.' } : (ROLES[kind] ?? ANYBODY)
  const turn =
    spoken === 'rota'
      ? { id: 'Sebutkan giliran di daftar.', en: 'Tell them the turn on the list.' }
      : { id: '', en: '' }
  const where = gathering(muster, spoken)
  return {
    id: joined([role.id, turn.id, where.id, 'Bisa? Jawab YA atau TIDAK.'], ' '),
    en: joined([role.en, turn.en, where.en, 'Can you? Answer YES or NO.'], ' '),
  }
}

/** More than are read out: a script that is too long is not read at all. */
const MOST_VILLAGES = 12

const someOf = (villages: readonly string[]): string =>
  villages.length > MOST_VILLAGES
    ? `${villages.slice(0, MOST_VILLAGES).join('; ')}; dan desa lain di sekitarnya`
    : villages.join('; ')

const LABELS: Readonly<Record<Mode, { readonly first: Said; readonly last: Said }>> = {
  actual: { first: { id: '', en: '' }, last: { id: '', en: '' } },
  exercise: {
    first: { id: 'LATIHAN, bukan kejadian nyata.', en: 'EXERCISE, nothing real.' },
    last: { id: 'Ini LATIHAN.', en: 'This is an EXERCISE.' },
  },
  test: {
    first: { id: 'UJI SISTEM, abaikan.', en: 'TEST, disregard.' },
    last: { id: 'Ini UJI SISTEM.', en: 'This is a TEST.' },
  },
}

const within = (mode: Mode, said: Said): Said => {
  const { first, last } = LABELS[mode]
  return { id: joined([first.id, said.id, last.id], ' '), en: joined([first.en, said.en, last.en], ' ') }
}

/** What a person of a kind is told in one breath; an exercise says so first and last. */
export const toSay = (kind: string, spoken: Spoken, fields: Fields, mode: Mode): Said => {
  const what = asked(kind, spoken, fields.muster ?? '')
  return within(mode, {
    id: joined([`Ini ${fields.office}.`, `${happening(fields, 'id')}.`, what.id], ' '),
    en: joined([`This is ${fields.office}.`, `${happening(fields, 'en')}.`, what.en], ' '),
  })
}

/** What is read out on the radio: everybody hears it, so it holds nobody's name and no number. */
export interface RadioCall {
  readonly spoken: Spoken
  /** Such as `6 Tagana, 2 Pendamping Desa`. */
  readonly wanted: string
  /** Villages in which those live who are called. */
  readonly villages: readonly string[]
  /** Whether some of them live in the danger zone. */
  readonly asksSafety: boolean
}

/** The radio script, sentence by sentence. */
export const radioScript = (fields: Fields, { spoken, wanted, villages, asksSafety }: RadioCall, mode: Mode): Said => {
  const code = `${fields.code}, ${spelled(fields.code ?? '')}`
  const where = gathering(fields.muster ?? '', spoken)
  return within(mode, {
    id: joined(
      [
        `Panggilan dari ${fields.office}, kode ${code}.`,
        `${happening(fields, 'id')}.`,
        `Dipanggil: ${wanted}.`,
        `Yang tinggal di ${someOf(villages)}: periksa pesan Anda atau jawab panggilan ini.`,
        where.id,
        asksSafety ? 'Yang rumahnya di zona bahaya: jangan berangkat, selamatkan diri dan keluarga dahulu.' : '',
        `Jawab lewat radio atau pos terdekat: sebut kode, nama Anda, desa Anda, lalu YA, TIDAK, TIBA, atau BAHAYA.`,
        `Saya ulangi kode: ${spelled(fields.code ?? '')}.`,
      ],
      ' ',
    ),
    en: joined(
      [
        `Call from ${fields.office}, code ${code}.`,
        `${happening(fields, 'en')}.`,
        `Called: ${wanted}.`,
        where.en,
        asksSafety ? 'If you live in the danger zone: do not set out, bring yourself and your family to safety.' : '',
        'Answer by radio or at the nearest post: code, name, village, then YES, NO, ARRIVED or DANGER.',
      ],
      ' ',
    ),
  })
}
