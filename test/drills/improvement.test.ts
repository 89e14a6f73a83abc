import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Attendee, DrillRole } from '../../src/drills/attendance.ts'
import { type DrillOutcome, reviewOf } from '../../src/drills/improvement.ts'

const person = (role: DrillRole, answer: Attendee['answer'], marked: boolean | null): Attendee => ({
  role,
  answer,
  marked,
})
const some = (count: number, one: Attendee): Attendee[] => Array.from({ length: count }, () => one)
const outcome = (people: readonly Attendee[], more: Partial<DrillOutcome> = {}): DrillOutcome => ({
  ...{ state: 'done', people, attendanceLeast: null, teamWanted: 0, rehearsed: null },
  ...more,
})
const codes = (given: DrillOutcome) => reviewOf(given).found.map(({ code }) => code)

const CAME = person('member', 'yes', true)
const AWAY = person('member', null, false)
const UNKNOWN = person('member', 'no', null)
const HELPED = person('facilitator', 'arrived', null)

test.each([
  ['one that was not held', outcome([AWAY], { state: 'missed' }), ['not-held']],
  ['half came and answered', outcome([CAME, AWAY]), []],
  ['fewer than half', outcome([CAME, AWAY, AWAY]), ['invitations-unanswered', 'members-absent']],
  ['fewer than the programme asks for', outcome([CAME, CAME, CAME], { attendanceLeast: 4 }), ['members-absent']],
  [
    'fewer than half, and as many as it asks for',
    outcome([CAME, AWAY, AWAY], { attendanceLeast: 1 }),
    ['invitations-unanswered'],
  ],
  ['nobody recorded', outcome([UNKNOWN, UNKNOWN]), []],
  ['nobody invited', outcome([]), []],
  [
    'guests do not count',
    outcome([CAME, AWAY, AWAY, ...some(5, person('guest', null, true))]),
    ['invitations-unanswered', 'members-absent'],
  ],
  ['a facilitator too few', outcome([CAME, HELPED], { teamWanted: 2 }), ['facilitators-missing']],
  ['enough facilitators', outcome([CAME, HELPED], { teamWanted: 1 }), []],
  ['facilitators of whom nothing is known', outcome([person('facilitator', 'yes', null)], { teamWanted: 2 }), []],
  ['none wanted', outcome([person('facilitator', null, false)]), []],
])('%s', (_what, given, expected) => {
  expect(codes(given)).toEqual(expected)
})

test('what the rehearsed call-out showed is there once for each rule, with all its figures', () => {
  const rehearsed = [
    { code: 'too-few', figures: { kind: 'tagana', missing: 2 } },
    { code: 'contacts-bad', figures: { people: 3 } },
    { code: 'too-few', figures: { kind: 'pkh', missing: 1 } },
  ]
  const { found, judges } = reviewOf(outcome([CAME], { rehearsed }))
  expect(found).toEqual([
    {
      code: 'rehearsal-too-few',
      figures: [
        { kind: 'tagana', missing: 2 },
        { kind: 'pkh', missing: 1 },
      ],
    },
    { code: 'rehearsal-contacts-bad', figures: [{ people: 3 }] },
  ])
  expect(judges('rehearsal-answers-slow')).toBe(true)
  expect(reviewOf(outcome([CAME])).judges('rehearsal-answers-slow')).toBe(false)
})

test('a drill that was not held mends nothing, and nothing is mended that it could not show', () => {
  expect(reviewOf(outcome([CAME], { state: 'missed', rehearsed: [] })).judges('members-absent')).toBe(false)
  const silent = reviewOf(outcome([UNKNOWN]))
  expect(
    ['not-held', 'invitations-unanswered', 'members-absent', 'facilitators-missing', 'operator'].map(silent.judges),
  ).toEqual([...[true, true, false, false, false]])
})

const PEOPLE = fc.array(
  fc.record({
    role: fc.constantFrom<DrillRole>('member', 'facilitator', 'guest'),
    answer: fc.constantFrom<Attendee['answer']>('yes', 'no', 'arrived', null),
    marked: fc.constantFrom(true, false, null),
  }),
  { maxLength: 12 },
)

test('whatever was recorded, each code is found once, judged by the drill that shows it, and more who come never add one', () => {
  fc.assert(
    fc.property(PEOPLE, fc.nat({ max: 4 }), (people, teamWanted) => {
      const { found, judges } = reviewOf(outcome(people, { teamWanted }))
      const all = found.map(({ code }) => code)
      expect(new Set(all).size).toBe(all.length)
      expect(all.every(judges)).toBe(true)
      const came = people.map((one) => ({ ...one, answer: 'arrived' as const, marked: true }))
      const without = codes(outcome(came, { teamWanted }))
      expect(without.filter((code) => code !== 'facilitators-missing')).toEqual([])
    }),
  )
})
