import { beforeAll, expect, test } from 'vitest'
import { improvementsCommand } from '../../src/cli/improvements.ts'
import { sql } from '../../src/store/sql.ts'
import { command, freshHome } from './commands.ts'

const { home, database } = await freshHome()
const kentongan = command(improvementsCommand, home)

beforeAll(() =>
  database.run(sql`
    INSERT INTO site (site_code, name, village_code, lng, lat, accuracy_m, landmass, hazards, synthetic, updated_at)
    VALUES ('KSB-1', 'Desa KSB-1', '32.04.15.2003', 107.5, -7.2, 100, 1, ARRAY['flood'], true, now())`),
)

test('one is added, listed and closed; what cannot be is refused by its option', async () => {
  expect((await kentongan('improvements', 'list')).out).toContain('(nothing)')
  const add = (...more: readonly string[]) => kentongan('improvements', 'add', ...more)
  const added = await add('--site', 'KSB-1', '--text', 'Pengeras suara rusak', '--json')
  expect(added.code).toBe(0)
  const { id } = JSON.parse(added.out)
  const list = async (...more: readonly string[]) =>
    JSON.parse((await kentongan('improvements', 'list', '--json', ...more)).out)
  expect(await list('--region', '32.04')).toMatchObject({
    total: 1,
    improvements: [{ id, siteCode: 'KSB-1', code: 'operator', sentence: 'Pengeras suara rusak', doneAt: null }],
  })
  expect((await list('--region', '34')).total).toBe(0)
  expect((await kentongan('improvements', 'list')).out).toMatch(/KSB-1 +\d{4}-\d\d-\d\d +Pengeras suara rusak +open/)

  const done = (...given: readonly string[]) => kentongan('improvements', 'done', ...given)
  expect((await done(id, '--because', 'sudah diganti')).out).toContain('is done')
  expect(await done(id, '--because', 'lagi')).toMatchObject({ code: 2, err: expect.stringContaining('done already') })
  expect((await list()).total).toBe(0)
  expect((await list('--all')).improvements).toMatchObject([{ doneBecause: 'sudah diganti' }])

  for (const [given, saying] of [
    [await add('--site', 'KSB-9', '--text', 'a'), /--site/],
    [await add('--site', 'KSB-1', '--text', ' '), /--text/],
    [await add('--site', 'KSB-1', '--text', 'a', '--drill', 'x'), /--drill/],
    [await done('0190a8f2-0000-7000-8000-00000000ffff', '--because', 'a'), /no such improvement/],
    [await done('x', '--because', 'a'), /An id looks like/],
    [await kentongan('improvements', 'list', '--region', 'x'), /--region/],
  ] as const) {
    expect(given.code).toBe(2)
    expect(given.err).toMatch(saying)
  }
})
