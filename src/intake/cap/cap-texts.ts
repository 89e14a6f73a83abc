/** What a short message or a page must not show: controls, changes of direction, halves of characters. */
const UNSHOWN = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/gu

/** As events posted as JSON have them. */
const MAX_HEADLINE = 200
const MAX_DESCRIPTION = 5_000

const cut = (text: string, max: number): string => {
  if (text.length <= max) return text
  // A character outside the basic plane has two halves: it goes or stays as a whole.
  const kept = text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, '')
  return `${kept.trimEnd()}…`
}

/** One line of at most 200 characters, for headlines. */
export const shortLine = (text: string): string =>
  cut(text.normalize('NFC').replace(UNSHOWN, ' ').replace(/\s+/g, ' ').trim(), MAX_HEADLINE)

/** Lines of at most 5,000 characters together, for descriptions. */
export const shortParagraph = (text: string): string =>
  cut(
    text
      .normalize('NFC')
      .split(/\r\n|[\r\n]/)
      .map((line) =>
        line
          .replace(UNSHOWN, ' ')
          .replace(/[ \t]+/g, ' ')
          .trim(),
      )
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
    MAX_DESCRIPTION,
  )
