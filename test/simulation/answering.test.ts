import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededChance } from '../../src/roster/chance.ts'
import { answerOf, drawLuck, type Luck, type Trait, traitOf } from '../../src/simulation/answering.ts'
import { USUAL_MODEL } from '../../src/simulation/model.ts'
import { aResponder } from '../mobilisation/sample.ts'

const { answers: MODEL } = USUAL_MODEL
const USUAL: Trait = { kind: 'tagana', eagerness: 0, regency: 0, isDead: false }
const LUCK: Luck = { comes: 0.39, misses: 0.5, saysNo: 0.2, slowness: 0 }
const MORNING = { accept: 0.4, band: 'morning', mood: 0 } as const
const SILENCE = { says: null, afterMin: Number.POSITIVE_INFINITY }

test('somebody usual comes with the rate asked for, after the median delay', () => {
  expect(answerOf(USUAL, LUCK, MORNING, MODEL)).toEqual({ says: 'yes', afterMin: 3 })
  expect(answerOf(USUAL, { ...LUCK, comes: 0.41 }, MORNING, MODEL)).toEqual({ says: 'no', afterMin: 3 })
  expect(answerOf(USUAL, { ...LUCK, slowness: 1 }, MORNING, MODEL).afterMin).toBeCloseTo(3 * Math.E, 9)
})

test('dead numbers, missed messages and those who would rather not say are silent', () => {
  expect(answerOf({ ...USUAL, isDead: true }, LUCK, MORNING, MODEL)).toEqual(SILENCE)
  expect(answerOf(USUAL, { ...LUCK, misses: 0.09 }, MORNING, MODEL)).toEqual(SILENCE)
  expect(answerOf(USUAL, { ...LUCK, comes: 0.41, saysNo: 0.5 }, MORNING, MODEL)).toEqual(SILENCE)
})

test.each([
  ['by night', USUAL, { ...MORNING, band: 'night' }],
  ['of a kind that comes less', { ...USUAL, kind: 'pendamping_desa' }, MORNING],
  ['less eager than others', { ...USUAL, eagerness: -1 }, MORNING],
  ['of a regency that comes less', { ...USUAL, regency: -1 }, MORNING],
  ['in a bad hour', USUAL, { ...MORNING, mood: -1 }],
] as const)('%s people come less', (_, trait, asked) => {
  expect(answerOf(trait, LUCK, asked, MODEL).says).toBe('no')
})

test('with the same luck a yes stays a yes at every higher rate, as soon as before', () => {
  const rate = fc.double({ min: 0, max: 1, noNaN: true })
  fc.assert(
    fc.property(fc.integer(), rate, rate, (seed, one, other) => {
      const chance = seededChance(`${seed}`)
      const trait = traitOf(aResponder(`${seed}`), 1, MODEL)
      const luck = drawLuck(chance)
      const [low, high] = [one, other]
        .toSorted((a, b) => a - b)
        .map((accept) => answerOf(trait, luck, { ...MORNING, accept }, MODEL))
      if (low?.says === 'yes') expect(high).toEqual(low)
    }),
  )
})

test('people are who they are for a seed, regencies too, and as many are dead as the model says', () => {
  const people = Array.from({ length: 4000 }, (_, n) => traitOf(aResponder(`R${n}`), 1, MODEL))
  expect(traitOf(aResponder('R7'), 1, MODEL)).toEqual(people[7])
  expect(traitOf(aResponder('R7'), 2, MODEL)).not.toEqual(people[7])
  expect(new Set(people.map(({ regency }) => regency)).size).toBe(1)
  expect(traitOf(aResponder('R7', { regencyCode: '32.73' }), 1, MODEL).regency).not.toBe(people[7]?.regency)
  expect(people.filter(({ isDead }) => isDead).length / 4000).toBeCloseTo(0.05, 1)
})
