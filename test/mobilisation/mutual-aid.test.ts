import { expect, test } from 'vitest'
import { type AidAgreement, aidFor } from '../../src/mobilisation/mutual-aid.ts'
import { later, MIN, NOW } from './sample.ts'

const between = (...codes: readonly string[]): AidAgreement => ({
  between: codes,
  basis: '360/9/2026',
  from: later(-MIN),
  until: later(MIN),
})

test.each<[string, readonly AidAgreement[], readonly string[]]>([
  ['nobody agreed', [], []],
  ['two neighbours agreed', [between('32.04', '32.05')], ['32.05']],
  ['three agreed, in any order', [between('32.11', '32.05', '32.04')], ['32.05', '32.11']],
  ['others agreed', [between('32.05', '32.11')], []],
  [
    'a neighbour’s neighbour agreed with the neighbour',
    [between('32.04', '32.05'), between('32.05', '32.11')],
    ['32.05'],
  ],
  ['the province agreed with the next', [between('32', '33')], ['33']],
  ['a province agreed with us alone', [between('33', '32.04')], ['33']],
  ['we and our own province agreed', [between('32', '32.04')], []],
  ['two agreements name the same', [between('32.04', '33'), between('32', '33', '36')], ['33', '36']],
  ['a code begins alike', [between('32.0', '33')], []],
  ['it begins now', [{ ...between('32.04', '32.05'), from: NOW }], ['32.05']],
  ['it begins in a moment', [{ ...between('32.04', '32.05'), from: later(1) }], []],
  ['it ends now', [{ ...between('32.04', '32.05'), until: NOW }], []],
])('where %s', (_words, agreements, codes) => {
  expect(aidFor('32.04', agreements, NOW)).toEqual(codes)
})
