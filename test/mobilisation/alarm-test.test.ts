import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CalledPerson, CallOutView } from '../../src/mobilisation/call-out.ts'
import { type NextStep, nextStep } from '../../src/mobilisation/escalation.ts'
import { ACK_MS, aView, called, later, MIN, POLICY, said } from './sample.ts'

const TEST = { ...POLICY, maxWaves: 1, answersOnly: true }

const step = (people: readonly CalledPerson[], min: number, more: Partial<CallOutView> = {}): NextStep =>
  nextStep(aView(people, more), TEST, later(min * MIN))

test('in a test of the alarm nobody is called in the place of a no or of a silence', () => {
  const people = [said('R1', 'no', 1), called('R2'), called('R3')]
  expect(step(people, 2)).toMatchObject({
    status: 'calling',
    replacements: [],
    standDown: [],
    reviewAt: later(ACK_MS),
  })
  expect(step(people, 10)).toMatchObject({ status: 'exhausted', silent: ['R2', 'R3'], replacements: [], withheld: [] })
})

test('enough who could come is filled, and the answers of the others are still awaited', () => {
  const people = [said('R1', 'yes', 1), said('R2', 'yes', 2), said('R3', 'yes', 3), called('R4')]
  expect(step(people, 3)).toMatchObject({ status: 'filled', standDown: [], reviewAt: later(ACK_MS) })
  const over = step(people, 10, { status: 'filled', closesAt: later(60 * MIN) })
  expect(over).toMatchObject({ status: 'filled', silent: ['R4'], standDown: [], reviewAt: later(60 * MIN) })
})

test('what has expired withholds nobody: nobody else was to be called', () => {
  const lapsed = { people: new Set(['R1']), kinds: new Set(['tagana', 'pkh']) }
  const found = step([said('R1', 'no', 1)], 10, { lapsed, need: { tagana: 2, pkh: 1 } })
  expect(found).toMatchObject({ status: 'exhausted', withheld: [] })
})

const anybody = fc
  .array(
    fc.record({ word: fc.constantFrom('yes' as const, 'no' as const, null), at: fc.integer({ min: 0, max: 20 }) }),
    {
      maxLength: 12,
    },
  )
  .map((people) => people.map(({ word, at }, nth) => (word === null ? called(`R${nth}`) : said(`R${nth}`, word, at))))

test('whatever people say and when, nobody is called or sent home, and who is silent is told of once the time is over', () => {
  fc.assert(
    fc.property(anybody, fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 6 }), (people, min, tagana) => {
      const found = step(people, min, { need: { tagana } })
      expect([found.replacements, found.standDown, found.withheld]).toEqual([[], [], []])
      const owing = people.filter(({ answer }) => answer === null)
      expect(found.silent).toEqual(min * MIN >= ACK_MS ? owing.map(({ responderId }) => responderId) : [])
      const yes = people.filter(({ answer }) => answer === 'yes').length
      const isDone = owing.length === 0 || min * MIN >= ACK_MS
      expect(found.status).toBe(yes >= tagana ? 'filled' : isDone ? 'exhausted' : 'calling')
    }),
  )
})
