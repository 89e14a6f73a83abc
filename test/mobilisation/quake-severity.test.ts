import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FeltReport, Severity } from '../../src/mobilisation/hazard-event.ts'
import { withKnown } from '../../src/mobilisation/quake-known.ts'
import { quakeSeverity, strongestFelt } from '../../src/mobilisation/quake-severity.ts'
import { anEvent } from './sample.ts'

const felt = (most: number, place = 'Batang'): FeltReport => ({ place, position: null, least: 2, most })

test.each<[number | null, number | null, Severity]>([
  [null, null, 'unknown'],
  [4.9, null, 'minor'],
  [5, null, 'moderate'],
  [6, null, 'severe'],
  [7, null, 'extreme'],
  [null, 4, 'minor'],
  [null, 5, 'moderate'],
  [null, 6, 'severe'],
  [null, 7, 'severe'],
  [null, 8, 'extreme'],
  [5.4, 3, 'moderate'],
  [4.8, 6, 'severe'],
  [7.1, 2, 'extreme'],
])('magnitude %s felt with %s is %s', (magnitude, intensity, severity) => {
  expect(quakeSeverity(magnitude, intensity)).toBe(severity)
})

const RANK: readonly Severity[] = ['minor', 'moderate', 'severe', 'extreme']

test('a stronger quake is never called milder', () => {
  const magnitude = fc.double({ min: 0, max: 10, noNaN: true })
  fc.assert(
    fc.property(magnitude, magnitude, fc.integer({ min: 1, max: 12 }), (a, b, mmi) => {
      const rank = (m: number): number => RANK.indexOf(quakeSeverity(m, mmi))
      expect(rank(Math.max(a, b))).toBeGreaterThanOrEqual(rank(Math.min(a, b)))
    }),
  )
})

test('the strongest report counts', () => {
  expect(strongestFelt([])).toBeNull()
  expect(strongestFelt([felt(3), felt(6), felt(4)])).toBe(6)
})

const quake = anEvent({ hazard: 'earthquake', magnitude: 5.2, severity: 'moderate' })
const known = { felt: [felt(6)], level: 'berpotensi-tsunami' }

test('a list that is silent on shaking does not take back where it was felt, and the severity stays with it', () => {
  expect(withKnown(quake, known, ['felt'])).toMatchObject({ felt: [felt(6)], level: null, severity: 'severe' })
  expect(withKnown(quake, known, ['level'])).toMatchObject({
    felt: [],
    level: 'berpotensi-tsunami',
    severity: 'moderate',
  })
})

test('what a list does speak of counts as it says it, and of a new quake nothing is known', () => {
  expect(withKnown(quake, known, [])).toBe(quake)
  expect(withKnown(quake, null, ['felt', 'level'])).toBe(quake)
})
