import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createHeap } from '../../src/geo/heap.ts'

test('what is put in comes out in order, however putting in and taking out are mixed', () => {
  // A number is put in, null takes one out.
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer({ min: 0, max: 30 }), { freq: 2 })), (steps) => {
      const heap = createHeap<number>((one, two) => one - two)
      const held: number[] = []
      for (const step of steps) {
        if (step === null) expect(heap.shift()).toBe(held.shift())
        else {
          heap.push(step)
          held.push(step)
          held.sort((one, two) => one - two)
        }
        expect(heap.first()).toBe(held[0])
      }
      for (const expected of held) expect(heap.shift()).toBe(expected)
      expect(heap.shift()).toBeUndefined()
    }),
  )
})
