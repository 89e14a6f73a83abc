import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ActionLog, afterActionFigures, outcomeOf } from '../../src/mobilisation/after-action.ts'
import { WORDS } from '../../src/mobilisation/danger-zone.ts'
import { NOTICE_STATES } from '../../src/mobilisation/notice.ts'
import type { Tally } from '../../src/wording/after-action-figures.ts'
import { after, aPerson, OPENED, said } from './sample-after-action.ts'

const log = (given: Partial<ActionLog>): ActionLog => ({
  need: { tagana: 2 },
  openedAt: OPENED,
  approvedAt: null,
  isOver: true,
  people: [],
  answers: [],
  ...given,
})

const GONE = after(900)

test.each([
  ['yes', { answer: 'yes' }],
  ['yes', { answer: 'arrived' }],
  ['yes', { answer: 'yes', stoodDownAt: GONE }],
  ['no', { answer: 'no' }],
  ['unsafe', { answer: 'no', safety: 'unsafe' }],
  ['silent', { answer: 'yes', safety: 'asked', silentAt: GONE }],
  ['silent', { silentAt: GONE, stoodDownAt: GONE }],
  ['silent', { states: ['failed', 'delivered'] }],
  ['stood-down', { stoodDownAt: GONE }],
  ['unknown', { states: ['refused', 'unknown'] }],
  ['refused', { states: ['failed', 'refused'] }],
  ['failed', { states: ['cancelled', 'failed'] }],
  ['expired', { states: ['expired'] }],
  ['cancelled', { states: ['planned'] }],
  ['no-contact', { states: [] }],
] as const)('of a call-out that is over, the word is %s for %o', (outcome, given) => {
  expect(outcomeOf(aPerson('R-1', given), true)).toBe(outcome)
})

test.each([
  ['waiting', {}],
  ['waiting', { states: ['unknown', 'sending'] }],
  ['silent', { silentAt: GONE }],
  ['unknown', { states: ['unknown'] }],
] as const)('while it runs, the word is %s for %o', (outcome, given) => {
  expect(outcomeOf(aPerson('R-1', given), false)).toBe(outcome)
})

test('everybody called stands once in each table, and each span goes by its own beginning', () => {
  const figures = afterActionFigures(
    log({
      approvedAt: after(60),
      people: [
        aPerson('R-1', { answer: 'arrived', answeredVia: 'sms', arrivedAt: after(1_200), firstAcceptedAt: after(70) }),
        aPerson('R-2', { answer: 'yes', answeredVia: 'link', channels: ['email', 'sms'], firstAcceptedAt: after(65) }),
        aPerson('R-3', { answer: 'no', answeredVia: null, wave: 10, kind: 'psm', calledAt: after(100) }),
        aPerson('R-4', { wave: 2, silentAt: GONE }),
        aPerson('R-5', { wave: 2, states: ['refused'], channels: [], firstAcceptedAt: null }),
      ],
      answers: [
        said('R-1', 'yes', 90),
        said('R-2', 'yes', 95, { weak: true, reason: 'a machine' }),
        said('R-3', 'no', 110),
        said('R-2', 'yes', 700),
        said('R-1', 'arrived', 1_200),
        said('R-4', 'yes', 5_000, { reason: 'after the end' }),
      ],
    }),
  )
  expect(figures.answers).toEqual({ called: 5, yes: 2, no: 1, unsafe: 0, none: 2 })
  expect(figures.byWave.map(({ group, called, none }) => [group, called, none])).toEqual([
    ['1', 2, 0],
    ['2', 2, 2],
    ['10', 1, 0],
  ])
  expect(figures.byKind.map(({ group, called }) => [group, called])).toEqual([
    ['psm', 1],
    ['tagana', 4],
  ])
  expect(figures.byChannel.map(({ group, called }) => [group, called])).toEqual([
    ['email+sms', 1],
    ['none', 1],
    ['sms', 3],
  ])
  expect(figures.answeredVia).toEqual([
    { name: 'link', people: 1 },
    { name: 'sms', people: 1 },
    { name: 'unknown', people: 1 },
  ])
  expect(figures.nonAnswers).toEqual([
    { name: 'refused', people: 1 },
    { name: 'silent', people: 1 },
  ])
  expect(figures.need).toEqual([{ kind: 'tagana', need: 2, coming: 2, missing: 0 }])
  expect(figures.spans).toEqual({
    toApproval: 60,
    toFirstNotice: 3,
    toFirstYes: 90,
    toQuorum: 700,
    toFirstArrival: 1_200,
    medianAnswer: 395,
  })
  expect({ late: figures.late, afterEnd: figures.afterEnd, weak: figures.weak }).toEqual({
    late: 2,
    afterEnd: 1,
    weak: 1,
  })
})

test('of nobody called there is nothing to tell, and a need of nobody is never reached', () => {
  const nothing = { toApproval: null, toFirstNotice: null, toFirstYes: null, toQuorum: null }
  expect(afterActionFigures(log({ need: {} })).spans).toEqual({ ...nothing, toFirstArrival: null, medianAnswer: null })
  expect(afterActionFigures(log({})).need).toEqual([{ kind: 'tagana', need: 2, coming: 0, missing: 2 }])
})

const instant = fc.integer({ min: 0, max: 5_000 }).map(after)
const maybe = fc.option(instant, { nil: null })
const person = fc.record({
  responderId: fc.constantFrom('R-1', 'R-2', 'R-3', 'R-4', 'R-5'),
  kind: fc.constantFrom('tagana', 'psm'),
  wave: fc.integer({ min: 1, max: 4 }),
  calledAt: instant,
  deadlineAt: instant,
  answer: fc.constantFrom('yes', 'no', 'arrived', null),
  answeredVia: fc.constantFrom('sms', 'link', null),
  arrivedAt: maybe,
  doneAt: maybe,
  silentAt: maybe,
  stoodDownAt: maybe,
  yielded: fc.boolean(),
  safety: fc.constantFrom('asked', 'safe', 'unsafe', null),
  wasAskedFirst: fc.boolean(),
  states: fc.uniqueArray(fc.constantFrom(...NOTICE_STATES)),
  channels: fc.constantFrom([], ['sms'], ['email', 'sms']),
  firstAcceptedAt: maybe,
})
const answer = fc.record({
  responderId: fc.constantFrom('R-1', 'R-2', 'R-3', 'R-4', 'R-5', 'R-6'),
  word: fc.constantFrom(...WORDS),
  at: instant,
  weak: fc.boolean(),
  reason: fc.constantFrom(null, null, 'after the end', 'called elsewhere'),
})

test('whatever the log, counts add up to those called, and the curve stays between nobody and everybody', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(person, { selector: ({ responderId }) => responderId }),
      fc.array(answer, { maxLength: 30 }),
      fc.boolean(),
      (people, answers, isOver) => {
        const figures = afterActionFigures(log({ need: { tagana: 1, psm: 2 }, people, answers, isOver }))
        const adds = ({ called, yes, no, unsafe, none }: Tally): void => expect(yes + no + unsafe + none).toBe(called)
        adds(figures.answers)
        expect(figures.answers.called).toBe(people.length)
        for (const groups of [figures.byWave, figures.byKind, figures.byChannel]) {
          for (const group of groups) adds(group)
          for (const name of ['called', 'yes', 'no', 'unsafe', 'none'] as const)
            expect(groups.reduce((sum, group) => sum + group[name], 0)).toBe(figures.answers[name])
        }
        expect(figures.nonAnswers.reduce((sum, one) => sum + one.people, 0)).toBe(figures.answers.none)
        for (const { coming } of figures.curve)
          for (const [kind, heads] of Object.entries(coming)) {
            expect(heads).toBeGreaterThanOrEqual(0)
            expect(heads).toBeLessThanOrEqual(people.filter((one) => one.kind === kind).length)
          }
        for (const { need, coming, missing } of figures.need) expect(missing).toBe(Math.max(0, need - coming))
      },
    ),
    { numRuns: 300 },
  )
})
