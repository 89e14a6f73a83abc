import { expect, test } from 'vitest'
import { type BreakerLane, openBreaker } from '../../src/channels/breaker.ts'
import type { SendOutcome } from '../../src/mobilisation/notice.ts'
import { handClock } from '../support/hand-clock.ts'

const ACCEPTED: SendOutcome = { kind: 'accepted', providerRef: 'p' }
const REFUSED: SendOutcome = { kind: 'refused', reason: 'bad number' }
const BUSY: SendOutcome = { kind: 'try-again', reason: 'busy', afterMs: 1_000 }
const SILENT: SendOutcome = { kind: 'unknown', reason: 'silent' }

const aBreaker = () => {
  const clock = handClock(new Date('2026-11-22T06:30:00Z'))
  const told: (number | string | null)[] = []
  const breaker = openBreaker(clock, (rest) =>
    told.push(rest === null ? null : `${rest.until.getTime() - clock.now().getTime()} ${rest.reason}`),
  )
  const hear = (...outcomes: readonly SendOutcome[]) => {
    for (const outcome of outcomes) breaker.heard(outcome, 'live')
    return breaker.health('live')
  }
  return { clock, told, breaker, hear }
}

test('a gateway rests after five messages in a row that were not taken, and not for a refusal or four', () => {
  const { told, hear } = aBreaker()
  expect(hear(REFUSED)).toBe('works')
  expect(hear(BUSY, SILENT, BUSY, REFUSED, SILENT)).toBe('doubted')
  expect(hear(ACCEPTED)).toBe('works')
  expect(hear(BUSY, BUSY, BUSY, BUSY)).toBe('doubted')
  expect(told).toEqual([])
  expect(hear(SILENT)).toBe('rests')
  expect(told).toEqual(['2000 silent'])
})

test('after its rest it is tried: a failure doubles the rest up to half a minute, one message taken ends it', () => {
  const { clock, told, hear, breaker } = aBreaker()
  hear(BUSY, BUSY, BUSY, BUSY, BUSY)
  // What began before says nothing new.
  expect(hear(SILENT)).toBe('rests')
  for (const s of [2, 4, 8, 16, 30]) {
    clock.moveBy({ s, ms: -1 })
    expect([breaker.health('live'), breaker.restMs('live')]).toEqual(['rests', 1])
    clock.moveBy({ ms: 1 })
    expect(breaker.restMs('live')).toBe(0)
    expect(hear(REFUSED)).toBe('tried')
    expect(hear(BUSY)).toBe('rests')
  }
  expect(told).toEqual(['2000 busy', '4000 busy', '8000 busy', '16000 busy', '30000 busy', '30000 busy'])
  clock.moveBy({ s: 30 })
  expect(hear(ACCEPTED)).toBe('works')
  expect(told.at(-1)).toBeNull()
  expect(hear(BUSY)).toBe('doubted')
})

test('a message taken while the gateway rests ends the rest', () => {
  const { hear } = aBreaker()
  expect(hear(BUSY, BUSY, BUSY, BUSY, BUSY, ACCEPTED)).toBe('works')
})

test('an exercise that is turned away rests alone; real messages that are turn exercises away too', () => {
  const { clock, breaker, told } = aBreaker()
  const hear = (lane: BreakerLane, ...outcomes: readonly SendOutcome[]) => {
    for (const outcome of outcomes) breaker.heard(outcome, lane)
    return [breaker.health('live'), breaker.health('exercise')]
  }
  expect(hear('exercise', BUSY, BUSY, BUSY, BUSY, BUSY)).toEqual(['works', 'rests'])
  // A real message that is taken says nothing of what exercises may.
  expect(hear('live', ACCEPTED)).toEqual(['works', 'rests'])
  expect(told).toEqual(['2000 busy'])
  clock.moveBy({ s: 2 })
  expect(hear('exercise', ACCEPTED)).toEqual(['works', 'works'])
  expect(hear('live', BUSY, BUSY, BUSY, BUSY, BUSY)).toEqual(['rests', 'rests'])
  clock.moveBy({ s: 2 })
  // Whichever comes first tries it for both.
  expect(hear('exercise', REFUSED)).toEqual(['tried', 'tried'])
  expect(hear('exercise', ACCEPTED)).toEqual(['works', 'works'])
})
