import { expect, test } from 'vitest'
import { aFlood, theCancel } from '../support/hazards.ts'
import { aTagana, PANGALENGAN } from '../support/people.ts'
import { openVillage } from '../support/village.ts'

const kentongan = await openVillage()
const { phone, mail, clock } = kentongan

const CALL = /MOBILISASI TAGANA/i
const STOPPED = /HENTI/
const CANCELLED = /BATAL/
const APPROVAL = /PERLU PERSETUJUAN/

const countOf = async (table: 'hazard_event' | 'call_out' | 'delivery'): Promise<number> => {
  const [row] =
    table === 'call_out'
      ? await kentongan.rows<{ n: number }>`SELECT count(*)::int AS n FROM call_out`
      : table === 'delivery'
        ? await kentongan.rows<{ n: number }>`SELECT count(*)::int AS n FROM delivery`
        : await kentongan.rows<{ n: number }>`SELECT count(*)::int AS n FROM hazard_event`
  return row?.n ?? -1
}

test('the same event five times at once in five deliveries makes one call-out and one notice for each', async () => {
  await kentongan.enrol(aTagana('R-0001', { mail: true }), aTagana('R-0002', { kmNorth: 2 }))
  const event = aFlood(clock.now())
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => kentongan.post(event)))
  await kentongan.settle()
  const statuses = answers.map(({ httpStatus }) => httpStatus).sort()
  expect(statuses).toEqual([200, 200, 200, 200, 202])
  expect(new Set(answers.map(({ callOutId }) => callOutId)).size).toBe(1)
  phone('R-0001').received(CALL)
  mail('R-0001').received(CALL)
  phone('R-0002').received(CALL)
  expect(await countOf('hazard_event')).toBe(1)
  expect(await countOf('call_out')).toBe(1)
})

test('the same delivery five times at once makes one call-out', async () => {
  await kentongan.enrol(aTagana('R-0001'), aTagana('R-0002', { kmNorth: 2 }))
  const event = aFlood(clock.now())
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => kentongan.post(event, { webhookId: 'msg_one' })))
  await kentongan.settle()
  const statuses = answers.map(({ httpStatus }) => httpStatus)
  expect(statuses.filter((status) => status === 202)).toHaveLength(1)
  expect(statuses.every((status) => [200, 202, 409].includes(status))).toBe(true)
  phone('R-0001').received(CALL)
  phone('R-0002').received(CALL)
  expect(await countOf('delivery')).toBe(1)
  expect((await kentongan.receive(event, { webhookId: 'msg_one' })).httpStatus).toBe(200)
})

test('another body under a used webhook-id, or other content under a used revision, is refused', async () => {
  await kentongan.enrol(aTagana('R-0001'))
  await kentongan.receive(aFlood(clock.now(), { need: { tagana: 1 } }), { webhookId: 'msg_one' })
  phone('R-0001').received(CALL)
  const changed = aFlood(clock.now(), { need: { tagana: 1 }, headline: 'Banjir besar' })
  expect((await kentongan.receive(changed, { webhookId: 'msg_one' })).httpStatus).toBe(422)
  expect((await kentongan.receive(changed)).httpStatus).toBe(422)
  expect(await countOf('hazard_event')).toBe(1)
})

test('an event outside the jurisdiction is refused and leaves nothing behind', async () => {
  const elsewhere = { geometry: { type: 'Point', coordinates: [110.3695, -7.7956] }, radiusKm: 2 }
  expect((await kentongan.receive(aFlood(clock.now(), { area: elsewhere }))).httpStatus).toBe(403)
  expect(await countOf('hazard_event')).toBe(0)
})

test('a cancel stands down everybody called but those who said no, and a later alert calls nobody', async () => {
  await kentongan.enrol(
    aTagana('R-0001', { mail: true }),
    aTagana('R-0002', { kmNorth: 2 }),
    aTagana('R-0003', { kmNorth: 3 }),
  )
  await kentongan.receive(aFlood(clock.now()))
  phone('R-0001').received(CALL)
  mail('R-0001').received(CALL)
  phone('R-0002').received(CALL)
  await kentongan.replies('R-0002', '2')
  phone('R-0003').received(CALL)
  await kentongan.replies('R-0003', '1')
  const cancelled = await kentongan.receive(theCancel(clock.now()))
  expect(cancelled).toMatchObject({ httpStatus: 202, decision: 'record', reason: 'stood-down', revision: 2 })
  phone('R-0001').received(CANCELLED)
  mail('R-0001').received(CANCELLED)
  phone('R-0003').received(CANCELLED)
  expect(await kentongan.callOut()).toMatchObject({ status: 'stood-down', reason: 'cancelled' })

  const again = await kentongan.receive(aFlood(clock.now(), { revision: 3 }))
  expect(again).toMatchObject({ httpStatus: 202, decision: 'record', reason: 'incident-ended' })
  await kentongan.advance({ h: 1 })
  expect((await kentongan.callOut()).status).toBe('stood-down')
})

test('an all-clear ends a call-out with its own words', async () => {
  await kentongan.enrol(aTagana('R-0001'))
  await kentongan.receive(aFlood(clock.now(), { need: { tagana: 1 } }))
  phone('R-0001').received(CALL)
  await kentongan.receive(theCancel(clock.now(), { messageType: 'all-clear' }))
  phone('R-0001').received(/^\nSELESAI/)
  expect(await kentongan.callOut()).toMatchObject({ status: 'stood-down', reason: 'ended' })
})

test('a cancel that overtakes its alert makes the alert call nobody', async () => {
  await kentongan.enrol(aTagana('R-0001'))
  expect(await kentongan.receive(theCancel(clock.now()))).toMatchObject({
    httpStatus: 202,
    reason: 'nothing-to-cancel',
  })
  const alert = await kentongan.receive(aFlood(clock.now()))
  expect(alert.decision).toBe('record')
  expect(alert.callOutId).toBeNull()
  await kentongan.advance({ min: 20 })
  expect(await countOf('call_out')).toBe(0)
})

test('an operator who stands a call-out down is heard once', async () => {
  await kentongan.enrol(aTagana('R-0001'))
  await kentongan.receive(aFlood(clock.now(), { need: { tagana: 1 } }))
  phone('R-0001').received(CALL)
  const { callOutId } = await kentongan.callOut()
  const path = `/v1/call-outs/${callOutId}/stand-down`
  expect((await kentongan.act(path, { reason: 'salah tempat' })).status).toBe(200)
  phone('R-0001').received(STOPPED)
  expect((await kentongan.act(path, { reason: 'salah tempat' })).status).toBe(409)
})

test('more than 200 people wait for a second operator', async () => {
  await kentongan.enrol(aTagana('R-0001'))
  const answer = await kentongan.receive(aFlood(clock.now(), { need: { tagana: 201 } }))
  expect(answer).toMatchObject({ httpStatus: 202, decision: 'propose', reason: 'awaiting-approval' })
  phone('O-9001').received(APPROVAL)
  mail('O-9001').received(APPROVAL)
  await kentongan.advance({ min: 9 })
  expect((await kentongan.callOut()).status).toBe('awaiting-approval')

  const path = `/v1/call-outs/${answer.callOutId}/approve`
  expect((await kentongan.act(path, {})).status).toBe(403) // a sender may not approve at all
  const second = await kentongan.addOfficer({ role: 'approver', jurisdiction: '32' })
  expect((await kentongan.act(path, {}, second)).status).toBe(200)
  phone('R-0001').received(CALL)
  phone('O-9001').received(/TIDAK ADA ORANG/)
  mail('O-9001').received(/TIDAK ADA ORANG/)
  expect((await kentongan.callOut()).status).toBe('calling')
  expect((await kentongan.act(path, {}, second)).status).toBe(409)
})

test('a cancel while a call-out waits for approval ends it, and nobody can approve it any more', async () => {
  await kentongan.enrol(aTagana('R-0001'))
  const { callOutId } = await kentongan.receive(aFlood(clock.now(), { need: { tagana: 201 } }))
  phone('O-9001').received(APPROVAL)
  mail('O-9001').received(APPROVAL)
  await kentongan.receive(theCancel(clock.now()))
  expect((await kentongan.callOut()).status).toBe('stood-down')
  const second = await kentongan.addOfficer({ role: 'approver', jurisdiction: '32' })
  expect((await kentongan.act(`/v1/call-outs/${callOutId}/approve`, {}, second)).status).toBe(409)
})

test('an approval that comes after the event has expired calls nobody', async () => {
  await kentongan.enrol(aTagana('R-0001'))
  const expiresAt = new Date(clock.now().getTime() + 3_600_000).toISOString()
  const { callOutId } = await kentongan.receive(aFlood(clock.now(), { need: { tagana: 201 }, expiresAt }))
  phone('O-9001').received(APPROVAL)
  mail('O-9001').received(APPROVAL)
  await kentongan.advance({ min: 60 })
  phone('O-9001').received(APPROVAL)
  mail('O-9001').received(APPROVAL)
  const second = await kentongan.addOfficer({ role: 'approver', jurisdiction: '32' })
  expect((await kentongan.act(`/v1/call-outs/${callOutId}/approve`, {}, second)).status).toBe(409)
})

test('an older revision that comes late changes nothing', async () => {
  await kentongan.enrol(aTagana('R-0001'))
  await kentongan.receive(aFlood(clock.now(), { revision: 5, need: { tagana: 1 } }))
  phone('R-0001').received(CALL)
  const late = await kentongan.receive(theCancel(clock.now(), { revision: 4 }))
  expect(late).toMatchObject({ httpStatus: 200, decision: 'record', reason: 'older-revision' })
  expect((await kentongan.callOut()).status).toBe('calling')
})

test('an event that does not say whom it needs calls whom the policy names', async () => {
  await kentongan.enrol(...[1, 2, 3].map((km) => aTagana(`R-000${km}`, { kmNorth: km })))
  await kentongan.receive(aFlood(clock.now(), { need: {} }))
  phone('R-0001').received(CALL)
  phone('R-0002').received(CALL)
  expect((await kentongan.callOut()).need).toEqual({ tagana: 2 })
})

test('whoever posted an event cannot be the second operator', async () => {
  await kentongan.enrol(aTagana('R-0001'))
  const approver = await kentongan.addOfficer({ role: 'approver', jurisdiction: '32.04' })
  const { callOutId } = await kentongan.receive(aFlood(clock.now(), { need: { tagana: 201 } }), { by: approver })
  expect((await kentongan.act(`/v1/call-outs/${callOutId}/approve`, {}, approver)).status).toBe(403)
  expect((await kentongan.callOut()).status).toBe('awaiting-approval')
})

test('two hundred people need no second operator', async () => {
  const answer = await kentongan.receive(
    aFlood(clock.now(), { need: { tagana: 200 }, area: { geometry: { type: 'Point', coordinates: PANGALENGAN } } }),
  )
  expect(answer.decision).toBe('mobilise')
  for (const told of [/TIDAK ADA ORANG/, /KURANG/]) {
    phone('O-9001').received(told)
    mail('O-9001').received(told)
  }
})
