import { expect, test } from 'vitest'
import { sql } from '../../src/store/sql.ts'
import { aFlood } from '../support/hazards.ts'
import { aTagana } from '../support/people.ts'
import { until } from '../support/processes.ts'
import { openVillage } from '../support/village.ts'

const kentongan = await openVillage()
const { phone, clock } = kentongan

test('a message that was decided on a call-out which is closed before it is written is decided anew, with all of its batch', async () => {
  await kentongan.enrol(aTagana('R-0001'), aTagana('R-0002', { kmNorth: 2 }))
  const { database } = kentongan.installation
  const first = await kentongan.receive(aFlood(clock.now(), { id: 'banjir-1' }))
  for (const id of ['R-0001', 'R-0002']) phone(id).received(/MOBILISASI/)
  const posted = await database.transact(async (connection) => {
    await connection.run(sql`
      UPDATE call_out SET status = 'closed', closed_at = ${clock.now()}, version = version + 1
       WHERE id = ${first.callOutId}`)
    const update = { id: 'banjir-1', messageType: 'update', severity: 'extreme' }
    const elsewhere = { id: 'banjir-2', hazard: 'landslide' }
    const answers = [kentongan.post(aFlood(clock.now(), update)), kentongan.post(aFlood(clock.now(), elsewhere))]
    await until('the change of the call-out waits for this one', async () => {
      // On a connection of its own: within a transaction this view never changes.
      const [row] = await kentongan.rows<{ n: number }>`
        SELECT count(*)::int AS n FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%ended_incident%'`
      return (row?.n ?? 0) > 0
    })
    return answers
  })
  const [update, other] = await Promise.all(posted)
  await kentongan.settle()
  expect(update).toMatchObject({ httpStatus: 202, decision: 'record', reason: 'call-out-over' })
  expect(other).toMatchObject({ httpStatus: 202, decision: 'mobilise' })
  for (const id of ['R-0001', 'R-0002']) phone(id).received(/Longsor/)
  const events = await kentongan.rows<{ n: number }>`SELECT count(*)::int AS n FROM hazard_event`
  expect(events).toEqual([{ n: 3 }])
})
