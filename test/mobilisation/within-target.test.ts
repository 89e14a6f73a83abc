import { expect, test } from 'vitest'
import { withinTarget } from '../../src/mobilisation/within-target.ts'
import type { Kind } from '../../src/roster/responder.ts'

const KINDS: ReadonlySet<Kind> = new Set(['tagana', 'pkh'])
const some = (count: number, kind: Kind, odds = 0.5, tier = 0) =>
  Array.from({ length: count }, () => ({ kind, odds, tier }))

test('the target may be reached once all who were met would reach it together', () => {
  const reach = withinTarget({ tagana: 1, pkh: 1 }, KINDS, 0.8)
  reach.meet(some(3, 'tagana'))
  expect(reach.mayBeReached()).toBe(false)
  reach.meet(some(3, 'pkh'))
  // 0.875 each.
  expect(reach.mayBeReached()).toBe(false)
  reach.meet(some(2, 'pkh'))
  expect(reach.mayBeReached()).toBe(true)
})

test('a set with somebody who was not met takes all of their kind who were, and the least of the others', () => {
  const reach = withinTarget({ tagana: 1, pkh: 1 }, KINDS, 0.8)
  reach.meet([...some(6, 'tagana'), ...some(2, 'pkh'), ...some(1, 'pkh', 0.9, 1)])
  // Three Tagana bring theirs; of the others it takes the two of the first tier at least, and the next one of theirs.
  expect(reach.isBeyond(5, false)).toBe(true)
  expect(reach.isBeyond(6, false)).toBe(false)
  // By skills the likeliest may be called: one of each is all that is sure.
  expect(reach.isBeyond(3, true)).toBe(true)
  expect(reach.isBeyond(4, true)).toBe(false)
})

test('a set is expected to be as large as those who bring each open kind alone to the target', () => {
  const reach = withinTarget({ tagana: 1, pkh: 1 }, KINDS, 0.8)
  // Of Tagana three do; of PKH all that were met, as long as they do not.
  reach.meet([...some(6, 'tagana'), ...some(2, 'pkh')])
  expect(reach.about()).toBe(5)
  reach.meet(some(4, 'pkh'))
  expect(reach.about()).toBe(6)
  // Nobody more is sought for a kind that comes already.
  reach.meet([{ kind: 'tagana', odds: 1 }])
  expect(reach.about()).toBe(3)
})

test('while a kind is not brought to the target all of it are counted', () => {
  const reach = withinTarget({ tagana: 2 }, KINDS, 0.95)
  reach.meet(some(2, 'tagana'))
  expect(reach.isBeyond(2, false)).toBe(true)
  expect(reach.isBeyond(3, false)).toBe(false)
})

test('kinds that are coming already, and others, hold nothing up', () => {
  const reach = withinTarget({ tagana: 1, pkh: 1 }, KINDS, 0.8)
  reach.meet([{ kind: 'tagana', odds: 1 }, { kind: 'pkh', odds: 0.5 }, ...some(9, 'pkh'), ...some(1, 'tksk')])
  expect(reach.mayBeReached()).toBe(true)
  expect(reach.isBeyond(9, false)).toBe(true)
  expect(reach.isBeyond(9, true)).toBe(true)
  expect(reach.isBeyond(10, false)).toBe(false)
})
