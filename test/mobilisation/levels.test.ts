import { expect, test } from 'vitest'
import { readLevel, shownLevel } from '../../src/mobilisation/levels.ts'

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
  ['volcano', 'III', 'III (Siaga)'],
  ['volcano', 'I', 'I (Normal)'],
  ['volcano', 'other', 'other'],
  ['volcano', null, ''],
  ['tsunami', 'siaga', 'siaga'],
  [null, null, ''],
] as const)('of a %s, level %s is shown as %j', (hazard, level, shown) => {
  expect(shownLevel(hazard, level)).toBe(shown)
})
