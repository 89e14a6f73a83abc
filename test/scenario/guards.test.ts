import { beforeEach, describe, expect, test } from 'vitest'
import { aFlood } from '../support/hazards.ts'
import { aTagana, phoneOf } from '../support/people.ts'
import { openVillage } from '../support/village.ts'

const kentongan = await openVillage()
const { phone, mail, clock } = kentongan

const CALL = /MOBILISASI TAGANA/i

describe('what the rows know and the index does not', () => {
  beforeEach(async () => {
    await kentongan.enrol(
      aTagana('R-0001', { kmNorth: 1 }),
      aTagana('R-0002', { kmNorth: 2 }),
      aTagana('R-0003', { kmNorth: 3 }),
    )
    await kentongan.installation.roster() // loaded; the rows change below it, and no version says so
  })

  const oneIsCalled = async () => {
    await kentongan.receive(aFlood(clock.now(), { need: { tagana: 1 } }))
    phone('R-0002').received(CALL)
    const shown = await kentongan.callOut()
    expect(shown).toMatchObject({ status: 'calling', called: 1 })
    const planned = shown.timeline.find(({ kind }) => kind === 'planned')
    expect(planned?.detail['refusedByRows']).toEqual([await kentongan.idOf('R-0001')])
  }

  test('somebody who has just opted out is not called, and the next is', async () => {
    await kentongan.rows`UPDATE responder SET opted_out_at = ${clock.now()} WHERE external_id = 'R-0001'`
    await oneIsCalled()
  })

  test('somebody who has just become unavailable is not called, and the next is', async () => {
    const later = new Date(clock.now().getTime() + 1)
    await kentongan.rows`UPDATE responder SET unavailable_until = ${later} WHERE external_id = 'R-0001'`
    await oneIsCalled()
  })

  test('somebody who is now another kind is not called, and the next is', async () => {
    await kentongan.rows`UPDATE responder SET kind = 'psm' WHERE external_id = 'R-0001'`
    await oneIsCalled()
  })

  test('somebody who has left the register is not called, and the next is', async () => {
    const gone = await kentongan.idOf('R-0001')
    await kentongan.rows`DELETE FROM responder WHERE external_id = 'R-0001'`
    await kentongan.receive(aFlood(clock.now(), { need: { tagana: 1 } }))
    phone('R-0002').received(CALL)
    const { timeline } = await kentongan.callOut()
    expect(timeline.find(({ kind }) => kind === 'planned')?.detail['refusedByRows']).toEqual([gone])
  })

  test('a replacement whom the rows refuse is replaced too', async () => {
    await kentongan.receive(aFlood(clock.now(), { need: { tagana: 1 } }))
    phone('R-0001').received(CALL)
    await kentongan.rows`UPDATE responder SET opted_out_at = ${clock.now()} WHERE external_id = 'R-0002'`
    await kentongan.replies('R-0001', '2')
    phone('R-0003').received(CALL)
  })

  test('a replacement whom the rows refuse, and nobody behind, is an end and not a loop', async () => {
    await kentongan.receive(aFlood(clock.now(), { need: { tagana: 1 } }))
    phone('R-0001').received(CALL)
    await kentongan.rows`UPDATE responder SET opted_out_at = ${clock.now()} WHERE external_id IN ('R-0002', 'R-0003')`
    await kentongan.replies('R-0001', '2')
    phone('O-9001').received(/KURANG/)
    mail('O-9001').received(/KURANG/)
    expect(await kentongan.callOut()).toMatchObject({ status: 'exhausted', shortfall: ['all-declined:tagana'] })
  })
})

test('two people with one phone get one call', async () => {
  await kentongan.enrol(
    aTagana('R-0001', { kmNorth: 1 }),
    aTagana('R-0002', { kmNorth: 2, phone: phoneOf('R-0001') }),
    aTagana('R-0003', { kmNorth: 3 }),
  )
  await kentongan.receive(aFlood(clock.now()))
  phone('R-0001').received(CALL)
  phone('R-0003').received(CALL)
  expect(await kentongan.callOut()).toMatchObject({ status: 'calling', called: 2 })
})

test('a person across the sea is not called, however near', async () => {
  // Ketapang in Banyuwangi, Gilimanuk on Bali, and Java again farther away.
  const national = await kentongan.addOfficer({ role: 'sender', jurisdiction: '', contact: 'O-9002' })
  const ketapang = { geometry: { type: 'Point', coordinates: [114.36, -8.12] }, radiusKm: 1 }
  await kentongan.enrol(
    aTagana('R-0001', { position: [114.47, -8.2], villageCode: '51.01.01.1001' }),
    aTagana('R-0002', { position: [114.2, -8.1], villageCode: '35.10.01.2001' }),
  )
  await kentongan.receive(aFlood(clock.now(), { area: ketapang, need: { tagana: 1 } }), { by: national })
  phone('R-0002').received(CALL)
  const planned = (await kentongan.callOut()).timeline.find(({ kind }) => kind === 'planned')
  expect(planned?.detail['skipped']).toEqual([
    expect.objectContaining({ responderId: await kentongan.idOf('R-0001'), reason: 'other-landmass' }),
  ])
})

test('on a small island its own people are called, and whoever is only guessed to live elsewhere in its regency', async () => {
  const national = await kentongan.addOfficer({ role: 'sender', jurisdiction: '', contact: 'O-9003' })
  const untungJawa = { geometry: { type: 'Point', coordinates: [106.707, -5.978] }, radiusKm: 1 }
  const pramuka = { position: [106.614, -5.746] as const, villageCode: '31.01.01.1001' }
  await kentongan.enrol(
    aTagana('R-0001', { position: [106.7, -6.08], villageCode: '36.03.01.2001' }),
    aTagana('R-0002', { position: [106.709, -5.979], villageCode: '31.01.02.1001' }),
    aTagana('R-0003', { ...pramuka, accuracyM: 15_000 }),
    aTagana('R-0004', { ...pramuka, accuracyM: 50 }),
  )
  await kentongan.receive(aFlood(clock.now(), { area: untungJawa, need: { tagana: 2 } }), { by: national })
  phone('R-0002').received(CALL)
  phone('R-0003').received(CALL)
})

test('a person of another regency is not called, however near', async () => {
  await kentongan.enrol(
    aTagana('R-0001', { kmNorth: 1, villageCode: '32.05.01.2001' }),
    aTagana('R-0002', { kmNorth: 9 }),
  )
  await kentongan.receive(aFlood(clock.now(), { need: { tagana: 1 } }))
  phone('R-0002').received(CALL)
  const planned = (await kentongan.callOut()).timeline.find(({ kind }) => kind === 'planned')
  expect(planned?.detail['skipped']).toEqual([expect.objectContaining({ reason: 'outside-jurisdiction' })])
})

test('a live call needs a phone', async () => {
  await kentongan.enrol(aTagana('R-0001', { phone: null, mail: true }), aTagana('R-0002', { kmNorth: 5 }))
  await kentongan.receive(aFlood(clock.now(), { need: { tagana: 1 } }))
  phone('R-0002').received(CALL)
})

test('somebody who said yes to one call-out is not called for another until it is over', async () => {
  await kentongan.enrol(aTagana('R-0001', { kmNorth: 1 }), aTagana('R-0002', { kmNorth: 2 }))
  const one = await kentongan.receive(aFlood(clock.now(), { need: { tagana: 1 } }))
  phone('R-0001').received(CALL)
  await kentongan.replies('R-0001', '1')
  await kentongan.receive(aFlood(clock.now(), { id: 'longsor-2', hazard: 'landslide', need: { tagana: 1 } }))
  phone('R-0002').received(CALL)
  await kentongan.replies('R-0002', '1')
  await kentongan.act(`/v1/call-outs/${one.callOutId}/stand-down`, { reason: 'surut' })
  phone('R-0001').received(/HENTI/)
  await kentongan.receive(aFlood(clock.now(), { id: 'banjir-3', need: { tagana: 1 } }))
  phone('R-0001').received(CALL)
})
