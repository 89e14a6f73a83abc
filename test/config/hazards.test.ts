import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { HAZARDS } from '../../src/mobilisation/hazard.ts'
import { faultsIn, lines, load, PACKAGE_ROOT, withFolder } from './folders.ts'

const SHIPPED = readFileSync(join(PACKAGE_ROOT, 'config/hazards.yaml'), 'utf8')
const SHAKING = '  shaking: { mmi: 6, depthKm: 10, leastKm: 5 }\n'
const COAST = '  coast: { inlandKm: { waspada: 1, siaga: 3, awas: 6 }, alongKm: 30 }\n'

const withHazards = (text: string) =>
  withFolder({ 'hazards.yaml': text }, (folder) => load({ KENTONGAN_CONFIG: folder })).hazards

test('the shipped file reckons an earthquake by shaking, a tsunami by its coast, and no other so', () => {
  const { hazards } = load({})
  expect(hazards.earthquake.shaking).toEqual({ mmi: 6, depthKm: 10, leastKm: 5 })
  expect(hazards.tsunami.coast).toEqual({ inlandKm: { waspada: 1, siaga: 3, awas: 6 }, alongKm: 30 })
  for (const hazard of HAZARDS) {
    if (hazard !== 'earthquake') expect(hazards[hazard].shaking).toBeNull()
    if (hazard !== 'tsunami') expect(hazards[hazard].coast).toBeNull()
  }
  expect([hazards.flood.growsAtMost, hazards.drought.growsAtMost]).toEqual([4, 1])
})

test('left out, neither is reckoned so; in part, the rest is as usual', () => {
  const without = withHazards(SHIPPED.replace(SHAKING, '').replace(COAST, ''))
  expect([without.earthquake.shaking, without.tsunami.coast]).toEqual([null, null])
  const short = SHIPPED.replace(SHAKING, '  shaking: { mmi: 7 }\n').replace(
    COAST,
    '  coast: { inlandKm: { AWAS: 4 } }\n',
  )
  const part = withHazards(short)
  expect(part.earthquake.shaking).toEqual({ mmi: 7, depthKm: 10, leastKm: 5 })
  expect(part.tsunami.coast).toEqual({ inlandKm: { awas: 4 }, alongKm: 30 })
})

test('what cannot be, and what belongs to another hazard, is a fault', () => {
  const broken = SHIPPED.replace('mmi: 6,', 'mmi: 13,')
    .replace('inlandKm: { waspada: 1, siaga: 3, awas: 6 }', 'inlandKm: {}')
    .replace('growsAtMost: 4', 'growsAtMost: 0')
    .replace('landslide:', 'landslide:\n  shaking: { mmi: 6 }\n  #')
  expect(lines(faultsIn({ 'hazards.yaml': broken })).map((line) => line.split(' | ').slice(1).join(' | '))).toEqual(
    expect.arrayContaining([
      'flood.growsAtMost: 0 | number to be >=1',
      'earthquake.shaking.mmi: 13 | number to be <=12',
      'tsunami.coast.inlandKm: {} | at least one level',
      'landslide.shaking (unknown key) | a key that the schema named in the first line lists',
    ]),
  )
})
