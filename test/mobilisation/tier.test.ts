import { expect, test } from 'vitest'
import { isStale, tierOf, whyLater } from '../../src/mobilisation/tier.ts'
import { later, NOW } from './sample.ts'

const DAY = 86_400_000
const POLICY = { staleAfterMs: 730 * DAY, vagueBeyondM: 100_000 }

test.each([
  ['confirmed today', { positionAt: NOW, accuracyM: 100 }, false],
  ['confirmed exactly two years ago', { positionAt: later(-730 * DAY), accuracyM: 100 }, false],
  ['confirmed longer ago', { positionAt: later(-730 * DAY - 1), accuracyM: 100 }, true],
  ['of an age that nobody knows', { accuracyM: 100_000 }, false],
  ['too vague', { positionAt: NOW, accuracyM: 100_001 }, true],
])('a position %s is not relied on: %s', (_words, person, stale) => {
  expect(isStale(person, POLICY, NOW)).toBe(stale)
  expect(isStale(person, { staleAfterMs: null, vagueBeyondM: null }, NOW)).toBe(false)
})

test('whoever comes to another call-out comes last, the own before neighbours, the known before the uncertain, the rested before the tired', () => {
  const lates = (committed: boolean) =>
    [false, true].flatMap((aid) =>
      [false, true].flatMap((stale) =>
        [null, 'called-often' as const].map((resting) => ({ aid, stale, resting, committed })),
      ),
    )
  const all = lates(false)
  expect([...all, ...lates(true)].map(tierOf)).toEqual(Array.from({ length: 16 }, (_, nth) => nth))
  expect(new Set(lates(true).map(whyLater))).toEqual(new Set(['called-elsewhere']))
  expect(all.map(whyLater)).toEqual([
    null,
    'called-often',
    'stale-position',
    'stale-position',
    ...Array.from({ length: 4 }, () => 'aid-not-needed'),
  ])
})
