import { CLAUSE, type Token, wordAt } from './report-text.ts'
import { CONTRASTS, MISTAKES, NEGATIONS, ONLY, RUMOURS, THOUGHT, TRUE_WORDS, UNTRUE } from './report-words.ts'

/** Whether a text says at a place that what is told is not so: "hoaks", "tidak benar", "cuma isu", "salah kirim". */
const isUntruth = (tokens: readonly Token[], at: number): boolean => {
  const word = wordAt(tokens, at)
  const [before, next] = [wordAt(tokens, at - 1), wordAt(tokens, at + 1)]
  // "Bukan hoaks", "jangan dikira bohong": somebody wants to be believed.
  if (UNTRUE.includes(word))
    return ![before, wordAt(tokens, at - 2)].some((one) => THOUGHT.includes(one) || NEGATIONS.includes(one))
  if (TRUE_WORDS.includes(word)) return NEGATIONS.includes(before) && next !== word
  if (RUMOURS.includes(word)) return ONLY.includes(before)
  return word === 'salah' && MISTAKES.includes(next)
}

/** The clause that a place lies in, counted from 0; "tapi" begins another as a comma does. */
const clauseAt = (tokens: readonly Token[], at: number): number =>
  tokens.slice(0, at).filter(({ word }) => word === CLAUSE || CONTRASTS.includes(word)).length

/**
 * Which of the places a text calls untrue: those in the same clause as the word that says so; where there are none,
 * those before it ("banjir di pasar, itu hoaks"), else all behind it ("hoaks: banjir").
 */
export const untrueAmong = (tokens: readonly Token[], places: readonly number[]): ReadonlySet<number> => {
  const untrue = new Set<number>()
  for (const said of tokens.keys()) {
    if (!isUntruth(tokens, said)) continue
    const clause = clauseAt(tokens, said)
    const within = places.filter((at) => clauseAt(tokens, at) === clause)
    const before = places.filter((at) => at < said)
    for (const at of within.length > 0 ? within : before.length > 0 ? before : places) untrue.add(at)
  }
  return untrue
}
