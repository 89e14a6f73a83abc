/** In lower case and without accents; `_` and `/` are blanks. */
export const plainWords = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[_/]+/g, ' ').replace(/[’‘]/g, "'")

/** Signs that end a clause. A point, comma or colon within a number (M 6.1) ends none. */
const CLAUSE_END = /[;!?()[\]{}|*"\n\r]|[.,:](?=\s|$)|\s[-\u2010-\u2015]+\s/

/** Parts of a text that are said by themselves: between full stops, commas, colons, brackets, dashes. */
export const clausesOf = (text: string): readonly string[] => text.split(CLAUSE_END)

/** The clause round a place in a text, as what stands before that place and what stands from it on. */
export const clauseAround = (text: string, at: number): readonly [before: string, from: string] => [
  clausesOf(text.slice(0, at)).at(-1) ?? '',
  clausesOf(text.slice(at))[0] ?? '',
]
