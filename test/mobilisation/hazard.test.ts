import { expect, test } from 'vitest'
import { HAZARD_NAMES, HAZARDS, hazardNames, readHazard } from '../../src/mobilisation/hazard.ts'

test.each(HAZARDS)('%s is read by its own word, with spaces or hyphens too', (hazard) => {
  expect(readHazard(hazard)).toBe(hazard)
  expect(readHazard(` ${hazard.toUpperCase().replaceAll('_', ' ')} `)).toBe(hazard)
  expect(readHazard(hazard.replaceAll('_', '-'))).toBe(hazard)
})

test.each(HAZARDS)('%s is read by the name that responders read', (hazard) => {
  expect(readHazard(HAZARD_NAMES[hazard].id)).toBe(hazard)
  expect(HAZARD_NAMES[hazard].en).not.toBe('')
})

test.each([
  ['101', 'flood'],
  ['102', 'landslide'],
  ['107', 'earthquake'],
  ['108', 'tsunami'],
  ['110', 'tsunami'],
  ['Tanah   Longsor', 'landslide'],
  ['ROB', 'tidal_surge'],
  ['Puting Beliung', 'extreme_weather'],
  ['karhutla', 'wildfire'],
])('"%s" is %s', (text, hazard) => {
  expect(readHazard(text)).toBe(hazard)
})

test.each(['', ' ', '100', '1010', 'banjirr', 'constructor', '__proto__', 'toString', 'hasOwnProperty'])(
  '"%s" is no hazard',
  (text) => {
    expect(readHazard(text)).toBeUndefined()
  },
)

test('hazards in a row have their names, and a word that is none of ours stands as it is', () => {
  expect(hazardNames(['flood', 'landslide'])).toEqual({ id: 'Banjir, Tanah longsor', en: 'Flood, Landslide' })
  expect(hazardNames(['longsor salju'])).toEqual({ id: 'longsor salju', en: 'longsor salju' })
})
