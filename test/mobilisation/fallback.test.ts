import { expect, test } from 'vitest'
import { channelPauseMs, type FallbackPolicy } from '../../src/mobilisation/fallback.ts'
import type { Hazard } from '../../src/mobilisation/hazard.ts'
import type { Severity, Urgency } from '../../src/mobilisation/hazard-event.ts'

const FALLBACK: FallbackPolicy = {
  afterMs: 90_000,
  atOnce: {
    severities: ['extreme', 'severe'],
    urgencies: ['immediate', 'unknown'],
    hazards: ['tsunami', 'flash_flood'],
  },
}
const POLICY = { fallback: FALLBACK, ackDeadlineMs: 600_000 }
const said = (hazard: Hazard | null, severity: Severity, urgency: Urgency) => ({ hazard, severity, urgency })

test.each([
  [90_000, 'flood', 'moderate', 'immediate'],
  [90_000, 'flood', 'severe', 'expected'],
  [90_000, 'drought', 'unknown', 'unknown'],
  [90_000, null, 'unknown', 'unknown'],
  [0, 'flood', 'severe', 'immediate'],
  [0, null, 'extreme', 'immediate'],
  [0, 'flood', 'severe', 'unknown'],
  [0, 'tsunami', 'unknown', 'unknown'],
  [0, 'flash_flood', 'minor', 'future'],
] as const)('a channel has %i ms before the next for %s, %s, %s', (pauseMs, hazard, severity, urgency) => {
  expect(channelPauseMs(POLICY, [said(hazard, severity, urgency)])).toBe(pauseMs)
})

test('one message among several that threatens life has all channels go at once', () => {
  const flood = said('flood', 'minor', 'expected')
  expect(channelPauseMs(POLICY, [flood, said('flood', 'extreme', 'immediate')])).toBe(0)
  expect(channelPauseMs(POLICY, [flood, flood])).toBe(90_000)
  expect(channelPauseMs(POLICY, [])).toBe(90_000)
})

test('three quarters of the deadline are left to answer the second channel', () => {
  expect(channelPauseMs({ ...POLICY, ackDeadlineMs: 10_003 }, [])).toBe(2_500)
})

test('without a policy, as in older rows, all channels go at once', () => {
  expect(channelPauseMs({ ackDeadlineMs: 600_000 }, [])).toBe(0)
  expect(channelPauseMs({ ackDeadlineMs: 600_000, fallback: null }, [])).toBe(0)
})
