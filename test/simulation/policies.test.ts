import { expect, test } from 'vitest'
import { blast, nearest, overcalled, sequenced } from '../../src/simulation/policies.ts'
import type { Scene } from '../../src/simulation/scene.ts'
import { type Policy, play } from '../../src/simulation/timeline.ts'
import { NOTHING, neighbour, no, sceneOf, yes } from './small-world.ts'

const TIMES = { ackDeadlineMin: 10, withinMin: 60 }
const FIVE = ['A', 'B', 'C', 'D', 'E'].map((id, nth) => neighbour(id, nth + 1))
const SILENT = FIVE.map(() => NOTHING)

const callsOf = (policy: (scene: Scene) => Policy, scene: Scene, answers = SILENT): readonly string[] =>
  play(scene, answers, policy(scene), TIMES).map(({ person, atMin, wave }) => `${person} at ${atMin} in ${wave}`)

test('a blast calls everybody at once, the fixed rule the nearest so many, whatever lies between', () => {
  const scene = sceneOf({ tagana: 1 }, [neighbour('X', null), ...FIVE])
  expect(callsOf(blast, scene, [yes(1), ...SILENT])).toHaveLength(6)
  expect(callsOf(nearest(2), scene, [yes(1), ...SILENT])).toEqual(['0 at 0 in 1', '1 at 0 in 1'])
})

test('a sequence calls as many as are needed, then one more each time its wait is over', () => {
  expect(callsOf(sequenced('sequence', 20), sceneOf({ tagana: 2 }, FIVE))).toEqual([
    '0 at 0 in 1',
    '1 at 0 in 1',
    '2 at 20 in 1',
    '3 at 40 in 1',
  ])
})

test('groups call as many as are still missing each time', () => {
  const answers = [yes(1), NOTHING, NOTHING, NOTHING, NOTHING]
  const scene = sceneOf({ tagana: 3 }, FIVE)
  expect(callsOf(sequenced('groups', 50), scene, answers).slice(3)).toEqual(['3 at 50 in 1', '4 at 50 in 1'])
})

test('in a sequence a no calls the next only where too few are still open', () => {
  const one = sceneOf({ tagana: 2 }, FIVE)
  expect(callsOf(sequenced('sequence', 55), one, [no(3), yes(4), yes(5), NOTHING, NOTHING])).toContain('2 at 3 in 1')
  const two = sceneOf({ tagana: 1 }, FIVE)
  const answers = [NOTHING, no(25), NOTHING, NOTHING, NOTHING]
  expect(callsOf(sequenced('sequence', 20), two, answers)).toEqual(['0 at 0 in 1', '1 at 20 in 1', '2 at 40 in 1'])
})

test('a sequence calls nobody more of a kind that is filled', () => {
  const people = [
    neighbour('A', 1),
    neighbour('P', 2, { kind: 'pkh' }),
    neighbour('B', 3),
    neighbour('Q', 4, { kind: 'pkh' }),
  ]
  const answers = [yes(1), NOTHING, yes(1), NOTHING]
  expect(callsOf(sequenced('sequence', 30), sceneOf({ tagana: 1, pkh: 1 }, people), answers)).toEqual([
    '0 at 0 in 1',
    '1 at 0 in 1',
    '3 at 30 in 1',
  ])
})

test('overcalling calls so many for each one needed on the land of the place, and replaces one for one', () => {
  const people = [neighbour('X', 1, { isOnSameLand: false }), ...FIVE]
  const answers = [yes(1), no(2), NOTHING, NOTHING, NOTHING, NOTHING]
  expect(callsOf(overcalled(1.5, 5), sceneOf({ tagana: 1 }, people), answers)).toEqual([
    '1 at 0 in 1',
    '2 at 0 in 1',
    '3 at 2 in 1',
    '4 at 10 in 2',
    '5 at 12 in 2',
  ])
})

test('overcalling opens no wave beyond the last for silence, but still replaces a no in it', () => {
  const scene = sceneOf({ tagana: 1 }, FIVE)
  expect(callsOf(overcalled(1, 1), scene)).toEqual(['0 at 0 in 1'])
  expect(callsOf(overcalled(1, 1), scene, [no(4), NOTHING, NOTHING, NOTHING, NOTHING])).toEqual([
    '0 at 0 in 1',
    '1 at 4 in 1',
  ])
})

test('overcalling replaces nobody of a kind that is filled', () => {
  const people = [neighbour('A', 1), neighbour('B', 2), neighbour('P', 3, { kind: 'pkh' }), neighbour('C', 4)]
  const answers = [yes(1), no(2), NOTHING, NOTHING]
  expect(callsOf(overcalled(1.1, 5), sceneOf({ tagana: 1, pkh: 1 }, people), answers)).toHaveLength(3)
})
