import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type InvitedFacilitator, silentFrom, substitutions } from '../../src/drills/substitutes.ts'
import type { Responder } from '../../src/roster/responder.ts'
import { aPerson, JAVA } from './sample.ts'

const DAY = 86_400_000
const START = new Date('2027-04-26T02:00Z')
const before = (ms: number): Date => new Date(START.getTime() - ms)
const WEEK = { inviteBeforeMs: 7 * DAY }

const tagana = (id: string, km: number, more: Partial<Responder> = {}) =>
  aPerson(id, { kind: 'tagana', home: [JAVA.position[0] + km / 111, JAVA.position[1]], ...more })

const invited = (responderId: string, more: Partial<InvitedFacilitator> = {}): InvitedFacilitator => ({
  responderId,
  answer: null,
  settled: false,
  standsInSince: null,
  ...more,
})

test.each([
  ['half of the lead unless it is said', WEEK, before(7 * DAY), before(3.5 * DAY)],
  ['as the programme says', { ...WEEK, substituteBeforeMs: DAY }, before(7 * DAY), before(DAY)],
  ['not for whoever was told later than that', WEEK, before(3.5 * DAY), null],
])('the silent are given up at %s', (_what, terms, toldAt, expected) => {
  expect(silentFrom(START, terms, toldAt)).toEqual(expected)
})

const ROSTER = [
  tagana('T1', 1),
  tagana('T2', 2),
  tagana('OWN', 2.5, { siteCode: JAVA.siteCode }),
  tagana('OUT', 2.6, { optedOutAt: before(9 * DAY) }),
  tagana('T3', 3),
  aPerson('P1', { kind: 'pkh' }),
]
const SILENT_AT = before(3 * DAY)

const found = (people: readonly InvitedFacilitator[], now: Date, silentAt: Date | null = SILENT_AT) =>
  substitutions(JAVA, {}, people, new Set(people.map(({ responderId }) => responderId)), ROSTER, {
    startsAt: START,
    now,
    silentAt,
  }).map(({ inSteadOf, because, responderId }) => [inSteadOf, because, responderId])

test('who says no is replaced by the next of the kind who may be asked; others only once they are given up', () => {
  const people = [invited('T1', { answer: 'no' }), invited('P1')]
  expect(found(people, before(5 * DAY))).toEqual([['T1', 'said-no', 'T2']])
  expect(found(people, SILENT_AT)).toEqual([
    ['T1', 'said-no', 'T2'],
    ['P1', 'silent', null],
  ])
  expect(found(people, SILENT_AT, null)).toEqual([['T1', 'said-no', 'T2']])
})

test('nobody is replaced who comes, who was replaced or who was invited after the silent were given up', () => {
  expect(
    found(
      [
        invited('T1', { answer: 'yes' }),
        invited('T2', { answer: 'no', settled: true }),
        invited('P1', { standsInSince: SILENT_AT }),
        invited('X', { answer: 'arrived' }),
      ],
      before(DAY),
    ),
  ).toEqual([])
  expect(found([invited('T1', { standsInSince: before(5 * DAY) })], SILENT_AT)).toEqual([['T1', 'silent', 'T2']])
})

test('who has left the roster has no kind that could be looked for', () => {
  expect(
    substitutions(JAVA, {}, [invited('GONE', { answer: 'no' })], new Set(['GONE']), ROSTER, {
      startsAt: START,
      now: SILENT_AT,
      silentAt: null,
    }),
  ).toEqual([{ inSteadOf: 'GONE', because: 'said-no', kind: null, responderId: null }])
})

test('nobody stands in for two, and nobody who was invited stands in', () => {
  const answer = fc.constantFrom<InvitedFacilitator['answer']>('yes', 'no', 'arrived', null)
  fc.assert(
    fc.property(fc.array(answer, { maxLength: 8 }), fc.integer({ min: 0, max: 8 }), (answers, spare) => {
      const roster = Array.from({ length: answers.length + spare }, (_, nth) => tagana(`T${nth}`, nth + 1))
      const people = answers.map((said, nth) => invited(`T${nth}`, { answer: said }))
      const ids = new Set(people.map(({ responderId }) => responderId))
      const times = { startsAt: START, now: before(DAY), silentAt: SILENT_AT }
      const got = substitutions(JAVA, {}, people, ids, roster, times)
      const wanted = answers.filter((said) => said === 'no' || said === null).length
      expect(got).toHaveLength(wanted)
      const chosen = got.flatMap(({ responderId }) => (responderId === null ? [] : [responderId]))
      // The nearest of those left, each once.
      expect(chosen).toEqual(Array.from({ length: Math.min(wanted, spare) }, (_, nth) => `T${answers.length + nth}`))
    }),
  )
})
