import { beforeEach, describe, expect, test } from 'vitest'
import { aFlood, theCancel } from '../support/hazards.ts'
import { aTagana, PANGALENGAN, placeFrom } from '../support/people.ts'
import { BEGIN, openVillage } from '../support/village.ts'

const kentongan = await openVillage()
const { phone } = kentongan

const GO = /MOBILISASI/
const NOT_NEEDED = /TIDAK PERLU BERANGKAT/
const RAISED = /TINGKAT NAIK/
const CORRECTED = /RALAT/

type Body = Readonly<Record<string, unknown>>

const called = (...ids: readonly string[]): void => {
  for (const id of ids) phone(id).received(GO)
}

const stoodDown = (...ids: readonly string[]): void => {
  for (const id of ids) phone(id).received(NOT_NEEDED)
}

const flood = (changes: Body = {}) => kentongan.receive(aFlood(BEGIN, changes))
const floodUpdate = (changes: Body = {}) => flood({ messageType: 'update', ...changes })
const needOf = (tagana: number): Body => ({ need: { tagana } })

/** Five Tagana to the north, at 1, 2, 3, 4 and 5 km. */
beforeEach(() => kentongan.enrol(...[1, 2, 3, 4, 5].map((nth) => aTagana(`R-000${nth}`, { kmNorth: nth }))))

describe('the number of people', () => {
  test('an update that needs more calls the next nearest, and nobody twice', async () => {
    const alert = await flood(needOf(2))
    called('R-0001', 'R-0002')
    const update = await floodUpdate({ ...needOf(4), revision: 2 })
    expect(update).toMatchObject({ httpStatus: 202, decision: 'mobilise', reason: 'update', revision: 2 })
    expect(update.callOutId).toBe(alert.callOutId)
    expect(update.incidentId).toBe(alert.incidentId)
    called('R-0003', 'R-0004')
    expect(await kentongan.callOut()).toMatchObject({ status: 'calling', need: { tagana: 4 }, called: 4 })
  })

  test('an update that needs fewer stands down those not needed, once', async () => {
    await flood(needOf(3))
    called('R-0001', 'R-0002', 'R-0003')
    await floodUpdate({ ...needOf(1), revision: 2 })
    stoodDown('R-0002', 'R-0003')
    await floodUpdate({ ...needOf(1), revision: 3, headline: 'Air mulai surut' })
    expect(await kentongan.callOut()).toMatchObject({ status: 'calling', need: { tagana: 1 } })
    await kentongan.replies('R-0001', '1')
    expect(await kentongan.callOut()).toMatchObject({ status: 'filled', filled: { tagana: 1 } })
  })

  test('the same update again has no effect, by the same delivery or another, with a number or without', async () => {
    await flood(needOf(2))
    called('R-0001', 'R-0002')
    const update = aFlood(BEGIN, { messageType: 'update', ...needOf(3) })
    const first = await kentongan.receive(update, { webhookId: 'msg_u' })
    expect(first).toMatchObject({ httpStatus: 202, isRepeat: false, revision: 2 })
    called('R-0003')
    for (const posting of [{ webhookId: 'msg_u' }, { webhookId: 'msg_v' }]) {
      const again = await kentongan.receive(update, posting)
      expect(again).toMatchObject({ httpStatus: 200, isRepeat: true, eventId: first.eventId, revision: 2 })
    }
    const numbered = { ...update, revision: 3 }
    expect(await kentongan.receive(numbered)).toMatchObject({ httpStatus: 202, isRepeat: false })
    expect(await kentongan.receive(numbered)).toMatchObject({ httpStatus: 200, isRepeat: true })
    expect(await kentongan.callOut()).toMatchObject({ called: 3, need: { tagana: 3 } })
  })

  test('somebody who was stood down is called again when needed, and can be stood down again', async () => {
    await flood(needOf(2))
    called('R-0001', 'R-0002')
    for (const revision of [2, 4]) {
      await floodUpdate({ ...needOf(1), revision })
      stoodDown('R-0002')
      await floodUpdate({ ...needOf(2), revision: revision + 1 })
      called('R-0002')
    }
    await kentongan.replies('R-0002', '1')
    expect(await kentongan.callOut()).toMatchObject({ status: 'calling', filled: { tagana: 1 } })
    await kentongan.receive(theCancel(BEGIN))
    for (const id of ['R-0001', 'R-0002']) phone(id).received(/BATAL/)
  })

  test('an update that needs nobody sends everybody home, and alarms no operator', async () => {
    await flood(needOf(2))
    called('R-0001', 'R-0002')
    await floodUpdate({ ...needOf(0), revision: 2 })
    stoodDown('R-0001', 'R-0002')
    expect(await kentongan.callOut()).toMatchObject({ status: 'filled', shortfall: [] })
    await floodUpdate({ ...needOf(1), revision: 3 })
    called('R-0001')
    expect(await kentongan.callOut()).toMatchObject({ status: 'calling', need: { tagana: 1 } })
  })

  test('a call-out that was full calls again when more are needed, and keeps those who are coming', async () => {
    await flood(needOf(1))
    called('R-0001')
    await kentongan.replies('R-0001', '1')
    expect(await kentongan.callOut()).toMatchObject({ status: 'filled' })
    await floodUpdate({ ...needOf(2), revision: 2 })
    called('R-0002')
    expect(await kentongan.callOut()).toMatchObject({ status: 'calling', filled: { tagana: 1 } })
    await kentongan.replies('R-0002', '1')
    expect(await kentongan.callOut()).toMatchObject({ status: 'filled', filled: { tagana: 2 } })
  })

  test('somebody who said yes stays through an update that would have chosen others', async () => {
    await flood(needOf(2))
    called('R-0001', 'R-0002')
    await kentongan.replies('R-0002', '1')
    await floodUpdate({ ...needOf(1), revision: 2 })
    phone('R-0001').received(/CUKUP/)
    const north = { geometry: { type: 'Point', coordinates: placeFrom(PANGALENGAN, { kmNorth: 5 }) }, radiusKm: 5 }
    await floodUpdate({ ...needOf(1), revision: 3, area: { ...north, villageCodes: ['32.04.15.2003'] } })
    expect(await kentongan.callOut()).toMatchObject({ status: 'filled', filled: { tagana: 1 } })
  })

  test('somebody who said no is not called again by an update', async () => {
    await flood(needOf(1))
    called('R-0001')
    await kentongan.replies('R-0001', '2')
    called('R-0002')
    await floodUpdate({ ...needOf(2), revision: 2 })
    called('R-0003')
  })
})

describe('what people are told', () => {
  const UP = [
    ['volcano', 'III', 'IV'],
    ['volcano', 'waspada', 'siaga'],
    ['tsunami', 'waspada', 'siaga'],
    ['tsunami', 'siaga', 'awas'],
  ] as const

  test.each(UP)('a %s that goes from %s to %s alerts those who were called once more', async (hazard, from, to) => {
    await flood({ hazard, level: from })
    called('R-0001', 'R-0002')
    const update = await floodUpdate({ hazard, level: to, revision: 2 })
    expect(update).toMatchObject({ decision: 'mobilise', reason: 'update' })
    for (const id of ['R-0001', 'R-0002']) phone(id).received(RAISED)
    const raised = await kentongan.rows`SELECT DISTINCT mode FROM notice WHERE purpose = 'raised'`
    expect(raised).toEqual([{ mode: 'actual' }])
  })

  test.each(UP)('a %s that was raised from %s to %s and goes back alerts nobody again', async (hazard, from, to) => {
    await flood({ hazard, level: to })
    called('R-0001', 'R-0002')
    await floodUpdate({ hazard, level: from, revision: 2 })
    // What they were told is no longer so; they are not alarmed.
    for (const id of ['R-0001', 'R-0002']) phone(id).received(CORRECTED)
    expect(await kentongan.rows`SELECT 1 FROM notice WHERE purpose = 'raised'`).toEqual([])
  })

  test('a level that rises twice alerts twice; whoever said no hears nothing of it', async () => {
    await flood({ hazard: 'volcano', level: 'II' })
    called('R-0001', 'R-0002')
    await kentongan.replies('R-0002', '2')
    called('R-0003')
    for (const [nth, level] of ['III', 'IV'].entries()) {
      await floodUpdate({ hazard: 'volcano', level, revision: nth + 2 })
      for (const id of ['R-0001', 'R-0003']) phone(id).received(RAISED)
    }
  })

  test('a muster point that moved is told to those who were called, and stands in every later call', async () => {
    const at = (kmNorth: number, name: string): Body => ({
      musterPoint: { name, coordinates: placeFrom(PANGALENGAN, { kmNorth }) },
    })
    await flood(at(0, 'Balai Desa'))
    phone('R-0001').received(/Balai Desa/)
    phone('R-0002').received(/Balai Desa/)
    await floodUpdate({ ...at(0.1, 'SDN Pangalengan'), revision: 2 })
    for (const id of ['R-0001', 'R-0002']) expect(phone(id).received(CORRECTED).text).toContain('SDN Pangalengan')
    await floodUpdate({ ...at(0.1, 'SDN Pangalengan'), revision: 3, headline: 'Air naik' })
    await kentongan.replies('R-0001', '2')
    expect(phone('R-0003').received(GO).text).toContain('SDN Pangalengan')
  })

  test('a muster point that moved far calls those near it, and tells those who stay', async () => {
    const at = (kmNorth: number, name: string): Body => ({
      musterPoint: { name, coordinates: placeFrom(PANGALENGAN, { kmNorth }) },
    })
    await flood(at(1.4, 'Balai Desa'))
    called('R-0001', 'R-0002')
    await floodUpdate({ ...at(2.6, 'SDN Pangalengan'), revision: 2 })
    phone('R-0002').received(CORRECTED)
    stoodDown('R-0001')
    expect(phone('R-0003').received(GO).text).toContain('SDN Pangalengan')
  })
})
