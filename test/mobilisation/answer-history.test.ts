import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addUp,
  BANDS,
  bandAt,
  elapsed,
  evidenceOf,
  evidenceOfInvite,
  type Heard,
  oddsLeft,
  type PastCall,
  type PastInvite,
  recencyWeight,
} from '../../src/mobilisation/answer-history.ts'
import { ACK_MS, later, MIN, NOW } from './sample.ts'

const AFTER = later(ACK_MS * 10)
const USUAL = 0.4

const heard = (answer: Heard['answer'], min: number, weak = false): Heard => ({ answer, at: later(min * MIN), weak })

/** Called at NOW, with ten minutes to answer. */
const aCall = (more: Partial<PastCall> = {}): PastCall => ({
  calledAt: NOW,
  deadlineAt: later(ACK_MS),
  stoodDownAt: null,
  heard: [],
  ...more,
})

const YES = { asked: 1, yes: 1 }
const NOT = { asked: 1, yes: 0 }
const NOTHING = { asked: 0, yes: 0 }

test.each<[string, Partial<PastCall>, { asked: number; yes: number }]>([
  ['a yes in time', { heard: [heard('yes', 3)] }, YES],
  ['a yes at the deadline', { heard: [heard('yes', 10)] }, YES],
  ['an arrival in time', { heard: [heard('arrived', 9)] }, YES],
  ['a yes, and an arrival after the deadline', { heard: [heard('yes', 3), heard('arrived', 50)] }, YES],
  ['a no', { heard: [heard('no', 1)] }, NOT],
  ['a yes taken back in time', { heard: [heard('no', 5), heard('yes', 2)] }, NOT],
  ['a no turned into a yes in time', { heard: [heard('no', 2), heard('yes', 5)] }, YES],
  ['a yes taken back after the deadline', { heard: [heard('yes', 2), heard('no', 30)] }, YES],
  ['a yes that came late', { heard: [heard('yes', 11)] }, NOT],
  ['silence', {}, NOT],
  ['a weak yes', { heard: [heard('yes', 2, true)] }, NOT],
  ['a weak no after a yes', { heard: [heard('yes', 2), heard('no', 3, true)] }, YES],
  ['a yes, then stood down', { heard: [heard('yes', 2)], stoodDownAt: later(4 * MIN) }, YES],
  ['a no, then stood down', { heard: [heard('no', 2)], stoodDownAt: later(4 * MIN) }, NOT],
  ['stood down after the deadline', { stoodDownAt: later(20 * MIN) }, NOT],
  ['stood down at the deadline', { stoodDownAt: later(10 * MIN) }, NOT],
  ['stood down at once', { stoodDownAt: NOW }, NOTHING],
  ['stood down at once, a yes all the same', { stoodDownAt: NOW, heard: [heard('yes', 1)] }, NOTHING],
  ['a deadline before the call', { deadlineAt: later(-MIN) }, NOT],
])('%s is counted for what it tells', (_, call, expected) => {
  expect(evidenceOf(aCall(call), USUAL, AFTER)).toEqual(expected)
})

test('a call that still runs tells nothing, not even by a yes that may be taken back', () => {
  expect(evidenceOf(aCall({ heard: [heard('yes', 3)] }), USUAL, later(9 * MIN))).toEqual(NOTHING)
  expect(evidenceOf(aCall({ heard: [heard('yes', 3)] }), USUAL, later(10 * MIN))).toEqual(YES)
})

const parts = fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100)
const rates = fc.integer({ min: 1, max: 99 }).map((percent) => percent / 100)

test('wherever call-outs are cut short, the learned rate is right on average', () => {
  fc.assert(
    fc.property(parts, rates, (part, rate) => {
      const cut = aCall({ stoodDownAt: later(part * ACK_MS) })
      const silent = evidenceOf(cut, rate, AFTER)
      const saidYes = evidenceOf({ ...cut, heard: [heard('yes', 0)] }, rate, AFTER)
      // Yeses come evenly: so many have been said when the others are sent home.
      const share = rate * part
      expect(saidYes).toEqual(YES)
      const asked = share * saidYes.asked + (1 - share) * silent.asked
      expect(share * saidYes.yes).toBeCloseTo(rate * asked, 12)
    }),
    { numRuns: 1_000, seed: 1 },
  )
})

test('a longer silence is never less of a question, and never more than one', () => {
  fc.assert(
    fc.property(parts, parts, rates, (one, other, rate) => {
      const asked = [Math.min(one, other), Math.max(one, other)].map(
        (part) => evidenceOf(aCall({ stoodDownAt: later(part * ACK_MS) }), rate, AFTER).asked,
      )
      expect(asked).toEqual(asked.toSorted((left, right) => left - right))
      expect(asked.every((weight) => weight >= 0 && weight <= 1)).toBe(true)
    }),
    { numRuns: 1_000, seed: 2 },
  )
})

test('the odds that are left to a silent person are theirs at first, then fall to nothing at the deadline', () => {
  expect(oddsLeft(0.6, 0)).toBe(0.6)
  expect(oddsLeft(0.6, 0.5)).toBeCloseTo(0.3 / 0.7, 12)
  expect(oddsLeft(0.6, 1)).toBe(0)
  expect(oddsLeft(1, 1)).toBe(0)
  fc.assert(
    fc.property(parts, rates, (part, odds) => {
      // Bayes: of those who have said nothing so far, those who would still say yes.
      expect(oddsLeft(odds, part) * (1 - odds * part)).toBeCloseTo(odds - odds * part, 12)
    }),
    { numRuns: 1_000, seed: 3 },
  )
})

test('the part of the deadline that has run is between none and all of it', () => {
  expect([-5, 0, 5, 10, 15].map((min) => elapsed(NOW, later(ACK_MS), later(min * MIN)))).toEqual([0, 0, 0.5, 1, 1])
  expect(elapsed(NOW, NOW, NOW)).toBe(1)
})

test('an answer weighs half after each half-life, and never more than 1', () => {
  const DAY = 86_400_000
  const weights = [0, 180, 360, -7].map((days) => recencyWeight(NOW, later(days * DAY), 180 * DAY))
  expect(weights).toEqual([1, 0.5, 0.25, 1])
})

test.each([
  ['2026-11-22T15:00:00Z', 'WIB', 'night'],
  ['2026-11-22T14:59:59Z', 'WIB', 'evening'],
  ['2026-11-22T21:59:59Z', 'WIB', 'night'],
  ['2026-11-22T22:00:00Z', 'WIB', 'morning'],
  ['2026-11-22T03:59:59Z', 'WIB', 'morning'],
  ['2026-11-22T04:00:00Z', 'WIB', 'afternoon'],
  ['2026-11-22T10:00:00Z', 'WIB', 'evening'],
  ['2026-11-22T20:30:00Z', 'WIB', 'night'],
  ['2026-11-22T20:30:00Z', 'WIT', 'morning'],
  ['2026-11-22T03:00:00Z', 'WITA', 'afternoon'],
] as const)('%s is in %s %s', (at, zone, band) => {
  expect(bandAt(new Date(at), zone)).toBe(band)
})

test('an invalid date is in no band', () => {
  expect(() => bandAt(new Date('?'), 'WIB')).toThrow(
    new RangeError('band of the day: expected a date, got an invalid one'),
  )
})

test('answers are added up by the band of their call, each with the weight of its age', () => {
  const at = (iso: string, more: Partial<PastCall> = {}): PastCall => {
    const calledAt = new Date(iso)
    return aCall({ calledAt, deadlineAt: new Date(calledAt.getTime() + ACK_MS), ...more })
  }
  const yes = (iso: string): PastCall => at(iso, { heard: [{ answer: 'yes', at: new Date(iso), weak: false }] })
  const halfLifeMs = 10 * 86_400_000
  const sums = addUp(
    [
      yes('2026-11-11T06:00:00Z'),
      at('2026-11-01T06:00:00Z'),
      yes('2026-11-21T06:00:00Z'),
      yes('2026-11-11T18:00:00Z'),
      // Still runs.
      yes('2026-11-21T05:59:00Z'),
    ],
    { zone: 'WIB', usual: USUAL, halfLifeMs, now: new Date('2026-11-21T06:05:00Z') },
  )
  expect(Object.keys(sums).toSorted()).toEqual(['afternoon', 'night'])
  // Half after ten days, a quarter after twenty; the last two are not over.
  expect(sums.afternoon?.asked).toBeCloseTo(0.75, 3)
  expect(sums.afternoon?.yes).toBeCloseTo(0.5, 3)
  expect(sums.night?.yes).toBeCloseTo(2 ** -0.95, 3)
  expect(addUp([], { zone: 'WIB', usual: USUAL, halfLifeMs, now: NOW })).toEqual({})
})

test('the sums do not depend on the order of the calls but for rounding', () => {
  const calls = fc.array(
    fc.record({
      calledAt: fc.integer({ min: -400, max: 0 }).map((hours) => later(hours * 3_600_000)),
      answer: fc.constantFrom<Heard['answer'] | null>('yes', 'no', null),
    }),
    { maxLength: 20 },
  )
  fc.assert(
    fc.property(calls, (drawn) => {
      const given = drawn.map(({ calledAt, answer }) =>
        aCall({
          calledAt,
          deadlineAt: new Date(calledAt.getTime() + ACK_MS),
          heard: answer === null ? [] : [{ answer, at: calledAt, weak: false }],
        }),
      )
      const how = { zone: 'WITA', usual: USUAL, halfLifeMs: 86_400_000, now: AFTER } as const
      const [there, back] = [addUp(given, how), addUp(given.toReversed(), how)]
      for (const band of BANDS) {
        expect(back[band]?.asked ?? 0).toBeCloseTo(there[band]?.asked ?? 0, 10)
        expect(back[band]?.yes ?? 0).toBeCloseTo(there[band]?.yes ?? 0, 10)
        expect(there[band]?.yes ?? 0).toBeLessThanOrEqual(there[band]?.asked ?? 0)
      }
    }),
    { numRuns: 500, seed: 4 },
  )
})

const DAY = 86_400_000
const anInvite = (more: Partial<PastInvite> = {}): PastInvite => ({
  invitedAt: later(-7 * DAY),
  startsAt: later(DAY),
  answer: null,
  answeredAt: null,
  ...more,
})

test.each<[string, Partial<PastInvite>, { asked: number; yes: number }]>([
  ['a yes', { answer: 'yes', answeredAt: later(-DAY) }, YES],
  ['an arrival', { answer: 'arrived', answeredAt: NOW }, YES],
  ['a no', { answer: 'no', answeredAt: later(-DAY) }, NOT],
  ['silence, and the drill has begun', { startsAt: NOW }, NOT],
  ['silence, and it has not', {}, NOTHING],
  ['an answer yet to come', { answer: 'yes', answeredAt: later(1) }, NOTHING],
])('to an invitation to a drill, %s tells so much', (_words, invite, expected) => {
  expect(evidenceOfInvite(anInvite(invite), NOW)).toEqual(expected)
})

test('invitations to drills weigh what the policy says, in the band in which they came', () => {
  const terms = { zone: 'WIB' as const, usual: USUAL, halfLifeMs: 7 * DAY, now: NOW }
  const invites = [anInvite({ answer: 'yes', answeredAt: later(-DAY) }), anInvite({ startsAt: NOW })]
  const band = bandAt(later(-7 * DAY), 'WIB')
  expect(addUp([], { ...terms, invites, inviteWeight: 0.25 })).toEqual({ [band]: { asked: 0.25, yes: 0.125 } })
  expect(addUp([], { ...terms, invites })).toEqual({ [band]: { asked: 0, yes: 0 } })
})
