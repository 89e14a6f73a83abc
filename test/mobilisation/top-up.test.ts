import { expect, test } from 'vitest'
import type { Replacement } from '../../src/mobilisation/escalation.ts'
import { type FallenOut, topUp } from '../../src/mobilisation/top-up.ts'
import type { Kind } from '../../src/roster/responder.ts'
import { ACK_MS, called, idOf, later, NOW, said } from './sample.ts'
import { awayFrom, choiceIn } from './sample-choice.ts'

const WEST = { regencyCode: '32.04' }
const row = (ids: readonly string[], kind: Kind = 'tagana') => ids.map((id, n) => awayFrom(id, n + 1, { kind }))
const fell = (replaces: string, more: Partial<Replacement> = {}): Replacement => ({
  replaces: idOf(replaces),
  kind: 'tagana',
  wave: 1,
  because: 'said-no',
  ...more,
})
const outOf = (
  threadId: string | null,
  ids: readonly string[],
  ...replacements: readonly Replacement[]
): FallenOut => ({
  threadId,
  replacements,
  choice: choiceIn({ people: row(ids) }),
})
const wordsOf = ({ picked, places, usedUp }: ReturnType<typeof topUp>) => ({
  picked: picked.map(({ responderId }) => responderId).join(' '),
  places: places.map(({ replaces, wave, because, threadId }) => `${replaces} ${wave} ${because} ${threadId}`),
  usedUp: [...usedUp],
})

test('whoever is called takes the place of one who fell out, and more people are of the last wave', () => {
  const people = [said('R1', 'no', 0), called('R2', { deadlineAt: NOW })]
  const fallen = outOf(
    'T1',
    ['N1', 'N2', 'N3', 'N4', 'N5', 'N6'],
    fell('R1'),
    fell('R2', { wave: 2, because: 'silent' }),
  )
  expect(wordsOf(topUp({ tagana: 1 }, people, [fallen], WEST, NOW))).toEqual({
    picked: 'N1 N2 N3 N4 N5',
    places: ['R1 1 said-no T1', 'R2 2 silent T1', 'null 2 target T1', 'null 2 target T1', 'null 2 target T1'],
    usedUp: [],
  })
})

test('those coming are certain, those awaited have the odds that are left, those sent home none', () => {
  const people = [
    said('R1', 'yes', 0),
    said('R2', 'no', 0),
    called('R3'),
    called('R4', { calledAt: later(-ACK_MS), deadlineAt: later(ACK_MS) }),
    called('R5', { stoodDownAt: NOW }),
    called('R6', { calledAt: later(-ACK_MS), deadlineAt: NOW }),
  ]
  const found = topUp({ tagana: 2 }, people, [outOf('T1', ['N1'], fell('R2'))], WEST, NOW)
  expect(found.mayCome).toEqual([
    { kind: 'tagana', odds: 1 },
    { kind: 'tagana', odds: 0.5 },
    { kind: 'tagana', odds: 1 / 3 },
  ])
  expect(wordsOf(found)).toEqual({ picked: 'N1', places: ['R2 1 said-no T1'], usedUp: [] })
})

test('where the target is still reached nobody is called, and no kind is used up', () => {
  const awaited = ['R2', 'R3', 'R4', 'R5', 'R6'].map((id) => called(id))
  const found = topUp({ tagana: 1 }, [said('R1', 'no', 0), ...awaited], [outOf('T1', ['N1'], fell('R1'))], WEST, NOW)
  expect(wordsOf(found)).toEqual({ picked: '', places: [], usedUp: [] })
})

test('each place has people of its own, and those called for one count for the next', () => {
  const people = [said('R1', 'no', 0), said('R2', 'no', 0)]
  const first = outOf('T1', ['N1', 'N2'], fell('R1'))
  const second = outOf('T2', ['N1', 'N2', 'M1', 'M2', 'M3', 'M4'], fell('R2'))
  expect(wordsOf(topUp({ tagana: 1 }, people, [first, second], WEST, NOW))).toEqual({
    picked: 'N1 N2 M1 M2 M3',
    places: ['R1 1 said-no T1', 'null 1 target T1', 'R2 1 said-no T2', 'null 1 target T2', 'null 1 target T2'],
    usedUp: [],
  })
})

test('a kind is used up where no place has anybody of it left', () => {
  const people = [said('R1', 'no', 0), said('R2', 'no', 0)]
  const [none, some] = [outOf('T1', [], fell('R1')), outOf('T2', ['N1'], fell('R2'))]
  expect(wordsOf(topUp({ tagana: 1 }, people, [none], WEST, NOW)).usedUp).toEqual(['tagana'])
  expect(wordsOf(topUp({ tagana: 1 }, people, [none, some], WEST, NOW))).toMatchObject({ picked: 'N1', usedUp: [] })
  expect(wordsOf(topUp({ tagana: 1 }, people, [some, none], WEST, NOW)).usedUp).toEqual([])
})

test('without a place to come to nobody is called', () => {
  expect(topUp({ tagana: 1 }, [], [], WEST, NOW)).toEqual({
    picked: [],
    places: [],
    usedUp: new Set(),
    usedUpSkills: new Set(),
    mayCome: [],
  })
})
