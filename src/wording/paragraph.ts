/** A4 upright in a typewriter's letters of 10 points holds so many, with a margin. */
export const PAGE_WIDTH = 96

/**
 * A text in lines of at most PAGE_WIDTH characters: the first begins with `label`, the others with as much space. A word
 * that is longer than a line is broken.
 */
export const paragraph = (label: string, text: string): readonly string[] => {
  const room = PAGE_WIDTH - label.length
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ').flatMap((long) => long.match(new RegExp(`.{1,${room}}`, 'gu')) ?? [])) {
    const longer = line === '' ? word : `${line} ${word}`
    if (longer.length <= room) {
      line = longer
      continue
    }
    lines.push(line)
    line = word
  }
  return [...lines, line].map((one, at) => `${at === 0 ? label : ' '.repeat(label.length)}${one}`.trimEnd())
}
