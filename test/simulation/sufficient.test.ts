import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sufficientWave } from '../../src/mobilisation/sufficient-wave.ts'
import type { Kind } from '../../src/roster/responder.ts'
import { lazyWave, sufficient } from '../../src/simulation/sufficient.ts'
import { play } from '../../src/simulation/timeline.ts'
import { waiting } from '../mobilisation/sample-wave.ts'
import { NOTHING, neighbour, no, sceneOf, yes } from './small-world.ts'

const RULES = { target: 0.9, maxWaves: 5, ackDeadlineMin: 10, fairness: { fairWithinMin: 5 } }
const TIMES = { ackDeadlineMin: 10, withinMin: 60 }
const MANY = Array.from({ length: 40 }, (_, nth) => neighbour(`R${String(nth).padStart(2, '0')}`, nth))

const played = (answers: Parameters<typeof play>[1], rules = RULES, people = MANY) => {
  const scene = sceneOf({ tagana: 2 }, people)
  const named: number[] = []
  const policy = sufficient(rules)(
    scene,
    () => 0.5,
    (chance) => named.push(chance),
  )
  return { called: play(scene, answers, policy, TIMES), named }
}

const silent = MANY.map(() => NOTHING)

test('the first wave is the smallest sufficient one, and its chance is told once', () => {
  const { called, named } = played(silent)
  const candidates = MANY.map(({ responder: { id, kind, skills } }, minutes) => ({
    ...{ responderId: id, kind, skills, minutes },
    ...{ odds: 0.5, resting: false },
  }))
  const need = { kinds: { tagana: 2 }, skills: {} }
  const wave = sufficientWave({ need, coming: [], pending: [], candidates, target: 0.9 })
  expect(called.filter(({ wave: own }) => own === 1)).toHaveLength(wave.called.length)
  expect(named).toEqual([wave.chance])
})

test('looking only as far as it takes chooses what looking at everybody does', () => {
  const person = fc.record({
    kind: fc.constantFrom<Kind[]>('tagana', 'pkh'),
    odds: fc.oneof(fc.constant(0.02), fc.double({ min: 0.05, max: 0.95, noNaN: true })),
  })
  const people = fc.array(person, { minLength: 0, maxLength: 200, size: 'max' })
  fc.assert(
    fc.property(people, fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 3 }), (drawn, tagana, pkh) => {
      const candidates = drawn.map((one, n) => waiting(n, one))
      const asked = { need: { kinds: { tagana, pkh }, skills: {} }, coming: [], pending: [], candidates, target: 0.9 }
      const [lazy, whole] = [lazyWave(asked), sufficientWave(asked)]
      expect(lazy.called).toEqual(whole.called)
      expect(lazy.chance).toBe(whole.chance)
    }),
    { numRuns: 100 },
  )
})

test('nobody is called without a way to the place, however near they live', () => {
  const people = [neighbour('X', null), ...MANY]
  expect(played([yes(1), ...silent], RULES, people).called.map(({ person }) => person)).not.toContain(0)
})

test('silence opens wave after wave up to the last, each ten minutes after the one before', () => {
  const { called } = played(silent, { ...RULES, maxWaves: 3 })
  expect([...new Set(called.map(({ wave, atMin }) => `${wave} at ${atMin}`))]).toEqual(['1 at 0', '2 at 10', '3 at 20'])
})

test('a no calls at once in its own wave, and a yes that fills the need calls nobody more', () => {
  const noes = MANY.map((_, nth) => (nth < 3 ? no(2) : NOTHING))
  const { called } = played(noes)
  expect(called.some(({ wave, atMin }) => wave === 1 && atMin === 2)).toBe(true)
  expect(played(MANY.map(() => yes(1))).called.every(({ atMin }) => atMin === 0)).toBe(true)
})

test('a timer, which ours does not ask for, would open no wave', () => {
  const scene = sceneOf({ tagana: 2 }, MANY)
  const policy = sufficient(RULES)(
    scene,
    () => 0.5,
    () => undefined,
  )
  const called = play(scene, silent, { ...policy, everyMin: 7 }, { ...TIMES, withinMin: 9 })
  expect(new Set(called.map(({ wave }) => wave))).toEqual(new Set([1]))
})
