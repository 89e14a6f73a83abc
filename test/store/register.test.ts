import { expect, test } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { saveResponders } from '../../src/store/register.ts'
import { createSeal } from '../../src/store/seal.ts'
import { sql } from '../../src/store/sql.ts'
import { freshDatabase } from '../support/database.ts'
import { aTagana, phoneOf } from '../support/people.ts'

const NOW = new Date('2026-11-22T06:00:00Z')
const LAST_YEAR = new Date('2025-11-22T06:00:00Z')
const seal = createSeal('a secret for the register')
const db = openDatabase({ url: await freshDatabase(), max: 2, name: 'register test', onError: () => undefined })

const put = (...people: ReturnType<typeof aTagana>[]) =>
  saveResponders(
    db,
    seal,
    people.map((person) => ({ ...person, landmass: 1 })),
    NOW,
  )

const optOuts = () =>
  db.rows<{ id: string; at: Date | null; until: Date | null }>(sql`
    SELECT external_id AS id, opted_out_at AS at, opted_out_until AS until FROM responder ORDER BY external_id`)

test('a file does not undo consent that was withdrawn by text, neither for its row nor for its number', async () => {
  await put(aTagana('R-0001'))
  await db.run(sql`UPDATE responder SET opted_out_at = ${NOW}`)
  await put(aTagana('R-0001', { name: 'Nama Baru', optedOutUntil: LAST_YEAR }))
  await put(aTagana('R-0002', { phone: phoneOf('R-0001') }), aTagana('R-0003'))
  expect(await optOuts()).toEqual([
    { id: 'R-0001', at: NOW, until: null },
    { id: 'R-0002', at: NOW, until: null },
    { id: 'R-0003', at: null, until: null },
  ])
  await db.close()
})
