import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SEVERITIES, URGENCIES } from '../../src/mobilisation/hazard-event.ts'
import {
  type Claim,
  claimOn,
  codeElsewhere,
  elsewhereOf,
  type Held,
  NOWHERE,
  precedenceOf,
} from '../../src/mobilisation/precedence.ts'
import { MODES } from '../../src/wording/mode.ts'
import { later, NOW } from './sample.ts'
import { awayFrom, choiceIn } from './sample-choice.ts'

test.each([
  ['extreme', 'past', 40],
  ['severe', 'immediate', 34],
  ['severe', 'expected', 33],
  ['moderate', 'future', 21],
  ['unknown', 'unknown', 22],
  ['minor', 'immediate', 14],
] as const)('%s and %s ranks as %d', (severity, urgency, rank) => {
  expect(precedenceOf([{ severity, urgency }])).toBe(rank)
})

test('severity comes before urgency, and of several messages the highest counts', () => {
  for (const urgency of URGENCIES)
    for (const other of URGENCIES)
      expect(precedenceOf([{ severity: 'extreme', urgency }])).toBeGreaterThan(
        precedenceOf([{ severity: 'severe', urgency: other }]),
      )
  for (const severity of SEVERITIES)
    expect(
      precedenceOf([
        { severity, urgency: 'past' },
        { severity: 'extreme', urgency: 'immediate' },
      ]),
    ).toBe(44)
  expect(precedenceOf([])).toBe(0)
})

const held = (changes: Partial<Held> = {}): Held => ({
  responderId: 'R1',
  code: 'A7K2',
  mode: 'actual',
  precedence: 22,
  answer: null,
  deadlineAt: later(1),
  ...changes,
})

const SILENT = { deadlineAt: NOW }

test.each<[string, Claim, Partial<Held>, number]>([
  ['awaited, by one equally urgent', 'keep', {}, 22],
  ['awaited, by one less urgent', 'keep', {}, 21],
  ['awaited, by one more urgent', 'take', {}, 23],
  ['silent beyond the deadline, by one less urgent', 'take', SILENT, 21],
  ['who said yes, by one equally urgent', 'keep', { answer: 'yes', ...SILENT }, 22],
  ['who said yes, by one more urgent', 'last', { answer: 'yes' }, 23],
  ['who arrived, by one more urgent', 'keep', { answer: 'arrived' }, 44],
])('somebody %s: %s', (_, claim, row, precedence) => {
  for (const mode of ['actual', 'exercise'] as const)
    expect(claimOn(held({ ...row, mode }), { mode, precedence }, NOW)).toBe(claim)
})

test('what is real takes anybody from an exercise at any state, and gives nobody to an exercise or a test', () => {
  for (const answer of [null, 'yes', 'arrived'] as const)
    for (const row of [held({ answer }), held({ answer, ...SILENT })]) {
      expect(claimOn({ ...row, mode: 'exercise' }, { mode: 'actual', precedence: 0 }, NOW)).toBe('take')
      for (const mode of ['exercise', 'test'] as const) expect(claimOn(row, { mode, precedence: 44 }, NOW)).toBe('keep')
      // A test orders nobody: an exercise is no obstacle to it, and loses nobody.
      expect(claimOn({ ...row, mode: 'exercise' }, { mode: 'test', precedence: 0 }, NOW)).toBe('take')
    }
})

const heldBy = fc.record({
  mode: fc.constantFrom(...MODES),
  precedence: fc.integer({ min: 0, max: 44 }),
  answer: fc.constantFrom(null, 'yes' as const, 'arrived' as const),
  deadlineAt: fc.constantFrom(later(-1), later(1)),
})

test('of two call-outs at most one would take an awaited person from the other', () => {
  fc.assert(
    fc.property(heldBy, fc.integer({ min: 0, max: 44 }), (one, precedence) => {
      const awaited = { ...one, answer: null, deadlineAt: later(1) }
      const other = { ...awaited, precedence }
      expect(claimOn(awaited, other, NOW) === 'take' && claimOn(other, awaited, NOW) === 'take').toBe(false)
    }),
  )
})

test('somebody whom several hold is given up only as the strictest of them does', () => {
  const rows = [
    held({ responderId: 'R1', code: 'EASY', ...SILENT }),
    held({ responderId: 'R1', code: 'HARD', answer: 'arrived' }),
    held({ responderId: 'R1', code: 'LAST', answer: 'yes', precedence: 0 }),
    held({ responderId: 'R2', code: 'LAST', answer: 'yes', precedence: 0 }),
    held({ responderId: 'R3', code: 'EASY', ...SILENT }),
  ]
  const by = { mode: 'actual', precedence: 22 } as const
  for (const order of [rows, rows.toReversed()]) {
    const found = elsewhereOf(order, by, NOW)
    expect(found.keep).toEqual(new Map([['R1', 'HARD']]))
    expect(found.last).toEqual(new Map([['R2', 'LAST']]))
    expect(found.take).toEqual(new Map([['R3', 'EASY']]))
    expect(['R1', 'R2', 'R3', 'R4'].map((id) => codeElsewhere(found, id))).toEqual([
      { elsewhere: 'HARD' },
      { elsewhere: 'LAST' },
      { elsewhere: 'EASY' },
      {},
    ])
  }
})

test('whoever said yes elsewhere is called only where the need cannot be met without them, and whoever is kept never', () => {
  const people = ['R1', 'R2', 'R3', 'R4'].map((id, at) => awayFrom(id, at + 1))
  const elsewhere = {
    ...NOWHERE,
    keep: new Map([['R1', 'KEEP']]),
    last: new Map([['R2', 'LAST']]),
    take: new Map([['R3', 'TAKE']]),
  }
  const choice = choiceIn({ people, elsewhere })
  const two = choice.inTurn({ tagana: 2 }, new Set())
  expect(two.picked.map(({ responderId, elsewhere: code }) => [responderId, code])).toEqual([
    ['R3', 'TAKE'],
    ['R4', undefined],
  ])
  expect(two.skipped).toEqual([
    expect.objectContaining({ responderId: 'R1', reason: 'called-elsewhere', elsewhere: 'KEEP' }),
  ])
  expect(choice.inTurn({ tagana: 3 }, new Set()).picked.map(({ responderId }) => responderId)).toEqual([
    'R3',
    'R4',
    'R2',
  ])
  const { picked, skipped } = choice.sufficient({ need: { tagana: 1 }, without: new Set() })
  expect(picked.map(({ responderId }) => responderId)).toEqual(['R2', 'R3', 'R4'])
  expect(skipped.map(({ responderId, reason }) => [responderId, reason])).toEqual([['R1', 'called-elsewhere']])
})
