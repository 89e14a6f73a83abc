import { expect, test } from 'vitest'
import { type Ask, overcalling, planDifference } from '../../src/mobilisation/replan.ts'
import { selectSkilled } from '../../src/mobilisation/skilled-selection.ts'
import { aResponder, called, NOW, said } from './sample.ts'

const COOK = ['dapur_umum']
const ASKED = { jurisdiction: '32.04', mutualAid: [], landmass: 1, needsPhone: true, now: NOW }

/** People in a row, a kilometre apart; those whose id ends in C can cook. */
const askIn = (threadId: string, people: readonly string[], need: number, cooks: number, overcall = 1): Ask => {
  const line = people.map((id, at) => ({
    responder: aResponder(id, { skills: id.endsWith('C') ? COOK : [] }),
    km: at + 1,
  }))
  const choose: Ask['choose'] = (want, without, among, skills = {}) =>
    selectSkilled(() => line.filter(({ responder }) => among?.has(responder.id) ?? true), want, skills, {
      ...ASKED,
      alreadyCalled: without,
    })
  return {
    threadId,
    need: { tagana: need },
    skills: { dapur_umum: cooks },
    choose,
    callFor: overcalling(choose, overcall),
  }
}
const ids = (people: readonly { readonly responderId: string }[]): string =>
  people.map(({ responderId }) => responderId).join(' ')

test('a first plan calls the kinds and the skills', () => {
  const plan = planDifference([askIn('T1', ['R1', 'R2', 'R3', 'R4C', 'R5C'], 2, 1)], [])
  expect(ids(plan.call)).toBe('R1 R4C')
  expect(plan).toMatchObject({ need: { tagana: 2 }, skills: { dapur_umum: 1 } })
  expect(ids(planDifference([askIn('T1', ['R1', 'R2', 'R3', 'R4C', 'R5C'], 2, 1, 2)], []).call)).toBe('R1 R2 R4C R5C')
})

test('of those coming whoever brings the skill is kept, and it is sought where nobody does', () => {
  const line = ['R1', 'R2', 'R3C', 'R4C']
  const cookCame = [said('R1', 'yes', 1), said('R2', 'yes', 2), said('R3C', 'yes', 3, { skills: COOK })]
  const kept = planDifference([askIn('T1', line, 2, 1)], cookCame)
  expect(kept).toMatchObject({ call: [], standDown: [], need: { tagana: 2 }, skills: { dapur_umum: 1 } })
  const noCook = [said('R1', 'yes', 1), said('R2', 'yes', 2)]
  const sought = planDifference([askIn('T1', line, 2, 1)], noCook)
  expect(ids(sought.call)).toBe('R3C')
  expect(sought).toMatchObject({ standDown: [], need: { tagana: 2 }, skills: { dapur_umum: 1 } })
  // What they could do when they were called counts, not what the roster says since.
  const atCall = [said('R1', 'yes', 1, { skills: COOK }), said('R2', 'yes', 2)]
  expect(planDifference([askIn('T1', line, 2, 1)], atCall).call).toEqual([])
})

test('whoever was called for a skill and has not answered stays called', () => {
  const line = ['R1', 'R2', 'R3C']
  const people = [said('R1', 'yes', 1), called('R3C', { skills: COOK })]
  expect(planDifference([askIn('T1', line, 1, 1)], people)).toMatchObject({ standDown: [], call: [] })
})

test('two threads about one place do not double the skills, two places apart do', () => {
  const line = ['R1', 'R2C', 'R3', 'R4C']
  const same = planDifference([askIn('T1', line, 2, 1), askIn('T2', line, 2, 1)], [])
  expect(same).toMatchObject({ need: { tagana: 2 }, skills: { dapur_umum: 1 } })
  const apart = planDifference([askIn('T1', ['A1', 'A2C'], 2, 1), askIn('T2', ['B1', 'B2C'], 2, 1)], [])
  expect(apart).toMatchObject({ need: { tagana: 4 }, skills: { dapur_umum: 2 } })
  const { skills: _skills, ...plain } = askIn('T2', line, 2, 0)
  expect(planDifference([askIn('T1', line, 2, 2), plain], []).skills).toEqual({ dapur_umum: 2 })
})
