import { describe, expect, test } from 'vitest'
import type { CalledPerson, CallOutView } from '../../src/mobilisation/call-out.ts'
import { type NextStep, nextStep } from '../../src/mobilisation/escalation.ts'
import { aView, called, later, MIN, POLICY, said } from './sample.ts'

const step = (people: readonly CalledPerson[], min: number, more: Partial<CallOutView> = {}): NextStep =>
  nextStep(aView(people, more), POLICY, later(min * MIN))

describe('for what has expired', () => {
  const lapsed = (...ids: readonly string[]) => ({ lapsed: { people: new Set(ids), kinds: new Set(['tagana']) } })

  test('a no and a silence leave their places open, and name what is withheld', () => {
    const people = [said('R1', 'no', 1), called('R2')]
    expect(step(people, 1, lapsed('R1', 'R2'))).toMatchObject({
      status: 'calling',
      replacements: [],
      withheld: ['tagana'],
    })
    expect(step(people, 10, lapsed('R1', 'R2'))).toMatchObject({
      status: 'exhausted',
      silent: ['R2'],
      replacements: [],
      withheld: ['tagana'],
      closesAt: later(730 * MIN),
    })
  })

  test('only its own places stay open', () => {
    const people = [said('R1', 'no', 1), said('R2', 'no', 1)]
    expect(step(people, 1, lapsed('R1'))).toMatchObject({
      status: 'calling',
      replacements: [{ replaces: 'R2' }],
      withheld: ['tagana'],
    })
  })

  test('nothing is withheld where nothing would have been done', () => {
    const enough = [said('R1', 'yes', 1), said('R2', 'yes', 1), said('R3', 'no', 1)]
    expect(step(enough, 2, lapsed('R1', 'R2', 'R3'))).toMatchObject({ status: 'filled', withheld: [] })
    expect(step([called('R1', { wave: 3 })], 10, lapsed('R1'))).toMatchObject({ status: 'exhausted', withheld: [] })
  })

  test('a kind of which nobody was ever called is withheld too', () => {
    expect(step([], 1, lapsed())).toMatchObject({ status: 'exhausted', withheld: ['tagana'] })
    expect(step([], 1, { ...lapsed(), need: { pkh: 1 } })).toMatchObject({ status: 'exhausted', withheld: [] })
  })
})
