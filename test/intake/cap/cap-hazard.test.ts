import { expect, test } from 'vitest'
import type { CapInfo } from '../../../src/intake/cap/cap-alert.ts'
import { hazardOf } from '../../../src/intake/cap/cap-hazard.ts'
import { aCapInfo } from './a-cap-info.ts'

test.each<[string, Partial<CapInfo>, ReturnType<typeof hazardOf>]>([
  [
    'the event beats the code',
    { event: 'Banjir', eventCode: [{ valueName: 'SAME', value: 'EQW' }] },
    { hazard: 'flood', by: 'event', denied: false },
  ],
  [
    'a SAME code',
    { eventCode: [{ valueName: 'SAME', value: 'tsw' }] },
    { hazard: 'tsunami', by: 'eventCode', denied: false },
  ],
  ['an unknown SAME code', { eventCode: [{ valueName: 'SAME', value: 'XXX' }] }, undefined],
  [
    'a BNPB code',
    { eventCode: [{ valueName: 'BNPB', value: '102' }] },
    { hazard: 'landslide', by: 'eventCode', denied: false },
  ],
  ['a number of another list', { eventCode: [{ valueName: 'OET', value: '102' }] }, undefined],
  [
    'a hazard word as code',
    { eventCode: [{ valueName: 'x', value: 'flash_flood' }] },
    { hazard: 'flash_flood', by: 'eventCode', denied: false },
  ],
  ['the headline', { headline: 'Banjir di Imogiri' }, { hazard: 'flood', by: 'headline', denied: false }],
  ['a denied tsunami in the headline', { headline: 'Tidak berpotensi tsunami' }, undefined],
  [
    'an event that its headline denies',
    { event: 'Tsunami', headline: 'Gempa M6, tidak berpotensi tsunami' },
    { hazard: 'tsunami', by: 'event', denied: true },
  ],
  [
    'a code that the event denies',
    { event: 'Tidak ada potensi tsunami', eventCode: [{ valueName: 'SAME', value: 'TSW' }] },
    { hazard: 'tsunami', by: 'eventCode', denied: true },
  ],
  [
    'an earthquake whose tsunami is denied',
    { event: 'Gempa Bumi', headline: 'Gempa M6, tidak berpotensi tsunami' },
    { hazard: 'earthquake', by: 'event', denied: false },
  ],
  [
    'a category whose weather is denied',
    { category: ['Met'], headline: 'Tidak ada hujan lebat' },
    { hazard: 'extreme_weather', by: 'category Met', denied: true },
  ],
  [
    'the category Met',
    { category: ['Safety', 'Met'] },
    { hazard: 'extreme_weather', by: 'category Met', denied: false },
  ],
  ['the category Fire', { category: ['Fire'] }, { hazard: 'fire', by: 'category Fire', denied: false }],
  ['the category Health', { category: ['Health'] }, { hazard: 'non_natural', by: 'category Health', denied: false }],
  ['the category Security', { category: ['Security'] }, { hazard: 'social', by: 'category Security', denied: false }],
  ['the category Geo, which fits several', { category: ['Geo'] }, undefined],
  ['the category Other', { category: ['Other', 'Rescue', 'Safety'] }, undefined],
])('%s decides or does not', (_, change, expected) => {
  expect(hazardOf(aCapInfo(change))).toEqual(expected)
})
