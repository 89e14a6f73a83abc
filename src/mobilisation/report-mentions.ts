import type { Hazard } from './hazard.ts'
import { CLAUSE, type Token, wordAt } from './report-text.ts'
import { AFTER_ABSENCE, AHEAD, CAUSES, NEGATION_LINKS, NEGATIONS, PHRASES, type Phrase } from './report-words.ts'

/** A hazard that a text names. */
export interface Mention {
  readonly hazard: Hazard
  /** The place of its first word among the tokens. */
  readonly at: number
  /** Said not to be there: "tidak ada banjir", "tidak berpotensi tsunami", "longsor nihil". */
  readonly denied: boolean
  /** What brought the matter about: "longsor akibat gempa" is a landslide. */
  readonly cause: boolean
  /** Said to be coming. */
  readonly ahead: boolean
}

const phraseAt = (tokens: readonly Token[], at: number): Phrase | undefined =>
  PHRASES.find(({ words }) => words.every((word, nth) => wordAt(tokens, at + nth) === word))

/** Looks back over words that only link, at most three, within the clause. */
const standsBehind = (
  tokens: readonly Token[],
  at: number,
  words: readonly string[],
  links: readonly string[],
): boolean => {
  for (let before = at - 1; before >= at - 4; before -= 1) {
    const word = wordAt(tokens, before)
    if (words.includes(word)) return true
    if (!links.includes(word)) return false
  }
  return false
}

/** "Banjir nihil", "longsor belum ada", "gempa tidak ada di sini", but not "banjir tidak ada bantuan". */
const isAbsent = (tokens: readonly Token[], end: number): boolean => {
  const next = wordAt(tokens, end)
  if (next === 'nihil' || next === 'hoaks' || next === 'hoax') return true
  if (!NEGATIONS.includes(next)) return false
  const word = wordAt(tokens, end + 1)
  const after = wordAt(tokens, end + 2)
  return (word === 'ada' || word === 'benar') && (after === '' || after === CLAUSE || AFTER_ABSENCE.includes(after))
}

/** Every hazard that the tokens name, in order; of phrases that overlap the longest at the first place counts. */
export const mentionsIn = (tokens: readonly Token[]): readonly Mention[] => {
  const mentions: Mention[] = []
  for (let at = 0; at < tokens.length; ) {
    const phrase = phraseAt(tokens, at)
    const end = at + (phrase?.words.length ?? 1)
    if (phrase !== undefined && phrase.hazard !== null)
      mentions.push({
        hazard: phrase.hazard,
        at,
        denied: standsBehind(tokens, at, NEGATIONS, NEGATION_LINKS) || isAbsent(tokens, end),
        cause: standsBehind(tokens, at, CAUSES, ['oleh', 'dari', 'adanya', 'terjadi', 'ada']),
        ahead: standsBehind(tokens, at, AHEAD, ['ada', 'terjadi', 'akan', 'terkena', 'kena', 'adanya']),
      })
    at = end
  }
  return mentions
}
