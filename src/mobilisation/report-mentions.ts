import type { Hazard } from './hazard.ts'
import { CLAUSE, type Token, wordAt } from './report-text.ts'
import { untrueAmong } from './report-untruths.ts'
import {
  ABSENT,
  AFTER_ABSENCE,
  AHEAD,
  BEFORE_ABSENCE,
  CAUSES,
  NEGATION_LINKS,
  NEGATIONS,
  PHRASES,
  type Phrase,
} from './report-words.ts'

/** A hazard that a text names. */
export interface Mention {
  readonly hazard: Hazard
  /** The place of its first word among the tokens. */
  readonly at: number
  /** Said not to be there: "tidak ada banjir", "tidak berpotensi tsunami", "longsor nihil", "banjir itu hoaks". */
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

/** "Banjir nihil", "longsor sudah tidak ada", "gempa tidak ada di sini", but not "banjir tidak ada bantuan". */
const isAbsent = (tokens: readonly Token[], end: number): boolean => {
  let at = end
  while (BEFORE_ABSENCE.includes(wordAt(tokens, at))) at += 1
  const next = wordAt(tokens, at)
  if (next === 'nihil') return true
  if (!NEGATIONS.includes(next)) return false
  const after = wordAt(tokens, at + 2)
  return ABSENT.includes(wordAt(tokens, at + 1)) && (after === '' || after === CLAUSE || AFTER_ABSENCE.includes(after))
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
  const untrue = untrueAmong(
    tokens,
    mentions.map(({ at }) => at),
  )
  return mentions.map((mention) => ({ ...mention, denied: mention.denied || untrue.has(mention.at) }))
}
