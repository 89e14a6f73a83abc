import { expect, test } from 'vitest'
import type { LedgerLine } from '../support/ledger.ts'
import { isClean, judge, type NoticeRow } from './verdict.ts'

const row = (ref: string, changes: Partial<NoticeRow> = {}): NoticeRow => ({
  ref,
  channel: 'sms',
  purpose: 'call-out',
  state: 'accepted',
  tries: 1,
  repeats: 0,
  ...changes,
})

const line = (ref: string, changes: Partial<LedgerLine> = {}): LedgerLine => ({
  channel: 'sms',
  ref,
  to: `to-${ref}`,
  says: 'banjir',
  atMs: 1,
  ...changes,
})

test('rows and ledger that agree are clean', () => {
  const verdict = judge(2, [row('a'), row('b')], [line('a'), line('b')])
  expect(verdict).toMatchObject({ owed: 2, sent: 2, lost: 0, doubled: 0, unknown: 0, states: { accepted: 2 } })
  expect(isClean(verdict)).toBe(true)
})

test('a message that the row calls accepted and no gateway took is lost', () => {
  const verdict = judge(2, [row('a'), row('b')], [line('a')])
  expect(verdict.lost).toBe(1)
  expect(isClean(verdict)).toBe(false)
})

test('a message that still waits, or that nobody wrote down, is lost', () => {
  expect(judge(1, [row('a', { state: 'planned' })], []).lost).toBe(1)
  expect(judge(3, [row('a')], [line('a')]).lost).toBe(2)
})

test('one reference twice is doubled, and so is one person under two references, but not on two channels', () => {
  expect(judge(1, [row('a')], [line('a'), line('a')])).toMatchObject({ doubled: 1, sent: 1 })
  const rows = [row('a'), row('b')]
  expect(judge(2, rows, [line('a', { to: 'x' }), line('b', { to: 'x' })]).doubled).toBe(1)
  expect(judge(2, rows, [line('a', { to: 'x' }), line('b', { to: 'x', channel: 'email' })]).doubled).toBe(0)
})

test('an unknown row is shown as taken or not, and neither lost nor unclean', () => {
  const rows = [row('a', { state: 'unknown' }), row('b', { state: 'unknown', channel: 'email' })]
  const verdict = judge(2, rows, [line('a')])
  expect(verdict).toMatchObject({ unknown: 2, unknownTaken: 1, unknownNotTaken: { email: 1 }, lost: 0, sent: 1 })
  expect(isClean(verdict)).toBe(true)
})

test('a repeat by rule is counted apart, and only as often as its row says', () => {
  const twice = [line('a'), line('a')]
  const once = judge(1, [row('a', { repeats: 1 })], twice)
  expect(once).toMatchObject({ repeated: 1, doubled: 0 })
  expect(isClean(once)).toBe(true)
  expect(judge(1, [row('a', { repeats: 1 })], [...twice, line('a')])).toMatchObject({ repeated: 0, doubled: 1 })
  expect(judge(1, [row('a', { repeats: 1, state: 'planned' })], [line('a')])).toMatchObject({
    lost: 0,
    unknown: 1,
    contradicted: 0,
  })
})

test('a row that says refused of a message that was taken, and a message without a row, are unclean', () => {
  const contradicted = judge(1, [row('a', { state: 'refused' })], [line('a')])
  expect(contradicted.contradicted).toBe(1)
  expect(isClean(contradicted)).toBe(false)
  const stranger = judge(1, [row('a')], [line('a'), line('s')])
  expect(stranger.strangers).toBe(1)
  expect(isClean(stranger)).toBe(false)
})

test('messages to operators are counted by themselves', () => {
  const rows = [row('a'), row('o', { purpose: 'operator-unknown' })]
  expect(judge(1, rows, [line('a'), line('o')])).toMatchObject({ sent: 1, toOperators: 1, lost: 0 })
})
