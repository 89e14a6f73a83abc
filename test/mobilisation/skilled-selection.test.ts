import { expect, test } from 'vitest'
import { selectSkilled } from '../../src/mobilisation/skilled-selection.ts'
import { aResponder, NOW } from './sample.ts'

const ASKED = {
  jurisdiction: '32.04',
  mutualAid: [],
  landmass: 1,
  alreadyCalled: new Set(['R4']),
  needsPhone: true,
  now: NOW,
}
const COOK = { skills: ['dapur_umum'] }
const LINE = [
  aResponder('R1'),
  aResponder('R2', { optedOutAt: NOW }),
  aResponder('R3', { kind: 'pkh', ...COOK }),
  aResponder('R4', COOK),
  aResponder('R5', { kind: 'psm', ...COOK }),
  aResponder('R6', COOK),
  aResponder('R7', { skills: ['shelter', 'dapur_umum'] }),
  aResponder('R8'),
]
const nearby = () => LINE.map((responder, at) => ({ responder, km: at + 1 }))
const found = (want: Readonly<Record<string, number>>, skills: Readonly<Record<string, number>>) => {
  const { picked, missing, missingSkills, skipped, considered } = selectSkilled(nearby, want, skills, ASKED)
  expect(considered).toBeGreaterThanOrEqual(picked.length + skipped.length)
  expect(considered).toBeLessThanOrEqual(LINE.length)
  return {
    picked: picked.map(({ responderId, because }) => `${responderId} ${because ?? 'kind'}`),
    missing,
    missingSkills,
  }
}

test('the nearest holders of a skill come first, and take places of their kind', () => {
  expect(found({ tagana: 2 }, { dapur_umum: 1 })).toEqual({
    picked: ['R1 kind', 'R6 skill'],
    missing: {},
    missingSkills: {},
  })
  expect(found({ tagana: 1, pkh: 0 }, { dapur_umum: 1 }).picked).toEqual(['R1 kind', 'R3 skill'])
  expect(found({ tagana: 0 }, { dapur_umum: 1 }).picked).toEqual(['R6 skill'])
  expect(found({ tagana: 3 }, { dapur_umum: 1 }).picked).toEqual(['R1 kind', 'R6 skill', 'R7 kind'])
  expect(found({ tagana: 1 }, { dapur_umum: 0 }).picked).toEqual(['R1 kind'])
})

test('one person with two skills is one, and what nobody has is named', () => {
  expect(found({ tagana: 3 }, { dapur_umum: 2, shelter: 2 })).toEqual({
    picked: ['R1 kind', 'R6 skill', 'R7 skill'],
    missing: {},
    missingSkills: { shelter: 1 },
  })
})

test('equally near ones stay in the order of their ids', () => {
  const same = () => ['R1', 'R2', 'R3'].map((id) => ({ responder: aResponder(id, id === 'R3' ? COOK : {}), km: 2 }))
  const { picked } = selectSkilled(same, { tagana: 3 }, { dapur_umum: 1 }, ASKED)
  expect(picked.map(({ responderId }) => responderId)).toEqual(['R1', 'R2', 'R3'])
})
