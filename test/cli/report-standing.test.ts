import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { reportCommand } from '../../src/cli/report.ts'
import { sql } from '../../src/store/sql.ts'
import { command, freshFolder, freshHome } from './commands.ts'

const folder = await freshFolder()
const { home, database } = await freshHome()
const kentongan = command(reportCommand, home, { KENTONGAN_CONFIG: folder })

beforeAll(async () => {
  for (const [code, village] of [
    ['KSB-1', '32.04.15.2003'],
    ['KSB-2', '71.02.01.2001'],
  ])
    await database.run(sql`
      INSERT INTO site (site_code, name, village_code, lng, lat, accuracy_m, landmass, hazards, synthetic, updated_at,
                        board_until)
      VALUES (${code}, ${`Desa ${code}`}, ${village}, 107.5, -7.2, 100, 1, ARRAY['flood'], true, now(), '2020-01-01')`)
})

test('what is overdue is told in each form, of a region or the country', async () => {
  const md = await kentongan('report', 'overdue')
  expect(md.code).toBe(0)
  expect(md.out).toContain('Indonesia: 2 dari 2 KSB.')
  expect(md.out).toContain(
    '| Desa KSB-1 | KSB-1 | Belum pernah latihan. Masa bakti pengurus berakhir 1 Jan 2020. | - |',
  )
  const json = JSON.parse((await kentongan('report', 'overdue', '--region', '32.04', '--months', '6', '--json')).out)
  expect(json).toMatchObject({ region: '32.04', months: 6, soonDays: 90, sites: 1 })
  expect(json.overdue.map(({ siteCode }: { siteCode: string }) => siteCode)).toEqual(['KSB-1'])
  const file = join(folder, 'lewat.csv')
  expect((await kentongan('report', 'overdue', '--format', 'csv', '--out', file)).code).toBe(0)
  expect((await readFile(file, 'utf8')).split('\n')[1]).toContain('never-drilled;board-ended')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
})

test('a region is told by what lies below it, and village by village', async () => {
  const country = JSON.parse((await kentongan('report', 'region', '--json')).out)
  expect(country.groups.map(({ regionCode }: { regionCode: string }) => regionCode)).toEqual(['32', '71'])
  const province = JSON.parse((await kentongan('report', 'region', '32', '--json')).out)
  expect(province.groups).toMatchObject([{ regionCode: '32.04', sites: 1, neverDrilled: 1 }])
  const regency = JSON.parse((await kentongan('report', 'region', '32.04', '--json')).out)
  expect(regency.groups).toMatchObject([{ regionCode: '32.04.15' }])
  const html = (await kentongan('report', 'region', '32', '--format', 'html')).out
  expect(html).toMatch(/^<!doctype html>/i)
  expect(html).toContain('Desa KSB-1')
  expect((await kentongan('report', 'region', '32', '--format', 'csv')).out).toContain('KSB-1,Desa KSB-1,32.04.15.2003')
})

test.each([
  ['overdue', '--region', '32.99'],
  ['overdue', '--region', '3204'],
  ['region', '32.04.15.2003'],
  ['region', 'Bandung'],
  ['overdue', '--months', '0'],
])('a region that does not exist, or a wrong number: report %s %s %s', async (...given) => {
  const { code, err } = await kentongan('report', ...given)
  expect(code).toBe(2)
  expect(err.length).toBeGreaterThan(20)
})
