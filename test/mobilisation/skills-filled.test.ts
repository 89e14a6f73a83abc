import fc from 'fast-check'
import { expect, test } from 'vitest'
import { comingBySkill, firstWanted, skillsLacking, skillsMissing } from '../../src/mobilisation/skills-filled.ts'
import { called, NOW, said } from './sample.ts'

const cook = { skills: ['dapur_umum'] }
const both = { skills: ['dapur_umum', 'shelter'] }

test('of those who are coming each counts for every skill that they have', () => {
  const people = [
    said('R1', 'yes', 1, cook),
    said('R2', 'arrived', 1, both),
    said('R3', 'no', 1, both),
    said('R4', 'yes', 1, { ...both, stoodDownAt: NOW }),
    called('R5', cook),
    said('R6', 'yes', 1),
  ]
  expect(comingBySkill({ dapur_umum: 1, shelter: 2, psikososial: 1 }, people)).toEqual({
    dapur_umum: 2,
    shelter: 1,
    psikososial: 0,
  })
  expect(skillsMissing({ dapur_umum: 1, shelter: 2, psikososial: 1 }, people)).toEqual({ shelter: 1, psikososial: 1 })
  expect(skillsLacking({ dapur_umum: 0 }, [])).toEqual({})
})

test('beside the first of each kind the first others are wanted who bring what those do not', () => {
  const people = [
    { id: 1, kind: 'tagana' },
    { id: 2, kind: 'tagana' },
    { id: 3, kind: 'tagana', ...cook },
    { id: 4, kind: 'pkh', ...both },
    { id: 5, kind: 'tagana', ...both },
    { id: 6, kind: 'psm', ...both },
  ]
  const ids = (skills: Readonly<Record<string, number>>) =>
    firstWanted({ tagana: 2, pkh: 0 }, skills, people).map(({ id }) => id)
  expect(ids({})).toEqual([1, 2])
  expect(ids({ dapur_umum: 1 })).toEqual([1, 2, 3])
  expect(ids({ shelter: 2, dapur_umum: 1 })).toEqual([1, 2, 4, 5])
  expect(ids({ dapur_umum: 9 })).toEqual([1, 2, 3, 4, 5, 6])
})

test('whoever is wanted covers as much of every kind and skill as all people do', () => {
  const person = fc.record({
    kind: fc.constantFrom('tagana', 'pkh'),
    skills: fc.subarray(['dapur_umum', 'shelter']),
  })
  const counts = fc.integer({ min: 0, max: 4 })
  fc.assert(
    fc.property(fc.array(person, { maxLength: 12 }), counts, counts, counts, (people, tagana, cooks, tents) => {
      const skills = { dapur_umum: cooks, shelter: tents }
      const wanted = firstWanted({ tagana }, skills, people)
      expect(skillsLacking(skills, wanted)).toEqual(skillsLacking(skills, people))
      const ofKind = people.filter(({ kind }) => kind === 'tagana')
      for (const one of ofKind.slice(0, tagana)) expect(wanted).toContain(one)
      expect(wanted.length).toBeLessThanOrEqual(tagana + cooks + tents)
    }),
  )
})
