import { beforeAll, expect, test } from 'vitest'
import { readinessCommand } from '../../src/cli/readiness.ts'
import { sql } from '../../src/store/sql.ts'
import { command, freshFolder, freshHome } from './commands.ts'

const folder = await freshFolder()
const { home, database } = await freshHome()
const kentongan = command(readinessCommand, home, { KENTONGAN_CONFIG: folder })

beforeAll(async () => {
  await database.run(sql`
    INSERT INTO site (site_code, name, village_code, lng, lat, accuracy_m, landmass, hazards, synthetic, updated_at, gardu_lng,
                      gardu_lat)
    VALUES ('KSB-1', 'Mahameru', '32.04.15.2003', 107.5, -7.2, 100, 1, ARRAY['flood'], true, now(), 107.5, -7.2)`)
  await database.run(sql`INSERT INTO readiness (site_code, day, score, parts) VALUES ('KSB-1', '2026-01-02', 3, '[]')`)
})

test('a region, a village with its history, and a list for a spreadsheet', async () => {
  const { code, out } = await kentongan('readiness', '--region', '32.04')
  expect(code).toBe(0)
  expect(out).toContain('| Mahameru | KSB-1 | 5 | +2 | 5 dari 35 | 0 dari 40 | 0 dari 25 | 60 |')
  const site = await kentongan('readiness', '--site', 'KSB-1')
  expect(site.out).toContain('| 2 Jan 2026 | 3 |')
  const json = JSON.parse((await kentongan('readiness', '--site', 'KSB-1', '--json')).out)
  expect(json).toMatchObject({ siteCode: 'KSB-1', score: 5, before: 3, history: [{ day: '2026-01-02', score: 3 }] })
  expect((await kentongan('readiness', '--format', 'csv')).out.split('\n')[1]).toBe(
    'KSB-1,Mahameru,32.04.15.2003,5,3,60,1,0,0,0,0,,0,,',
  )
})

test.each([
  ['--site', 'KSB-9'],
  ['--region', '99'],
  ['--site', 'KSB-1', '--region', '32'],
])('what does not exist is told: %s %s', async (...given) => {
  const { code, err } = await kentongan('readiness', ...given)
  expect(code).toBe(2)
  expect(err.length).toBeGreaterThan(20)
})
