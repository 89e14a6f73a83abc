/** An answer holds for so long: revocations are to be seen everywhere within 2 s. */
const HOLD_MS = 1_000

const MAX_KEYS = 1_000

/**
 * The same question asked again within a second gets the same answer, and is not asked twice at once. What failed is
 * not remembered. At most 1,000 answers are kept, the youngest.
 */
export const recentWord = <Word>(
  ask: (key: string) => Promise<Word>,
  nowMs: () => number,
): ((key: string) => Promise<Word>) => {
  const kept = new Map<string, { readonly untilMs: number; readonly word: Promise<Word> }>()
  return (key) => {
    const now = nowMs()
    const known = kept.get(key)
    if (known !== undefined && now < known.untilMs) return known.word
    const entry = { untilMs: now + HOLD_MS, word: ask(key) }
    kept.delete(key)
    kept.set(key, entry)
    const [oldest] = kept.keys()
    if (kept.size > MAX_KEYS && oldest !== undefined) kept.delete(oldest)
    entry.word.catch(() => {
      if (kept.get(key) === entry) kept.delete(key)
    })
    return entry.word
  }
}
