import { expect, test } from 'vitest'
import { aFlood } from '../support/hazards.ts'
import { aRow, names, openWaveVillage } from '../support/wave-village.ts'

const kentongan = await openWaveVillage('safety: { hazards: [flood], odds: 80% }')
const { clock, heard, chance } = kentongan

const ASK = /ANDA AMAN\? Banjir/
const ORDER = /MOBILISASI TAGANA: Banjir/

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
