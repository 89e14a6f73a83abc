import fc from 'fast-check'
import { expect, test } from 'vitest'
import { circle } from '../../src/geo/area.ts'
import type { Kind } from '../../src/roster/responder.ts'
import { indexRoster } from '../../src/roster/roster-index.ts'
import { walkedOnce } from '../../src/roster/walked-once.ts'
import { aSite } from '../drills/sample.ts'
import { aResponder } from '../mobilisation/sample.ts'

const person = (nth: number, east: number) =>
  aResponder(`r${nth}`, { home: [107 + east / 100, -7], kind: nth % 2 === 0 ? 'tagana' : 'psm' })

const KINDS: readonly (ReadonlySet<Kind> | undefined)[] = [undefined, new Set(['psm']), new Set(['psm', 'tagana'])]

test('whoever walks, however far and in whatever turns, meets the same people', () => {
  const asked = fc.record({
    radius: fc.constantFrom(5, 50),
    steps: fc.integer({ min: 0, max: 12 }),
    kinds: fc.constantFrom(...KINDS),
  })
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 10 }),
      fc.array(asked, { minLength: 1, maxLength: 5 }),
      (homes, walks) => {
        const index = indexRoster(
          1n,
          homes.map((east, nth) => person(nth, east)),
          [],
        )
        const once = walkedOnce(index)
        const open = walks.map(({ radius, steps, kinds }) => ({
          steps,
          met: [] as unknown[],
          walk: once.nearby([107, -7], radius, kinds)[Symbol.iterator](),
        }))
        // In turns: nobody's walk waits for another's to end.
        for (let step = 0; step < 12; step += 1)
          for (const one of open) {
            const next = step < one.steps ? one.walk.next() : null
            if (next !== null && next.done !== true) one.met.push(next.value)
          }
        for (const [at, { radius, steps, kinds }] of walks.entries())
          expect(open[at]?.met).toEqual([...index.nearby([107, -7], radius, kinds)].slice(0, steps))
      },
    ),
  )
})

test('the sites in an area are those of the index, from whatever place they are asked for', () => {
  const sites = [0, 3, 40].map((east) => aSite(`KSB-${east}`, '32.04.01.2001', { position: [107 + east / 100, -7] }))
  const index = indexRoster(1n, [], sites)
  const once = walkedOnce(index)
  const area = circle([107, -7], 10)
  const places = [
    [107, -7],
    [107, -7],
    [107.05, -7],
    [107, -7.01],
    [107, -7],
  ] as const
  for (const place of places) expect(once.sitesWithin(area, place)).toEqual(index.sitesWithin(area, place))
  expect(once.sitesWithin(area, [107, -7])).toHaveLength(2)
  expect(once.sitesWithin(circle([107.4, -7], 1), [107, -7])).toEqual([sites[2]])
})
