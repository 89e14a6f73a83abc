import { expect, test } from 'vitest'
import {
  afterSend,
  GIVEN_UP_AFTER_MS,
  MAX_ATTEMPTS,
  NOTICE_STATES,
  PRIORITIES,
  PURPOSES,
  type Trying,
} from '../../src/mobilisation/notice.ts'
import { later, NOW } from './sample.ts'

/** One gateway, that does not rest. */
const by = (given: Partial<Trying> = {}): Trying => ({ gateways: 1, all: 1, restMs: 0, plannedAt: NOW, ...given })

const busy = { kind: 'try-again', reason: '429', afterMs: 2_000 } as const

test('an accepted message keeps its provider’s reference and is not sent again', () => {
  expect(afterSend({ kind: 'accepted', providerRef: 'p-1' }, 1, NOW, by())).toEqual({
    state: 'accepted',
    dueAt: null,
    elsewhereUntil: null,
    counts: true,
    providerRef: 'p-1',
    reason: null,
  })
})

test.each(['refused', 'unknown'] as const)('what is %s is never sent again, however early it was', (kind) => {
  expect(afterSend({ kind, reason: 'because' }, 1, NOW, by())).toEqual({
    state: kind,
    dueAt: null,
    elsewhereUntil: null,
    counts: true,
    providerRef: null,
    reason: 'because',
  })
})

test.each([
  [1, 2_000],
  [2, 4_000],
  [3, 8_000],
  [7, 128_000],
])('try %d that may be repeated is due again after %d ms', (attempt, pauseMs) => {
  expect(afterSend(busy, attempt, NOW, by())).toEqual({
    state: 'planned',
    dueAt: later(pauseMs),
    elsewhereUntil: null,
    counts: true,
    providerRef: null,
    reason: '429',
  })
})

test('no pause is longer than five minutes', () => {
  expect(afterSend({ ...busy, afterMs: 300_001 }, 1, NOW, by()).dueAt).toEqual(later(300_000))
  expect(afterSend({ ...busy, afterMs: 60_000 }, 7, NOW, by()).dueAt).toEqual(later(300_000))
})

test('the last try that fails is the end', () => {
  expect(MAX_ATTEMPTS).toBe(8)
  expect(afterSend(busy, MAX_ATTEMPTS - 1, NOW, by()).state).toBe('planned')
  for (const attempt of [MAX_ATTEMPTS, MAX_ATTEMPTS + 1])
    expect(afterSend(busy, attempt, NOW, by())).toMatchObject({ state: 'failed', dueAt: null, elsewhereUntil: null })
})

test('what one of several gateways did not take is due at once for the others, and pauses after each could have had it', () => {
  const after = (attempt: number) => afterSend(busy, attempt, NOW, by({ gateways: 2, all: 2 }))
  expect([after(1).dueAt, after(1).elsewhereUntil]).toEqual([NOW, later(2_000)])
  expect([after(2).dueAt, after(2).elsewhereUntil]).toEqual([later(2_000), null])
  expect([after(3).dueAt, after(3).elsewhereUntil]).toEqual([NOW, later(4_000)])
  expect([after(2 * MAX_ATTEMPTS - 1).state, after(2 * MAX_ATTEMPTS).state]).toEqual(['planned', 'failed'])
  // What was handed over goes to no other.
  expect(afterSend({ kind: 'unknown', reason: 'silent' }, 1, NOW, by({ gateways: 2, all: 2 })).state).toBe('unknown')
})

test('that the other gateway rests by now does not end a message whose tries both had a share of', () => {
  expect(afterSend(busy, MAX_ATTEMPTS + 1, NOW, by({ all: 2 }))).toMatchObject({
    state: 'planned',
    elsewhereUntil: null,
  })
  expect(afterSend(busy, 2 * MAX_ATTEMPTS, NOW, by({ all: 2 })).state).toBe('failed')
})

test('while its gateway rests a message is due as soon as that is tried again, no sooner than asked, and the try does not count', () => {
  const resting = (attempt: number, restMs: number, given: Partial<Trying> = {}) =>
    afterSend(busy, attempt, NOW, by({ restMs, ...given }))
  expect(resting(6, 30_000)).toMatchObject({ state: 'planned', dueAt: later(30_000), counts: false })
  expect(resting(6, 500).dueAt).toEqual(later(2_000))
  expect(resting(1, 30_000).dueAt).toEqual(later(2_000))
  // Another that works has it at once, whose turn ever it was.
  for (const attempt of [1, 2])
    expect(resting(attempt, 30_000, { gateways: 2, all: 2 })).toMatchObject({ dueAt: NOW, counts: false })
  // No try is the last for that, but it is given up when its tries would have been over.
  expect(resting(MAX_ATTEMPTS, 30_000).state).toBe('planned')
  const planned = (ms: number) => ({ plannedAt: new Date(NOW.getTime() - ms) })
  expect(resting(2, 30_000, planned(GIVEN_UP_AFTER_MS - 1)).state).toBe('planned')
  expect(resting(2, 30_000, planned(GIVEN_UP_AFTER_MS)).state).toBe('failed')
  // What waited that long for its first is tried once more.
  expect(resting(1, 30_000, planned(GIVEN_UP_AFTER_MS)).state).toBe('planned')
})

test('words are listed once, and a first alert goes before everything else', () => {
  expect(new Set(NOTICE_STATES).size).toBe(NOTICE_STATES.length)
  expect(new Set(PURPOSES).size).toBe(PURPOSES.length)
  const { firstAlert, ...others } = PRIORITIES
  expect(Math.min(...Object.values(others))).toBeGreaterThan(firstAlert)
  expect(others.topUp).toBeLessThan(others.standDown)
})
