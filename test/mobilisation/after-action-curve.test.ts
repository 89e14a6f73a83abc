import { expect, test } from 'vitest'
import { comingCurve, loggedAnswers } from '../../src/mobilisation/after-action-curve.ts'
import { after, aPerson, OPENED, said } from './sample-after-action.ts'

const NEED = { tagana: 1, psm: 1 }

test('a yes counts until it is taken back, and words that change nothing make no point', () => {
  const people = [aPerson('R-1'), aPerson('R-2', { kind: 'psm' }), aPerson('R-3', { kind: 'tksk' })]
  const answers = [
    said('R-1', 'yes', 10),
    said('R-1', 'en-route', 20),
    said('R-3', 'yes', 25),
    said('R-2', 'arrived', 30),
    said('R-9', 'yes', 31),
    said('R-1', 'no', 40),
    said('R-1', 'yes', 50, { reason: 'after the end' }),
  ]
  const { points } = comingCurve({ need: NEED, openedAt: OPENED, people, answers })
  expect(points.map(({ seconds, coming, short }) => [seconds, coming, short])).toEqual([
    [0, { tagana: 0, psm: 0 }, 2],
    [10, { tagana: 1, psm: 0 }, 1],
    [30, { tagana: 1, psm: 1 }, 0],
    [40, { tagana: 0, psm: 1 }, 1],
  ])
  expect(points[2]?.at).toEqual(after(30))
})

test('who is asked whether they are safe counts once they say that they come', () => {
  const people = [aPerson('R-1', { wasAskedFirst: true })]
  const seconds = (...answers: readonly ReturnType<typeof said>[]) =>
    comingCurve({ need: { tagana: 1 }, openedAt: OPENED, people, answers }).points.map((point) => point.seconds)
  expect(seconds(said('R-1', 'safe', 10), said('R-1', 'yes', 20))).toEqual([0, 20])
  expect(seconds(said('R-1', 'unsafe', 10))).toEqual([0])
})

test('who is taken by a more urgent call-out counts no more, who is sent home still does', () => {
  const people = [
    aPerson('R-1', { yielded: true, stoodDownAt: after(30) }),
    aPerson('R-2', { stoodDownAt: after(30) }),
    aPerson('R-3', { yielded: true }),
  ]
  const answers = [said('R-1', 'yes', 10), said('R-2', 'yes', 20), said('R-3', 'yes', 40)]
  const { points } = comingCurve({ need: { tagana: 2 }, openedAt: OPENED, people, answers })
  expect(points.map(({ seconds, coming }) => [seconds, coming['tagana']])).toEqual([
    [0, 0],
    [10, 1],
    [20, 2],
    [30, 1],
    [40, 2],
  ])
})

test('answers are read from the timeline, and what is none is left out', () => {
  const line = (kind: string, detail: unknown) => ({ at: OPENED, kind, detail })
  expect(
    loggedAnswers([
      line('opened', { responderId: 'R-1', answer: 'yes' }),
      line('answer', null),
      line('answer', 'yes'),
      line('answer', { responderId: 7, answer: 'yes' }),
      line('answer', { responderId: 'R-1', answer: 'mungkin' }),
      line('answer', { responderId: 'R-1', answer: 'yes', via: 'sms' }),
      line('answer', { responderId: 'R-1', answer: 'no', weak: true, reason: 'too quick' }),
    ]),
  ).toEqual([said('R-1', 'yes', 0), said('R-1', 'no', 0, { weak: true, reason: 'too quick' })])
})
