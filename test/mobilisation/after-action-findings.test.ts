import { expect, test } from 'vitest'
import { findingsOf } from '../../src/mobilisation/after-action-findings.ts'
import { storyOf } from '../../src/mobilisation/after-action-story.ts'
import type { AfterActionFigures } from '../../src/wording/after-action-figures.ts'
import { after } from './sample-after-action.ts'

const NO_SPANS = {
  toApproval: null,
  toFirstNotice: null,
  toFirstYes: null,
  toQuorum: null,
  toFirstArrival: null,
  medianAnswer: null,
}

const figures = (given: Partial<AfterActionFigures>): AfterActionFigures => ({
  answers: { called: 0, yes: 0, no: 0, unsafe: 0, none: 0 },
  byWave: [],
  byKind: [],
  byChannel: [],
  answeredVia: [],
  nonAnswers: [],
  need: [],
  curve: [],
  spans: NO_SPANS,
  late: 0,
  afterEnd: 0,
  weak: 0,
  ...given,
})

const wave = (group: string) => ({ group, called: 1, yes: 1, no: 0, unsafe: 0, none: 0 })

const codes = (given: Partial<AfterActionFigures>, more: Partial<Parameters<typeof findingsOf>[1]> = {}) =>
  findingsOf(figures(given), { shortfall: [], passedOver: [], ...more }).map(({ side, code }) => `${side[0]}:${code}`)

test('a call-out that called nobody is no strength and no fault', () => {
  expect(codes({})).toEqual([])
})

test('a quick one that everybody answered has strengths alone', () => {
  expect(
    codes({
      answers: { called: 5, yes: 4, no: 0, unsafe: 0, none: 1 },
      nonAnswers: [{ name: 'stood-down', people: 1 }],
      byWave: [wave('1'), wave('2')],
      need: [{ kind: 'tagana', need: 4, coming: 4, missing: 0 }],
      spans: { ...NO_SPANS, toApproval: 600, toFirstNotice: 60, toQuorum: 90, medianAnswer: 300 },
    }),
  ).toEqual(['s:quorum-reached', 's:first-notice-quick', 's:answers-quick', 's:most-answered', 's:all-reached'])
})

test('each fault names its own figures', () => {
  const found = findingsOf(
    figures({
      answers: { called: 16, yes: 1, no: 4, unsafe: 1, none: 10 },
      nonAnswers: [
        { name: 'no-contact', people: 1 },
        { name: 'refused', people: 1 },
        { name: 'failed', people: 1 },
        { name: 'unknown', people: 2 },
        { name: 'expired', people: 1 },
        { name: 'silent', people: 4 },
      ],
      byWave: [wave('1'), wave('2'), wave('3')],
      need: [{ kind: 'tagana', need: 3, coming: 1, missing: 2 }],
      spans: { ...NO_SPANS, toApproval: 601, toFirstNotice: 61, medianAnswer: 601 },
      late: 2,
    }),
    {
      shortfall: ['waves-exhausted:tagana'],
      passedOver: [
        { name: 'no-contact', people: 2 },
        { name: 'stale-position', people: 3 },
        { name: 'enough-called', people: 9 },
      ],
    },
  )
  expect(found.every(({ side }) => side === 'improvement')).toBe(true)
  expect(Object.fromEntries(found.map(({ code, figures: given }) => [code, given]))).toEqual({
    unsafe: { people: 1 },
    'too-few': { kind: 'tagana', need: 3, coming: 1, missing: 2 },
    shortfall: { code: 'waves-exhausted:tagana' },
    'approval-slow': { seconds: 601 },
    'first-notice-late': { seconds: 61 },
    'answers-slow': { seconds: 601 },
    'many-silent': { people: 4, called: 16, percent: 25 },
    'many-declined': { people: 4, called: 16, percent: 25 },
    'contacts-bad': { people: 3 },
    'outcome-unknown': { people: 2 },
    expired: { people: 1 },
    'late-answers': { people: 2 },
    'many-waves': { waves: 3 },
    register: { people: 5 },
  })
})

test('between the bounds there is nothing to say', () => {
  expect(
    codes({
      answers: { called: 9, yes: 5, no: 2, unsafe: 0, none: 2 },
      nonAnswers: [
        { name: 'silent', people: 1 },
        { name: 'unknown', people: 1 },
      ],
      spans: { ...NO_SPANS, medianAnswer: 450 },
    }),
  ).toEqual(['i:outcome-unknown'])
})

test('answers, and calls of single people, are one line while nothing else happens', () => {
  const line = (seconds: number, kind: string, detail: unknown) => ({ at: after(seconds), kind, detail })
  expect(
    storyOf([
      line(0, 'planned', { people: 3 }),
      line(10, 'answer', { answer: 'yes' }),
      line(20, 'answer', { answer: 'yes' }),
      line(30, 'answer', { answer: 'no' }),
      line(40, 'called', { answer: 'yes' }),
      line(50, 'widened', { people: 'banyak' }),
      line(60, 'widened', null),
      line(70, 'answer', 'rusak'),
      line(80, 'answer', { answer: 'yes' }),
    ]).map(({ from, until, ...rest }) => [from, until, rest]),
  ).toEqual([
    [after(0), after(0), { kind: 'planned', count: 1, words: {}, people: 3 }],
    [after(10), after(30), { kind: 'answer', count: 3, words: { yes: 2, no: 1 }, people: null }],
    [after(40), after(40), { kind: 'called', count: 1, words: {}, people: null }],
    [after(50), after(50), { kind: 'widened', count: 1, words: {}, people: null }],
    [after(60), after(60), { kind: 'widened', count: 1, words: {}, people: null }],
    [after(70), after(80), { kind: 'answer', count: 2, words: { yes: 1 }, people: null }],
  ])
})
