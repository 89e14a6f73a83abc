import { beforeEach, describe, expect, test } from 'vitest'
import { aFlood, theCancel } from '../support/hazards.ts'
import { aTagana, PANGALENGAN, placeFrom } from '../support/people.ts'
import { BEGIN, openVillage } from '../support/village.ts'

const kentongan = await openVillage()
const { phone } = kentongan

const GO = /MOBILISASI/
const NOT_NEEDED = /TIDAK PERLU BERANGKAT/

type Body = Readonly<Record<string, unknown>>

const flood = (tagana: number, changes: Body = {}) => kentongan.receive(aFlood(BEGIN, { need: { tagana }, ...changes }))

const told = (words: RegExp, ...ids: readonly string[]): void => {
  for (const id of ids) phone(id).received(words)
}

/** Nine Tagana to the north, a kilometre from one to the next. */
beforeEach(() => kentongan.enrol(...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((nth) => aTagana(`R-000${nth}`, { kmNorth: nth }))))

const NORTH = {
  id: 'banjir-2',
  area: {
    geometry: { type: 'Point', coordinates: placeFrom(PANGALENGAN, { kmNorth: 4 }) },
    radiusKm: 5,
    villageCodes: ['32.04.15.2004'],
  },
  musterPoint: { name: 'Lapangan', coordinates: placeFrom(PANGALENGAN, { kmNorth: 8 }) },
}
/** R-0001 is called to Warnasari (32.04.15.2003), R-0008 to Sukamanah (32.04.15.2004). */
const twoPlaces = async () => {
  const first = await flood(1)
  told(GO, 'R-0001')
  const second = await flood(1, NORTH)
  expect(second.callOutId).toBe(first.callOutId)
  told(GO, 'R-0008')
}

const reads = (id: string, words: RegExp, place: 'Warnasari' | 'Sukamanah'): void =>
  expect(phone(id).received(words).text).toContain(place)

describe('whoever is sent home reads of the place that they were called to', () => {
  test('when an update of either needs nobody there any more', async () => {
    await twoPlaces()
    await flood(0, { ...NORTH, messageType: 'update', revision: 2 })
    reads('R-0008', NOT_NEEDED, 'Sukamanah')
    await flood(0, { messageType: 'update', revision: 2 })
    reads('R-0001', NOT_NEEDED, 'Warnasari')
  })

  test('when one is cancelled, and when all is over', async () => {
    await twoPlaces()
    await kentongan.receive(theCancel(BEGIN))
    reads('R-0001', NOT_NEEDED, 'Warnasari')
    await kentongan.receive(theCancel(BEGIN, { id: 'banjir-2' }))
    reads('R-0008', /BATAL/, 'Sukamanah')
  })

  test('when both are called off together', async () => {
    await twoPlaces()
    const { callOutId } = await kentongan.callOut()
    await kentongan.act(`/v1/call-outs/${callOutId}/stand-down`, { reason: 'surut' })
    reads('R-0001', /HENTI/, 'Warnasari')
    reads('R-0008', /HENTI/, 'Sukamanah')
  })

  test('when enough are coming', async () => {
    await twoPlaces()
    await kentongan.advance({ min: 10 })
    told(GO, 'R-0002', 'R-0007')
    for (const id of ['R-0001', 'R-0007']) await kentongan.replies(id, '1')
    reads('R-0008', /CUKUP/, 'Sukamanah')
    reads('R-0002', /CUKUP/, 'Warnasari')
  })
})
