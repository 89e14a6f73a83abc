import { describe, expect, test } from 'vitest'
import { speaksFor, type Voice } from '../../src/mobilisation/speaks-for.ts'

const NOBODY: Voice = { operatorId: null, organisation: null, jurisdiction: '' }
const BANDUNG: Voice = { operatorId: 'op_1', organisation: 'BPBD Kab. Bandung', jurisdiction: '32.04' }

describe('who may change what somebody else said', () => {
  test.each<[string, Voice, Voice, boolean]>([
    ['the same operator', BANDUNG, { ...BANDUNG, jurisdiction: '32' }, true],
    ['a colleague of the same office', { ...BANDUNG, operatorId: 'op_2' }, BANDUNG, true],
    ['the office above, under the same name', { ...BANDUNG, operatorId: 'op_2', jurisdiction: '32' }, BANDUNG, true],
    [
      'an office under the same name elsewhere',
      { ...BANDUNG, operatorId: 'op_2', jurisdiction: '32.05' },
      BANDUNG,
      false,
    ],
    ['a part of it', { ...BANDUNG, operatorId: 'op_2', jurisdiction: '32.04.15' }, BANDUNG, false],
    ['another office of the same place', { ...BANDUNG, operatorId: 'op_2', organisation: 'Dinsos' }, BANDUNG, false],
    ['two of no known office', { ...NOBODY, operatorId: 'op_2' }, { ...NOBODY, operatorId: 'op_3' }, false],
    ['an operator in the name of a feed', BANDUNG, NOBODY, false],
    ['a feed in the name of an operator', NOBODY, BANDUNG, false],
    ['a feed and a feed', NOBODY, NOBODY, true],
  ])('%s', (_who, mine, theirs, may) => {
    expect(speaksFor(mine, theirs)).toBe(may)
  })
})
