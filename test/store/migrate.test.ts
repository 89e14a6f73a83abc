import pg from 'pg'
import { expect, test } from 'vitest'
import { Unavailable } from '../../src/errors.ts'
import { applyMigrations, pendingMigrations, schemaDrift } from '../../src/store/migrate.ts'
import { emptyDatabase, freshDatabase } from '../support/database.ts'
import { runOn } from '../support/database-server.ts'

const FIRST = '20261122000000_first'
const ALL = [
  FIRST,
  '20261122070000_incidents',
  '20261122113000_tsunami_warnings',
  '20261122150000_considered',
  '20261122180000_safety',
  '20261122181000_teams',
  '20261122182000_precedence',
  '20261122183000_progress',
  '20261122184000_choosing_indexes',
  '20261122190000_leftovers',
  '20261122191000_gateways',
  '20261122192000_outcomes',
  '20261122193000_over_index',
  '20261123010000_dispatch',
  '20261123020000_mail',
  '20261123030000_fallback',
  '20261123040000_drill_slots',
  '20261123060000_closing',
  '20261123070000_drill_people',
  '20261123071000_drill_running',
  '20261123074000_campaigns',
  '20261123082000_competencies',
  '20261123083000_attendance_codes',
  '20261123085000_improvements',
  '20261123091500_attendance_by_mail',
]
const NOBODY_LISTENS = 'postgresql://nobody@127.0.0.1:1/none'
const silent = (): void => undefined

const ask = async (url: string, question: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<unknown[]>({ text: question, rowMode: 'array' })
    return rows.flat()
  } finally {
    await client.end()
  }
}

const tablesOf = (url: string): Promise<unknown[]> =>
  ask(url, `SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`)

test('an empty database gets every table of the schema, and a second run finds nothing to do', async () => {
  const url = await emptyDatabase()
  const lines: unknown[] = []
  expect(await pendingMigrations(url)).toContain(FIRST)
  expect(await tablesOf(url)).toEqual([])

  const applied = await applyMigrations(url, (line, fields) => lines.push([line, fields]))

  expect(applied).toContain(FIRST)
  expect(lines).toEqual([['migrations applied', { applied }]])
  const tables = await tablesOf(url)
  expect(tables).toEqual(expect.arrayContaining(['call_out', 'notice', 'operator', 'responder', 'site']))
  expect(tables.length).toBeGreaterThanOrEqual(18)
  expect(await pendingMigrations(url)).toEqual([])
  expect(await applyMigrations(url, () => lines.push('again'))).toEqual([])
  expect(lines).toHaveLength(1)
})

test('several processes that migrate at once apply each migration once', async () => {
  const url = await emptyDatabase()
  const runs = await Promise.all([1, 2, 3].map(() => applyMigrations(url, silent)))
  expect(runs.flat()).toEqual(ALL)
  expect(await ask(url, 'SELECT count(*)::int FROM _prisma_migrations')).toEqual([ALL.length])
})

test('the migrations give exactly what the schema says', async () => {
  expect(await schemaDrift(await freshDatabase())).toBe('')
})

test('a column added by hand, one taken away and an index taken away are seen as drift', async () => {
  const url = await freshDatabase()
  await runOn(url, 'ALTER TABLE site ADD COLUMN by_hand integer')
  expect(await schemaDrift(url)).toMatch(/ALTER TABLE "site" DROP COLUMN "by_hand"/)
  await runOn(url, 'ALTER TABLE site DROP COLUMN by_hand, DROP COLUMN landmass')
  expect(await schemaDrift(url)).toMatch(/ALTER TABLE "site" ADD COLUMN\s+"landmass"/)
  await runOn(url, 'ALTER TABLE site ADD COLUMN landmass integer', 'DROP INDEX responder_site_code_idx')
  expect(await schemaDrift(url)).toMatch(/CREATE INDEX "responder_site_code_idx"/)
})

test('a migration that fails leaves nothing behind, and the next run tries it again', async () => {
  const url = await emptyDatabase()
  // A table's name is also a type's: this stands in the way near the end of the script.
  await runOn(url, 'CREATE TYPE lane_pulse AS (obstacle integer)')
  await expect(applyMigrations(url, silent)).rejects.toThrow(/lane_pulse/)
  expect(await tablesOf(url)).toEqual(['_prisma_migrations'])
  await runOn(url, 'DROP TYPE lane_pulse')
  expect(await applyMigrations(url, silent)).toEqual(ALL)
})

test('words outside the closed lists and half-kept contacts are refused by the database itself', async () => {
  const url = await freshDatabase()
  const operator = (role: string, jurisdiction: string): string =>
    `INSERT INTO operator VALUES ('${role}${jurisdiction}', 'A', 'BPBD', '${jurisdiction}', '${role}', '', '${role}${jurisdiction}', null, null, now(), null)`
  await runOn(url, operator('sender', '32.04'))
  await expect(runOn(url, operator('boss', '32.04'))).rejects.toThrow(/operator_role_word/)
  await expect(runOn(url, operator('sender', '3204'))).rejects.toThrow(/operator_jurisdiction_code/)
  await expect(
    runOn(url, `INSERT INTO incident VALUES (gen_random_uuid(), 'flood', 'drill', now(), null)`),
  ).rejects.toThrow(/incident_mode_word/)
})

test('the roster starts at version nought, in one row', async () => {
  const url = await freshDatabase()
  expect(await ask(url, 'SELECT id, version::int FROM roster_version')).toEqual([1, 0])
  await expect(runOn(url, 'INSERT INTO roster_version VALUES (2, 0)')).rejects.toThrow(/roster_version_one_row/)
})

test('a database that is away is Unavailable, whatever is asked of it', async () => {
  await expect(applyMigrations(NOBODY_LISTENS, silent)).rejects.toBeInstanceOf(Unavailable)
  await expect(pendingMigrations(NOBODY_LISTENS)).rejects.toBeInstanceOf(Unavailable)
  await expect(schemaDrift(NOBODY_LISTENS)).rejects.toBeInstanceOf(Unavailable)
})
