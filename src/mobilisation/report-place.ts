import { CLAUSE, oneLine, type Token, wordAt } from './report-text.ts'

const listed = (words: string): readonly string[] => words.split(' ')

/** A place begins behind "di", or with one of the others, which belong to its name. */
const CUES = listed(
  'dusun dsn kampung kp desa ds kelurahan kel kecamatan kec rt rw jalan jl gang gg blok lingkungan jorong nagari',
)

/** Behind "di" these are no place. */
const NO_PLACES = listed('sini sana mana mana2 atas bawah dalam luar rumah tempat desa kami')

/** With one of these the place is over and something else begins. */
const ENDS = listed(
  'air tinggi setinggi ketinggian sejak jam pukul pkl tadi pagi siang sore malam korban warga rumah butuh mohon tolong minta sudah sdh belum tidak tdk ada sedang mulai akibat karena krn dengan dan yang yg mengungsi terdampak menutup memutus merusak saat hari kondisi sekitar kurang lebih',
)

/** The longest place that a list shows well. */
const MAX_PLACE = 80
const MAX_WORDS = 8

const beginsAt = (tokens: readonly Token[], at: number): number | null => {
  const word = wordAt(tokens, at)
  const next = wordAt(tokens, at + 1)
  if (word === 'di' && next !== '' && next !== CLAUSE && !NO_PLACES.includes(next) && !ENDS.includes(next))
    return at + 1
  return CUES.includes(word) && next !== '' && next !== CLAUSE && !ENDS.includes(next) && next !== 'kami' ? at : null
}

/** The words that say where, as they were written and at most 80 characters; null where the text names no place. */
export const readPlace = (text: string, tokens: readonly Token[]): string | null => {
  const from = [...tokens.keys()].map((at) => beginsAt(tokens, at)).find((at) => at !== null) ?? null
  if (from === null) return null
  const [first, ...more] = tokens.slice(from, from + MAX_WORDS)
  const over = more.findIndex(({ word }) => word === CLAUSE || ENDS.includes(word))
  const last = more.slice(0, over === -1 ? more.length : over).at(-1) ?? first
  return oneLine(text.slice(first?.start, last?.end), MAX_PLACE)
}
