import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, beforeEach, expect, test } from 'vitest'
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
const seal = createSeal(installationSecret(home, null))
const PEOPLE = ['KSB-1-001', 'KSB-1-002', 'KSB-1-003']

beforeAll(async () => {
  await database.run(sql`
    INSERT INTO site (site_code, name, village_code, lng, lat, accuracy_m, landmass, hazards, synthetic, updated_at)
    VALUES ('KSB-1', 'Mahameru', '32.04.15.2003', 107.5, -7.2, 100, 1, ARRAY['flood'], true, now())`)
  await saveResponders(
    database,
    seal,
    PEOPLE.map((id) => ({ ...aMember(id), landmass: 1 })),
    new Date(),
  )
})

let drill = ''
beforeEach(async () => {
  drill = randomUUID()
  await database.run(sql`
    INSERT INTO drill_occurrence (id, programme_id, site_code, slot_at, starts_at, ends_at, zone, programme, state, created_at)
    VALUES (${drill}, 'gladi', 'KSB-1', now() - interval '3 hours', now() - interval '3 hours', now() - interval '1 hour',
            'WIB', '{"type":"gladi-lapang","hazard":"flood"}', 'done', now())
    ON CONFLICT DO NOTHING`)
  await database.run(sql`
    INSERT INTO drill_invitee (occurrence_id, responder_id, role)
    SELECT ${drill}::uuid, id, 'member' FROM responder WHERE external_id <> ${PEOPLE[2]}`)
})

const list = async (...rows: readonly string[]): Promise<string> => {
  const file = join(folder, `${randomUUID()}.csv`)
  await writeFile(file, rows.join('\n'))
  return file
}

test('a list in a file is recorded, its bad rows are told by line, and the list is shown', async () => {
  const file = await list('external_id,came', 'KSB-1-001,ya', 'KSB-1-002,tidak', 'KSB-9-999,ya', 'KSB-1-001,tidak')
  const { code, out } = await kentongan('drills', 'attend', drill, '--csv', file, '--json')
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ read: 4, came: 1, absent: 1, changed: 2, rejected: 2 })
  expect(JSON.parse(out).rejections.map(({ line }: { line: number }) => line)).toEqual([4, 5])

  const text = (await kentongan('drills', 'attendance', drill)).out
  expect(text).toMatch(/Mahameru/)
  expect(text).toMatch(/member: 1 of 2 came, 1 absent, 0 unknown/)
  const shown = JSON.parse((await kentongan('drills', 'attendance', drill, '--json')).out)
  expect(shown).toMatchObject({ drill: { id: drill, state: 'done' }, memberShare: 0.5 })
  expect(JSON.stringify(shown)).not.toMatch(/phone|\+62/)
})

test('people are marked by the id of their list, a guest too, and a correction holds', async () => {
  const marked = await kentongan('drills', 'attend', drill, '--came', 'KSB-1-001', 'KSB-1-003', '--absent', 'KSB-1-002')
  expect([marked.code, marked.out]).toEqual([0, 'came 2, absent 1, changed 3\n'])
  const again = await kentongan('drills', 'attend', drill, '--absent', 'KSB-1-001', '--json')
  expect(JSON.parse(again.out)).toEqual({ came: 0, absent: 1, changed: 1 })
  const { out } = await kentongan('drills', 'attendance', drill)
  expect(out).toMatch(/member: 0 of 2 came, 2 absent/)
  expect(out).toMatch(/guest: 1 of 1 came/)
})

test.each([
  [['--came', 'KSB-9-999'], /--came.*KSB-9-999.*nobody on the register/s],
  [['--came', 'KSB-1-001', '--absent', 'KSB-1-001'], /--absent/],
  [[], /--csv FILE/],
  [['--came', randomUUID()], /on the register/],
])('what cannot be recorded is told: %j', async (given, words) => {
  const { code, err } = await kentongan('drills', 'attend', drill, ...given)
  expect(code).toBe(2)
  expect(err).toMatch(words)
})

test('a drill that does not exist, or that was cancelled, has no list', async () => {
  expect((await kentongan('drills', 'attend', randomUUID(), '--came', 'KSB-1-001')).code).toBe(2)
  expect((await kentongan('drills', 'attendance', randomUUID())).code).toBe(2)
  await database.run(sql`UPDATE drill_occurrence SET state = 'cancelled' WHERE id = ${drill}`)
  const { code, err } = await kentongan('drills', 'attend', drill, '--came', 'KSB-1-001')
  expect(code).toBe(1)
  expect(err).toMatch(/cancelled/)
})
