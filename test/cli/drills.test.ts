import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { drillsCommand } from '../../src/cli/drills.ts'
import { readCalendarToken } from '../../src/intake/calendar-token.ts'
import { installationSecret } from '../../src/main/secret.ts'
import { saveResponders } from '../../src/store/register.ts'
import { createSeal } from '../../src/store/seal.ts'
import { sql } from '../../src/store/sql.ts'
import { aMember } from '../support/people.ts'
import { command, freshFolder, freshHome } from './commands.ts'

const YEAR = ['--from', '2098-01-01', '--to', '2098-12-31']

const folder = await freshFolder()
const { home, database } = await freshHome()
const kentongan = command(drillsCommand, home, { KENTONGAN_CONFIG: folder })
const seal = createSeal(installationSecret(home, null))

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
      { id: 'simulasi-banjir', type: 'simulasi', hazard: 'flood', rehearse: 'none', sites: 2, unknownCodes: ['KSB-9'] },
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

test('the link to a calendar is signed, names nobody, and is there for a village, a person and a region', async () => {
  await saveResponders(database, seal, [{ ...aMember('R-0001'), landmass: 1 }], new Date())
  const feeds = [
    ['--site', 'KSB-1', { kind: 'site', siteCode: 'KSB-1' }, 'Latihan Desa KSB-1'],
    ['--region', '32.04', { kind: 'region', regionCode: '32.04' }, 'Latihan Kab. Bandung'],
    ['--responder', 'R-0001', { kind: 'responder', responderId: expect.any(String) }, 'Undangan latihan anggota KSB'],
  ] as const
  for (const [option, value, of, name] of feeds) {
    const { code, out } = await kentongan('drills', 'feed', option, value, '--json')
    const link = JSON.parse(out)
    expect([code, link.name, link.of]).toEqual([0, name, of.kind])
    expect(link.webcal).toBe(String(link.url).replace('http:', 'webcal:'))
    const token = /^webcal:\/\/127\.0\.0\.1:8080\/v1\/calendar\/([\w-]+)\.ics$/.exec(link.webcal)?.[1] ?? ''
    expect(readCalendarToken(token, seal.key('drill calendars'))).toEqual(of)
    const again = await kentongan('drills', 'feed', option, value)
    expect(again.out).toContain(link.webcal)
  }
})

test.each([
  [['--site', 'KSB-9'], /no such site/i],
  [['--site', 'K'.repeat(60)], /at most 59 bytes/],
  [['--responder', 'R-9999'], /no such responder/i],
  [['--responder', '0190a8f2-0000-7000-8000-000000000001'], /no such responder/i],
  [['--region', '99'], /no such region/i],
  [['--region', '3204'], /Kemendagri code/],
  [['--site', 'KSB-1', '--region', '32'], /one of them/],
  [[], /one of them/],
])('a calendar of %j is bad usage', async (options, saying) => {
  const { code, out, err } = await kentongan('drills', 'feed', ...options)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toMatch(saying)
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
