import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { drillsCommand } from '../../src/cli/drills.ts'
import { sql } from '../../src/store/sql.ts'
import { command, freshFolder, freshHome } from './commands.ts'

const YEAR = ['--from', '2098-01-01', '--to', '2098-12-31']

const folder = await freshFolder()
const { home, database } = await freshHome()
const kentongan = command(drillsCommand, home, { KENTONGAN_CONFIG: folder })

beforeAll(async () => {
  await mkdir(join(folder, 'drills'))
  for (const [code, village] of [
    ['KSB-1', '32.04.15.2003'],
    ['KSB-2', '71.02.01.2001'],
  ])
    await database.run(sql`
      INSERT INTO site (site_code, name, village_code, lng, lat, accuracy_m, landmass, hazards, synthetic, updated_at)
      VALUES (${code}, ${`Desa ${code}`}, ${village}, 107.5, -7.2, 100, 1, ARRAY['flood'], true, now())`)
})

const PROGRAMME = `id: simulasi-banjir
type: simulasi
hazard: flood
sites:
  codes: [KSB-1, KSB-2, KSB-9]
startsAt: 2098-04-26T10:00
zone: site
duration: 2h
invite: 7d
`
const write = (text: string) => writeFile(join(folder, 'drills', 'banjir.yaml'), text)
beforeEach(() => write(PROGRAMME))

const planned = async (): Promise<number> => {
  const [row] = await database.rows<{ count: number }>(
    sql`SELECT count(*)::int AS count FROM drill_occurrence WHERE state = 'planned'`,
  )
  return row?.count ?? -1
}

test('a good programme is shown with how many sites it means, and the codes that no site bears', async () => {
  const { code, out } = await kentongan('drills', 'validate', '--json')
  expect(code).toBe(0)
  expect(JSON.parse(out)).toEqual({
    valid: true,
    programmes: [
      {
        id: 'simulasi-banjir',
        type: 'simulasi',
        hazard: 'flood',
        rehearse: 'none',
        modules: [],
        sites: 2,
        unknownCodes: ['KSB-9'],
      },
    ],
    yearsWithoutCalendar: expect.any(Array),
  })
})

test('a broken programme is refused with file and line of every fault', async () => {
  await write(PROGRAMME.replace('duration: 2h', 'duration: 2 bulan').replace('flood', 'banjirr'))
  const { code, out, err } = await kentongan('drills', 'validate')
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toMatch(/banjir\.yaml:3: got .*banjirr/)
  expect(err).toMatch(/banjir\.yaml:8: got .*2 bulan/)
  await write('id: [')
  expect((await kentongan('drills', 'validate')).err).toMatch(/banjir\.yaml:\d+: got/)
  // Bahasa Indonesia first, English second; programs get both.
  await write(PROGRAMME.replace('duration: 2h', 'duration: lama'))
  const { err: spoken } = await kentongan('drills', 'validate')
  expect(spoken).toMatch(
    /banjir\.yaml:8: tertulis duration: "lama", seharusnya lama waktu dari 1m sampai 30d, .*\n.*:8: got /,
  )
  const { error } = JSON.parse((await kentongan('drills', 'validate', '--json')).out)
  expect(error.faults).toMatchObject([
    { expected: expect.stringContaining('a duration from 1m'), expectedId: expect.stringContaining('lama waktu') },
  ])
})

test('a dry run shows each site by its own clock and saves nothing', async () => {
  const { code, out } = await kentongan('drills', 'plan', '--dry-run', ...YEAR)
  expect(code).toBe(0)
  expect(out).toMatch(/^2098-04-26 10\.00 WITA +simulasi-banjir +simulasi +flood +KSB-2/m)
  expect(out).toMatch(/^2098-04-26 10\.00 WIB +simulasi-banjir +simulasi +flood +KSB-1/m)
  expect(out).toContain('2 drills, none saved')
  expect(await planned()).toBe(0)
})

test('a drill on a closed day shows its turn and why it moved, and a year without a calendar is named', async () => {
  const calendars = join(folder, 'calendars')
  await mkdir(calendars)
  await writeFile(
    join(calendars, '2098.yaml'),
    'year: 2098\ndays:\n  - { date: 2098-04-28, name: Panen raya, nameEn: harvest, kind: season, provisional: true }\n',
  )
  try {
    await write(
      PROGRAMME.replace('startsAt: 2098-04-26T10:00', 'every: 1 year\nfrom: 2098-04-28\ntime: 10:00').replace(
        'zone: site',
        'zone: WIB',
      ),
    )
    const { out } = await kentongan('drills', 'plan', '--dry-run', '--from', '2098-01-01', '--to', '2099-01-01')
    expect(out).toMatch(
      /^2098-04-29 10\.00 WIB .*KSB-1 .*2098-04-28 10\.00 WIB +Panen raya \(2098-04-28, provisional\)$/m,
    )
    expect(out).toContain('No calendar for 2099: every day of it counts as free. Add calendars/2099.yaml.')
  } finally {
    await rm(calendars, { recursive: true })
  }
})

test('a plan is saved once, and cancelled when its programme is gone', async () => {
  const first = await kentongan('drills', 'plan', ...YEAR, '--json')
  expect(first.code).toBe(0)
  const { programmes, drills } = JSON.parse(first.out)
  expect(programmes).toMatchObject([{ programmeId: 'simulasi-banjir', added: 2, unknownCodes: ['KSB-9'] }])
  expect(drills).toHaveLength(2)
  expect(await planned()).toBe(2)
  const second = await kentongan('drills', 'plan', ...YEAR, '--json')
  expect(JSON.parse(second.out).programmes).toMatchObject([{ added: 0, cancelled: 0 }])

  const list = await kentongan('drills', 'list', ...YEAR, '--programme', 'simulasi-banjir')
  expect(list.out).toMatch(/KSB-1 +Desa KSB-1 +planned +0/)
  expect((await kentongan('drills', 'list', ...YEAR, '--programme', 'other')).out).toBe('(no drill)\n')
  expect((await kentongan('drills', 'list', '--from', '2098-04-27', '--to', '2098-12-31')).out).toBe('(no drill)\n')

  await write(PROGRAMME.replace('simulasi-banjir', 'simulasi-lain'))
  expect(JSON.parse((await kentongan('drills', 'plan', '--json')).out)).toMatchObject({ retired: { cancelled: 2 } })
})

test.each([
  [['--from', '26-04-2027'], /Expected a day/],
  [['--from', '2027-02-30'], /Expected a day/],
  [['--from', '2027-05-01', '--to', '2027-04-01'], /later than --from/],
  [['--from', '2027-01-01', '--to', '2040-01-01'], /by 5 years at most/],
])('%j is bad usage', async (window, saying) => {
  const before = await planned()
  for (const name of ['plan', 'list']) {
    const { code, out, err } = await kentongan('drills', name, ...window)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(saying)
  }
  expect(await planned()).toBe(before)
})

test('a year is scheduled with its people, beside a plan without a solver, and is saved only when asked', async () => {
  await database.run(sql`
    INSERT INTO responder (id, source, external_id, name, kind, regency_code, lng, lat, accuracy_m, landmass, language,
                           synthetic, updated_at, channels, serves_codes, skills)
    VALUES (gen_random_uuid(), 'test', 'T-1', 'Tagana', 'tagana', '32.04', 107.5, -7.2, 100, 1, 'id', true, now(),
            '{sms}', '{}', '{}')`)
  await write(
    `${PROGRAMME.replace('startsAt: 2098-04-26T10:00', 'startsAt: 2098-04-21T10:00')}team: { tagana: 1 }\nplan: { within: 2d, travelKmMost: 50 }\n`,
  )
  const before = await planned()
  const { code, out } = await kentongan('drills', 'schedule', '--year', '2098', '--limit', '20s', '--json')
  expect(code).toBe(0)
  const result = JSON.parse(out)
  expect(result).toMatchObject({ saved: false, plan: { planned: 2, unserved: 0 }, yearsWithoutCalendar: [2098] })
  expect(result.bound).toBeLessThanOrEqual(result.plan.cost)
  expect(result.stages).toMatchObject([{ outcome: 'proven' }, { outcome: 'proven' }])
  const days = result.turns.map(({ startsAt }: { startsAt: string }) => startsAt.slice(0, 10))
  expect(days).toEqual(['2098-04-21', '2098-04-22'])
  expect(await planned()).toBe(before)
  const text = await kentongan('drills', 'schedule', '--year', '2098', '--limit', '20s', '--seed', '2')
  expect(text.out).toContain('gap of the whole plan')
  const saved = JSON.parse((await kentongan('drills', 'schedule', '--year', '2098', '--save', '--json')).out)
  expect(saved).toMatchObject({ saved: { added: expect.any(Number) }, kept: 0, plan: { planned: 2 } })
  expect(saved.saved.added + saved.saved.changed).toBe(2)
  const again = await kentongan('drills', 'schedule', '--year', '2098', '--save', '--json')
  expect(JSON.parse(again.out)).toMatchObject({ saved: { added: 0, changed: 0 }, kept: 2, turns: [] })
  expect((await kentongan('drills', 'schedule', '--year', '2098')).out).toContain('kept as saved before')
  expect((await kentongan('drills', 'schedule', '--year', '2098', '--programme', 'other')).code).toBe(2)
  expect((await kentongan('drills', 'schedule', '--year', '2098', '--limit', '1m')).code).toBe(2)
})

/** Everything that planning writes. */
const rowsNow = () =>
  database.rows(sql`
    SELECT (SELECT coalesce(jsonb_agg(to_jsonb(d) ORDER BY d.id), '[]') FROM drill_occurrence d) AS occurrences,
           (SELECT coalesce(jsonb_agg(to_jsonb(p) ORDER BY p.id), '[]') FROM drill_programme p) AS programmes,
           (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.id), '[]') FROM timeline_entry t) AS timeline`)

test('a dry run says what would change, and writes not even that it saw the programme', async () => {
  await database.run(sql`TRUNCATE drill_occurrence, drill_programme, timeline_entry CASCADE`)
  const dry = async () => {
    const before = await rowsNow()
    const { code, out } = await kentongan('drills', 'plan', '--dry-run', ...YEAR, '--json')
    expect(code).toBe(0)
    expect(await rowsNow()).toEqual(before)
    return JSON.parse(out).diff
  }
  expect(await dry()).toMatchObject({
    added: [
      { siteCode: 'KSB-2', from: null, to: '2098-04-26T02:00:00.000Z', because: null },
      { siteCode: 'KSB-1', from: null, to: '2098-04-26T03:00:00.000Z' },
    ],
    unchanged: 0,
  })

  await kentongan('drills', 'plan')
  expect(await dry()).toMatchObject({ added: [], moved: [], renewed: [], cancelled: [], keptInvited: [], unchanged: 2 })

  await database.run(sql`UPDATE drill_occurrence SET state = 'invited' WHERE site_code = 'KSB-2'`)
  await write(PROGRAMME.replace('10:00', '11:00'))
  expect(await dry()).toMatchObject({
    added: [{ siteCode: 'KSB-2' }, { siteCode: 'KSB-1' }],
    cancelled: [{ siteCode: 'KSB-1', to: null, because: 'programme-changed' }],
    keptInvited: [{ siteCode: 'KSB-2', because: 'programme-changed' }],
    unchanged: 0,
  })
  const { out } = await kentongan('drills', 'plan', '--dry-run', ...YEAR)
  expect(out).toMatch(/^kept-invited +simulasi-banjir +KSB-2 +2098-04-26 10\.00 WITA +2098-04-26 10\.00 WITA +its pro/m)
  expect(out).toContain('2 added, 0 moved, 0 renewed, 1 cancelled, 1 kept because people are invited')

  await write(PROGRAMME.replace('duration: 2h', 'duration: 3h'))
  expect(await dry()).toMatchObject({ renewed: [{ siteCode: 'KSB-1', because: 'new-terms' }], unchanged: 1 })

  await write(PROGRAMME.replace('simulasi-banjir', 'simulasi-lain'))
  expect(await dry()).toMatchObject({
    cancelled: [{ programmeId: 'simulasi-banjir', siteCode: 'KSB-1', because: 'programme-removed' }],
    keptInvited: [{ programmeId: 'simulasi-banjir', siteCode: 'KSB-2', because: 'programme-removed' }],
  })
})

test('a filter on what villages did counts those that it means now', async () => {
  await database.run(sql`TRUNCATE drill_occurrence, drill_programme, timeline_entry CASCADE`)
  await database.run(sql`
    INSERT INTO readiness (site_code, day, score, parts)
    VALUES ('KSB-1', '2026-01-01', 80, '{}'), ('KSB-1', '2026-02-01', 50, '{}'), ('KSB-2', '2026-01-01', 60, '{}')`)
  await write(PROGRAMME.replace('codes: [KSB-1, KSB-2, KSB-9]', 'filter: { readinessBelow: 60 }'))
  const sites = async () => JSON.parse((await kentongan('drills', 'validate', '--json')).out).programmes[0].sites
  expect(await sites()).toBe(1)
  await database.run(sql`TRUNCATE readiness`)
  expect(await sites()).toBe(2)
})
