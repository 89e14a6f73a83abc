import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sampleCommand } from '../../src/cli/sample.ts'
import { sql } from '../../src/store/sql.ts'
import { command, freshFolder, freshHome } from './commands.ts'

const SMALL = ['--sites', '4', '--responders', '60', '--members', '3']
const KINDS = {
  ksb_member: 12,
  pendamping_desa: 30,
  tagana: 30,
  pkh: 10,
  tksk: 10,
  psm: 10,
  pensosmas: 10,
  karang_taruna: 10,
  bhabinkamtibmas: 10,
}
const PEOPLE = Object.values(KINDS).reduce((sum, count) => sum + count)

const folder = await freshFolder()
const { home, database } = await freshHome()
const sample = command(sampleCommand, home)

const bytesOf = async (name: string) => ({
  sites: await readFile(join(folder, name, 'sites.csv'), 'utf8'),
  responders: await readFile(join(folder, name, 'responders.csv'), 'utf8'),
})

test('the same numbers and seed give the same bytes, another seed gives others', async () => {
  for (const name of ['one', 'two']) {
    const { code, out } = await sample('sample', ...SMALL, '--out', join(folder, name), '--json')
    expect(code).toBe(0)
    const files = ['sites.csv', 'responders.csv'].map((file) => join(folder, name, file))
    expect(JSON.parse(out)).toMatchObject({ kinds: KINDS, loaded: null, files })
  }
  await sample('sample', ...SMALL, '--out', join(folder, 'other'), '--seed', '2')
  const [one, two, other] = [await bytesOf('one'), await bytesOf('two'), await bytesOf('other')]
  expect(two).toEqual(one)
  expect(other.sites).not.toBe(one.sites)
  expect(other.responders).not.toBe(one.responders)
  expect(one.sites.trimEnd().split('\n')).toHaveLength(1 + 4)
  expect(one.responders.trimEnd().split('\n')).toHaveLength(1 + PEOPLE)
})

test('the register goes into the database whole, and a second time changes nothing', async () => {
  for (const _ of [1, 2]) {
    const { code, out } = await sample('sample', ...SMALL, '--load', '--json')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ loaded: { sites: 4, responders: PEOPLE }, files: [] })
    const kinds = await database.rows<{ kind: string; people: number; synthetic: boolean }>(
      sql`SELECT kind, count(*)::int AS people, bool_and(synthetic) AS synthetic FROM responder GROUP BY kind`,
    )
    expect(Object.fromEntries(kinds.map(({ kind, people }) => [kind, people]))).toEqual(KINDS)
    expect(kinds.every(({ synthetic }) => synthetic)).toBe(true)
    expect(await database.rows(sql`SELECT count(*)::int AS sites FROM site`)).toEqual([{ sites: 4 }])
  }
  // Once for the sites and once for the people, each time.
  expect(await database.rows(sql`SELECT version::int FROM roster_version`)).toEqual([{ version: 4 }])
})

test('contacts are unreadable in the database', async () => {
  const [row] = await database.rows<{ plain: boolean }>(
    sql`SELECT bool_or(position('+6284'::bytea IN phone_sealed) > 0) AS plain FROM responder`,
  )
  expect(row).toEqual({ plain: false })
})

test('with nowhere named the files go to ./sample and are printed', async () => {
  const before = process.cwd()
  process.chdir(folder)
  try {
    const { code, out } = await sample('sample', ...SMALL, '--json')
    const files = ['sites.csv', 'responders.csv'].map((file) => join('sample', file))
    expect({ code, ...JSON.parse(out) }).toMatchObject({ code: 0, loaded: null, files })
  } finally {
    process.chdir(before)
  }
  expect((await bytesOf('sample')).sites.trimEnd().split('\n')).toHaveLength(1 + 4)
})

test.each([
  ['--sites', '-1'],
  ['--responders', 'many'],
  ['--seed', '1.5'],
])('%s %s is bad usage', async (option, value) => {
  expect(await sample('sample', '--load', `${option}=${value}`)).toMatchObject({ code: 2, out: '' })
})
