import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fillChance, partChance } from '../../src/mobilisation/fill-chance.ts'
import { type Likely, partsOf } from '../../src/mobilisation/need-part.ts'
import { chanceByEnumeration, kindPart, needOf, others, skillPart } from './sample-wave.ts'

test('agrees with going through every answer of everybody', () => {
  fc.assert(
    fc.property(needOf(3, 2), others(12), (parts, people) => {
      const { chance, exact } = fillChance(parts, people)
      expect(exact).toBe(true)
      expect(chance).toBeCloseTo(chanceByEnumeration(parts, people), 12)
    }),
    { numRuns: 3_000, seed: 1 },
  )
})

test('the parts together are never less likely than their product, and never likelier than the least likely', () => {
  fc.assert(
    fc.property(needOf(3, 2), others(12), (parts, people) => {
      const { chance } = fillChance(parts, people)
      const alone = parts.map((part) => partChance(part, people))
      expect(chance).toBeGreaterThanOrEqual(alone.reduce((product, one) => product * one, 1) - 1e-12)
      expect(chance).toBeLessThanOrEqual(Math.min(1, ...alone) + 1e-12)
    }),
    { numRuns: 3_000, seed: 2 },
  )
})

const crowd = (size: number): readonly Likely[] =>
  Array.from({ length: size }, (_, n) => ({ kind: 'tagana', skills: n % 3 === 0 ? ['dapur_umum'] : [], odds: 0.5 }))

test('a joint count that would take too many states or steps is bounded by the product of the parts', () => {
  for (const [parts, people] of [
    [[kindPart('tagana', 250), skillPart('dapur_umum', 80)], crowd(600)],
    [[kindPart('tagana', 250), skillPart('dapur_umum', 78)], crowd(1_100)],
  ] as const) {
    const { chance, exact } = fillChance(parts, people)
    expect(exact).toBe(false)
    expect(chance).toBe(parts.reduce((product, part) => product * partChance(part, people), 1))
  }
  expect(fillChance([kindPart('tagana', 240), skillPart('dapur_umum', 80)], crowd(600)).exact).toBe(true)
})

test('a skill that is wanted of nobody in particular is not filled by nobody', () => {
  expect(fillChance([skillPart('shelter', 1)], [])).toEqual({ chance: 0, exact: true })
  expect(fillChance([], [])).toEqual({ chance: 1, exact: true })
})

test('a need has its kinds first, then its skills, by their words, and no part for nobody', () => {
  const need = { kinds: { tagana: 2, pkh: 1, psm: 0 }, skills: { shelter: 1, dapur_umum: 2, psikososial: 0 } }
  expect(partsOf(need)).toEqual([
    kindPart('pkh', 1),
    kindPart('tagana', 2),
    skillPart('dapur_umum', 2),
    skillPart('shelter', 1),
  ])
})
