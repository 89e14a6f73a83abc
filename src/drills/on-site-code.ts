/** The signs of codes: none that a person or a keypad could mistake for another (0/O, 1/I, 5/S …). */
const DIGITS = '234679'
const LETTERS = 'ACDEFGHJKMNPQRTUWXY'

const PAIRS = DIGITS.length * LETTERS.length

/** How many codes of so many pairs there are: 12,996 of two, about 1.5 million of three. */
export const onSiteCodes = (pairs: 2 | 3): number => PAIRS ** pairs

/**
 * The `n`-th code of so many pairs of a digit and a letter, such as 7K2A; `n` from 0 to below `onSiteCodes(pairs)`. A
 * call-out's code begins with a letter: no code of a drill is ever one of a call-out, open now or later.
 */
export const onSiteCode = (n: number, pairs: 2 | 3): string => {
  let rest = n
  let code = ''
  for (let pair = 0; pair < pairs; pair += 1) {
    const at = rest % PAIRS
    rest = Math.floor(rest / PAIRS)
    code += DIGITS.charAt(at % DIGITS.length) + LETTERS.charAt(Math.floor(at / DIGITS.length))
  }
  return code
}

/** By its shape, whatever its signs: a mistyped code is told as a wrong one. */
const SHAPE = /^(\d[a-z]){2,3}$/

/** What a code may be written in: "7 K 2 A", "7K 2A". */
const PIECE = /^(\d|[a-z]|\d[a-z]|[a-z]\d)$/

const listed = (words: string): readonly string[] => words.split(' ')
const HERE = listed('hadir here present')
const EVERYBODY = listed('semua all')
/** Words that say nothing more. */
const FILLERS = listed(
  'saya sy kami aku i am im we are pak bu bapak ibu kak lapor izin siap sudah sdh udah udh telah di at the lokasi latihan drill kode code ok oke',
)

/** What a text says of somebody's presence at a drill. */
export type PresenceReading =
  /** No code of a drill in it. */
  | { readonly kind: 'none' }
  /** A code, and words that are no presence ("tidak hadir 7K2A", "7K2A?"). */
  | { readonly kind: 'names'; readonly code: string }
  | {
      readonly kind: 'here'
      readonly code: string
      /** Words that can only be names, in small letters: of several who share the phone. */
      readonly names: readonly string[]
      /** False of single signs without "hadir": only a code that exists makes a presence of them. */
      readonly sure: boolean
    }

/** The codes among the words, and the words that are left. */
const codesIn = (words: readonly string[]) => {
  const codes = new Set<string>()
  const rest: string[] = []
  let run: string[] = []
  let whole = false
  const endRun = (): void => {
    const joined = run.join('')
    if (SHAPE.test(joined)) codes.add(joined)
    else rest.push(...run)
    run = []
  }
  for (const word of words) {
    if (PIECE.test(word)) {
      run.push(word)
      continue
    }
    endRun()
    if (SHAPE.test(word)) {
      codes.add(word)
      whole = true
    } else rest.push(word)
  }
  endRun()
  return { codes: [...codes], rest, whole }
}

/**
 * Reads whether somebody says that they are at a drill: HADIR (or HERE) and its code, or the code alone; with a name where a
 * phone is shared. Case, punctuation and spaces within the code do not matter. A question says nothing.
 */
export const readPresence = (text: string): PresenceReading => {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\b(hadir|here)(?=\d)/g, '$1 ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .split(' ')
    .filter((word) => word !== '')
  const { codes, rest, whole } = codesIn(words)
  const [first, ...others] = codes
  if (first === undefined) return { kind: 'none' }
  const code = first.toUpperCase()
  const said = rest.some((word) => HERE.includes(word))
  const names = rest.filter((word) => !HERE.includes(word) && !FILLERS.includes(word))
  if (others.length > 0 || text.includes('?') || (!said && rest.length > 0)) return { kind: 'names', code }
  return { kind: 'here', code, names, sure: said || whole }
}

/** A code as somebody types it into a form: spaces, hyphens and case do not matter. */
export const typedCode = (text: string): string =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')

/** Somebody with the number that a text came from. */
export interface AtPhone {
  readonly responderId: string
  readonly name: string
  readonly invited: boolean
}

export type Meant =
  | { readonly kind: 'here'; readonly ids: readonly string[] }
  /** Several can be meant. */
  | { readonly kind: 'which' }
  /** The words name nobody of them: they say something else. */
  | { readonly kind: 'nobody' }

/** Shortest word that stands for a longer name: "sit" for Siti. */
const LEAST_OF_A_NAME = 3

const fits = (word: string, name: string): boolean =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .some((part) => part === word || (word.length >= LEAST_OF_A_NAME && part.startsWith(word)))

/**
 * Whose presence a text from a shared phone tells. Without a name: of the only one who was invited, or has the phone; never
 * of several, for nobody said that all of them came. With `semua` (all) of everybody who was invited, or has the phone;
 * with words of a name of whom they fit alone, the invited before the others.
 */
export const presentOf = (names: readonly string[], people: readonly AtPhone[]): Meant => {
  const invited = people.filter((one) => one.invited)
  const idsOf = (some: readonly AtPhone[]): readonly string[] => some.map(({ responderId }) => responderId)
  const expected = invited.length > 0 ? invited : people
  if (names.length > 0 && names.every((word) => EVERYBODY.includes(word))) return { kind: 'here', ids: idsOf(expected) }
  const named = (some: readonly AtPhone[]): readonly AtPhone[] =>
    some.filter(({ name }) => names.every((word) => fits(word, name)))
  const choices = names.length === 0 ? expected : [named(invited), named(people)].find(({ length }) => length > 0)
  if (choices === undefined) return { kind: 'nobody' }
  return choices.length === 1 ? { kind: 'here', ids: idsOf(choices) } : { kind: 'which' }
}
