/** A cell as people read it: nothing is a dash, an instant is ISO without its milliseconds. */
const shown = (value: unknown): string => {
  if (value === null || value === undefined || value === '') return '-'
  if (value instanceof Date) return value.toISOString().replace(/\.\d{3}Z$/, 'Z')
  if (Array.isArray(value)) return (value as readonly unknown[]).map(shown).join(', ') || '-'
  if (typeof value === 'object')
    return Object.entries(value as Readonly<Record<string, unknown>>)
      .map(([name, part]) => `${name} ${shown(part)}`)
      .join(', ')
  return String(value)
}

/** Lines of columns under their names, as wide as their widest cell; `empty` where there is no row. */
export const table = (columns: readonly string[], rows: readonly (readonly unknown[])[], empty = '(none)'): string => {
  if (rows.length === 0) return empty
  const cells = [columns, ...rows.map((row) => row.map(shown))]
  const widths = columns.map((_, at) => Math.max(...cells.map((row) => row[at]?.length ?? 0)))
  return cells
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** One line for each name with its value, the values below each other. */
export const listing = (pairs: readonly (readonly [name: string, value: unknown])[]): string => {
  const width = Math.max(0, ...pairs.map(([name]) => name.length))
  return pairs.map(([name, value]) => `${name.padEnd(width)}  ${shown(value)}`).join('\n')
}
