import { expect, test } from 'vitest'
import type { CalledPerson, CallOutView } from '../../src/mobilisation/call-out.ts'
import { nextStep } from '../../src/mobilisation/escalation.ts'
import { aView, called, later, MIN, POLICY, said } from './sample.ts'

const COOK = { skills: ['dapur_umum'] }
const step = (people: readonly CalledPerson[], min: number, more: Partial<CallOutView> = {}) =>
  nextStep(aView(people, { skills: { dapur_umum: 1 }, ...more }), POLICY, later(min * MIN))

test('with enough of each kind a call-out waits for those who may bring the missing skill, and sends the others home', () => {
  const people = [said('R1', 'yes', 1), said('R2', 'yes', 2), called('R3', COOK), called('R4')]
  expect(step(people, 3)).toMatchObject({
    status: 'calling',
    standDown: ['R4'],
    replacements: [],
    reviewAt: later(10 * MIN),
  })
  const came = [...people.slice(0, 2), said('R3', 'yes', 4, COOK), called('R4', { stoodDownAt: later(3 * MIN) })]
  expect(step(came, 4)).toMatchObject({ status: 'filled', standDown: [] })
})

test('of those coming the first of each kind stay, and whoever brings a skill that these do not', () => {
  const people = [
    said('R1', 'yes', 1),
    said('R2', 'yes', 2),
    said('R3', 'yes', 3),
    said('R4', 'yes', 4, COOK),
    said('R5', 'yes', 5, COOK),
  ]
  expect(step(people, 5)).toMatchObject({ status: 'filled', standDown: ['R3', 'R5'] })
  expect(step(people, 5, { skills: { dapur_umum: 2 } }).standDown).toEqual(['R3'])
})

test('a no of somebody with a skill that is missing is replaced though there are enough of their kind', () => {
  const enough = [said('R1', 'yes', 1), said('R2', 'yes', 2)]
  const people = [...enough, said('R3', 'no', 3, COOK), said('R4', 'no', 3)]
  const replaced = { replaces: 'R3', kind: 'tagana', wave: 1, because: 'said-no', skills: ['dapur_umum'] }
  expect(step(people, 3)).toMatchObject({ status: 'calling', replacements: [replaced] })
  expect(step([...enough, said('R5', 'yes', 2, COOK), ...people.slice(2)], 3).replacements).toEqual([])
  const silent = step([...enough, called('R3', COOK)], 10)
  expect(silent.replacements).toEqual([{ ...replaced, wave: 2, because: 'silent' }])
})

test('where nobody is left who has it the call-out is exhausted, and a late yes still fills it', () => {
  const people = [said('R1', 'yes', 1), said('R2', 'yes', 2), said('R3', 'no', 3, COOK)]
  const gone = { usedUpSkills: new Set(['dapur_umum']) }
  expect(step(people, 3, gone)).toMatchObject({ status: 'exhausted', replacements: [] })
  expect(step(people.slice(0, 2), 3)).toMatchObject({ status: 'exhausted', replacements: [] })
  // The place of their kind is sought all the same where that is short.
  expect(step(people.slice(1), 3, gone).replacements).toHaveLength(1)
  const late = [...people.slice(0, 2), said('R3', 'yes', 20, COOK)]
  expect(step(late, 20, { status: 'exhausted' })).toMatchObject({ status: 'filled', standDown: [] })
})

test('a need of nobody is filled whatever the skills', () => {
  expect(step([], 0, { need: { tagana: 0 } }).status).toBe('filled')
  expect(step([], 0, { need: { tagana: 0 }, skills: {} }).status).toBe('filled')
})
