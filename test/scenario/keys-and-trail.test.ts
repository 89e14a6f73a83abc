import { expect, test } from 'vitest'
import { circle } from '../../src/geo/area.ts'
import { revokeOperator, rotateOperator } from '../../src/store/operators.ts'
import { aFlood, theCancel } from '../support/hazards.ts'
import { aTagana, PANGALENGAN, placeFrom } from '../support/people.ts'
import { type Officer, openVillage } from '../support/village.ts'

const village = await openVillage()
const { phone, mail, clock } = village
const { database, seal } = village.installation

const CALL = /MOBILISASI TAGANA/i

const rotated = async ({ operatorId }: Officer, overlapMs: number): Promise<Officer> => {
  const turned = await rotateOperator(database, seal, operatorId, overlapMs, clock.now())
  if (turned.kind !== 'rotated') throw new Error(turned.kind)
  return { ...turned.keys }
}

/** An alert that needs nobody: only whether it is let in matters. */
const posted = async (id: string, by: Officer): Promise<number> =>
  (await village.receive(aFlood(clock.now(), { id, need: { tagana: 0 } }), { by })).httpStatus

const asked = async (by: Officer): Promise<number> => (await village.ask('/v1/call-outs', by)).status

test('both pairs of keys hold while they are rotated, and afterwards the new ones alone', async () => {
  const former = village.officer()
  const next = await rotated(former, 3_600_000)
  expect([await posted('a-1', former), await posted('a-2', next)]).toEqual([202, 202])
  expect([await asked(former), await asked(next)]).toEqual([200, 200])
  await village.advance({ min: 59, s: 59, ms: 999 })
  expect(await posted('a-3', former)).toBe(202)
  await village.advance({ ms: 1 })
  expect([await posted('a-4', former), await posted('a-5', next)]).toEqual([401, 202])
  expect([await asked(former), await asked(next)]).toEqual([401, 200])
})

test('what was delivered with the former secret and again with the new one is one delivery', async () => {
  const former = village.officer()
  const next = await rotated(former, 3_600_000)
  const event = aFlood(clock.now(), { need: { tagana: 0 } })
  const first = await village.receive(event, { by: former, webhookId: 'msg_1' })
  const again = await village.receive(event, { by: next, webhookId: 'msg_1' })
  expect([first.httpStatus, again.httpStatus]).toEqual([202, 200])
  expect(again.eventId).toBe(first.eventId)
  expect(await village.rows`SELECT 1 FROM hazard_event`).toHaveLength(1)
})

test('a revoked operator is nobody, at once, in every process, with the former keys too', async () => {
  const former = village.officer()
  const next = await rotated(former, 3_600_000)
  expect(await posted('a-1', next)).toBe(202)
  expect(await revokeOperator(database, former.operatorId, clock.now())).toBe('revoked')
  for (const keys of [former, next]) expect([await posted('a-2', keys), await asked(keys)]).toEqual([401, 401])
})

test('an operator with a polygon posts what lies in it; by codes alone it waits, outside it is refused', async () => {
  const area = circle(PANGALENGAN, 5)
  const part = await village.addOfficer({ role: 'sender', jurisdiction: '32.04', contact: 'O-9005', area })
  await village.enrol(aTagana('R-0001'), aTagana('R-0002', { kmNorth: 2 }))
  const point = (kmEast: number) => ({
    area: { geometry: { type: 'Point', coordinates: placeFrom(PANGALENGAN, { kmEast }) }, radiusKm: 2 },
  })
  expect((await village.receive(aFlood(clock.now(), point(6)), { by: part })).httpStatus).toBe(403)
  const codes = { area: { villageCodes: ['32.04.15.2003'] } }
  expect(await village.receive(aFlood(clock.now(), { id: 'kode', ...codes }), { by: part })).toMatchObject({
    decision: 'propose',
    reason: 'awaiting-approval',
  })
  for (const told of [phone, mail]) told('O-9005').received(/PERLU PERSETUJUAN/)
  await village.receive(theCancel(clock.now(), { id: 'kode' }), { by: part })
  expect(await village.receive(aFlood(clock.now(), { id: 'titik', ...point(4) }), { by: part })).toMatchObject({
    decision: 'mobilise',
    reason: 'alert',
  })
  for (const id of ['R-0001', 'R-0002']) phone(id).received(CALL)
})

interface Entry {
  readonly at: string
  readonly actor: string
  readonly actorId: string | null
  readonly action: string
  readonly subject: string
  readonly subjectId: string
  readonly detail: Record<string, unknown>
  readonly address: string | null
}

const trail = async (query = ''): Promise<readonly Entry[]> => {
  const reply = await village.ask(`/v1/audit?${query}`)
  expect(reply.status).toBe(200)
  return ((await reply.json()) as { entries: Entry[] }).entries.toReversed()
}

test('the trail says who decided what, when and from where', async () => {
  const approver = await village.addOfficer({ role: 'approver', jurisdiction: '32.04' })
  const sender = village.officer()
  await village.enrol(aTagana('R-0001'), aTagana('R-0002', { kmNorth: 2 }))
  const event = aFlood(clock.now(), { hazard: 'social', contact: '+6281234567890', need: { tagana: 1 } })
  const { eventId, callOutId = '' } = await village.receive(event)
  for (const told of [phone, mail]) told('O-9001').received(/PERLU PERSETUJUAN/)
  await village.advance({ min: 1 })
  const act = async (verb: string, by: Officer, body: object = {}): Promise<number> =>
    (await village.act(`/v1/call-outs/${callOutId}/${verb}`, body, by)).status
  expect(await act('approve', approver)).toBe(200)
  phone('R-0001').received(CALL)
  await village.advance({ min: 1 })
  const responderId = await village.idOf('R-0001')
  expect(await act('answers', sender, { responderId, answer: 'yes' })).toBe(200)
  const stranger = await village.idOf('R-0002')
  expect(await act('answers', sender, { responderId: stranger, answer: 'yes' })).toBe(422)
  await village.receive(aFlood(clock.now(), { id: 'b-2', hazard: 'social', headline: 'Lain', need: { tagana: 1 } }))
  for (const told of [phone, mail]) told('O-9001').received(/PERLU PERSETUJUAN/)
  expect(await act('decline', approver, { reason: 'sudah cukup, telepon 081234567890' })).toBe(200)
  expect(await act('stand-down', sender, { reason: 'aman' })).toBe(200)
  phone('R-0001').received(/HENTI/)

  const entries = await trail()
  const begin = Date.parse('2026-11-22T06:21:00Z')
  const shown = entries.map(({ at, actor, actorId, action, subject, subjectId, address }) => [
    (Date.parse(at) - begin) / 60_000,
    actor,
    actorId === sender.operatorId ? 'sender' : actorId === approver.operatorId ? 'approver' : actorId,
    action,
    subject,
    subjectId === callOutId ? 'the call-out' : subjectId === eventId ? 'the event' : 'another',
    address,
  ])
  expect(shown).toEqual([
    [0, 'operator', 'sender', 'event-received', 'event', 'the event', '127.0.0.1'],
    [1, 'operator', 'approver', 'approved', 'call-out', 'the call-out', '127.0.0.1'],
    [2, 'operator', 'sender', 'answered-for', 'call-out', 'the call-out', '127.0.0.1'],
    [2, 'operator', 'sender', 'event-received', 'event', 'another', '127.0.0.1'],
    [2, 'operator', 'approver', 'declined', 'call-out', 'the call-out', '127.0.0.1'],
    [2, 'operator', 'sender', 'stood-down', 'call-out', 'the call-out', '127.0.0.1'],
  ])
  expect(JSON.stringify(entries)).not.toMatch(/81234567890/)

  expect((await trail('subject=call-out&action=approved')).map(({ action }) => action)).toEqual(['approved'])
  expect((await trail(`actorId=${approver.operatorId}`)).map(({ action }) => action)).toEqual(['approved', 'declined'])
  expect(await trail(`subjectId=${eventId}`)).toHaveLength(1)
  const first = (await (await village.ask('/v1/audit?limit=2')).json()) as { entries: Entry[]; next: string }
  expect(first.entries.map(({ action }) => action)).toEqual(['stood-down', 'declined'])
  const second = await trail(`limit=500&before=${first.next}`)
  expect(second).toHaveLength(4)
  expect((await village.ask('/v1/audit?actor=me')).status).toBe(400)
  expect((await village.ask('/v1/audit', approver)).status).toBe(403)
})

test('what the program decided by itself stands in the trail, too', async () => {
  await village.receive(aFlood(clock.now(), { hazard: 'social', need: { tagana: 1 } }))
  for (const told of [phone, mail]) told('O-9001').received(/PERLU PERSETUJUAN/)
  // Nobody else is there to decide: it is at the top already.
  for (const pattern of [/PERLU PERSETUJUAN/, /TIDAK DISETUJUI|TIDAK ADA KEPUTUSAN/]) {
    await village.advance({ min: 10 })
    for (const told of [phone, mail]) told('O-9001').received(pattern)
  }
  const { callOutId } = await village.callOut()
  expect(await trail(`subjectId=${callOutId}`)).toMatchObject([
    { actor: 'program', actorId: null, action: 'approval-lapsed', subject: 'call-out', address: null },
  ])
})
