import { joinedBy } from './parts.ts'

/** One SMS in `inbox`. */
export interface InboxRow {
  readonly id: number
  readonly from: string
  readonly udh: string
  readonly text: string
  readonly receivedAt: Date
  /** How long it has stood there. */
  readonly ageS: number
}

/** A text as its sender wrote it, and the rows that it came in. */
export interface InboxText {
  readonly ids: readonly number[]
  readonly from: string
  readonly text: string
  readonly receivedAt: Date
}

/** SMSD keeps parts together itself (`MultipartTimeout`): what it wrote is complete, or is written at this moment. */
const WAITED_FOR_S = 30

const textOf = (rows: readonly InboxRow[]): InboxText[] => {
  const [first] = rows
  if (first === undefined) return []
  const { from, receivedAt } = first
  return [{ ids: rows.map(({ id }) => id), from, text: rows.map(({ text }) => text).join(''), receivedAt }]
}

/**
 * Joins the parts of long texts, in the order of their first rows. One whose parts are not all there is left for later;
 * after 30 s it is given as far as it came.
 */
export const textsOf = (rows: readonly InboxRow[]): readonly InboxText[] => {
  const groups = new Map<string, { readonly total: number; readonly rows: Map<number, InboxRow> }>()
  for (const row of rows) {
    const joined = joinedBy(row.udh)
    const name = joined === null ? `${row.id}` : `${row.from} ${joined.reference} ${joined.total}`
    // The same part once more begins a text of its own.
    let key = name
    while (groups.get(key)?.rows.has(joined?.number ?? 1)) key += ' again'
    const group = groups.get(key) ?? { total: joined?.total ?? 1, rows: new Map<number, InboxRow>() }
    group.rows.set(joined?.number ?? 1, row)
    groups.set(key, group)
  }
  return [...groups.values()].flatMap(({ total, rows: found }) => {
    const inOrder = [...found].sort(([a], [b]) => a - b).map(([, row]) => row)
    const isDue = found.size === total || inOrder.every(({ ageS }) => ageS >= WAITED_FOR_S)
    return isDue ? textOf(inOrder) : []
  })
}
