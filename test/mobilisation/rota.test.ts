import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answerBy, assignShifts, type RotaRules, rotaShifts } from '../../src/mobilisation/rota.ts'
import type { Picked } from '../../src/mobilisation/selection.ts'
import type { TimeZone } from '../../src/roster/region.ts'
import type { Kind } from '../../src/roster/responder.ts'
import { localTime } from '../../src/wording/time.ts'
import { idOf } from './sample.ts'

const HOUR = 3_600_000
const RULES: RotaRules = { shiftMs: 12 * HOUR, shifts: 3, startsAtMs: 7 * HOUR }
const iso = (dates: readonly Date[]): readonly string[] => dates.map((date) => date.toISOString().slice(0, 16))

describe('until when somebody may answer', () => {
  const MIN = 60_000
  const NOW = new Date('2026-11-22T06:30:00Z')
  const minutes = (turnInMin: number | null, ackMin: number): number => {
    const shiftAt = turnInMin === null ? null : new Date(NOW.getTime() + turnInMin * MIN)
    return (answerBy(NOW, shiftAt, ackMin * MIN).getTime() - NOW.getTime()) / MIN
  }

  test.each([
    ['called at once, as long as the policy says', null, 10, 10],
    ['with a turn days ahead, too', 5_000, 720, 720],
    ['with one sooner than twice that, half of the time to it', 300, 720, 150],
    ['with one at hand, ten minutes all the same', 12, 720, 10],
    ['with one that has begun, too', -90, 720, 10],
    ['never longer than the policy says', 12, 5, 5],
  ])('%s', (_, turnInMin, ackMin, min) => {
    expect(minutes(turnInMin, ackMin)).toBe(min)
  })
})

describe('when turns begin', () => {
  test.each<[TimeZone, string, readonly string[]]>([
    // 13.30 WIB: the next turn is at 19.00
    ['WIB', '2026-11-22T06:30:00Z', ['2026-11-22T12:00', '2026-11-23T00:00', '2026-11-23T12:00']],
    // 14.30 WITA
    ['WITA', '2026-11-22T06:30:00Z', ['2026-11-22T11:00', '2026-11-22T23:00', '2026-11-23T11:00']],
    // 15.30 WIT
    ['WIT', '2026-11-22T06:30:00Z', ['2026-11-22T10:00', '2026-11-22T22:00', '2026-11-23T10:00']],
    // 07.00 WIB sharp, over the end of a year
    ['WIB', '2026-12-31T12:00:00Z', ['2026-12-31T12:00', '2027-01-01T00:00', '2027-01-01T12:00']],
  ])('%s from %s', (zone, from, begins) => {
    expect(iso(rotaShifts(new Date(from), RULES, zone))).toEqual(begins)
  })

  test('by the clocks of the zone at the hours of the grid, evenly, the first within one turn of the start', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
        fc.constantFrom(1, 2, 3, 4, 6, 8, 12, 24),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 0, max: 23 }),
        fc.constantFrom<TimeZone>('WIB', 'WITA', 'WIT'),
        (from, hours, shifts, startHour, zone) => {
          const begins = rotaShifts(from, { shiftMs: hours * HOUR, shifts, startsAtMs: startHour * HOUR }, zone)
          expect(begins).toHaveLength(shifts)
          const waited = (begins[0]?.getTime() ?? 0) - from.getTime()
          expect(waited).toBeGreaterThanOrEqual(0)
          expect(waited).toBeLessThan(hours * HOUR)
          for (const [nth, at] of begins.entries()) {
            expect(at.getTime()).toBe((begins[0]?.getTime() ?? 0) + nth * hours * HOUR)
            expect((Number(localTime(at, zone).slice(0, 2)) - startHour + 24) % hours).toBe(0)
          }
        },
      ),
    )
  })

  test.each<[Partial<RotaRules>, RegExp]>([
    [{ shiftMs: 0 }, /whole part of a day/],
    [{ shiftMs: 5 * HOUR }, /whole part of a day/],
    [{ startsAtMs: -1 }, /time of day/],
    [{ startsAtMs: 24 * HOUR }, /time of day/],
    [{ shifts: 0 }, /1 or more/],
    [{ shifts: 1.5 }, /1 or more/],
  ])('%j is refused', (more, words) => {
    expect(() => rotaShifts(new Date(0), { ...RULES, ...more }, 'WIB')).toThrow(words)
  })
})

describe('who has which turn', () => {
  const person = (id: string, km: number, kind: Kind = 'tagana'): Picked => ({ responderId: idOf(id), kind, km })
  const shifts = rotaShifts(new Date(0), { ...RULES, shifts: 2 }, 'WIB')
  const [first = new Date(0), second = new Date(0)] = shifts

  test('the nearest take the first turn; what is lacking and who is spare is said', () => {
    const people = [person('d', 4), person('b', 2), person('a', 1), person('k', 9, 'ksb_member'), person('p', 1, 'pkh')]
    const { turns, missing, spare } = assignShifts(people, shifts, { tagana: 2, ksb_member: 1 })
    expect(turns.map(({ responderId, shiftAt }) => [responderId, shiftAt])).toEqual([
      ['a', first],
      ['b', first],
      ['k', first],
      ['d', second],
    ])
    expect(missing).toEqual([{ shiftAt: second, missing: { tagana: 1, ksb_member: 1 } }])
    expect(spare).toEqual([person('p', 1, 'pkh')])
  })

  test('somebody given twice has one turn, by the nearer place; equal distances go by id', () => {
    const { turns, spare } = assignShifts([person('b', 5), person('b', 1), person('c', 1)], shifts, { tagana: 1 })
    expect(turns.map(({ responderId, km, shiftAt }) => [responderId, km, shiftAt])).toEqual([
      ['b', 1, first],
      ['c', 1, second],
    ])
    expect(spare).toEqual([])
  })

  test('a turn that somebody holds already is filled up to what it wants, and no further', () => {
    const held = [
      { kind: 'tagana', shiftAt: new Date(first) },
      { kind: 'tagana', shiftAt: new Date(first) },
      { kind: 'ksb_member', shiftAt: new Date(second) },
    ] as const
    const { turns, missing, spare } = assignShifts([person('a', 1), person('b', 2)], shifts, { tagana: 1 }, held)
    expect(turns.map(({ responderId, shiftAt }) => [responderId, shiftAt])).toEqual([['a', second]])
    expect(missing).toEqual([])
    expect(spare.map(({ responderId }) => responderId)).toEqual(['b'])
  })

  test('nobody twice, nobody lost, no turn too full, no nearer person later, and order never matters', () => {
    const somebody = fc.record({
      responderId: fc.integer({ min: 0, max: 30 }).map((n) => idOf(`r${n}`)),
      kind: fc.constantFrom<Kind>('tagana', 'ksb_member'),
      km: fc.integer({ min: 0, max: 9 }),
    })
    fc.assert(
      fc.property(
        fc.uniqueArray(somebody, { selector: ({ responderId }) => responderId }),
        fc.integer({ min: 0, max: 4 }),
        (people, count) => {
          const rota = assignShifts(people, shifts, { tagana: count, ksb_member: 1 })
          expect(assignShifts(people.toReversed(), shifts, { tagana: count, ksb_member: 1 })).toEqual(rota)
          const ids = [...rota.turns, ...rota.spare].map(({ responderId }) => responderId)
          expect(ids.toSorted()).toEqual(people.map(({ responderId }) => responderId).toSorted())
          const inTurn = (at: Date, kind: Kind) =>
            rota.turns.filter((turn) => turn.kind === kind && turn.shiftAt === at)
          for (const [kind, wanted] of [
            ['tagana', count],
            ['ksb_member', 1],
          ] as const) {
            for (const at of shifts) {
              const lacks = rota.missing.find(({ shiftAt }) => shiftAt === at)?.missing[kind] ?? 0
              expect(inTurn(at, kind).length + lacks).toBe(wanted)
            }
            const last = Math.max(...inTurn(first, kind).map(({ km }) => km), -1)
            for (const { km } of inTurn(second, kind)) expect(km).toBeGreaterThanOrEqual(last)
          }
        },
      ),
    )
  })
})
