import { randomUUID } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { competenciesCommand } from '../../src/cli/competencies.ts'
import { drillsCommand } from '../../src/cli/drills.ts'
import { installationSecret } from '../../src/main/secret.ts'
import { saveResponders } from '../../src/store/register.ts'
import { createSeal } from '../../src/store/seal.ts'
import { sql } from '../../src/store/sql.ts'
import { aMember } from '../support/people.ts'
import { command, freshFolder, freshHome } from './commands.ts'

const folder = await freshFolder()
const { home, database } = await freshHome()
const kentongan = command(drillsCommand, home, { KENTONGAN_CONFIG: folder })
const competencies = command(competenciesCommand, home, { KENTONGAN_CONFIG: folder })

const CURRICULUM = [
  {
    ...{ id: 'pertolongan-pertama', title: { id: 'Pertolongan pertama', en: 'First aid' }, minutes: 120 },
    ...{ summary: { id: 'r', en: 's' }, validFor: { count: 24, unit: 'months' } },
  },
  { id: 'smong', title: { id: 'Smong', en: 'Smong' }, summary: { id: 'r', en: 's' }, minutes: 45, regions: ['11.09'] },
]

const aDrill = async (hours: number, curriculum: unknown = CURRICULUM): Promise<string> => {
  const id = randomUUID()
  const terms = { type: 'pelatihan', hazard: 'flood', ...(curriculum === null ? {} : { curriculum }) }
  const starts = new Date(Date.now() + hours * 3_600_000)
  await database.run(sql`
    INSERT INTO drill_occurrence (id, programme_id, site_code, slot_at, starts_at, ends_at, zone, programme, state, created_at)
    VALUES (${id}, ${id}, 'KSB-1', ${starts}, ${starts}, ${new Date(starts.getTime() + 3_600_000)}, 'WIB',
            ${JSON.stringify(terms)}::jsonb, 'done', now())`)
  return id
}

let drill = ''
beforeAll(async () => {
  await database.run(sql`
    INSERT INTO site (site_code, name, village_code, lng, lat, accuracy_m, landmass, hazards, synthetic, updated_at)
    VALUES ('KSB-1', 'Mahameru', '32.04.15.2003', 107.5, -7.2, 100, 1, ARRAY['flood'], true, now())`)
  const people = ['KSB-1-001', 'KSB-1-002'].map((id) => ({ ...aMember(id), landmass: 1 }))
  await saveResponders(database, createSeal(installationSecret(home, null)), people, new Date())
  await database.run(sql`UPDATE responder SET site_code = 'KSB-1'`)
  drill = await aDrill(-3)
  await kentongan('drills', 'attend', drill, '--came', 'KSB-1-001', '--absent', 'KSB-1-002')
})

test('whoever came gets a certificate whose number can be checked, until the list is corrected', async () => {
  const { code, out } = await kentongan('drills', 'certificate', drill)
  expect(code).toBe(0)
  expect(out).toMatch(/^# Sertifikat latihan kesiapsiagaan/)
  expect(out).toMatch(/telah mengikuti Pelatihan di Mahameru, .*Kab\. Bandung/)
  expect(out).toMatch(/\| Pertolongan pertama \| First aid \| 120 \| \d{4}-\d{2}-\d{2} \|/)
  expect(out).not.toMatch(/Smong|\+62|@/)
  const [number = ''] = /KTG-\w{5}-\w{5}/.exec(out) ?? []
  expect(JSON.parse((await kentongan('drills', 'certificate', drill, '--json')).out)).toMatchObject({
    drillId: drill,
    certificates: [{ number, siteName: 'Mahameru', office: 'Dinsos Kab. Bandung' }],
  })

  const careless = number.toLowerCase().replaceAll('-', ' ')
  const checked = await kentongan('drills', 'certificate', '--check', careless)
  expect(checked.out).toMatch(/worth +valid/)
  expect(checked.out).toMatch(/pertolongan-pertama +\d{4}/)
  await kentongan('drills', 'attend', drill, '--absent', 'KSB-1-001')
  const taken = JSON.parse((await kentongan('drills', 'certificate', '--check', number, '--json')).out)
  expect(taken).toMatchObject({ number, worth: 'withdrawn', learned: [], drillId: drill })
  const none = await kentongan('drills', 'certificate', drill)
  expect([none.code, none.err]).toEqual([1, expect.stringMatching(/record who came/)])

  await kentongan('drills', 'attend', drill, '--came', 'KSB-1-001')
  expect((await kentongan('drills', 'certificate', drill)).out).toContain(number)
  await database.run(sql`UPDATE competency SET gained_at = '2020-01-01', expires_at = '2022-01-01'`)
  expect((await kentongan('drills', 'certificate', '--check', number)).out).toMatch(/worth +ended/)
  await database.run(sql`UPDATE competency SET expires_at = now() + interval '30 days'`)
})

test('a page to print goes to a file of its owner’s, for one person', async () => {
  const [ani] = await database.rows<{ id: string }>(sql`SELECT id FROM responder WHERE external_id = 'KSB-1-001'`)
  const file = join(folder, 'sertifikat.html')
  const printed = ['--format', 'html', '--responder', ani?.id ?? '', '--out', file] as const
  expect(JSON.parse((await kentongan('drills', 'certificate', drill, ...printed, '--json')).out)).toEqual({
    ...{ written: file, drillId: drill, format: 'html', certificates: 1 },
  })
  expect(await readFile(file, 'utf8')).toMatch(/^<!doctype html>.*Sertifikat latihan kesiapsiagaan/)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
})

test.each([
  [[], /either the id of a drill, or --check/],
  [[randomUUID(), '--check', 'KTG-7Q2M4-XKD92'], /either the id of a drill, or --check/],
  [['--check', 'KTG-7Q2M4-XKD92'], /no such certificate/],
  [['--check', 'nomor'], /--check.*"nomor"/s],
  [[randomUUID()], /no such drill/],
])('what cannot be certified is told: %j', async (given, words) => {
  const { code, err } = await kentongan('drills', 'certificate', ...given)
  expect([code, err]).toEqual([2, expect.stringMatching(words)])
})

test.each([
  [0, CURRICULUM, 'done', /not over/],
  [-3, null, 'done', /teaches no module/],
  [-3, CURRICULUM, 'cancelled', /was cancelled/],
  [-3, CURRICULUM, 'done', /record who came/],
])('a drill of %d hours with nothing to certify says why: %#', async (hours, curriculum, state, words) => {
  const id = await aDrill(hours, curriculum)
  await database.run(sql`UPDATE drill_occurrence SET state = ${state} WHERE id = ${id}`)
  const { code, err } = await kentongan('drills', 'certificate', id)
  expect([code, err]).toEqual([1, expect.stringMatching(words)])
})

test('what a drill teaches stands in its page and its list', async () => {
  const shown = JSON.parse((await kentongan('drills', 'show', drill, '--json')).out)
  expect(shown.modules).toMatchObject([{ id: 'pertolongan-pertama', minutes: 120, isLocalWisdom: false }])
  expect((await kentongan('drills', 'show', drill)).out).toMatch(/modules +id pertolongan-pertama/)
})

test('competencies are listed by region and village, with what ends soon', async () => {
  const { out } = await competencies('competencies', '--region', '32.04')
  expect(out).toMatch(/Pertolongan pertama/)
  const listed = async (...given: readonly string[]) =>
    JSON.parse((await competencies('competencies', ...given, '--json')).out)
  expect(await listed('--site', 'KSB-1')).toMatchObject({ total: 1, competencies: [{ module: 'pertolongan-pertama' }] })
  expect(await listed('--expiring', '31d')).toMatchObject({ total: 1 })
  expect(await listed('--expiring', '29d')).toEqual({ total: 0, competencies: [] })
  expect(await listed('--region', '33')).toEqual({ total: 0, competencies: [] })
  expect((await competencies('competencies', '--region', '33.99')).err).toMatch(/--region/)
  expect((await competencies('competencies', '--expiring', 'soon')).code).toBe(2)
})
