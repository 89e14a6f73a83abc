/** Single-character edits between two short words (Levenshtein). */
const editsBetween = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const same = a.charAt(i - 1) === b.charAt(j - 1) ? 0 : 1
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same))
    }
    row = next
  }
  return row[b.length] ?? 0
}

const plain = (word: string): string => word.toLowerCase().replace(/[^a-z0-9]/g, '')

const MAX_LENGTH = 40

/** The known word that was probably meant, at most a third of it mistyped; undefined where none is near. */
export const nearestWord = (word: string, known: readonly string[]): string | undefined => {
  if (word.length > MAX_LENGTH) return undefined
  const [best] = known
    .map((candidate) => ({ candidate, edits: editsBetween(plain(word), plain(candidate)) }))
    .filter(({ candidate, edits }) => edits <= Math.ceil(plain(candidate).length / 3))
    .sort((a, b) => a.edits - b.edits)
  return best?.candidate
}

/** A hint for a word that is not one of `known`. */
export const hintFor = (word: string, known: readonly string[]): string => {
  const near = nearestWord(word, known)
  return near === undefined ? `known here: ${known.join(', ')}` : `did you mean ${near}?`
}
