import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { drillsCommand } from '../../src/cli/drills.ts'
import { sql } from '../../src/store/sql.ts'
import { command, freshFolder, freshHome } from './commands.ts'

const YEAR = ['--from', '2098-01-01', '--to', '2098-12-31']

const folder = await freshFolder()
const { home, database } = await freshHome()
const kentongan = command(drillsCommand, home, { KENTONGAN_CONFIG: folder })

beforeAll(async () => {
  await mkdir(join(folder, 'drills'))
  await writeFile(
    join(folder, 'drills', 'banjir.yaml'),
    `id: simulasi-banjir
type: simulasi
hazard: flood
sites: { codes: [KSB-1] }
startsAt: 2098-04-26T10:00
zone: site
duration: 2h
closedDays: move
invite: 7d
`,
  )
  await database.run(sql`
    INSERT INTO site (site_code, name, village_code, lng, lat, accuracy_m, landmass, hazards, synthetic, updated_at)
    VALUES ('KSB-1', 'Mahameru', '32.04.15.2003', 107.5, -7.2, 100, 1, ARRAY['flood'], true, now())`)
})

test('a drill is shown, moved and cancelled by its id, and what cannot be is refused by its option', async () => {
  await kentongan('drills', 'plan', '--json')
  const { out } = await kentongan('drills', 'list', '--json', ...YEAR)
  const [first] = JSON.parse(out).drills.filter(({ state }: { state: string }) => state === 'planned')
  const shown = await kentongan('drills', 'show', first.id)
  expect(shown.out).toMatch(/member +0 +0[\s\S]*\(nobody was invited\)/)
  const to = new Date(Date.now() + 86_400_000).toISOString()
  // Friday prayer, whatever day it is.
  const friday = new Date(Date.now() + ((12 - new Date().getUTCDay()) % 7 || 7) * 86_400_000).toISOString().slice(0, 10)
  const closed = await kentongan('drills', 'move', first.id, '--to', `${friday}T12:00+07:00`)
  expect(closed.code).toBe(2)
  expect(closed.err).toMatch(/--to.*Salat Jumat[\s\S]*next free time is [\s\S]*add --anyway/)
  const moved = await kentongan('drills', 'move', first.id, '--to', to, '--anyway', '--json')
  expect([moved.code, JSON.parse(moved.out)]).toEqual([
    0,
    { drillId: first.id, sequence: expect.any(Number), notices: 0, answersCleared: 0 },
  ])
  expect((await kentongan('drills', 'move', first.id, '--to', '2098-04-26T10:00Z')).err).toMatch(/--to.*366 days/s)
  expect((await kentongan('drills', 'move', first.id, '--to', '2098-04-26')).code).toBe(2)
  expect((await kentongan('drills', 'cancel', first.id, '--reason', ' ')).code).toBe(2)
  expect((await kentongan('drills', 'cancel', first.id, '--reason', 'Hujan')).out).toMatch(/sequence +\d/)
  expect((await kentongan('drills', 'cancel', first.id, '--reason', 'Hujan')).err).toMatch(/is cancelled/)
  const none = '00000000-0000-4000-8000-000000000000'
  expect((await kentongan('drills', 'show', none)).err).toMatch(/no such drill/)
  expect((await kentongan('drills', 'cancel', none, '--reason', 'Hujan')).code).toBe(2)
  const trail = await database.rows(sql`SELECT action FROM audit_entry WHERE subject_id = ${first.id} ORDER BY id`)
  expect(trail).toEqual([{ action: 'drill-moved' }, { action: 'drill-cancelled' }])
})
