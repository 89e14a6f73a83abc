import { expect, test } from 'vitest'
import { aFlood } from '../support/hazards.ts'
import { aTagana, placeFrom } from '../support/people.ts'
import { names, openWaveVillage } from '../support/wave-village.ts'

const kentongan = await openWaveVillage()
const { clock, heard, chance, entries, skippedBecause } = kentongan

const CALL = /MOBILISASI TAGANA: Banjir/

// On both sides of the Bali Strait: the ferry from Ketapang to Gilimanuk takes 75 min.
const GILIMANUK = [114.46, -8.19] as const
const ketapang = (id: string, kmNorth: number) =>
  aTagana(id, { position: placeFrom([114.385, -8.15], { kmNorth }), villageCode: '35.10.01.2001' })
const atGilimanuk = (more: object = {}) =>
  aFlood(clock.now(), {
    need: { tagana: 1 },
    area: { geometry: { type: 'Point', coordinates: [...GILIMANUK] }, radiusKm: 3 },
    ...more,
  })
const enrolBoth = () =>
  kentongan.enrol(
    aTagana('R-0001', { position: placeFrom([...GILIMANUK], { kmEast: 2 }), villageCode: '51.01.01.2001' }),
    ...['R-0002', 'R-0003', 'R-0004', 'R-0005', 'R-0006'].map((id, n) => ketapang(id, -n)),
  )

test('a strait is crossed where a ferry is declared, and the way is shown', async () => {
  await enrolBoth()
  await kentongan.receive(atGilimanuk(), { by: kentongan.admin() })
  heard(names(1, 5), CALL)
  const [planned] = await entries('planned')
  expect(planned?.['chosen']).toContainEqual(expect.objectContaining({ via: ['ketapang-gilimanuk'] }))
})

test('a strait is not crossed while a tsunami may come', async () => {
  await enrolBoth()
  await kentongan.receive(atGilimanuk({ hazard: 'tsunami', need: { tagana: 3 } }), { by: kentongan.admin() })
  heard(['R-0001'], /Tsunami/)
  expect(await skippedBecause('no-crossing')).toEqual(names(2, 6))
  expect(await chance()).toMatchObject({ chance: 0, reached: false })
  expect(await kentongan.callOut()).toMatchObject({
    shortfall: ['no-crossing:tagana'],
    shortfallText: ['Tagana: terpisah laut, tak ada penyeberangan'],
  })
})

test('a strait is not crossed where no crossing is declared', async () => {
  await kentongan.enrol(
    ketapang('R-0001', 0),
    aTagana('R-0002', { position: [114.36, -7.05], villageCode: '35.29.01.2001' }),
  )
  await kentongan.receive(
    atGilimanuk({ area: { geometry: { type: 'Point', coordinates: [114.36, -7.06] }, radiusKm: 3 } }),
    {
      by: kentongan.admin(),
    },
  )
  heard(['R-0002'], CALL)
})

test.each([
  ['an extreme quake at a landing', {}, ['R-0001']],
  ['one that is not extreme', { severity: 'severe' }, names(1, 5)],
  ['one far away', { area: { geometry: { type: 'Point', coordinates: [107.6, -6.9] }, radiusKm: 20 } }, names(1, 5)],
  ['one that is rehearsed', { mode: 'exercise' }, names(1, 5)],
  ['a surge', { hazard: 'tidal_surge', severity: 'moderate' }, ['R-0001']],
] as const)('what closes a ferry closes it for every incident: %s', async (_what, more, called) => {
  await enrolBoth()
  const other = {
    ...{ id: 'lain-1', hazard: 'earthquake', severity: 'extreme', need: { tagana: 0 } },
    area: { geometry: { type: 'Point', coordinates: [114.385, -8.15] }, radiusKm: 20 },
    ...more,
  }
  await kentongan.receive(aFlood(clock.now(), other), { by: kentongan.admin() })
  await kentongan.receive(atGilimanuk(), { by: kentongan.admin() })
  heard(called, CALL)
})

test('a ferry sails again once what closed it is over', async () => {
  await enrolBoth()
  const quake = { id: 'gempa-1', hazard: 'earthquake', severity: 'extreme', need: { tagana: 0 } }
  const area = { geometry: { type: 'Point', coordinates: [114.385, -8.15] }, radiusKm: 20 }
  await kentongan.receive(aFlood(clock.now(), { ...quake, area }), { by: kentongan.admin() })
  await kentongan.receive(
    { id: 'gempa-1', mode: 'actual', messageType: 'all-clear', occurredAt: clock.now().toISOString() },
    { by: kentongan.admin() },
  )
  await kentongan.receive(atGilimanuk(), { by: kentongan.admin() })
  heard(names(1, 5), CALL)
})
