import { expect, test } from 'vitest'
import { lookAhead } from '../../src/mobilisation/look-ahead.ts'
import { aResponder, idOf, NOW } from './sample.ts'
import { awayFrom, choiceIn } from './sample-choice.ts'

const NOBODY: ReadonlySet<string> = new Set()
const NOTHING_READ = { historyOf: () => undefined, answersOf: () => ({}), answersIn: () => ({}), at: NOW }
const KITCHEN = { dapur_umum: 1 }
/** Every tenth person of a line holds the skill, every other one is of the other kind. */
const line = (length: number) =>
  Array.from({ length }, (_, n) =>
    awayFrom(`R${String(n + 1).padStart(3, '0')}`, 1 + n / 10, {
      kind: n % 2 === 0 ? 'tagana' : 'pkh',
      skills: n % 10 === 0 ? ['dapur_umum'] : [],
    }),
  )
const met = (count: number, odds: number, tier = 0) =>
  Array.from({ length: count }, (_, n) => ({ responder: aResponder(`R-${n}`), odds, tier }))

test.each([
  [{ tagana: 6, pkh: 2 }, {}],
  [{ tagana: 6, pkh: 2 }, KITCHEN],
  [{ tagana: 1 }, {}],
  [{ tagana: 20, pkh: 0 }, KITCHEN],
])('of everybody about whom the choice for %j and %j asks it was asked before', (need, skills) => {
  const choice = choiceIn({ people: line(400) }, NOTHING_READ)
  expect(choice.readAhead(need, skills)).toBe(true)
  const ahead = choice.unread()
  choice.sufficient({ need, skills, without: NOBODY })
  expect(ahead.length).toBeGreaterThan(0)
  expect(ahead.length).toBeLessThan(400)
  expect(choice.unread()).toEqual(ahead)
})

test('a line that ends before enough are met is walked to its end', () => {
  const choice = choiceIn({ people: line(4) }, NOTHING_READ)
  expect(choice.readAhead({ tagana: 6 }, KITCHEN)).toBe(true)
  expect(choice.unread()).toEqual([idOf('R001'), idOf('R003')])
})

test('for a need of nobody, and for one of hundreds, nobody is asked about', () => {
  const choice = choiceIn({ people: line(400) }, NOTHING_READ)
  expect(choice.readAhead({}, {})).toBe(true)
  expect(choice.readAhead({ tagana: 301 }, {})).toBe(false)
  expect(choice.unread()).toEqual([])
})

test('only those of the first turn count, and the less likely they come the more it takes', () => {
  const after = (count: number, odds: number, tier: number): boolean => {
    const ahead = lookAhead({ tagana: 2 }, {})
    ahead.meet(met(count, odds, tier))
    return ahead.isEnough()
  }
  expect(after(20, 0.5, 0)).toBe(true)
  expect(after(20, 0.5, 1)).toBe(false)
  expect(after(20, 0.1, 0)).toBe(false)
  expect(after(150, 0.05, 0)).toBe(after(150, 0.01, 0))
})
