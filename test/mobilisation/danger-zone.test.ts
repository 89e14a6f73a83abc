import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { circle } from '../../src/geo/area.ts'
import type { Position } from '../../src/geo/position.ts'
import { type CalledPerson, isComing, isInDanger, owesAnswer } from '../../src/mobilisation/call-out.ts'
import {
  afterWord,
  asAsked,
  askedFirst,
  dangerZone,
  NO_DANGER,
  safetyStep,
  type Whereabouts,
  WORDS,
} from '../../src/mobilisation/danger-zone.ts'
import { HAZARDS } from '../../src/mobilisation/hazard.ts'
import type { Safety, SafetyPolicy } from '../../src/mobilisation/safety.ts'
import { called, idOf, NOW, said } from './sample.ts'

const POLICY: SafetyPolicy = { hazards: ['flood', 'tsunami'], odds: 0.8 }
const NOT_YET = { enRouteAt: null, arrivedAt: null, doneAt: null } as const
const HERE: Position = [107.5, -7.2]
const THERE: Position = [107.6, -7.2]
const flood = (place: Position, more: object = {}) => ({
  event: { hazard: 'flood' as const, safeToApproach: null, ...more },
  area: circle(place, 2),
})

describe('the zone', () => {
  test('is the area of every message whose hazard the policy names, but for what is safe to approach', () => {
    const zone = dangerZone([flood(HERE), flood(THERE, { safeToApproach: true })], POLICY)
    expect(zone.odds).toBe(0.8)
    expect([HERE, THERE, HERE].map(zone.holds)).toEqual([true, false, true])
    const both = dangerZone([flood(HERE), flood(THERE, { safeToApproach: false })], POLICY)
    expect([HERE, THERE, [107.55, -7.2] as const].map(both.holds)).toEqual([true, true, false])
  })

  test.each([
    ['a hazard that the policy does not name', [flood(HERE, { hazard: 'drought' })], POLICY],
    ['an ending without a hazard', [flood(HERE, { hazard: null })], POLICY],
    ['a policy that names none', [flood(HERE)], { hazards: [], odds: 0.8 }],
    ['a call-out from before there was such a policy', [flood(HERE)], undefined],
    ['no policy', [flood(HERE)], null],
    ['no message', [], POLICY],
  ])('is nowhere for %s', (_, grounds, policy) => {
    const zone = dangerZone(grounds, policy)
    expect(zone).toBe(NO_DANGER)
    expect([zone.holds(HERE), zone.odds]).toEqual([false, 1])
  })

  test('holds exactly the homes that lie in an area whose hazard is asked about and that is not safe to approach', () => {
    const ground = fc.record({
      hazard: fc.constantFrom(...HAZARDS),
      safe: fc.constantFrom(null, true, false),
      at: fc.constantFrom(HERE, THERE, [108, -7] as const),
    })
    fc.assert(
      fc.property(fc.array(ground, { maxLength: 4 }), fc.subarray([...HAZARDS]), (grounds, hazards) => {
        const policy = { hazards, odds: 0.5 }
        const zone = dangerZone(
          grounds.map(({ hazard, safe, at }) => flood(at, { hazard, safeToApproach: safe })),
          policy,
        )
        for (const home of [HERE, THERE])
          expect(zone.holds(home)).toBe(
            grounds.some(({ hazard, safe, at }) => at === home && safe !== true && hazards.includes(hazard)),
          )
      }),
      { seed: 20261122, numRuns: 300 },
    )
  })
})

test('who is called now is asked first, but for those who said that they are safe or stand at the muster point', () => {
  const people = [
    called('R1', { safety: 'safe' }),
    said('R2', 'arrived', 1),
    called('R3', { safety: 'safe', stoodDownAt: NOW }),
    called('R4', { safety: 'asked' }),
  ]
  const first = askedFirst(dangerZone([flood(HERE)], POLICY), people)
  expect(first.odds).toBe(0.8)
  expect(['R1', 'R2', 'R3', 'R4', 'R5'].filter((id) => first.has({ id: idOf(id), home: HERE }))).toEqual([
    'R3',
    'R4',
    'R5',
  ])
  expect(first.has({ id: idOf('R5'), home: THERE })).toBe(false)
})

test('who is in doubt for another call-out is asked wherever they live, until they say here that they are safe', () => {
  const zone = { ...dangerZone([flood(HERE)], POLICY), doubted: new Set(['R1', 'R2']) }
  const first = askedFirst(zone, [called('R2', { safety: 'safe' })])
  expect(['R1', 'R2', 'R3'].map((id) => first.has({ id: idOf(id), home: THERE }))).toEqual([true, false, false])
})

test.each([
  [{ answer: null }, 'inside', 'ask'],
  [{ answer: 'yes', safety: null }, 'inside', 'ask'],
  [{ answer: 'no' }, 'inside', 'keep'],
  [{ answer: 'arrived' }, 'inside', 'keep'],
  [{ answer: null, safety: 'asked' }, 'inside', 'keep'],
  [{ answer: null, safety: 'safe' }, 'inside', 'keep'],
  [{ answer: 'no', safety: 'unsafe' }, 'inside', 'keep'],
  [{ answer: null, safety: 'asked' }, 'outside', 'order'],
  [{ answer: 'yes', safety: 'asked' }, 'outside', 'order'],
  [{ answer: 'no', safety: 'asked' }, 'outside', 'keep'],
  [{ answer: 'yes', safety: 'safe' }, 'outside', 'forget'],
  [{ answer: 'no', safety: 'unsafe' }, 'outside', 'keep'],
  [{ answer: null }, 'outside', 'keep'],
  [{ answer: null }, 'unknown', 'keep'],
  [{ answer: null, safety: 'asked' }, 'unknown', 'keep'],
] as const)('a new plan for somebody with %o who lives %s: %s', (person, where, step) => {
  expect(safetyStep(person, where)).toBe(step)
})

test.each([
  ['asked', null, 'yes', 'yes', 'yes', 'safe', true],
  ['asked', null, 'arrived', 'safe', null, 'safe', true],
  ['asked', null, 'safe', 'safe', null, 'safe', true],
  ['asked', 'yes', 'safe', 'safe', 'yes', 'safe', true],
  ['asked', null, 'no', 'no', 'no', 'asked', false],
  ['asked', 'no', 'safe', 'safe', 'no', 'safe', false],
  ['asked', null, 'unsafe', 'unsafe', 'no', 'unsafe', false],
  ['unsafe', 'no', 'safe', 'safe', 'no', 'safe', false],
  ['unsafe', 'no', 'yes', 'yes', 'yes', 'safe', true],
  ['safe', null, 'arrived', 'arrived', 'arrived', 'safe', false],
  ['safe', null, 'yes', 'yes', 'yes', 'safe', true],
  [null, null, 'yes', 'yes', 'yes', null, false],
  [null, null, 'arrived', 'arrived', 'arrived', null, false],
  [null, 'yes', 'safe', 'safe', 'yes', null, false],
  [null, 'yes', 'unsafe', 'unsafe', 'no', 'unsafe', false],
] as const)('who is %s and said %s, and says %s', (safety, answer, word, meant, after, then, orders) => {
  expect(afterWord({ ...NOT_YET, answer, safety }, word, NOW)).toMatchObject({
    meant,
    answer: after,
    safety: then,
    orders,
  })
})

test('whoever stays called and lives in a zone that grew is not counted on from now on', () => {
  const people = [
    said('IN', 'yes', 1),
    said('OUT', 'yes', 1),
    said('HOME', 'yes', 1, { stoodDownAt: NOW }),
    said('THERE', 'arrived', 1),
  ]
  const found = asAsked(people, (id) => (id === 'OUT' ? 'outside' : 'inside'))
  expect(found.map(({ safety = null }) => safety)).toEqual(['asked', null, null, null])
  expect(found.map(isComing)).toEqual([false, true, false, true])
})

test('who refused, came to live in a zone that grew and is coming after all is asked before they count', () => {
  const refused = { ...NOT_YET, answer: 'no', safety: null, asksOnReturn: true } as const
  for (const word of ['yes', 'en-route'] as const)
    expect(afterWord(refused, word, NOW)).toMatchObject({ meant: word, answer: 'yes', safety: 'asked', orders: false })
  const asked = afterWord(refused, 'yes', NOW)
  expect(afterWord(asked, 'yes', NOW)).toMatchObject({ answer: 'yes', safety: 'safe', orders: true })
  // Nobody lives there any more, or they had said yes before.
  expect(afterWord({ ...refused, asksOnReturn: false }, 'yes', NOW)).toMatchObject({ answer: 'yes', safety: null })
  expect(afterWord({ ...refused, answer: 'yes' }, 'yes', NOW)).toMatchObject({ answer: 'yes', safety: null })
  // "Aman" says that they are safe, not that they came.
  for (const word of ['arrived', 'safe'] as const)
    expect(afterWord(refused, word, NOW)).toMatchObject({ meant: 'safe', answer: 'no', safety: 'safe', orders: false })
})

test('a service goes on beside it: on the way is safe and coming, done ends it, and who is not safe is on no way', () => {
  const asked = { ...NOT_YET, answer: null, safety: 'asked' } as const
  const onTheWay = afterWord(asked, 'en-route', NOW)
  expect(onTheWay).toEqual({
    ...{ meant: 'en-route', answer: 'yes', safety: 'safe', orders: true },
    ...{ enRouteAt: NOW, arrivedAt: null, doneAt: null },
  })
  expect(afterWord(onTheWay, 'done', NOW)).toMatchObject({
    answer: 'arrived',
    doneAt: NOW,
    safety: 'safe',
    orders: false,
  })
  expect(afterWord(onTheWay, 'unsafe', NOW)).toMatchObject({ answer: 'no', enRouteAt: null, safety: 'unsafe' })
  expect(afterWord(asked, 'done', NOW)).toMatchObject({ answer: null, doneAt: null, safety: 'asked' })
})

test('who came and is asked, or is not safe, is not counted on; asked, their word is awaited', () => {
  const one = (safety: Safety | null, more: Partial<CalledPerson> = {}) => said('R1', 'yes', 1, { safety, ...more })
  expect([null, 'safe', 'asked', 'unsafe'].map((safety) => isComing(one(safety as Safety | null)))).toEqual([
    true,
    true,
    false,
    false,
  ])
  expect(owesAnswer(one('asked'))).toBe(true)
  expect(owesAnswer(one('asked', { answer: 'no' }))).toBe(false)
  expect(owesAnswer(one('asked', { stoodDownAt: NOW }))).toBe(false)
  expect(owesAnswer(one('safe'))).toBe(false)
  expect(owesAnswer(called('R1'))).toBe(true)
})

test('whatever is said and however the area moves, nobody in it is ordered before they said that they are safe there', () => {
  const happening = fc.oneof(
    fc.record({ plan: fc.constantFrom<Whereabouts>('inside', 'outside', 'unknown') }),
    fc.record({ word: fc.constantFrom(...WORDS) }),
  )
  fc.assert(
    fc.property(fc.constantFrom('inside', 'outside'), fc.array(happening, { maxLength: 12 }), (home, happenings) => {
      // Called for the first time: from inside they are asked, else ordered.
      let where: string = home
      let person: CalledPerson = called('R1', { safety: home === 'inside' ? 'asked' : null })
      let vouched = false
      // Whoever stands at the muster point, or said no to an order that came while they lived outside, has had theirs.
      let excused = false
      const mayOrder = (): boolean => where !== 'inside' || vouched
      for (const one of happenings) {
        if ('plan' in one) {
          const step = safetyStep(person, one.plan)
          if (one.plan !== 'unknown') where = one.plan
          if (step === 'ask') vouched = false
          if (one.plan === 'inside' && step === 'keep' && (person.safety ?? null) === null) excused = true
          if (step === 'ask') person = { ...person, safety: 'asked' }
          if (step === 'order') expect(mayOrder()).toBe(true)
          if (step === 'order' || step === 'forget') person = { ...person, safety: null }
          if (step === 'forget') vouched = false
        } else {
          // How far a service is changes nothing of where somebody may be sent: after "done" nothing does.
          const standing = { ...NOT_YET, answer: person.answer, safety: person.safety ?? null }
          const after = afterWord(standing, one.word, NOW)
          if (after.safety === 'safe') vouched = true
          if (after.orders) expect(mayOrder()).toBe(true)
          person = { ...person, answer: after.answer, safety: after.safety }
        }
        // What leaves is checked once more by the same word (beginSending): asked and unsafe people get no order.
        const mayLeave = person.safety !== 'asked' && person.safety !== 'unsafe' && person.answer === null
        if (mayLeave) expect(mayOrder()).toBe(true)
        if (isComing(person) && !excused) expect(mayOrder()).toBe(true)
      }
    }),
    { seed: 20261122, numRuns: 3_000 },
  )
})

test.each([
  ['not safe', { safety: 'unsafe' }, true],
  ['asked and silent by the deadline', { safety: 'asked', silentAt: NOW }, true],
  ['asked, and may still say so', { safety: 'asked' }, false],
  ['safe', { safety: 'safe', silentAt: NOW }, false],
  ['silent, and was not asked', { silentAt: NOW }, false],
] as const)('who is %s is in danger as far as is known: %o, %s', (_words, person, inDanger) => {
  expect(isInDanger(called('R1', person))).toBe(inDanger)
})
