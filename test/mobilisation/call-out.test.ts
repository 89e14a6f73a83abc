import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  CALL_OUT_STATUSES,
  type CallOutFact,
  type CallOutStatus,
  comingByKind,
  firstWave,
  isComing,
  isFilled,
  owesAnswer,
  statusAfter,
} from '../../src/mobilisation/call-out.ts'
import { called, later, NOW, said } from './sample.ts'

const FACTS = [
  'approval-wanted',
  'approved',
  'planned',
  'filled',
  'used-up',
  'reopened',
  'expired',
  'stood-down',
] as const

/** Every change there is; whatever is not here leaves the status as it was. */
const CHANGES: Readonly<Partial<Record<CallOutStatus, Readonly<Partial<Record<CallOutFact, CallOutStatus>>>>>> = {
  planning: {
    'approval-wanted': 'awaiting-approval',
    planned: 'calling',
    expired: 'closed',
    'stood-down': 'stood-down',
  },
  'awaiting-approval': { approved: 'planning', expired: 'closed', 'stood-down': 'stood-down' },
  calling: { filled: 'filled', 'used-up': 'exhausted', expired: 'closed', 'stood-down': 'stood-down' },
  filled: { reopened: 'calling', expired: 'closed', 'stood-down': 'stood-down' },
  exhausted: { filled: 'filled', reopened: 'calling', expired: 'closed', 'stood-down': 'stood-down' },
}

const TABLE = CALL_OUT_STATUSES.flatMap((status) =>
  FACTS.map((fact) => [status, fact, CHANGES[status]?.[fact] ?? status] as const),
)

test.each(TABLE)('%s, then %s: %s', (status, fact, next) => {
  expect(statusAfter(status, fact)).toBe(next)
})

test('what is closed or stood down stays so, whatever happens', () => {
  fc.assert(
    fc.property(fc.constantFrom('closed', 'stood-down'), fc.array(fc.constantFrom(...FACTS)), (status, facts) => {
      expect(facts.reduce<CallOutStatus>(statusAfter, status)).toBe(status)
    }),
  )
})

test.each([
  ['silent', called('R1'), false],
  ['a yes', said('R1', 'yes', 1), true],
  ['arrived', said('R1', 'arrived', 1), true],
  ['a no', said('R1', 'no', 1), false],
  ['a yes that was stood down', said('R1', 'yes', 1, { stoodDownAt: NOW }), false],
  ['arrived and stood down', said('R1', 'arrived', 1, { stoodDownAt: later(1) }), false],
  [
    'done, who then says that they are not safe,',
    said('R1', 'arrived', 1, { doneAt: later(2), safety: 'unsafe' }),
    true,
  ],
  [
    'done before they said whether they are safe',
    said('R1', 'arrived', 1, { doneAt: later(2), safety: 'asked' }),
    true,
  ],
  ['not safe who said yes', said('R1', 'yes', 1, { safety: 'unsafe' }), false],
] as const)('somebody %s is coming: %#', (_words, person, coming) => {
  expect(isComing(person)).toBe(coming)
})

test('whoever is done owes no word, asked whether they are safe or not', () => {
  expect(owesAnswer(said('R1', 'yes', 1, { safety: 'asked' }))).toBe(true)
  expect(owesAnswer(said('R1', 'arrived', 1, { safety: 'asked', doneAt: later(2) }))).toBe(false)
})

const PEOPLE = [said('R1', 'yes', 1), said('R2', 'no', 1), called('R3'), said('P1', 'arrived', 2, { kind: 'pkh' })]

test('those who come are counted by each needed kind, and by no other', () => {
  expect(comingByKind({ tagana: 2, tksk: 1 }, PEOPLE)).toEqual({ tagana: 1, tksk: 0 })
  expect(comingByKind({}, PEOPLE)).toEqual({})
})

test.each([
  [{ tagana: 1 }, true],
  [{ tagana: 2 }, false],
  [{ tagana: 1, pkh: 1 }, true],
  [{ tagana: 1, pkh: 2 }, false],
  [{ tagana: 1, tksk: 0 }, true],
  [{ tksk: 1 }, false],
  [{ tagana: 0 }, false],
  [{}, false],
] as const)('a need of %j is filled: %s', (need, filled) => {
  expect(isFilled(need, PEOPLE)).toBe(filled)
})

test('the first wave calls more than are needed, by whole people', () => {
  expect(firstWave({ tagana: 6, pendamping_desa: 1, pkh: 0 }, 1.5)).toEqual({ tagana: 9, pendamping_desa: 2, pkh: 0 })
  expect(firstWave({ tagana: 6 }, 1)).toEqual({ tagana: 6 })
  expect(firstWave({}, 2)).toEqual({})
})

test('a first wave is not a person larger than asked because a tenth is no binary fraction', () => {
  expect(firstWave({ tagana: 10 }, 1.1)).toEqual({ tagana: 11 })
  expect(firstWave({ tagana: 100 }, 1.1)).toEqual({ tagana: 110 })
})
