import fc from 'fast-check'
import { expect, test } from 'vitest'
import { kindRate } from '../../src/mobilisation/odds.ts'
import type { Trait } from '../../src/simulation/answering.ts'
import { type Learning, learnOdds, pastCalls } from '../../src/simulation/learning.ts'
import { aResponder } from '../mobilisation/sample.ts'
import { model, NOW, rules } from './small-world.ts'

const DAY_MS = 86_400_000
const POLICY = rules({})
const USUAL: Trait = { kind: 'tagana', eagerness: 0, regency: 0, isDead: false }
const PEOPLE = Array.from({ length: 300 }, (_, n) => aResponder(`R${n}`))

const learning = (more: Partial<Learning> = {}): Learning => ({
  seed: 1,
  accept: 0.4,
  model: model().answers,
  policy: POLICY,
  now: NOW,
  traitOf: () => USUAL,
  ...more,
})

test('without any history the odds are the prior, for everybody and every hour', () => {
  const oddsOf = learnOdds(
    PEOPLE,
    learning({ model: model({ history: { none: 1, mostCalls: 9, withinDays: 365 } }).answers }),
  )
  expect([oddsOf(aResponder('R1'), 'night'), oddsOf(aResponder('stranger'), 'evening')]).toEqual([0.4, 0.4])
})

test('histories are as many calls as the model says, over before now and within its days', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 9 }), (id, mostCalls) => {
      const { answers } = model({ history: { none: 0, mostCalls, withinDays: 30 } })
      const calls = pastCalls(aResponder(id), learning({ model: answers }))
      expect(calls.length).toBeGreaterThanOrEqual(1)
      expect(calls.length).toBeLessThanOrEqual(mostCalls)
      for (const { calledAt, deadlineAt } of calls) {
        expect(deadlineAt.getTime() - calledAt.getTime()).toBe(600_000)
        expect(deadlineAt <= NOW).toBe(true)
        expect(NOW.getTime() - deadlineAt.getTime()).toBeLessThanOrEqual(30 * DAY_MS)
      }
    }),
  )
})

test('a fifth was never asked, and what somebody was asked is the same each time', () => {
  const many = Array.from({ length: 3000 }, (_, n) => aResponder(`R${n}`))
  const all = many.map((person) => pastCalls(person, learning()))
  expect(all.filter((calls) => calls.length === 0).length / 3000).toBeCloseTo(0.2, 1)
  expect(many.map((person) => pastCalls(person, learning()))).toEqual(all)
})

test('learned odds come near the share that says yes by the deadline, and tell the eager from others', () => {
  const answers = model({ peopleSpread: 0, regencySpread: 0, eventSpread: 0, deadNumbers: 0, kinds: {} }).answers
  const oddsOf = learnOdds(PEOPLE, learning({ model: answers }))
  // 40 % of the nine in ten who notice, of whom 88.6 % answer within ten minutes.
  expect(oddsOf(aResponder('stranger'), 'morning')).toBeCloseTo(0.4 * 0.9 * 0.886, 1)
  const eager = learnOdds(PEOPLE, learning({ traitOf: ({ id }) => ({ ...USUAL, eagerness: id === 'R7' ? 4 : -1 }) }))
  expect(eager(aResponder('R7'), 'morning')).toBeGreaterThan(eager(aResponder('R8'), 'morning'))
  expect(oddsOf(aResponder('R1'), 'night')).toBeLessThan(oddsOf(aResponder('R1'), 'evening'))
})

test('a kind of whom nobody is there has the rate of its prior', () => {
  expect(learnOdds(PEOPLE, learning())(aResponder('P', { kind: 'pkh' }), 'morning')).toBeLessThan(0.45)
  expect(kindRate('pkh', {}, 'morning', POLICY.odds)).toBe(0.4)
})

test('where regencies are told apart, a newcomer is taken for like those who live there', () => {
  const people = Array.from({ length: 1_300 }, (_, n) =>
    aResponder(`R${n}`, { regencyCode: n % 13 === 0 ? '32.01' : '32.04' }),
  )
  const traitOf = ({ regencyCode }: { readonly regencyCode: string }): Trait => ({
    ...USUAL,
    regency: regencyCode === '32.01' ? 4 : -1,
  })
  const apart = learnOdds(
    people,
    learning({ traitOf, policy: { ...POLICY, odds: { ...POLICY.odds, regencyAnswers: 20 } } }),
  )
  const alike = learnOdds(people, learning({ traitOf }))
  const newcomer = (regencyCode: string) => aResponder('N', { regencyCode })
  const gap = (oddsOf: typeof apart): number =>
    oddsOf(newcomer('32.01'), 'morning') - oddsOf(newcomer('32.04'), 'morning')
  expect(gap(apart)).toBeGreaterThan(gap(alike) + 0.1)
  // Nobody lives there who was asked: as in the whole country.
  expect(apart(newcomer('91.01'), 'morning')).toBeCloseTo(alike(newcomer('91.01'), 'morning'), 12)
})
