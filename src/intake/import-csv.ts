import type { ResponderRow, SiteRow } from '../roster/register.ts'
import { type Columns, type Rejection, readTable } from './csv-table.ts'
import type { PlaceContext } from './place-cells.ts'
import { RESPONDER_TABLE, type ResponderContext, responderIn } from './responder-rows.ts'
import { openRow, type Row, refuse } from './row.ts'
import { SITE_TABLE, siteIn } from './site-rows.ts'

export interface ImportReading<Entry> {
  readonly rows: readonly Entry[]
  /** Every fault, by line; a row with one is not among `rows`. */
  readonly rejected: readonly Rejection[]
  /** How many rows have faults. */
  readonly rejectedRows: number
}

const readRows = <Entry>(
  content: Uint8Array | string,
  columns: Columns,
  identity: { readonly column: string; readonly of: (entry: Entry) => string },
  read: (row: Row) => Entry | null,
): ImportReading<Entry> => {
  const table = readTable(content, columns)
  const rows: Entry[] = []
  const rejected = [...table.rejected]
  const lines = new Map<string, number>()
  for (const record of table.records) {
    const row = openRow(record)
    const entry = read(row)
    if (entry !== null) {
      const key = identity.of(entry)
      const earlier = lines.get(key)
      if (earlier === undefined) {
        lines.set(key, row.line)
        rows.push(entry)
      } else refuse(row, identity.column, `stands in line ${earlier} already`, 'keep one of the two rows')
    }
    for (const rejection of row.rejections) rejected.push(rejection)
  }
  rejected.sort((a, b) => a.line - b.line)
  return { rows, rejected, rejectedRows: new Set(rejected.map(({ line }) => line)).size }
}

/** Reads a file of sites. Throws InvalidInput where its header or form is wrong; a bad row is rejected alone. */
export const readSites = (content: Uint8Array | string, context: PlaceContext): ImportReading<SiteRow> =>
  readRows(content, SITE_TABLE, { column: 'site_code', of: ({ siteCode }) => siteCode }, (row) => siteIn(row, context))

/** Reads a file of responders, as `readSites` does one of sites. With `context.source` the column may be absent. */
export const readResponders = (
  content: Uint8Array | string,
  context: ResponderContext,
): ImportReading<ResponderRow> => {
  const required = RESPONDER_TABLE.required.filter((column) => column !== 'source' || context.source === null)
  return readRows(
    content,
    { ...RESPONDER_TABLE, required },
    { column: 'external_id', of: ({ source, externalId }) => `${source}\n${externalId}` },
    (row) => responderIn(row, context),
  )
}
