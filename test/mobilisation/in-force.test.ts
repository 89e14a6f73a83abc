import { expect, test } from 'vitest'
import { type Ending, isInForce, lapsedAt, onlyCalled } from '../../src/mobilisation/in-force.ts'
import type { Choose } from '../../src/mobilisation/replan.ts'
import { called, later, NOW } from './sample.ts'

const ending = (threadId: string, expiresAt: Date | null, kind = 'tagana'): Ending => ({
  threadId,
  need: { [kind]: 2 },
  expiresAt,
})
const PAST = later(-1)
const AHEAD = later(1)

test('a message is in force until the instant at which it expires; without one it has no end', () => {
  expect(isInForce({ expiresAt: AHEAD }, NOW)).toBe(true)
  expect(isInForce({ expiresAt: NOW }, NOW)).toBe(false)
  expect(isInForce({ expiresAt: PAST }, NOW)).toBe(false)
  expect(isInForce({ expiresAt: null }, NOW)).toBe(true)
})

const PEOPLE = [called('R1', { threadId: 'T1' }), called('R2', { threadId: 'T2' }), called('R3')]

test.each<[string, readonly Ending[], readonly string[], readonly string[]]>([
  ['nothing, while all is in force', [ending('T1', AHEAD), ending('T2', null)], [], []],
  ['the people of one thread and its kinds', [ending('T1', PAST, 'pkh'), ending('T2', null)], ['R1'], ['pkh']],
  ['with the last of them everybody', [ending('T1', PAST), ending('T2', NOW)], ['R1', 'R2', 'R3'], ['tagana']],
  ['people of a thread that no longer asks with the last', [ending('T1', PAST)], ['R1', 'R2', 'R3'], ['tagana']],
  ['nothing, where nothing asks', [], [], []],
])('what lapses is %s', (_words, endings, people, kinds) => {
  const lapsed = lapsedAt(endings, PEOPLE, NOW)
  expect([[...lapsed.people], [...lapsed.kinds]]).toEqual([people, kinds])
})

test('a choice among those called asks for nobody else, and for fewer where it is narrowed already', () => {
  const asked: (readonly string[] | undefined)[] = []
  const choose: Choose = (_want, _without, among) => {
    asked.push(among === undefined ? undefined : [...among])
    return { picked: [], missing: {}, skipped: [], considered: 0 }
  }
  const only = onlyCalled(choose, new Set(['R1', 'R2']))
  only({ tagana: 1 }, new Set())
  only({ tagana: 1 }, new Set(), new Set(['R2', 'R3']))
  expect(asked).toEqual([['R1', 'R2'], ['R2']])
})
