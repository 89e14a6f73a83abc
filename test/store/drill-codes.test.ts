import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { onSiteCode, onSiteCodes } from '../../src/drills/on-site-code.ts'
import { drawDrillCode, drillOfCode } from '../../src/store/drill-codes.ts'
import { sql } from '../../src/store/sql.ts'
import { BEGIN, DAY, HOUR, openDrills } from './drill-ground.ts'

const { db } = await openDrills()

const addDrills = async (ids: readonly string[], startsAt = BEGIN): Promise<void> => {
  await db.run(sql`
    INSERT INTO drill_occurrence (id, programme_id, site_code, slot_at, starts_at, ends_at, zone, programme, state, created_at)
    SELECT id, 'gladi', 'S-' || id, ${startsAt}, ${startsAt}, ${new Date(startsAt.getTime() + HOUR)}, 'WIB', '{}', 'planned',
           ${startsAt}
      FROM unnest(${ids}::uuid[]) AS d(id)`)
}

const draw = (id: string, now = BEGIN): Promise<string> =>
  db.transact((connection) => drawDrillCode(connection, id, now))

const some = (count: number): readonly string[] => Array.from({ length: count }, () => randomUUID())

test('a drill has one code for good, whoever draws it, and drills at once have different ones', async () => {
  const ids = some(300)
  await addDrills(ids)
  const drawn = await Promise.all([...ids, ...ids].map((id) => draw(id)))
  expect(new Set(drawn).size).toBe(300)
  expect(drawn.slice(0, 300)).toEqual(drawn.slice(300))
  for (const code of drawn) expect(code).toMatch(/^\d[A-Z]\d[A-Z]$/)
})

/** Gives every short code to a drill of its own. */
const takeAll = async (startsAt: Date): Promise<readonly string[]> => {
  const ids = some(onSiteCodes(2))
  await addDrills(ids, startsAt)
  const codes = ids.map((_, n) => onSiteCode(n, 2))
  await db.run(sql`
    INSERT INTO drill_code (occurrence_id, code, drawn_at)
    SELECT id, code, ${startsAt} FROM unnest(${ids}::uuid[], ${codes}::text[]) AS c(id, code)`)
  return ids
}

test('where every short code is taken a drill gets a long one', async () => {
  await takeAll(BEGIN)
  const [id = ''] = some(1)
  await addDrills([id])
  expect(await draw(id)).toMatch(/^(\d[A-Z]){3}$/)
})

test('codes of drills that are long over come round again, and mean the newest', async () => {
  await takeAll(new Date(BEGIN.getTime() - 9 * DAY))
  const [id = ''] = some(1)
  await addDrills([id])
  const code = await draw(id)
  expect(code).toHaveLength(4)
  expect(await drillOfCode(db, code)).toMatchObject({ id, siteName: `S-${id}`, state: 'planned' })
  expect(await drillOfCode(db, 'NONE')).toBeUndefined()
})
