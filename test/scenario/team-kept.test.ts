import { expect, test } from 'vitest'
import { aFlood } from '../support/hazards.ts'
import { aPendamping, aSite, aTagana, PANGALENGAN, type Person, placeFrom } from '../support/people.ts'
import { openVillage } from '../support/village.ts'

/** Five in ten come: more are called than are needed. */
const CALL_OUT = `
ackDeadline: 10m
maxWaves: 2
searchRadiusKm: 50
approvalAbove: 200
need:
  default:
    moderate: { tagana: 1, pendamping_desa: 1 }
wave:
  target: 80%
  odds: { prior: 55%, priorAnswers: 1000, kindAnswers: 1000 }
safety: { hazards: [] }
teams: { most: 2 }
`
const kentongan = await openVillage({ files: { 'call-out.yaml': CALL_OUT } })
const { phone, clock } = kentongan

/** No crossing is declared between Banten and Pulau Tunda; at a place on the high sea everybody arrives. */
const BANTEN = [106.0, -5.93] as const
const PULAU_TUNDA = [106.28, -5.8125] as const
const AT_SEA = [106.2, -5.66] as const
const VILLAGE = '36.04.19.2001'
const from = (kind: typeof aTagana, id: string, position: readonly [number, number]): Person =>
  kind(id, { position, villageCode: VILLAGE })

test('whoever alone can be of the team of a KSB is waited for, though enough have said yes', async () => {
  await kentongan.found(
    aSite('KSB-A', { position: BANTEN, villageCode: VILLAGE }),
    aSite('KSB-B', { position: PULAU_TUNDA, villageCode: VILLAGE }),
  )
  await kentongan.enrol(
    ...['R-0001', 'R-0002', 'R-0003'].map((id) => from(aTagana, id, BANTEN)),
    from(aTagana, 'R-0004', PULAU_TUNDA),
    from(aPendamping, 'R-0011', BANTEN),
    from(aPendamping, 'R-0012', PULAU_TUNDA),
  )
  const flood = (more: object = {}) =>
    kentongan.receive(
      aFlood(clock.now(), {
        need: { tagana: 2, pendamping_desa: 2 },
        area: { geometry: { type: 'Point', coordinates: AT_SEA }, radiusKm: 46 },
        musterPoint: { name: 'Kapal', coordinates: AT_SEA },
        ...more,
      }),
      { by: kentongan.admin() },
    )
  await flood()
  for (const id of ['R-0001', 'R-0002', 'R-0003', 'R-0004']) phone(id).received(/MOBILISASI TAGANA/)
  for (const id of ['R-0011', 'R-0012']) phone(id).received(/bantu/i)
  for (const id of ['R-0011', 'R-0012', 'R-0001', 'R-0002']) await kentongan.replies(id, '1')
  await kentongan.advance({ s: 1 })
  expect(await kentongan.callOut()).toMatchObject({ status: 'filled' })
  phone('R-0003').received(/CUKUP/)
  expect(phone('R-0004').waiting()).toBe(0)
  await kentongan.replies('R-0004', '1')
  expect(await kentongan.callOut()).toMatchObject({
    status: 'filled',
    teams: [
      { siteCode: 'KSB-B', state: 'formed' },
      { siteCode: 'KSB-A', state: 'formed' },
    ],
  })

  // Where they gather moves west: the nearest of those who come stay, and whoever can be of the team of the island.
  await flood({ messageType: 'update', musterPoint: { name: 'Kapal Dua', coordinates: [105.98, -5.72] } })
  for (const id of ['R-0001', 'R-0002', 'R-0004', 'R-0011', 'R-0012']) phone(id).received(/RALAT/)
})

test('a KSB farther from the muster point than anybody is called gets its team from round itself, and updates keep it', async () => {
  const far = placeFrom(PANGALENGAN, { kmEast: 70 })
  await kentongan.found(aSite('KSB-A'), aSite('KSB-B', { position: far }))
  await kentongan.enrol(
    ...['R-0001', 'R-0002', 'R-0003'].map((id, nth) => aTagana(id, { kmNorth: nth + 1 })),
    aTagana('R-0004', { position: far }),
    aTagana('R-0005', { position: placeFrom(PANGALENGAN, { kmEast: 77 }) }),
    aPendamping('R-0011'),
    aPendamping('R-0012', { position: far }),
  )
  const flood = (more: object = {}) =>
    kentongan.receive(
      aFlood(clock.now(), {
        need: { tagana: 2, pendamping_desa: 2 },
        area: { geometry: { type: 'Point', coordinates: PANGALENGAN }, radiusKm: 75 },
        ...more,
      }),
      { by: kentongan.admin() },
    )
  await flood()
  for (const id of ['R-0001', 'R-0004']) phone(id).received(/MOBILISASI TAGANA/)
  for (const id of ['R-0011', 'R-0012']) phone(id).received(/bantu/i)
  const called = ['R-0002', 'R-0003'].filter((id) => phone(id).waiting() > 0)
  for (const id of called) phone(id).received(/MOBILISASI TAGANA/)
  for (const id of ['R-0001', 'R-0004', 'R-0011', 'R-0012']) await kentongan.replies(id, '1')
  const formed = {
    status: 'filled',
    shortfall: [],
    teams: [
      { siteCode: 'KSB-A', state: 'formed' },
      { siteCode: 'KSB-B', state: 'formed' },
    ],
  }
  expect(await kentongan.callOut()).toMatchObject(formed)
  for (const id of called) phone(id).received(/CUKUP/)
  await flood({ messageType: 'update', headline: 'Banjir meluas' })
  expect(await kentongan.callOut()).toMatchObject(formed)
})
