import { expect, test } from 'vitest'
import { chanceOf } from '../../src/mobilisation/chance.ts'

test('the chance that those called meet a need is shown part by part, with what keeps it below the target', () => {
  const people = [
    { kind: 'tagana', odds: 1 },
    { kind: 'tagana', odds: 0.5 },
    { kind: 'tagana', odds: 0.5 },
    { kind: 'pkh', odds: 0.99 },
  ] as const
  expect(chanceOf({ tagana: 2, pkh: 1 }, 0.95, people)).toEqual({
    target: 0.95,
    chance: 0.75 * 0.99,
    reached: false,
    parts: [
      { by: 'kind', name: 'pkh', count: 1, coming: 0, chance: 0.99 },
      { by: 'kind', name: 'tagana', count: 2, coming: 1, chance: 0.75 },
    ],
    limits: ['tagana'],
    expectedComing: 2.99,
  })
  expect(chanceOf({ tagana: 1 }, 0.95, people)).toMatchObject({ chance: 1, reached: true, limits: [] })
})
