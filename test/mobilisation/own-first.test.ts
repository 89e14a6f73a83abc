import { expect, test } from 'vitest'
import { selectOwnFirst } from '../../src/mobilisation/own-first.ts'
import { aResponder, NOW } from './sample.ts'

const person = (id: string, km: number, regencyCode: string) => ({ responder: aResponder(id, { regencyCode }), km })
const NEARBY = [person('N1', 1, '32.05'), person('R1', 2, '32.04'), person('N2', 3, '32.05'), person('X', 4, '32.06')]
const choose = (tagana: number, mutualAid: readonly string[] = ['32.05'], without: readonly string[] = []) =>
  selectOwnFirst(
    () => NEARBY,
    { tagana },
    {
      jurisdiction: '32.04',
      mutualAid,
      landmass: null,
      alreadyCalled: new Set(without),
      needsPhone: true,
      now: NOW,
    },
  )
const ids = (people: readonly { readonly responderId: string }[]): string =>
  people.map(({ responderId }) => responderId).join(' ')

test('neighbours are called for what the own people leave missing, and marked', () => {
  expect(ids(choose(1).picked)).toBe('R1')
  expect(choose(1).skipped).toMatchObject([{ responderId: 'N1', reason: 'aid-not-needed' }])
  const two = choose(2)
  expect(two.picked).toMatchObject([{ responderId: 'R1' }, { responderId: 'N1', aid: true }])
  expect(two.picked[0]?.aid).toBeUndefined()
  expect(two.skipped).toMatchObject([
    { responderId: 'N2', reason: 'aid-not-needed' },
    { responderId: 'X', reason: 'outside-jurisdiction' },
  ])
  expect(choose(5)).toMatchObject({ missing: { tagana: 2 }, considered: 4 })
  expect(ids(choose(5).picked)).toBe('R1 N1 N2')
})

test('without an agreement neighbours stay at home, and nobody is called twice', () => {
  expect(ids(choose(3, []).picked)).toBe('R1')
  expect(ids(choose(2, ['32.05'], ['R1', 'N1']).picked)).toBe('N2')
})
