import { type Rejection, readTable } from './csv-table.ts'
import { mobileIn, openRow, type Row, refuse, textIn } from './row.ts'

/** One line of a list of who came. */
export interface AttendanceRow {
  readonly line: number
  /** As their list has it; null where the phone tells who it is. */
  readonly externalId: string | null
  /** The list that the id is from; null where any may be meant. */
  readonly source: string | null
  /** +62… */
  readonly phone: string | null
  readonly came: boolean
}

const COLUMNS = { all: ['external_id', 'source', 'phone', 'name', 'came'], required: [] }

const CAME: Readonly<Record<string, boolean>> = {
  '': true,
  ya: true,
  hadir: true,
  yes: true,
  '1': true,
  true: true,
  tidak: false,
  absen: false,
  no: false,
  '0': false,
  false: false,
}

const rowIn = (row: Row): AttendanceRow | null => {
  const externalId = textIn(row, 'external_id')
  const source = textIn(row, 'source')
  const phone = mobileIn(row, 'phone')
  if (externalId === null && textIn(row, 'phone') === null && row.rejections.length === 0)
    refuse(row, 'external_id', 'is empty, and so is phone', 'write one of them')
  const came = CAME[(textIn(row, 'came') ?? '').toLowerCase()]
  if (came === undefined) refuse(row, 'came', 'is neither ya nor tidak', 'write ya or tidak; empty is ya')
  if (row.rejections.length > 0 || came === undefined) return null
  return { line: row.line, externalId, source, phone: phone?.e164 ?? null, came }
}

/**
 * Reads a list of who came: `external_id` (with `source`) or `phone`, `came` (ya or tidak; ya where it is empty) and, for
 * people's eyes only, `name`. Throws InvalidInput where it is no table; a bad row is rejected alone.
 */
export const readAttendance = (
  content: Uint8Array | string,
): { readonly rows: readonly AttendanceRow[]; readonly rejected: readonly Rejection[] } => {
  const table = readTable(content, COLUMNS)
  const rows: AttendanceRow[] = []
  const rejected = [...table.rejected]
  for (const record of table.records) {
    const row = openRow(record)
    const read = rowIn(row)
    if (read !== null) rows.push(read)
    rejected.push(...row.rejections)
  }
  return { rows, rejected }
}
