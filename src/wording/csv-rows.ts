import { renderCsv } from '../roster/sample/csv.ts'

/** A cell that a spreadsheet would run as a formula is given as text instead. */
const asText = (value: unknown): string => {
  const text = value === null || value === undefined ? '' : value instanceof Date ? value.toISOString() : String(value)
  return typeof value === 'string' && /^[=+@\t\r-]/.test(text) ? `'${text}` : text
}

/** Rows as CSV, columns in this order; nothing is an empty cell, an instant is ISO in UTC. */
export const csvOf = <Column extends string>(
  columns: readonly Column[],
  rows: readonly Readonly<Record<Column, unknown>>[],
): string =>
  renderCsv(
    columns,
    rows.map(
      (row) => Object.fromEntries(columns.map((column) => [column, asText(row[column])])) as Record<Column, string>,
    ),
  )
