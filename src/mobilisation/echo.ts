/** In characters: so long is every text that we send, and no answer. */
export const LEAST_ECHO = 40

const wordsOf = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ').trim()

/** What a row keeps, with any link where it has `{link}`. */
const patternOf = (kept: string): RegExp =>
  new RegExp(
    `^${kept
      .split('{link}')
      .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
      .join('\\S+')}$`,
  )

/**
 * Whether a text is one of ours come back: from a modem that reads its own sent texts, a gateway that echoes, a telephone
 * that sends on. `sent` are messages as their rows keep them, with `{link}` for the link. Case and spaces do not matter, and
 * of one that was cut off its first LEAST_ECHO characters are enough. Whoever adds a word has written something.
 */
export const isEcho = (text: string, sent: readonly string[]): boolean => {
  const said = wordsOf(text)
  if (said.length < LEAST_ECHO) return false
  return sent.map(wordsOf).some((ours) => ours.startsWith(said) || patternOf(ours).test(said))
}
