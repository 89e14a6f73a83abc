import { describe, expect, test } from 'vitest'
import type { CalledPerson, CallOutView } from '../../src/mobilisation/call-out.ts'
import { type NextStep, nextStep, stillMissing } from '../../src/mobilisation/escalation.ts'
import { ACK_MS, aView, called, later, MIN, POLICY, said } from './sample.ts'

const step = (people: readonly CalledPerson[], min: number, more: Partial<CallOutView> = {}): NextStep =>
  nextStep(aView(people, more), POLICY, later(min * MIN))

const WAIT: NextStep = {
  status: 'calling',
  silent: [],
  replacements: [],
  withheld: [],
  standDown: [],
  reviewAt: later(ACK_MS),
  closesAt: null,
}

/** Filled or exhausted at a minute, it is watched for the policy's time from then. */
const watchedFrom = (min: number): Pick<NextStep, 'reviewAt' | 'closesAt'> => ({
  reviewAt: later((min + 720) * MIN),
  closesAt: later((min + 720) * MIN),
})

test('while everybody may still answer, nothing is done until the first deadline', () => {
  const people = [called('R1', { deadlineAt: later(12 * MIN) }), called('R2'), called('R3')]
  expect(step(people, 0)).toEqual(WAIT)
})

test('a silence counts at its deadline, not a millisecond before', () => {
  const view = aView([called('R1'), said('R2', 'yes', 1)])
  expect(nextStep(view, POLICY, later(ACK_MS - 1))).toEqual(WAIT)
  expect(nextStep(view, POLICY, later(ACK_MS))).toEqual({
    status: 'calling',
    silent: ['R1'],
    replacements: [{ replaces: 'R1', kind: 'tagana', wave: 2, because: 'silent' }],
    withheld: [],
    standDown: [],
    reviewAt: null,
    closesAt: null,
  })
})

test('a no is replaced at once, within its own wave, even the last', () => {
  const people = [said('R1', 'no', 1, { wave: 3 }), called('R2')]
  expect(step(people, 1)).toEqual({
    ...WAIT,
    replacements: [{ replaces: 'R1', kind: 'tagana', wave: 3, because: 'said-no' }],
  })
})

test('a silence of the last wave is marked and not replaced', () => {
  const people = [called('R1', { wave: 3 }), said('R2', 'yes', 1)]
  expect(step(people, 10)).toEqual({ ...WAIT, status: 'exhausted', silent: ['R1'], ...watchedFrom(10) })
})

test('nobody is replaced twice, nor marked silent twice', () => {
  const people = [
    called('R1', { replaced: true, silentAt: later(ACK_MS) }),
    said('R2', 'no', 1, { replaced: true }),
    called('R3', { wave: 2, deadlineAt: later(20 * MIN) }),
  ]
  expect(step(people, 11)).toEqual({ ...WAIT, reviewAt: later(20 * MIN) })
})

test('a person who was silent, was replaced and then says no needs no second replacement', () => {
  const people = [
    said('R1', 'no', 11, { replaced: true, silentAt: later(ACK_MS) }),
    called('R2', { deadlineAt: later(20 * MIN) }),
  ]
  expect(step(people, 12).replacements).toEqual([])
})

test('with enough people the others of that kind stand down, and the call-out is filled', () => {
  const people = [said('R1', 'yes', 3), called('R2'), said('R3', 'yes', 1), said('R4', 'no', 2)]
  expect(step(people, 3)).toEqual({ ...WAIT, status: 'filled', standDown: ['R2'], ...watchedFrom(3) })
})

test('of more yeses than are needed the first are kept, of equal ones the lower id', () => {
  const people = [said('R9', 'yes', 5), said('R2', 'yes', 4), said('R8', 'yes', 4), said('R1', 'yes', 4)]
  expect(step(people, 5).standDown).toEqual(['R9', 'R8'])
})

test('a yes whose time was lost counts as the first', () => {
  const people = [
    said('R1', 'yes', 4),
    said('R2', 'yes', 3),
    said('R3', 'yes', 9, { answeredAt: null }),
    said('R4', 'yes', 9, { answeredAt: null }),
  ]
  expect(step(people, 5).standDown).toEqual(['R1', 'R2'])
  expect(step(people.toReversed(), 5).standDown).toEqual(['R2', 'R1'])
})

test('whoever has arrived is not sent home, though others came first', () => {
  const people = [said('R1', 'yes', 1), said('R2', 'yes', 2), said('R3', 'arrived', 9), said('R4', 'yes', 8)]
  expect(step(people, 9).standDown).toEqual(['R4'])
})

test('nobody is stood down twice', () => {
  const people = [said('R1', 'yes', 1), said('R2', 'yes', 2), called('R3', { stoodDownAt: later(2 * MIN) })]
  expect(step(people, 60, { status: 'filled' })).toEqual({ ...WAIT, status: 'filled', ...watchedFrom(60) })
})

describe('kinds are counted apart', () => {
  const need = { tagana: 1, pkh: 1 }
  const people = [said('R1', 'yes', 1), called('R2'), called('P1', { kind: 'pkh' }), called('P2', { kind: 'pkh' })]

  test('one kind that has enough stands its others down while another is still awaited', () => {
    expect(step(people, 1, { need })).toEqual({ ...WAIT, standDown: ['R2'] })
    expect(step(people, 10, { need }).replacements.map(({ replaces }) => replaces)).toEqual(['P1', 'P2'])
  })

  test('people of a kind that nobody needs are neither replaced nor awaited', () => {
    expect(step([said('X1', 'no', 1, { kind: 'psm' }), ...people], 1, { need }).replacements).toEqual([])
    expect(step([called('X1', { kind: 'psm' }), said('R1', 'no', 1)], 1, { usedUp: new Set(['tagana']) })).toEqual({
      ...WAIT,
      status: 'exhausted',
      ...watchedFrom(1),
    })
  })

  test('a kind of which nobody is left waits for none, another goes on', () => {
    const refused = [said('R1', 'no', 1), said('P1', 'no', 1, { kind: 'pkh' })]
    const { status, replacements } = step(refused, 1, { need, usedUp: new Set(['pkh']) })
    expect({ status, replaces: replacements.map(({ replaces }) => replaces) }).toEqual({
      status: 'calling',
      replaces: ['R1'],
    })
    expect(step(refused, 1, { need, usedUp: new Set(['pkh', 'tagana']) }).status).toBe('exhausted')
  })
})

test('a call-out of which an update left nobody needed is filled, not out of people', () => {
  const home = { ...said('R1', 'yes', 1), stoodDownAt: later(2 * MIN) }
  for (const need of [{ tagana: 0 }, {}])
    expect(step([home], 3, { need })).toEqual({ ...WAIT, status: 'filled', ...watchedFrom(3) })
})

describe('out of people is not the end', () => {
  test('a call-out that found nobody at all is exhausted at once', () => {
    expect(step([], 0)).toEqual({ ...WAIT, status: 'exhausted', ...watchedFrom(0) })
  })

  test('its end is counted from the first time that it was out of people', () => {
    const closesAt = later(700 * MIN)
    expect(step([], 5, { status: 'exhausted', closesAt })).toEqual({
      ...WAIT,
      status: 'exhausted',
      reviewAt: closesAt,
      closesAt,
    })
  })

  test('a late yes still fills it', () => {
    const people = [said('R1', 'yes', 1), said('R2', 'yes', 30, { wave: 3, silentAt: later(ACK_MS) })]
    expect(step(people, 30, { status: 'exhausted' }).status).toBe('filled')
  })

  test('it is calling again when somebody is called again, and not before', () => {
    const people = [
      said('R1', 'no', 30, { wave: 3, silentAt: later(ACK_MS) }),
      called('R2', { wave: 3, silentAt: later(ACK_MS) }),
    ]
    expect(step(people, 30, { status: 'exhausted' })).toEqual({
      ...WAIT,
      status: 'calling',
      replacements: [{ replaces: 'R1', kind: 'tagana', wave: 3, because: 'said-no' }],
      reviewAt: null,
    })
    expect(step(people, 30, { status: 'exhausted', usedUp: new Set(['tagana']) }).status).toBe('exhausted')
  })
})

test('a filled call-out whose yes becomes a no calls again, and its refusals of before are replaced too', () => {
  const people = [
    said('R1', 'no', 1),
    said('R2', 'yes', 1),
    said('R3', 'no', 20),
    called('R4', { stoodDownAt: later(2 * MIN) }),
  ]
  expect(step(people, 20, { status: 'filled' })).toEqual({
    ...WAIT,
    status: 'calling',
    replacements: [
      { replaces: 'R1', kind: 'tagana', wave: 1, because: 'said-no' },
      { replaces: 'R3', kind: 'tagana', wave: 1, because: 'said-no' },
    ],
    reviewAt: null,
  })
})

describe('the end', () => {
  const people = [called('R1'), said('R2', 'no', 1)]

  test.each(['calling', 'filled', 'exhausted'] as const)('a call-out that is %s closes at its instant', (status) => {
    const closesAt = later(60 * MIN)
    const view = aView(people, { status, closesAt })
    expect(nextStep(view, POLICY, later(60 * MIN - 1)).status).not.toBe('closed')
    const closed: NextStep = { ...WAIT, status: 'closed', reviewAt: null, closesAt }
    expect(nextStep(view, POLICY, closesAt)).toEqual(closed)
    expect(nextStep(view, POLICY, later(61 * MIN))).toEqual(closed)
  })

  test.each(['planning', 'awaiting-approval', 'closed', 'stood-down'] as const)(
    'one that is %s is left alone',
    (status) => {
      expect(step(people, 1_000, { status })).toEqual({ ...WAIT, status, reviewAt: null })
    },
  )

  test('the next look is at the deadline while people are called, at the end once enough are coming', () => {
    expect(step(people, 1).reviewAt).toEqual(later(ACK_MS))
    const enough = [said('R1', 'yes', 1), said('R2', 'yes', 1)]
    expect(step(enough, 1, { status: 'filled', closesAt: later(5 * MIN) }).reviewAt).toEqual(later(5 * MIN))
  })
})

test('who is missing is counted by kind, those who left or stood down not being there', () => {
  const people = [said('R1', 'yes', 1), said('R2', 'no', 1), said('P1', 'arrived', 2, { kind: 'pkh' })]
  expect(stillMissing({ tagana: 2, pkh: 1, psm: 1 }, people)).toEqual({ tagana: 1, psm: 1 })
  expect(stillMissing({ tagana: 1 }, people)).toEqual({})
  expect(stillMissing({ tagana: 1 }, [said('R1', 'yes', 1, { stoodDownAt: later(MIN) })])).toEqual({ tagana: 1 })
})
