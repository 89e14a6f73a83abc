import fc, { array, boolean, constantFrom, option, property, record } from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Attendee,
  attendanceByRole,
  attendanceByWay,
  attendanceRefusal,
  attendanceRefusalWords,
  cameTo,
  isContradicted,
  type Known,
  memberAttendance,
  ROLES,
  WAYS,
} from '../../src/drills/attendance.ts'
import { OCCURRENCE_STATES } from '../../src/drills/occurrence.ts'

test.each([
  [{ answer: null, marked: null }, null],
  [{ answer: 'yes', marked: null }, null],
  [{ answer: 'no', marked: null }, null],
  [{ answer: 'arrived', marked: null }, true],
  [{ answer: 'arrived', marked: false }, false],
  [{ answer: 'no', marked: true }, true],
] as const)('of %o is said %o', (person, came) => {
  expect(cameTo(person)).toBe(came)
})

const attendee = record({
  role: constantFrom(...ROLES),
  answer: constantFrom('yes' as const, 'no' as const, 'arrived' as const, null),
  marked: option(boolean()),
})

test('everybody is counted once, under their role', () => {
  fc.assert(
    property(array(attendee, { maxLength: 30 }), (people: readonly Attendee[]) => {
      const roles = attendanceByRole(people)
      expect(roles.reduce((sum, { people: count }) => sum + count, 0)).toBe(people.length)
      for (const { role, people: count, came, absent, unknown } of roles) {
        expect(came + absent + unknown).toBe(count)
        expect(count).toBe(people.filter((one) => one.role === role).length)
      }
    }),
  )
})

test('the share of the members is of all who were invited, and of nobody heard of it is none', () => {
  const member = (marked: boolean | null, answer: Attendee['answer'] = null) =>
    ({ role: 'member', answer, marked }) as const
  expect(memberAttendance([])).toBeNull()
  expect(memberAttendance([{ role: 'guest', answer: null, marked: true }])).toBeNull()
  expect(memberAttendance([member(null), member(null, 'yes')])).toBeNull()
  expect(memberAttendance([member(true), member(null), member(false), member(null, 'arrived')])).toBe(0.5)
  expect(memberAttendance([member(false)])).toBe(0)
})

const START = new Date('2027-04-26T03:00Z')
const minutesOff = (minutes: number): Date => new Date(START.getTime() + minutes * 60_000)

test.each(OCCURRENCE_STATES)('of a drill that is %s', (state) => {
  const at = (minutes: number) => attendanceRefusal({ state, startsAt: START }, minutesOff(minutes))
  expect([at(-121), at(-120), at(0), at(100_000)]).toEqual(
    state === 'cancelled' ? Array(4).fill('cancelled') : ['too-early', null, null, null],
  )
})

test('a refusal says when a list can be taken', () => {
  expect(attendanceRefusalWords('cancelled')).toMatch(/cancelled/)
  expect(attendanceRefusalWords('too-early')).toMatch(/two hours/)
})

const known = record({
  answer: constantFrom('yes' as const, 'arrived' as const, null),
  mark: option(record({ marked: boolean(), via: constantFrom('sms' as const, 'link' as const, 'operator' as const) })),
  saidVia: constantFrom('sms' as const, 'link' as const, null),
}).map(({ mark, ...one }): Known => ({ ...one, marked: mark?.marked ?? null, via: mark?.via ?? null }))

test('whoever came came by one way, and nobody else by any', () => {
  fc.assert(
    property(array(known, { maxLength: 20 }), (people: readonly Known[]) => {
      const ways = attendanceByWay(people)
      const came = people.filter((one) => cameTo(one) === true)
      expect(ways.reduce((sum, way) => sum + way.came, 0)).toBe(came.length)
      for (const { way, came: count } of ways) {
        expect(count).toBeGreaterThan(0)
        expect(count).toBe(came.filter(({ via }) => (via === null ? 'answer' : via) === way).length)
      }
      expect(ways.map(({ way }) => way)).toEqual(WAYS.filter((way) => ways.some((one) => one.way === way)))
    }),
  )
})

test.each([
  [{ marked: false, saidVia: 'sms' }, true],
  [{ marked: false, saidVia: null }, false],
  [{ marked: true, saidVia: 'link' }, false],
  [{ marked: null, saidVia: 'link' }, false],
] as const)('that a list and somebody differ: %o %s', (one, differs) => {
  expect(isContradicted(one)).toBe(differs)
})
