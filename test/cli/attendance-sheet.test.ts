import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { drillsCommand } from '../../src/cli/drills.ts'
import { sql } from '../../src/store/sql.ts'
import { command, freshFolder, freshHome } from './commands.ts'

const folder = await freshFolder()
const { home, database } = await freshHome()
const kentongan = command(drillsCommand, home, { KENTONGAN_CONFIG: folder })

beforeAll(async () => {
  await database.run(sql`
    INSERT INTO site (site_code, name, village_code, lng, lat, accuracy_m, landmass, hazards, synthetic, updated_at)
    VALUES ('KSB-1', 'Mahameru', '32.04.15.2003', 107.5, -7.2, 100, 1, ARRAY['flood'], true, now())`)
})

const aDrill = async (state: string, hours: number): Promise<string> => {
  const id = randomUUID()
  await database.run(sql`
    INSERT INTO drill_occurrence (id, programme_id, site_code, slot_at, starts_at, ends_at, zone, programme, state, created_at)
    SELECT ${id}::uuid, ${id}, 'KSB-1', t, t, t + interval '1 hour', 'WIB', '{"type":"simulasi","hazard":"flood"}', ${state}, now()
      FROM (SELECT now() + make_interval(hours => ${hours}) AS t) s`)
  return id
}

test('the sheet of a drill has its code, the same each time, and the coordinator sees it with the drill', async () => {
  const id = await aDrill('planned', 24)
  const { code, out } = await kentongan('drills', 'attendance-sheet', id)
  expect(code).toBe(0)
  const [, onSite] = /^# HADIR (\d[A-Z]\d[A-Z])$/m.exec(out) ?? []
  expect(onSite).toBeDefined()
  const html = await kentongan('drills', 'attendance-sheet', id, '--format', 'html')
  expect(html.out).toContain(`<p class="k">HADIR ${onSite}</p>`)
  expect(JSON.parse((await kentongan('drills', 'attendance-sheet', id, '--json')).out)).toMatchObject({ code: onSite })
  expect(JSON.parse((await kentongan('drills', 'show', id, '--json')).out)).toMatchObject({ onSiteCode: onSite })
})

test.each([
  ['cancelled', 24, /cancelled/],
  ['done', -14, /twelve hours ago.*drills attend/s],
])('a drill that is %s, %i hours off, has no sheet', async (state, hours, words) => {
  const { code, err } = await kentongan('drills', 'attendance-sheet', await aDrill(state, hours))
  expect(code).toBe(1)
  expect(err).toMatch(words)
})

test('neither has a drill that does not exist', async () => {
  expect((await kentongan('drills', 'attendance-sheet', randomUUID())).code).toBe(2)
})
