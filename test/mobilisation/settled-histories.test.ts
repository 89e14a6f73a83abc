import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BANDS, recencyWeight } from '../../src/mobilisation/answer-history.ts'
import { NO_HISTORY } from '../../src/mobilisation/prospect.ts'
import {
  type BandOfPerson,
  bothHistories,
  historiesFrom,
  settledBefore,
  settledHistories,
} from '../../src/mobilisation/settled-histories.ts'
import type { ResponderId } from '../../src/roster/responder.ts'

const DAY = 86_400_000
const NOW = new Date('2026-11-22T06:30:00.000Z')
const S = settledBefore(NOW)
const TERMS = { before: S, halfLifeMs: 30 * DAY, callsWithinMs: 7 * DAY }
const HISTORY = { asked: 2, yes: 1 }

const sureMs = fc.integer({ min: S.getTime() - 20 * DAY, max: S.getTime() - 1 })
const bands = fc
  .uniqueArray(
    fc.record({
      id: fc.constantFrom('a', 'b', 'c'),
      band: fc.constantFrom(...BANDS),
      evidence: fc.option(
        fc.record({
          asked: fc.double({ min: 0.1, max: 9, noNaN: true }),
          yes: fc.double({ min: 0, max: 1, noNaN: true }),
        }),
      ),
      lately: fc.option(fc.array(sureMs, { maxLength: 3 })),
      called: fc.option(sureMs),
      served: fc.option(sureMs),
    }),
    { selector: ({ id, band }) => `${id} ${band}`, maxLength: 9 },
  )
  .map((rows) =>
    rows.map(
      ({ id, band, evidence, lately, called, served }): BandOfPerson => [
        id as ResponderId,
        band,
        evidence?.asked ?? null,
        evidence?.yes ?? 0,
        lately,
        called,
        served,
      ],
    ),
  )

test('the past is settled until the beginning of the day before', () => {
  expect(S).toEqual(new Date('2026-11-21T00:00:00.000Z'))
  expect(settledBefore(S)).toEqual(new Date('2026-11-20T00:00:00.000Z'))
})

test('what is packed says of everybody what its rows say, faded to the day that is asked for', () => {
  fc.assert(
    fc.property(bands, fc.integer({ min: 0, max: 40 }), (rows, days) => {
      const at = new Date(NOW.getTime() + days * DAY)
      const ofB = rows.filter(([id]) => id === 'b')
      const settled = settledHistories([rows.filter(([id]) => id !== 'b'), ofB], TERMS)
      const meant = historiesFrom(rows, at)
      expect(settled.size).toBe(meant.size)
      for (const [id, { answers, marks }] of meant) {
        const found = settled.historyOf(id, at)
        for (const band of BANDS) {
          const [one, other] = [found.answers[band], answers[band]]
          const fades = recencyWeight(S, at, TERMS.halfLifeMs)
          expect(one?.asked ?? 0).toBeCloseTo((other?.asked ?? 0) * fades, 9)
          expect(one?.yes ?? 0).toBeCloseTo(other === undefined ? 0 : other.yes * fades, 9)
        }
        const since = at.getTime() - TERMS.callsWithinMs
        const lately = rows.flatMap(([who, , , , ms]) => (who === id ? (ms ?? []) : [])).filter((ms) => ms >= since)
        expect(found.marks).toEqual({ ...marks, callsLately: lately.length })
      }
    }),
  )
})

test('whoever was never called has no history', () => {
  expect(settledHistories([], TERMS).historyOf('nobody' as ResponderId, NOW)).toBe(NO_HISTORY)
})

test('nobody has served beyond the instant', () => {
  const row: BandOfPerson = ['a' as ResponderId, 'night', null, 0, null, null, NOW.getTime() + DAY]
  expect(historiesFrom([row], NOW).get('a' as ResponderId)?.marks.lastServedAt).toEqual(NOW)
  expect(settledHistories([[row]], TERMS).historyOf('a' as ResponderId, NOW).marks.lastServedAt).toEqual(NOW)
})

test('two pasts of one person add up', () => {
  const early = new Date(NOW.getTime() - 9 * DAY)
  const one = { answers: { night: HISTORY }, marks: { callsLately: 1, lastCalledAt: early, lastServedAt: NOW } }
  const other = {
    answers: { night: HISTORY, evening: HISTORY },
    marks: { callsLately: 2, lastCalledAt: NOW, lastServedAt: early },
  }
  const both = {
    answers: { night: { asked: 4, yes: 2 }, evening: HISTORY },
    marks: { callsLately: 3, lastCalledAt: NOW, lastServedAt: NOW },
  }
  expect(bothHistories(one, other)).toEqual(both)
  expect(bothHistories(other, one)).toEqual(both)
  expect(bothHistories(NO_HISTORY, one)).toEqual(one)
  expect(bothHistories(one, NO_HISTORY)).toEqual(one)
})
