import { describe, expect, test } from 'vitest'
import { aFlood, theCancel } from '../support/hazards.ts'
import { aSite, aTagana, PANGALENGAN, placeFrom } from '../support/people.ts'
import { type Officer, openVillage } from '../support/village.ts'

const village = await openVillage()
const { phone, mail, clock } = village

const CALL = /MOBILISASI TAGANA/i
const ASKED = /PERLU PERSETUJUAN/

/** The seat of Kab. Bandung, 20 km from the village. */
const SOREANG = [107.5183, -7.0333]
const VILLAGE = '32.04.15.2003'

const point = (coordinates: readonly number[]) => ({
  area: { geometry: { type: 'Point', coordinates: [...coordinates] }, radiusKm: 5 },
})
const told = (id: string, pattern: RegExp): void => {
  phone(id).received(pattern)
  mail(id).received(pattern)
}
const ofVillage = (role: 'sender' | 'approver', contact?: string): Promise<Officer> =>
  village.addOfficer({ role, jurisdiction: VILLAGE, ...(contact === undefined ? {} : { contact }) })

const act = async (verb: string, by: Officer, body: object = {}): Promise<number> =>
  (await village.act(`/v1/call-outs/${(await village.callOut()).callOutId}/${verb}`, body, by)).status

describe('an operator of a village, elsewhere in its regency', () => {
  const elsewhere = { area: { villageCodes: ['32.04.05.2001'] } }

  test('sees a proposal, is not asked about it and decides nothing; the regency does', async () => {
    const approver = await ofVillage('approver', 'O-9002')
    const regency = await village.addOfficer({ role: 'approver', jurisdiction: '32.04', contact: 'O-9012' })
    await village.enrol(aTagana('R-0001'))
    const social = aFlood(clock.now(), { ...elsewhere, hazard: 'social', need: { tagana: 1 } })
    const { callOutId } = await village.receive(social)
    for (const id of ['O-9001', 'O-9012']) told(id, ASKED)
    expect((await village.ask(`/v1/call-outs/${callOutId}`, approver)).status).toBe(200)
    for (const verb of ['approve', 'decline', 'stand-down']) expect(await act(verb, approver)).toBe(403)
    expect(await act('approve', regency)).toBe(200)
    phone('R-0001').received(CALL)
  })

  test('neither ends a call-out nor answers for anybody in it', async () => {
    const sender = await ofVillage('sender')
    await village.enrol(aTagana('R-0001'))
    await village.receive(aFlood(clock.now(), { ...elsewhere, need: { tagana: 1 } }))
    phone('R-0001').received(CALL)
    const answer = { responderId: await village.idOf('R-0001'), answer: 'yes' }
    expect([await act('answers', sender, answer), await act('stand-down', sender)]).toEqual([403, 403])
    expect(await village.callOut()).toMatchObject({ status: 'calling', answers: { yes: 0 } })
    expect(await act('answers', village.officer(), answer)).toBe(200)
  })
})

test('in its own village it approves, answers and ends', async () => {
  const approver = await ofVillage('approver', 'O-9002')
  await village.enrol(aTagana('R-0001'))
  await village.receive(aFlood(clock.now(), { hazard: 'social', need: { tagana: 1 } }))
  for (const id of ['O-9001', 'O-9002']) told(id, ASKED)
  expect(await act('approve', approver)).toBe(200)
  phone('R-0001').received(CALL)
  expect(await act('answers', approver, { responderId: await village.idOf('R-0001'), answer: 'yes' })).toBe(200)
  expect(await act('stand-down', approver)).toBe(200)
  phone('R-0001').received(/HENTI/)
})

describe('a point that an operator of a village posts', () => {
  test('nobody knows to be in it waits for the regency: another of the village is no second', async () => {
    const sender = await ofVillage('sender', 'O-9005')
    const second = await ofVillage('approver', 'O-9002')
    const regency = await village.addOfficer({ role: 'approver', jurisdiction: '32.04', contact: 'O-9012' })
    await village.enrol(aTagana('R-0001', { position: [107.52, -7.03] }))
    const posted = await village.receive(aFlood(clock.now(), { ...point(SOREANG), need: { tagana: 1 } }), {
      by: sender,
    })
    expect(posted).toMatchObject({ httpStatus: 202, decision: 'propose', reason: 'awaiting-approval' })
    expect(posted.warnings).toContainEqual(expect.stringContaining('not in your part of the regency'))
    for (const id of ['O-9005', 'O-9012']) told(id, ASKED)
    expect([await act('approve', second), await act('decline', second)]).toEqual([403, 403])
    expect(await act('approve', regency)).toBe(200)
    phone('R-0001').received(CALL)
    await village.receive(theCancel(clock.now()), { by: sender })
    phone('R-0001').received(/BATAL|HENTI/)
  })

  test('waits with the code of the village, too, and its sender may take it back', async () => {
    const sender = await ofVillage('sender', 'O-9005')
    const { area } = point(SOREANG)
    const event = aFlood(clock.now(), { area: { ...area, villageCodes: [VILLAGE] }, need: { tagana: 1 } })
    expect(await village.receive(event, { by: sender })).toMatchObject({ decision: 'propose' })
    told('O-9005', ASKED)
    expect(await act('decline', sender)).toBe(200)
    expect(await village.callOut()).toMatchObject({ status: 'stood-down' })
  })

  test('is proven by the KSB of the village, which lets another of the village decide', async () => {
    const sender = await ofVillage('sender', 'O-9005')
    const approver = await ofVillage('approver')
    await village.found(aSite('KSB-1'))
    await village.enrol(aTagana('R-0001'))
    const near = point(placeFrom(PANGALENGAN, { kmEast: 1 }))
    const event = aFlood(clock.now(), { ...near, need: { tagana: 1 } })
    expect(await village.receive(event, { by: sender })).toMatchObject({ decision: 'mobilise' })
    phone('R-0001').received(CALL)
    expect(await act('stand-down', approver)).toBe(200)
    phone('R-0001').received(/HENTI/)
  })
})
