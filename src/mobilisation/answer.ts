/** What a person said. `stop` withdraws consent; `unclear` goes to the operators' inbox. */
export type Meaning = 'yes' | 'no' | 'arrived' | 'stop' | 'unclear'

export interface Reading {
  readonly meaning: Meaning
  /** The call-out's code where the text names one, in capitals. */
  readonly code: string | null
}

const NO = ['2', 'n', 'no', 'tidak', 'tdk', 'gak', 'ga', 'nggak', 'ngga', 'engga', 'enggak', 'tak', 'absen', 'sakit']
const YES = ['1', 'y', 'ya', 'yes', 'siap', 'sip', 'ok', 'oke', 'berangkat', 'otw', 'hadir', 'bisa']
const ARRIVED = ['3', 'tiba', 'sampai', 'aman', 'selamat']
const STOP = ['stop', 'berhenti', 'hapus']

/** Words that change no answer: forms of address, courtesy, and what people on the way add. */
const FILLERS =
  'saya kami aku pak bu bapak ibu kak mas mbak bang ndan komandan izin lapor baik laksanakan segera langsung sekarang juga meluncur merapat menuju ke di dari lokasi posko gardu ksb rumah kumpul jalan dalam perjalanan terima kasih makasih trims tks mohon maaf insya insyaallah allah dengan kode ref sudah telah'.split(
    ' ',
  )

/** Codes are a letter, a digit, a letter and a digit, so that no Indonesian word reads as one. */
const CODE_PATTERN = /^[A-Z]\d[A-Z]\d$/

/** "tidak bisa" and "tdk siap" are one no, not a no and a yes. */
const joinNegations = (words: readonly string[]): readonly string[] =>
  words.filter((word, at) => !(YES.includes(word) && at > 0 && NO.includes(words[at - 1] ?? '')))

/**
 * Reads an answer by text message. Case and punctuation do not matter. Withdrawn consent beats everything. A text that
 * says two things at once is unclear; so is a yes or an arrival among words that we do not know ("bisa ganti nomor"),
 * because counting somebody who is not coming is the worse mistake: a human reads those.
 */
export const readAnswer = (text: string): Reading => {
  const words = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .split(' ')
  const code = words.map((word) => word.toUpperCase()).find((word) => CODE_PATTERN.test(word)) ?? null
  const said = joinNegations(words.filter((word) => word.toUpperCase() !== code))
  const has = (list: readonly string[]): boolean => said.some((word) => list.includes(word))
  const meaning = (): Meaning => {
    if (has(STOP)) return 'stop'
    const heard = [NO, YES, ARRIVED].filter(has)
    if (heard.length !== 1) return 'unclear'
    if (heard[0] === NO) return 'no'
    const known = [...YES, ...ARRIVED, ...FILLERS]
    if (text.includes('?') || !said.every((word) => known.includes(word))) return 'unclear'
    return heard[0] === YES ? 'yes' : 'arrived'
  }
  return { meaning: meaning(), code }
}

/** The letters and digits of codes: none that a person or a keypad could mistake for another (0/O, 1/I, 5/S …). */
const CODE_LETTERS = 'ACDEFGHJKMNPQRTUWXY'
const CODE_DIGITS = '234679'

/** The code for the `n`-th draw: letter, digit, letter, digit (12,996 of them); the caller sees that open ones differ. */
export const callOutCode = (n: number): string => {
  const letters = CODE_LETTERS.length
  const digits = CODE_DIGITS.length
  const pick = (set: string, at: number): string => set.charAt(at % set.length)
  return (
    pick(CODE_LETTERS, n) +
    pick(CODE_DIGITS, Math.floor(n / letters)) +
    pick(CODE_LETTERS, Math.floor(n / (letters * digits))) +
    pick(CODE_DIGITS, Math.floor(n / (letters * digits * letters)))
  )
}
