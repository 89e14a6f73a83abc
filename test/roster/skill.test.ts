import { expect, test } from 'vitest'
import { readSkill, SKILLS, skillCounts, skillName } from '../../src/roster/skill.ts'

test.each([
  ['dapur_umum', 'dapur_umum'],
  [' Dapur Umum ', 'dapur_umum'],
  ['DAPUR-UMUM', 'dapur_umum'],
  ['field kitchen', 'dapur_umum'],
  ['Tenda darurat', 'shelter'],
  ['LDP', 'psikososial'],
  ['perahu', 'water_rescue'],
  ['P3K', 'pertolongan_pertama'],
])('%s is the skill %s', (text, skill) => expect(readSkill(text)).toBe(skill))

test.each(['', 'menjahit', 'dapurumum', 'constructor'])('%s is no skill that is known', (text) =>
  expect(readSkill(text)).toBeUndefined(),
)

test('every skill has a name of its own, and an unknown word is shown as it is', () => {
  expect(new Set(SKILLS.map(skillName)).size).toBe(SKILLS.length)
  expect(skillName('dapur_umum')).toBe('dapur umum')
  expect(skillName('menjahit')).toBe('menjahit')
})

test('counts go by the words of the skills, the larger of two for one, and unknown ones are left out', () => {
  expect(skillCounts({ dapur: 1, dapur_umum: 2, kitchen: 1, shelter: 0, menjahit: 4 })).toEqual({
    dapur_umum: 2,
    shelter: 0,
  })
})
