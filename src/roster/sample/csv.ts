/** A cell as RFC 4180 has it: quoted when it holds a comma, a quote or a line break, with its quotes doubled. */
const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/**
 * CSV text: a heading, then a line for each row, every line ended by a single line feed (RFC 4180 writes CRLF, but
 * then the last column of every line would trouble awk and cut).
 */
export const renderCsv = <Column extends string>(
  columns: readonly Column[],
  rows: readonly Readonly<Record<Column, string>>[],
): string => {
  const lines = [columns.join(',')]
  for (const row of rows) lines.push(columns.map((column) => cell(row[column])).join(','))
  return `${lines.join('\n')}\n`
}
