import { expect, test } from 'vitest'
import { type Cause, type Policy, play, type State } from '../../src/simulation/timeline.ts'
import { NOTHING, neighbour, no, sceneOf, yes } from './small-world.ts'

const TIMES = { ackDeadlineMin: 10, withinMin: 60 }
const PEOPLE = ['A', 'B', 'C', 'D'].map((id, nth) => neighbour(id, nth))

/** Calls the people of each turn in the order of the turns, and keeps what it was asked. */
const inTurns = (turns: readonly (readonly number[])[], more: Partial<Policy> = {}) => {
  const asked: string[] = []
  const left = [...turns]
  const said = (cause: Cause): string => {
    if (cause.kind === 'answer') return `${cause.says} of ${cause.of.person}`
    return cause.kind === 'silence' ? `silence of ${cause.of.map(({ person }) => person).join()}` : cause.kind
  }
  const policy: Policy = {
    isOnce: false,
    everyMin: null,
    next: (state: State, cause: Cause) => {
      asked.push(`${state.atMin} ${said(cause)}, ${state.missing('tagana')} missing`)
      return (left.shift() ?? []).map((person) => ({ person, wave: 1 }))
    },
    ...more,
  }
  return { asked, policy }
}

test('a policy hears of each answer when it comes, and of silence at the deadline', () => {
  const { asked, policy } = inTurns([[0, 1, 2], [], [3]])
  const called = play(sceneOf({ tagana: 3 }, PEOPLE), [yes(4), no(2), NOTHING, NOTHING], policy, TIMES)
  expect(asked).toEqual([
    '0 start, 3 missing',
    '2 no of 1, 3 missing',
    '4 yes of 0, 2 missing',
    '10 silence of 2, 2 missing',
    '14 silence of 3, 2 missing',
  ])
  expect(called.map(({ person, atMin }) => [person, atMin])).toEqual([
    [0, 0],
    [1, 0],
    [2, 0],
    [3, 4],
  ])
})

test('a yes after the deadline still counts, and one that fills the need ends the call-out', () => {
  const { asked, policy } = inTurns([[0], [1]])
  const called = play(sceneOf({ tagana: 1 }, PEOPLE), [yes(12), yes(5), NOTHING, NOTHING], policy, TIMES)
  expect(asked).toEqual(['0 start, 1 missing', '10 silence of 0, 1 missing'])
  expect(called).toHaveLength(2)
})

test('an answer in the minute of the deadline is no silence', () => {
  const { asked, policy } = inTurns([[0]])
  play(sceneOf({ tagana: 1 }, PEOPLE), [no(10), NOTHING, NOTHING, NOTHING], policy, TIMES)
  expect(asked).toEqual(['0 start, 1 missing', '10 no of 0, 1 missing'])
})

test('a timer asks again and again until the time is over', () => {
  const { asked, policy } = inTurns([[]], { everyMin: 25 })
  play(sceneOf({ tagana: 1 }, PEOPLE), [], policy, TIMES)
  expect(asked).toEqual(['0 start, 1 missing', '25 timer, 1 missing', '50 timer, 1 missing'])
})

test('whoever is asked once is asked at the start alone', () => {
  const { asked, policy } = inTurns([[0, 1]], { isOnce: true })
  expect(play(sceneOf({ tagana: 2 }, PEOPLE), [no(1), no(1), NOTHING, NOTHING], policy, TIMES)).toHaveLength(2)
  expect(asked).toHaveLength(1)
})

test('more yeses than are needed leave nothing missing, and other kinds are waited for', () => {
  const people = [...PEOPLE.slice(0, 2), neighbour('P', 3, { kind: 'pkh' })]
  const { asked, policy } = inTurns([[0, 1, 2]])
  play(sceneOf({ tagana: 1, pkh: 1 }, people), [yes(1), yes(2), yes(3)], policy, TIMES)
  expect(asked).toEqual(['0 start, 1 missing', '1 yes of 0, 0 missing', '2 yes of 1, 0 missing'])
})
