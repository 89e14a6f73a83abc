import { plainWords } from './clauses.ts'

const EXERCISE =
  '(?:latihan|geladi|gladi|gladian|simulasi|uji ?coba|uji sistem|tes|test|testing|drill|simulation|' +
  'exercise(?!\\s+(?:[a-z]+\\s+)?(?:caution|care|vigilance|restraint)))(?![a-z])'

/** What may stand before the word at the beginning: "This is only a test". */
const LEAD = '(?:(?:ini|adalah|merupakan|hanya|hanyalah|sekadar|untuk|pesan|this|is|only|just|an?|the|for)\\s+){0,5}'

const BEGINS = new RegExp(`^[^a-z0-9]*${LEAD}${EXERCISE}`)

const IN_BRACKETS = new RegExp(`[(\\[{<*]\\s*${LEAD}${EXERCISE}`)

/** Not "bukan latihan", "not a drill", "this is no test". */
const NAMED = new RegExp(
  `(?<![a-z])(?<!(?:bukan|bkn|not|no|non|n't)[\\s-]+(?:an?\\s+|the\\s+|sekadar\\s+)?)${EXERCISE}`,
)

/** Whether a text says of itself that it is a drill: it begins with such a word, or has one in brackets. */
export const saysExercise = (text: string): boolean => {
  const said = plainWords(text)
  return BEGINS.test(said) || IN_BRACKETS.test(said)
}

/** Whether a word for a drill stands anywhere in a text, unless it is denied ("bukan latihan"). */
export const namesExercise = (text: string): boolean => NAMED.test(plainWords(text))
