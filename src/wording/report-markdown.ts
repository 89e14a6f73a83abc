import type { BothWords, ReportBlock, ReportPage } from './report-page.ts'

/** Control and formatting characters, which could break a line or turn its direction. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]+/gu

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** A text that is no markup within a line: one line, and no sign of it means anything to a reader of Markdown. */
const plain = (text: string): string =>
  text
    .replace(UNSEEN, ' ')
    .replace(/[\\`*_[\]|~#!{}$^]/g, '\\$&')
    // Not every reader knows a backslash before these.
    .replace(/[&<>]/g, (sign) => `${ENTITIES[sign]}`)
    // Where readers make links of addresses by themselves.
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/@/g, '\\@')
    .replace(/\bwww\./gi, (word) => `${word.slice(0, -1)}\\.`)

/** The same where it begins a line: no list, no rule, no number of a list. */
const plainLine = (text: string): string =>
  plain(text.trimStart()).replace(/^([-+=]|\d+(?=[.)]))/, (sign) => (/\d/.test(sign) ? `${sign}\\` : `\\${sign}`))

const both = ({ id, en }: BothWords): string => `${plain(id)} (${plain(en)})`

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

const blockOf = (block: ReportBlock): string => {
  switch (block.kind) {
    case 'heading':
      return `## ${both(block.words)}`
    case 'text':
      return plainLine(block.text)
    case 'poster':
      return `# ${plain(block.text)}`
    case 'list':
      return block.items.map((item) => `- ${plainLine(item)}`).join('\n')
    case 'table':
      return [
        row(block.columns.map(plain)),
        row(block.columns.map(() => '---')),
        ...block.rows.map((cells) => row(cells.map(plain))),
      ].join('\n')
    case 'sheet':
      return '---'
    case 'steps':
      return ''
  }
}

/** The report as Markdown with tables; a picture is left out, for its table says the same. Ends with a line feed. */
export const reportMarkdown = ({ title, mark, provisional, blocks }: ReportPage): string => {
  const marks = mark === null ? [] : [`**${plain(mark)}**`]
  const parts = [
    ...marks,
    `# ${both(title)}`,
    ...(provisional === null ? [] : [`**${both(provisional)}**`]),
    ...blocks.map(blockOf).filter((part) => part !== ''),
    ...marks,
  ]
  return `${parts.join('\n\n')}\n`
}
