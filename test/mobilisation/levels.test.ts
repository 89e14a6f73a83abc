import { expect, test } from 'vitest'
import { readLevel, shownLevel, TSUNAMI_POSSIBLE } from '../../src/mobilisation/levels.ts'

test.each([
  ['volcano', 'III', 'III'],
  ['volcano', '3', 'III'],
  ['volcano', 'iv', 'IV'],
  ['volcano', 'Siaga', 'III'],
  ['volcano', 'NORMAL', 'I'],
  ['volcano', 'Level IV (Awas)', 'IV'],
  ['volcano', 'Level IV', 'IV'],
  ['volcano', 'level 4', 'IV'],
  ['volcano', 'Siaga (Level III)', 'III'],
  ['volcano', 'Tingkat Aktivitas: II - Waspada', 'II'],
  ['volcano', 'AWAS/IV.', 'IV'],
  ['volcano', 'Level-2', 'II'],
  ['tsunami', 'AWAS', 'awas'],
  ['tsunami', 'Awas (>3 m)', 'awas'],
  ['tsunami', 'SIAGA (0,5-3 m)', 'siaga'],
  ['tsunami', 'Siaga (0.5 m - 3 m)', 'siaga'],
  ['tsunami', 'waspada, kurang dari 0,5 meter', 'waspada'],
  ['tsunami', 'Status Awas: lebih dari 3 meter', 'awas'],
  ['tsunami', 'tinggi gelombang 2 m', 'siaga'],
  ['tsunami', '4 m', 'awas'],
  ['earthquake', 'Berpotensi TSUNAMI', 'berpotensi-tsunami'],
  ['earthquake', 'berpotensi-tsunami', 'berpotensi-tsunami'],
  ['earthquake', 'Tidak berpotensi tsunami', null],
  ['earthquake', ' VI MMI ', 'VI MMI'],
  ['flood', 'Siaga 1', 'Siaga 1'],
  ['flood', 'Level 3', '3'],
  [null, 'awas', 'awas'],
] as const)('of a %s, %j is the level %s', (hazard, text, level) => {
  expect(readLevel(hazard, text)).toEqual({ kind: 'level', level })
})

test.each([
  ['volcano', 'merah', /IV \(Awas\)/],
  ['volcano', '5', /IV \(Awas\)/],
  ['volcano', '-3', /IV \(Awas\)/],
  ['volcano', '3.5', /IV \(Awas\)/],
  ['volcano', 'Level', /IV \(Awas\)/],
  ['volcano', 'bukan awas', /IV \(Awas\)/],
  ['volcano', 'III (Awas)', /must mean the same/],
  ['volcano', 'II-III', /must mean the same/],
  ['tsunami', '3', /waspada.*siaga.*awas/],
  ['tsunami', 'Level 3 (Awas)', /waspada.*siaga.*awas/],
  ['tsunami', 'merah', /waspada.*siaga.*awas/],
  ['tsunami', 'tidak awas', /waspada.*siaga.*awas/],
  ['tsunami', 'awas dan siaga', /waspada.*siaga.*awas/],
  ['tsunami', 'awas/siaga', /must mean the same/],
  ['tsunami', 'Waspada (> 3 m)', /must mean the same/],
  ['tsunami', 'Awas (> 0,5 m)', /waspada.*siaga.*awas/],
  ['tsunami', 'Awas (0,2 - 1 m)', /waspada.*siaga.*awas/],
  ['earthquake', 'mungkin tsunami', /berpotensi-tsunami/],
] as const)('of a %s, %j cannot be read', (hazard, text, saying) => {
  const reading = readLevel(hazard, text)
  expect(reading.kind).toBe('unread')
  expect(reading.kind === 'unread' ? `${reading.expected} ${reading.hint}` : '').toMatch(saying)
})

test.each([
  ['volcano', 'III', null, 'Level III (Siaga)'],
  ['volcano', 'I', null, 'Level I (Normal)'],
  ['volcano', 'other', null, 'other'],
  ['volcano', null, null, ''],
  ['tsunami', 'waspada', 7.1, 'Waspada (<0,5 m)'],
  ['tsunami', 'siaga', null, 'Siaga (0,5-3 m)'],
  ['tsunami', 'awas', null, 'Awas (>3 m)'],
  ['tsunami', 'other', null, 'other'],
  ['tsunami', null, null, ''],
  ['earthquake', null, 6.24, 'M6,2'],
  ['earthquake', TSUNAMI_POSSIBLE, 7, 'M7,0, berpotensi tsunami'],
  ['earthquake', TSUNAMI_POSSIBLE, null, 'berpotensi tsunami'],
  ['flood', 'merah', null, 'merah'],
  [null, null, null, ''],
] as const)('of a %s, level %s and magnitude %s are shown as %j', (hazard, level, magnitude, shown) => {
  expect(shownLevel(hazard, level, magnitude)).toBe(shown)
})
