import { expect, test } from 'vitest'
import { headsJudged, wantedSkills } from '../../src/mobilisation/wanted-skills.ts'

const USUAL = { dapur_umum: 1, water_rescue: 2 }
const KINDS = { tagana: 4, ksb_member: 2 }

test('whoever states nothing gets the policy’s skills, as many times as its heads', () => {
  expect(wantedSkills(null, USUAL, 2, KINDS)).toEqual({ skills: { dapur_umum: 2, water_rescue: 4 }, warnings: [] })
  expect(wantedSkills({ kinds: {}, skills: {} }, USUAL, 1, KINDS).skills).toEqual(USUAL)
  expect(wantedSkills(null, USUAL, 9, KINDS)).toEqual({ skills: { dapur_umum: 6, water_rescue: 6 }, warnings: [] })
})

test('whoever states a need states its skills', () => {
  expect(wantedSkills({ kinds: KINDS, skills: {} }, USUAL, 2, KINDS)).toEqual({ skills: {}, warnings: [] })
  expect(wantedSkills({ kinds: {}, skills: { shelter: 1, dapur_umum: 0 } }, USUAL, 3, KINDS)).toEqual({
    skills: { shelter: 1 },
    warnings: [],
  })
})

test('more of one skill than there are people is as many as there are, and is said', () => {
  expect(wantedSkills({ kinds: KINDS, skills: { shelter: 9 } }, USUAL, 1, KINDS)).toEqual({
    skills: { shelter: 6 },
    warnings: ['need.skills.shelter is 9, more than the 6 people needed: 6 are sought'],
  })
})

test('a need is judged by its heads, or by its skills where they are more', () => {
  expect(headsJudged(KINDS, { shelter: 6 })).toBe(6)
  expect(headsJudged(KINDS, { shelter: 6, dapur_umum: 2 })).toBe(8)
})
