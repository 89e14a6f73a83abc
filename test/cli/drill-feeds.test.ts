import { beforeAll, expect, test } from 'vitest'
import { drillsCommand } from '../../src/cli/drills.ts'
import { readCalendarToken } from '../../src/intake/calendar-token.ts'
import { installationSecret } from '../../src/main/secret.ts'
import { saveResponders } from '../../src/store/register.ts'
import { createSeal } from '../../src/store/seal.ts'
import { sql } from '../../src/store/sql.ts'
import { aMember } from '../support/people.ts'
import { command, freshHome } from './commands.ts'

const { home, database } = await freshHome()
const kentongan = command(drillsCommand, home)
const seal = createSeal(installationSecret(home, null))

beforeAll(() =>
  database.run(sql`
    INSERT INTO site (site_code, name, village_code, lng, lat, accuracy_m, landmass, hazards, synthetic, updated_at)
    VALUES ('KSB-1', 'Desa KSB-1', '32.04.15.2003', 107.5, -7.2, 100, 1, ARRAY['flood'], true, now())`),
)

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
