import fc from 'fast-check'
import { expect, test } from 'vitest'
import { insertInto, type RowOf, rowsOf } from '../../src/store/columns.ts'
import { openDatabase } from '../../src/store/database.ts'
import { sql } from '../../src/store/sql.ts'
import { freshDatabase } from '../support/database.ts'

const db = openDatabase({ url: await freshDatabase(), max: 2, name: 'columns test', onError: () => undefined })

const EVERY = {
  id: 'uuid',
  name: 'text',
  count: 'int',
  serial: 'bigint',
  share: 'float8',
  yes: 'boolean',
  at: 'timestamptz',
  detail: 'jsonb',
  codes: 'text[]',
  sealed: 'bytea',
  more: 'jsonb',
} as const

const every = rowsOf(EVERY)

const read = async (rows: readonly RowOf<typeof EVERY>[]) => {
  const found = await db.rows<Record<keyof typeof EVERY, unknown>>(every(rows))
  // node-postgres gives a bigint as a word, because a number may not hold it.
  return found.map((row) => ({ ...row, serial: row.serial === null ? null : Number(row.serial) }))
}

const NOTHING = Object.fromEntries(Object.keys(EVERY).map((name) => [name, null]))

// PostgreSQL keeps no NUL in a text; none gets past the reading of a message.
const text = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((word) => !word.includes('\0'))
const hard = fc.oneof(
  text,
  fc.constantFrom('', 'NULL', 'null', '{}', '"', '\\', '\\"', ',', '{a,"b"}', ' ', '\n', 'é €', '🌊'),
)
const json = fc.oneof(
  hard,
  fc.integer(),
  fc.boolean(),
  fc.array(hard, { maxLength: 3 }),
  fc.dictionary(hard, fc.oneof(hard, fc.constant(null)), { maxKeys: 3, noNullPrototype: true }),
)

const row = fc.record(
  {
    id: fc.uuid(),
    name: hard,
    count: fc.integer(),
    serial: fc.maxSafeInteger(),
    share: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value)),
    yes: fc.boolean(),
    at: fc.date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2199-12-31T00:00:00Z'), noInvalidDate: true }),
    detail: json,
    codes: fc.array(hard, { maxLength: 4 }),
    sealed: fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
    more: json,
  },
  { requiredKeys: [] },
)

test('rows arrive as they were sent, whatever stands in them, in their order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 8 }), async (rows) => {
      expect(await read(rows)).toEqual(rows.map((one) => ({ ...NOTHING, ...one })))
    }),
    { numRuns: 400 },
  )
})

test('the instant is kept to the millisecond', async () => {
  const instants = ['1969-12-31T23:59:59.999Z', '2026-11-22T06:00:00.001Z', '2099-01-01T00:00:00.067Z']
  const rows = instants.map((at) => ({ at: new Date(at) }))
  const found = await db.rows<{ at: string }>(sql`SELECT at::text FROM (${every(rows)}) r`)
  expect(found.map(({ at }) => new Date(at).toISOString())).toEqual(instants)
  expect(found.map(({ at }) => at.length)).toEqual([26, 26, 26])
})

test('the statement is the same for any number of rows', () => {
  const statement = insertInto('responder', { id: 'uuid', name: 'text', email_sealed: 'bytea' })
  const [none, two] = [statement([]), statement([{ name: 'A' }, { name: 'B', email_sealed: Buffer.of(1) }])]
  expect(two.text).toBe(none.text)
  expect(none.text).toMatch(/^INSERT INTO responder \("id", "name", "email_sealed"\) SELECT /)
})

test('no rows are no rows', async () => {
  expect(await read([])).toEqual([])
})
