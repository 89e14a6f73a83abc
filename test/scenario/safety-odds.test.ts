import { expect, test } from 'vitest'
import { aFlood } from '../support/hazards.ts'
import { aRow, names, openWaveVillage } from '../support/wave-village.ts'

const kentongan = await openWaveVillage('safety: { hazards: [flood], odds: 80% }')
const { clock, heard, chance } = kentongan

const ASK = /ANDA AMAN\? Banjir/
const ORDER = /MOBILISASI TAGANA: Banjir/
const ENOUGH = /^\nCUKUP/

test('who is asked first counts for less in the choice, until they say that they are safe', async () => {
  await kentongan.enrol(...aRow(20))
  const { area } = aFlood(clock.now()) as { area: object }
  await kentongan.receive(aFlood(clock.now(), { need: { tagana: 1 }, area: { ...area, radiusKm: 5.5 } }))
  // Five with four fifths of even odds come in 92 % of all cases; with the next one, who lives outside, in 96 %.
  heard(names(1, 5), ASK)
  heard(['R-0006'], ORDER)
  expect(await chance()).toMatchObject({ chance: 0.961, reached: true })
  await kentongan.replies('R-0001', '3')
  heard(['R-0001'], ORDER)
  await kentongan.replies('R-0002', '2')
  // Without the second: 1 - 0.5 x 0.6^3 x 0.5 is too little, with one more of even odds it is 97 %.
  heard(['R-0007'], ORDER)
  expect(await chance()).toMatchObject({ chance: 0.973, reached: true })
})

test('who is on the way as the area grows over their home is not counted on, and others are called at once', async () => {
  await kentongan.enrol(...aRow(9))
  const flood = (radiusKm: number, more: object = {}) => {
    const { area } = aFlood(clock.now()) as { area: object }
    return aFlood(clock.now(), { need: { tagana: 1 }, area: { ...area, radiusKm }, ...more })
  }
  await kentongan.receive(flood(0.5))
  heard(names(1, 5), ORDER)
  await kentongan.replies('R-0001', '1')
  heard(names(2, 5), ENOUGH)
  await kentongan.receive(flood(1.5, { messageType: 'update' }))
  heard(['R-0001'], ASK)
  heard(names(2, 5), ORDER)
  // 1 - 0.6 x 0.5^4: a yes counts as one only once they are safe.
  expect(await chance()).toMatchObject({ chance: 0.962, reached: true })
  await kentongan.replies('R-0001', '3')
  heard(['R-0001'], ORDER)
  heard(names(2, 5), ENOUGH)
})
