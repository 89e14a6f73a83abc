import { expect, test } from 'vitest'
import { acknowledgement } from '../../src/mobilisation/acknowledgement.ts'
import type { CalledFor } from '../../src/mobilisation/matching.ts'

const aCall = (code: string, more: Partial<CalledFor> = {}): CalledFor => ({
  callOutId: `call-${code}`,
  responderId: 'R-0001',
  code,
  open: true,
  awaited: true,
  real: true,
  ...more,
})
const DRILL = { occurrenceId: 'D-1', responderId: 'R-0001', startsAt: new Date('2026-11-23T02:00:00Z') }
const nothing = { called: [], invited: [], notedLately: false, before: [] }
const told = (called: readonly CalledFor[]) => acknowledgement('jam berapa?', { ...nothing, called })

test('with nothing open a text is noted without a code', () => {
  const noted = { kind: 'noted', mode: 'actual', code: '', asksSafety: false, call: null }
  expect(told([])).toEqual(noted)
  expect(told([aCall('A7K2', { open: false })])).toEqual(noted)
})

test('the code of the open call goes along: the real before an exercise, the awaited before the others', () => {
  expect(told([aCall('A7K2')])).toMatchObject({ mode: 'actual', code: 'A7K2', call: { code: 'A7K2' } })
  expect(told([aCall('E1E1', { real: false }), aCall('A7K2')])).toMatchObject({ mode: 'actual', code: 'A7K2' })
  expect(told([aCall('B8B8', { awaited: false }), aCall('A7K2')])).toMatchObject({ code: 'A7K2' })
  expect(told([aCall('B8B8', { awaited: false })])).toMatchObject({ code: 'B8B8' })
})

test('of several open calls two codes are named, of one that two people have one', () => {
  expect(told([aCall('A7K2'), aCall('B8B8'), aCall('C9C9')])).toMatchObject({ code: 'A7K2 / B8B8' })
  expect(told([aCall('A7K2'), aCall('A7K2', { responderId: 'R-0002' })])).toMatchObject({ code: 'A7K2' })
})

test('who is asked whether they are safe hears how to say so', () => {
  expect(told([aCall('B8B8'), aCall('A7K2', { asked: true })])).toMatchObject({ asksSafety: true, code: 'A7K2' })
})

test('where only an exercise or a drill is open it is a message of the exercise', () => {
  expect(told([aCall('E1E1', { real: false })])).toMatchObject({ mode: 'exercise', code: 'E1E1' })
  expect(acknowledgement('kapan?', { ...nothing, invited: [DRILL] })).toMatchObject({ mode: 'exercise', code: '' })
})

test('the same words again, and another text within a while, are not noted', () => {
  const before = ['Jam  berapa? ']
  expect(acknowledgement('jam berapa?', { ...nothing, before })).toEqual({
    kind: 'none',
    reason: 'the same text again',
  })
  expect(acknowledgement('di mana?', { ...nothing, before, notedLately: true })).toEqual({
    kind: 'none',
    reason: 'noted a short while ago',
  })
  expect(acknowledgement('di mana?', { ...nothing, before })).toMatchObject({ kind: 'noted' })
})
