/** Stands for the end of a clause. */
export const CLAUSE = '|'

/** One word of a text, or the end of a clause between words. */
export interface Token {
  /** In lower case; `CLAUSE` for the end of one. */
  readonly word: string
  /** Where it stands in the text: from the first character up to, but without, `end`. */
  readonly start: number
  readonly end: number
}

/** Words, numbers with the signs within them ("1.200", "0,5", "13:30"), and the signs that end a clause. */
const TOKENS = /\p{L}[\p{L}\p{N}]*|\p{N}+(?:[.,:/]\p{N}+)*|[,;:!?()\n]|\.(?=\s|$)/gu

const CLAUSE_END = /^[.,;:!?()\n]$/

/** A full stop behind one of these ends no clause: "Kec. Pangalengan". */
const SHORTENED = [
  'ds',
  'dsn',
  'kp',
  'kec',
  'kel',
  'kab',
  'kota',
  'jl',
  'gg',
  'rt',
  'rw',
  'no',
  'blok',
  'tdk',
  'sdh',
  'bpk',
]

/** The words of a text in order, with the ends of its clauses. */
export const tokensOf = (text: string): readonly Token[] => {
  const tokens: Token[] = []
  for (const { 0: found, index } of text.matchAll(TOKENS)) {
    if (found === '.' && SHORTENED.includes(tokens.at(-1)?.word ?? '')) continue
    const word = CLAUSE_END.test(found) ? CLAUSE : found.toLowerCase()
    tokens.push({ word, start: index, end: index + found.length })
  }
  return tokens
}

/** The word at a place; '' beyond either end. */
export const wordAt = (tokens: readonly Token[], at: number): string => tokens[at]?.word ?? ''

/** One line without control characters or runs of spaces, of at most `max` characters. */
export const oneLine = (text: string, max: number): string =>
  text
    .replace(/[\p{Cc}\p{Cf}\p{Z}]+/gu, ' ')
    .trim()
    .slice(0, max)
    .trimEnd()
