import {
  ARRIVED,
  DONE,
  DONE_COMPANY,
  FILLERS,
  FIRM_NO,
  INFO,
  LINKS,
  MEASURES,
  NEGATIONS,
  NO,
  OTHER_MATTERS,
  PLACES,
  ROAD,
  SAFE,
  SET_OFF,
  SOON,
  STOP,
  STOP_COMPANY,
  STOP_INFO_COMPANY,
  TOWARDS,
  WILLING,
  YES,
} from './answer-words.ts'
import type { Word } from './danger-zone.ts'
import { distressIn } from './distress.ts'

/**
 * What a person said. `safe` answers only whether they are ("ya, aman"): to an order it is unclear. `unsafe`: not safe, and
 * not coming. `stop` withdraws consent, `stop-info` from advice alone; `unclear` goes to the operators' inbox.
 */
export type Meaning = Word | 'stop' | 'stop-info' | 'unclear'

export interface Reading {
  readonly meaning: Meaning
  /** The call-out's code where the text names one, in capitals. */
  readonly code: string | null
}

/** Codes are a letter, a digit, a letter and a digit, so that no Indonesian word reads as one; long ones have a pair more. */
const CODE_PATTERN = /^[a-z]\d[a-z]\d([a-z]\d)?$/

/** "Selamat" is safe by itself and a greeting before a time of day. */
const GREETINGS = /\bselamat (pagi|siang|sore|malam)\b/g

const wordsOf = (text: string): readonly string[] =>
  text
    // Some keyboards write wide digits and bold letters.
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(GREETINGS, ' ')
    .split(' ')
    .filter((word) => word !== '')

/** "tidak bisa hadir" is one no, not a no and two yeses; a digit is never negated, it answers for itself. */
const joinNegations = (words: readonly string[]): readonly string[] => {
  let negated = false
  return words.filter((word) => {
    const carried = negated && word !== '1' && YES.includes(word)
    negated = NEGATIONS.includes(word) || carried || (negated && LINKS.includes(word))
    return !carried
  })
}

/** Whether a yes says that they have set off: "otw", "sudah berangkat"; "1 BERANGKAT" only repeats what we wrote. */
const hasSetOff = (said: readonly string[]): boolean => {
  const agreed = said.filter((word) => YES.includes(word))
  return (
    !said.some((word) => SOON.includes(word)) &&
    (said.includes('otw') || agreed.every((word) => SET_OFF.includes(word)))
  )
}

/** Whether words that agree to nothing say that somebody is on the road: "jalan pak", "dalam perjalanan menuju posko". */
const isOnTheRoad = (said: readonly string[]): boolean =>
  said.some((word) => ROAD.includes(word)) &&
  said.every((word) => FILLERS.includes(word) && !SOON.includes(word)) &&
  (said.some((word) => TOWARDS.includes(word)) || !said.some((word) => PLACES.includes(word)))

const meaningOf = (words: readonly string[], isAsking: boolean): Meaning => {
  const said = joinNegations(words)
  const has = (list: readonly string[]): boolean => said.some((word) => list.includes(word))
  const hasOnly = (...lists: (readonly string[])[]): boolean => said.every((word) => lists.flat().includes(word))
  const [first = '', second = ''] = said

  // The narrower wish, and only in its own words: every other stop is the whole one.
  if (has(STOP) && has(INFO) && !isAsking && hasOnly(INFO, STOP_INFO_COMPANY, FILLERS)) return 'stop-info'
  // Rain stops and roads are stopped: a withdrawal that cannot be undone by text is not guessed at.
  if (has(STOP)) return first === 'stop' || hasOnly(STOP, NO, YES, ARRIVED, FILLERS, STOP_COMPANY) ? 'stop' : 'unclear'
  if (has(DONE)) return !isAsking && hasOnly(DONE, DONE_COMPANY) ? 'done' : 'unclear'
  const distress = isAsking || has(YES) ? null : distressIn(words)
  if (distress !== null) return distress === 'unsafe' ? 'unsafe' : 'unclear'
  const heard = [NO, YES, ARRIVED].filter(has)
  if (heard.length === 0 && !isAsking && isOnTheRoad(said)) return 'en-route'
  if (heard.length === 2 && has(SAFE) && !isAsking) {
    // "Aman, siap" comes; "ya, aman" only says that they are safe; "aman, tidak bisa" is a whole no, a bare "2 aman" is not.
    if (hasOnly(YES, SAFE, FILLERS)) return has(WILLING) ? 'yes' : 'safe'
    if (hasOnly(NO, SAFE, FILLERS) && said.length < words.length) return 'no'
  }
  if (heard.length !== 1) return 'unclear'
  if (heard[0] === NO) {
    const isFirm = has(FIRM_NO) ? !has(OTHER_MATTERS) : first === '2' && !MEASURES.includes(second)
    return isFirm || hasOnly(NO, FILLERS) ? 'no' : 'unclear'
  }
  if (isAsking || !hasOnly(YES, ARRIVED, FILLERS)) return 'unclear'
  if (heard[0] === ARRIVED) return 'arrived'
  return hasSetOff(said) ? 'en-route' : 'yes'
}

/**
 * Reads an answer by text message. Case and punctuation do not matter, but for a question mark: who asks has not agreed.
 * Withdrawn consent beats every answer. A text that says two things at once, or names two codes, is unclear; so is a
 * yes or an arrival among words that we do not know ("bisa ganti nomor"), because counting somebody who is not coming
 * is the worse mistake: a human reads those. A no may bring its reason along ("tidak bisa, anak sakit"). That somebody
 * has set off is a yes too; that they are done is taken from its own words alone ("izin pulang" asks).
 */
export const readAnswer = (text: string): Reading => {
  const words = wordsOf(text)
  const [code = null, ...otherCodes] = new Set(words.filter((word) => CODE_PATTERN.test(word)))
  const said = words.filter((word) => word !== code)
  const meaning = meaningOf(said, text.includes('?'))
  if (otherCodes.length > 0) return { meaning: meaning === 'stop' ? 'stop' : 'unclear', code: null }
  return { meaning, code: code?.toUpperCase() ?? null }
}

/** The letters and digits of codes: none that a person or a keypad could mistake for another (0/O, 1/I, 5/S …). */
const CODE_LETTERS = 'ACDEFGHJKMNPQRTUWXY'
const CODE_DIGITS = '234679'

/** How many short codes there are. */
const SHORT_CODES = (CODE_LETTERS.length * CODE_DIGITS.length) ** 2

const pick = (set: string, at: number): string => set.charAt(at % set.length)

/** A letter and a digit. */
const pairOf = (n: number): string => pick(CODE_LETTERS, n) + pick(CODE_DIGITS, Math.floor(n / CODE_LETTERS.length))

/**
 * The codes that the `n`-th draw may give, the better one first: letter, digit, letter, digit (12,996 of them, which
 * come back in turn), and, for when an open call-out has that one, the same with a pair more, which the next 113 turns
 * do not give again. The caller sees that open ones differ.
 */
export const callOutCodes = (n: number): readonly [short: string, long: string] => {
  const short = pairOf(n) + pairOf(Math.floor(n / (CODE_LETTERS.length * CODE_DIGITS.length)))
  return [short, short + pairOf(Math.floor(n / SHORT_CODES))]
}
