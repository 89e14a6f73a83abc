import { expect, test } from 'vitest'
import type { CapInfo } from '../../../src/intake/cap/cap-alert.ts'
import { hazardInText, hazardOf } from '../../../src/intake/cap/cap-hazard.ts'
import { HAZARD_NAMES, HAZARDS } from '../../../src/mobilisation/hazard.ts'
import { aCapInfo } from './a-cap-info.ts'

test.each([
  ['Hujan Lebat dan Petir', 'extreme_weather'],
  ['Peringatan Dini Cuaca Ekstrem', 'extreme_weather'],
  ['Angin Puting Beliung', 'extreme_weather'],
  ['Siklon Tropis Seroja', 'extreme_weather'],
  ['SEVERE THUNDERSTORM', 'extreme_weather'],
  ['Tropical Cyclone Warning', 'extreme_weather'],
  ['Heavy Rainfall', 'extreme_weather'],
  ['Gelombang panas', 'extreme_weather'],
  ['Hujan es', 'extreme_weather'],
  ['Banjir', 'flood'],
  ['Luapan Kali Oyo', 'flood'],
  ['River Flood Watch', 'flood'],
  ['Flash Flood Warning', 'flash_flood'],
  ['Banjir bandang (galodo)', 'flash_flood'],
  ['Banjir lahar Gunung Merapi', 'flash_flood'],
  ['Banjir Rob', 'tidal_surge'],
  ['Gelombang Tinggi', 'tidal_surge'],
  ['Coastal Flood Advisory', 'tidal_surge'],
  ['Storm surge', 'tidal_surge'],
  ['Tanah Longsor', 'landslide'],
  ['Gerakan tanah', 'landslide'],
  ['Mudslide', 'landslide'],
  ['Gempabumi', 'earthquake'],
  ['Gempa Bumi M 6,1', 'earthquake'],
  ['Earthquake', 'earthquake'],
  ['Erupsi Gunung Semeru', 'volcano'],
  ['Gunungapi Level IV (Awas)', 'volcano'],
  ['Volcanic Ash', 'volcano'],
  ['Awan panas guguran', 'volcano'],
  ['Karhutla', 'wildfire'],
  ['Kebakaran hutan', 'wildfire'],
  ['Bushfire', 'wildfire'],
  ['Kebakaran permukiman', 'fire'],
  ['Structure Fire', 'fire'],
  ['Kekeringan', 'drought'],
  ['KLB campak', 'non_natural'],
  ['Kebocoran gas', 'non_natural'],
  ['Civil Emergency', 'social'],
  ['Konflik sosial', 'social'],
  ['Tsunami', 'tsunami'],
  ['PERINGATAN DINI TSUNAMI', 'tsunami'],
  ['Gempa bumi berpotensi tsunami', 'tsunami'],
  ['Tsunami warning: this is not a drill', 'tsunami'],
  ['Bukan latihan: peringatan tsunami', 'tsunami'],
  ['This is not a tsunami drill', 'tsunami'],
] as const)('%s is %s', (text, hazard) => {
  expect(hazardInText(text)).toBe(hazard)
})

test.each([
  'Gempabumi tidak berpotensi tsunami',
  'Gempa M5,2 (tidak berpotensi menimbulkan gelombang tsunami)',
  'Gempa bumi, tak berpotensi tsunami',
  'Gempa; potensi tsunami: tidak ada',
  'Gempa bumi tanpa potensi tsunami',
  'Earthquake - no tsunami',
  'Earthquake. No destructive tsunami was created.',
  'Earthquake, not expected to cause a tsunami',
  'Earthquake, there is no Pacific-wide threat of a tsunami',
  'Earthquake (tsunami: no)',
  'Earthquake; tsunami is not expected',
  'Gempa Tektonik Tidak Berpotensi Tsunami',
])('%s is an earthquake and no tsunami', (text) => {
  expect(hazardInText(text)).toBe('earthquake')
})

test.each(['', 'Peringatan', 'Fireworks', 'Robot', 'Training', 'Informasi tidak berpotensi tsunami', '101'])(
  '%j names no hazard',
  (text) => {
    expect(hazardInText(text)).toBeUndefined()
  },
)

test('every hazard is known by the names that responders read, and by ours', () => {
  for (const hazard of HAZARDS)
    for (const name of [HAZARD_NAMES[hazard].id, HAZARD_NAMES[hazard].en, hazard])
      expect(hazardInText(name)).toBe(hazard)
})

test.each<[string, Partial<CapInfo>, ReturnType<typeof hazardOf>]>([
  [
    'the event beats the code',
    { event: 'Banjir', eventCode: [{ valueName: 'SAME', value: 'EQW' }] },
    { hazard: 'flood', by: 'event' },
  ],
  ['a SAME code', { eventCode: [{ valueName: 'SAME', value: 'tsw' }] }, { hazard: 'tsunami', by: 'eventCode' }],
  ['an unknown SAME code', { eventCode: [{ valueName: 'SAME', value: 'XXX' }] }, undefined],
  ['a BNPB code', { eventCode: [{ valueName: 'BNPB', value: '102' }] }, { hazard: 'landslide', by: 'eventCode' }],
  ['a number of another list', { eventCode: [{ valueName: 'OET', value: '102' }] }, undefined],
  [
    'a hazard word as code',
    { eventCode: [{ valueName: 'x', value: 'flash_flood' }] },
    { hazard: 'flash_flood', by: 'eventCode' },
  ],
  ['the headline', { headline: 'Banjir di Imogiri' }, { hazard: 'flood', by: 'headline' }],
  ['a denied tsunami in the headline', { headline: 'Tidak berpotensi tsunami' }, undefined],
  ['the category Met', { category: ['Safety', 'Met'] }, { hazard: 'extreme_weather', by: 'category Met' }],
  ['the category Fire', { category: ['Fire'] }, { hazard: 'fire', by: 'category Fire' }],
  ['the category Health', { category: ['Health'] }, { hazard: 'non_natural', by: 'category Health' }],
  ['the category Security', { category: ['Security'] }, { hazard: 'social', by: 'category Security' }],
  ['the category Geo, which fits several', { category: ['Geo'] }, undefined],
  ['the category Other', { category: ['Other', 'Rescue', 'Safety'] }, undefined],
])('%s decides or does not', (_, change, expected) => {
  expect(hazardOf(aCapInfo(change))).toEqual(expected)
})
