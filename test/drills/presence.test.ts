import fc, { array, integer, property } from 'fast-check'
import { expect, test } from 'vitest'
import { OCCURRENCE_STATES } from '../../src/drills/occurrence.ts'
import { isClosed, MISSES_WITHIN_MS, MOST_MISSES, presenceRefusal } from '../../src/drills/presence.ts'

const START = new Date('2027-04-26T03:00Z')
const END = new Date('2027-04-26T05:00Z')
const HOUR = 3_600_000

test.each(OCCURRENCE_STATES)('who is at a drill that is %s says so from an hour before until twelve after', (state) => {
  const at = (base: Date, ms: number) =>
    presenceRefusal({ state, startsAt: START, endsAt: END }, new Date(base.getTime() + ms))
  const said = [at(START, -HOUR - 1), at(START, -HOUR), at(END, 12 * HOUR), at(END, 12 * HOUR + 1)]
  expect(said).toEqual(state === 'cancelled' ? Array(4).fill('cancelled') : ['too-early', null, null, 'over'])
})

const at = (ms: number): Date => new Date(START.getTime() + ms)

test('five wrong codes in ten minutes close the door until ten minutes after the last', () => {
  const minutes = (...all: readonly number[]): readonly Date[] => all.map((minute) => at(minute * 60_000))
  expect(isClosed([], at(0))).toBe(false)
  expect(isClosed(minutes(4, 3, 2, 1), at(240_000))).toBe(false)
  expect(isClosed(minutes(4, 3, 2, 1, 0), at(240_000))).toBe(true)
  expect(isClosed(minutes(4, 3, 2, 1, 0), at(14 * 60_000 - 1))).toBe(true)
  expect(isClosed(minutes(4, 3, 2, 1, 0), at(14 * 60_000))).toBe(false)
  expect(isClosed(minutes(10, 3, 2, 1, 0), at(600_000))).toBe(false)
  expect(isClosed(minutes(14, 4, 3, 2, 1), at(14 * 60_000))).toBe(false)
})

test('however somebody tries, at most five of their codes in any ten minutes are looked at', () => {
  fc.assert(
    property(array(integer({ min: 0, max: 400_000 }), { minLength: 1, maxLength: 80 }), (pauses: readonly number[]) => {
      const looked: number[] = []
      let now = 0
      for (const pause of pauses) {
        now += pause
        const newest = looked.toReversed().slice(0, MOST_MISSES)
        if (!isClosed(newest.map(at), at(now))) looked.push(now)
      }
      for (const [nth, first] of looked.entries()) {
        const sixth = looked[nth + MOST_MISSES]
        if (sixth !== undefined) expect(sixth - first).toBeGreaterThanOrEqual(MISSES_WITHIN_MS)
      }
    }),
  )
})
