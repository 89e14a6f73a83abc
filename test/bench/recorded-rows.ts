import type { Database } from '../../src/store/database.ts'

export interface RecordedRows {
  readonly database: Database
  /** `record` keeps what each statement gave; `replay` gives that again, without asking. At first neither. */
  use(mode: 'pass' | 'record' | 'replay'): void
}

/**
 * A database whose rows can be given again: what is then measured is what the program itself does with them. Throws where
 * a statement is replayed that was never recorded.
 */
export const recordedRows = (database: Database): RecordedRows => {
  let now: 'pass' | 'record' | 'replay' = 'pass'
  const kept = new Map<string, unknown[]>()
  const rows: Database['rows'] = async <Row>(statement: Parameters<Database['rows']>[0]): Promise<Row[]> => {
    if (now === 'pass') return database.rows<Row>(statement)
    // The time goes on between one and the other.
    const values = statement.values.map((value) => (value instanceof Date ? 'a time' : value))
    const key = `${statement.text} ${JSON.stringify(values)}`
    if (now === 'record') {
      const found = await database.rows<Row>(statement)
      kept.set(key, found)
      return found
    }
    const known = kept.get(key)
    if (known === undefined) throw new Error(`no rows were recorded for ${statement.text.slice(0, 80)}`)
    return known as Row[]
  }
  return {
    database: { ...database, rows },
    use: (mode) => {
      now = mode
    },
  }
}
