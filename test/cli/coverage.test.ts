import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { coverageCommand } from '../../src/cli/coverage.ts'
import { sql } from '../../src/store/sql.ts'
import { command, freshFolder, freshHome } from './commands.ts'

const folder = await freshFolder()
const { home, database } = await freshHome()
const kentongan = command(coverageCommand, home)

const addSite = (code: string, lng: number, landmass: number | null) =>
  database.run(sql`
    INSERT INTO site (site_code, name, village_code, lng, lat, accuracy_m, landmass, hazards, synthetic, updated_at)
    VALUES (${code}, ${`Desa ${code}`}, '32.04.15.2003', ${lng}, 0, 100, ${landmass}, '{}', true, now())`)

const addPerson = (name: string, kind: string, lng: number, landmass: number) =>
  database.run(sql`
    INSERT INTO responder (id, source, external_id, name, kind, regency_code, lng, lat, accuracy_m, landmass, language,
                           synthetic, updated_at, channels, serves_codes, skills)
    VALUES (${randomUUID()}, 'test', ${name}, ${name}, ${kind}, '32.04', ${lng}, 0, 100, ${landmass}, 'id', true, now(),
            '{}', '{}', '{}')`)

// A degree on the equator is 111.2 km.
beforeAll(async () => {
  await addSite('KSB-1', 110, 1)
  await addSite('KSB-2', 112, 1)
  await addSite('KSB-3', 110.02, null)
  await addPerson('near', 'tagana', 110.05, 1)
  await addPerson('farther', 'tagana', 110.2, 1)
  await addPerson('across', 'pendamping_desa', 110.01, 2)
  await addPerson('away', 'pendamping_desa', 110.18, 1)
})

test('each site has its nearest of each kind on its own land, and the gaps are counted', async () => {
  const { code, out } = await kentongan('coverage')
  expect(code).toBe(0)
  expect(out).toMatch(/^KSB-1 +Desa KSB-1 +near +5\.56 +1 +2 +away +20\.02 +0 +1$/m)
  expect(out).toMatch(/^KSB-2 +Desa KSB-2 +farther +200\.15 +0 +0 +away +202\.38 +0 +0$/m)
  expect(out).toMatch(/^KSB-3 +Desa KSB-3 +- +- +0 +0 +- +- +0 +0$/m)
  expect(out).toMatch(/sites off mapped land +1\n/)
  expect(out).toMatch(/sites without tagana within 10 km +2\n/)
  expect(out).toMatch(/sites without pendamping_desa within 10 km +3\n/)
  expect(out).toMatch(/sites without pendamping_desa within 25 km +2\n/)
})

test('a file has a row for each site and kind', async () => {
  const csv = join(folder, 'deep', 'coverage.csv')
  expect(await kentongan('coverage', '--out', csv)).toMatchObject({ code: 0 })
  const lines = (await readFile(csv, 'utf8')).trimEnd().split('\n')
  expect(lines).toHaveLength(1 + 3 * 10)
  expect(lines[1]).toMatch(/^KSB-1,Desa KSB-1,tagana,[0-9a-f-]{36},near,5\.56,1,2$/)
  const json = join(folder, 'coverage.json')
  expect(await kentongan('coverage', '--out', json, '--json')).toMatchObject({ code: 0 })
  const rows: unknown[] = JSON.parse(await readFile(json, 'utf8'))
  expect(rows[1]).toMatchObject({
    site_code: 'KSB-1',
    kind: 'pendamping_desa',
    nearest_external_id: 'away',
    within_25_km: 1,
  })
})

test('with --json alone all rows come in the one object', async () => {
  const { out } = await kentongan('coverage', '--json')
  const { rows, gaps } = JSON.parse(out)
  expect(rows).toHaveLength(30)
  expect(gaps).toEqual([
    { kind: 'tagana', noneWithin10Km: 2, noneWithin25Km: 2 },
    { kind: 'pendamping_desa', noneWithin10Km: 3, noneWithin25Km: 2 },
  ])
})

test('a file with any other name is CSV', async () => {
  const file = join(folder, 'coverage.xls')
  expect(await kentongan('coverage', '--out', file)).toMatchObject({ code: 0 })
  expect(await readFile(file, 'utf8')).toMatch(/^site_code,name,kind,/)
})
