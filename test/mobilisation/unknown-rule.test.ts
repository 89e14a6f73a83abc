import { expect, test } from 'vitest'
import { MAIL_REPEAT_AFTER_MS, nextForUnknown, ripeAfterMs, unknownRules } from '../../src/mobilisation/unknown-rule.ts'

const NOW = new Date('2026-11-22T06:30:00Z')
const LATER = new Date(NOW.getTime() + 1)
const shy = unknownRules({ onceByKey: null })
const sure = unknownRules({ onceByKey: 'one' })

test('a mail of unknown outcome is handed over once more after two minutes, and only once', () => {
  expect(ripeAfterMs(shy.email)).toBe(120_000)
  expect(ripeAfterMs(shy.email)).toBe(MAIL_REPEAT_AFTER_MS)
  expect(nextForUnknown(shy.email, { repeats: 0, expiresAt: null, gateway: 'one', isOutdated: false }, NOW)).toBe(
    'repeat',
  )
  expect(nextForUnknown(shy.email, { repeats: 1, expiresAt: null, gateway: 'one', isOutdated: false }, NOW)).toBe(
    'leave',
  )
})

test('an SMS is never repeated but by a gateway that takes one key once', () => {
  expect(nextForUnknown(shy.sms, { repeats: 0, expiresAt: LATER, gateway: 'one', isOutdated: false }, NOW)).toBe(
    'leave',
  )
  expect(ripeAfterMs(shy.sms)).toBe(0)
  expect(nextForUnknown(sure.sms, { repeats: 0, expiresAt: LATER, gateway: 'one', isOutdated: false }, NOW)).toBe(
    'repeat',
  )
  expect(nextForUnknown(sure.sms, { repeats: 1, expiresAt: LATER, gateway: 'one', isOutdated: false }, NOW)).toBe(
    'leave',
  )
  expect(ripeAfterMs(sure.sms)).toBeLessThanOrEqual(30_000)
})

test('what is too late by now is not repeated', () => {
  expect(nextForUnknown(sure.sms, { repeats: 0, expiresAt: NOW, gateway: 'one', isOutdated: false }, NOW)).toBe('leave')
})

test('what left by another gateway than the one that takes a key once is not repeated', () => {
  for (const gateway of ['another', null])
    expect(nextForUnknown(sure.sms, { repeats: 0, expiresAt: LATER, gateway, isOutdated: false }, NOW)).toBe('leave')
  expect(nextForUnknown(shy.email, { repeats: 0, expiresAt: LATER, gateway: null, isOutdated: false }, NOW)).toBe(
    'repeat',
  )
})

test('what newer words took the place of is not repeated', () => {
  const row = { repeats: 0, expiresAt: LATER, gateway: 'one', isOutdated: true }
  for (const rule of [shy.email, sure.sms]) expect(nextForUnknown(rule, row, NOW)).toBe('leave')
})
