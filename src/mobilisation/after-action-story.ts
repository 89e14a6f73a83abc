import type { StoryLine } from '../wording/after-action-figures.ts'

/** What happens to one person after the other: told together where it comes in a row. */
const IN_A_ROW = ['answer', 'called', 'next-channel', 'not-safe']

const partOf = (detail: unknown, name: string): unknown =>
  typeof detail === 'object' && detail !== null ? (detail as Readonly<Record<string, unknown>>)[name] : undefined

const peopleIn = (detail: unknown): number | null => {
  const people = partOf(detail, 'people')
  return typeof people === 'number' ? people : null
}

/** The timeline as a story: answers, and calls of single people, that follow each other are one line. */
export const storyOf = (
  timeline: readonly { readonly at: Date; readonly kind: string; readonly detail: unknown }[],
): readonly StoryLine[] => {
  const lines: StoryLine[] = []
  for (const { at, kind, detail } of timeline) {
    const word = kind === 'answer' ? partOf(detail, 'answer') : undefined
    const words = typeof word === 'string' ? { [word]: 1 } : {}
    const line: StoryLine = { from: at, until: at, kind, count: 1, words, people: peopleIn(detail) }
    const last = lines.at(-1)
    if (last === undefined || last.kind !== kind || !IN_A_ROW.includes(kind)) {
      lines.push(line)
      continue
    }
    const added = Object.fromEntries(Object.keys(words).map((one) => [one, (last.words[one] ?? 0) + 1]))
    lines[lines.length - 1] = { ...last, until: at, count: last.count + 1, words: { ...last.words, ...added } }
  }
  return lines
}
