import { expect, test } from 'vitest'
import type { Answers } from '../../src/mobilisation/answer-history.ts'
import { NO_HISTORY, prospects } from '../../src/mobilisation/prospect.ts'
import { later, NOW } from './sample.ts'
import { awayFrom, SUFFICIENT } from './sample-choice.ts'

// 06.30 UTC is 13.30 in the west and 15.30 in the east: the afternoon; eight hours later it is 21.30 and 23.30.
const EVENING = later(8 * 3_600_000)

const silentAtNight = { ...NO_HISTORY, answers: { night: { asked: 4, yes: 0 } } }

const at = (now: Date) =>
  prospects(
    {
      historyOf: () => silentAtNight,
      answersOf: () => ({ night: { asked: 20, yes: 0 } }),
      answersIn: () => ({}),
      at: now,
    },
    { ...SUFFICIENT.odds, otherBands: 0 },
    SUFFICIENT.fairness,
  )

test('odds are those of the hour by the clocks of the person, of the kind first and then of their own', () => {
  const [west, east] = [awayFrom('R-1', 1), awayFrom('R-2', 1, { regencyCode: '91.01' })]
  expect(at(NOW).oddsOf(west)).toBe(0.5)
  expect(at(EVENING).oddsOf(west)).toBe(0.5)
  // (0 + 20 x 0.5) / (20 + 20) for the kind, (0 + 4 x 0.25) / (4 + 4) for the person.
  expect(at(EVENING).oddsOf(east)).toBe(0.125)
})

test('who is asked first whether they are safe has so much less, and only they', () => {
  const first = { odds: 0.8, has: ({ id }: { id: string }) => id === 'R-1' }
  const known = { historyOf: () => NO_HISTORY, answersOf: () => ({}), answersIn: () => ({}), at: NOW }
  const { oddsOf, prospectOf } = prospects(known, SUFFICIENT.odds, SUFFICIENT.fairness, first)
  const inReach = (id: string) => ({
    responder: awayFrom(id, 1),
    km: 1,
    reach: { minutes: 9, fromMinutes: 9, toMinutes: 9, via: [] },
  })
  expect(prospectOf(inReach('R-1')).odds).toBe(0.4)
  expect(prospectOf(inReach('R-2')).odds).toBe(0.5)
  // Of somebody called the row says whether they are being asked.
  expect(oddsOf({ ...awayFrom('R-1', 1), isAsked: true })).toBe(0.4)
  expect(oddsOf(awayFrom('R-1', 1))).toBe(0.5)
  expect(at(NOW).oddsOf({ ...awayFrom('R-1', 1), isAsked: true })).toBe(0.5)
})

test('whom their regency tells apart are like the people who live there, until they are known themselves', () => {
  const asked = { historyOf: () => NO_HISTORY, answersOf: () => ({}), at: NOW }
  const answersIn = (kind: string, regency: string) =>
    kind === 'tagana' && regency === '32.04' ? { afternoon: { asked: 20, yes: 20 } } : {}
  const odds = { ...SUFFICIENT.odds, regencyAnswers: 20 }
  const { oddsOf } = prospects({ ...asked, answersIn }, odds, SUFFICIENT.fairness)
  // (20 + 20 x 0.5) / (20 + 20)
  expect(oddsOf(awayFrom('R-1', 1, { regencyCode: '32.04' }))).toBe(0.75)
  expect(oddsOf(awayFrom('R-2', 1, { regencyCode: '32.05' }))).toBe(0.5)
  expect(oddsOf(awayFrom('R-3', 1, { regencyCode: '32.04', kind: 'pkh' }))).toBe(0.5)
  const alike = prospects({ ...asked, answersIn }, SUFFICIENT.odds, SUFFICIENT.fairness)
  expect(alike.oddsOf(awayFrom('R-1', 1, { regencyCode: '32.04' }))).toBe(0.5)
})

test('what a regency said counts once: it is held against the rest of the country', () => {
  const odds = { ...SUFFICIENT.odds, regencyAnswers: 20 }
  const silences = { afternoon: { asked: 5, yes: 0 } }
  const oddsAmong = (all: Answers) =>
    prospects(
      { historyOf: () => NO_HISTORY, answersOf: () => all, answersIn: () => silences, at: NOW },
      odds,
      SUFFICIENT.fairness,
    ).oddsOf(awayFrom('R-1', 1))
  // Nobody else was asked: (0 + 20 x 0.5) / 25.
  expect(oddsAmong(silences)).toBe(0.4)
  // Twenty others said yes: (0 + 20 x 0.75) / 25.
  expect(oddsAmong({ afternoon: { asked: 25, yes: 20 }, night: { asked: 0, yes: 0 } })).toBeCloseTo(0.6, 12)
})
