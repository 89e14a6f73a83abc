import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byReach } from '../../src/geo/by-reach.ts'
import { distanceKm, type Position } from '../../src/geo/position.ts'
import { type Crossing, type Home, type Pace, type Reach, travelTo } from '../../src/geo/travel.ts'

const MIDDLE: Position = [120, -3]
const FAST: Pace = { kmPerHour: 40, detour: 1.2, readyMin: 5 }
const SLOW: Pace = { kmPerHour: 15, detour: 1.2, readyMin: 5 }

interface Person {
  readonly id: string
  readonly km: number
  readonly home: Home
  readonly pace: Pace
}

const place = fc
  .tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -20, max: 20 }))
  // On a grid, so that many are as far as others.
  .map(([east, north]): Position => [MIDDLE[0] + east / 20, MIDDLE[1] + north / 20])
const landing = fc.record({ position: place, landmass: fc.integer({ min: 1, max: 3 }) })
const crossings = fc
  .array(fc.record({ ends: fc.tuple(landing, landing), minutes: fc.integer({ min: 1, max: 90 }) }), { maxLength: 4 })
  .map((list): readonly Crossing[] => list.map((one, index) => ({ ...one, id: `c${index}` })))
const people = fc
  .array(fc.record({ position: place, landmass: fc.integer({ min: 1, max: 3 }), pace: fc.constantFrom(FAST, SLOW) }), {
    maxLength: 60,
  })
  .map((list): readonly Person[] =>
    list
      .map(({ position, landmass, pace }, index) => ({
        id: `R-${index}`,
        km: distanceKm(position, MIDDLE),
        home: { position, landmass, accuracyM: 0 },
        pace,
      }))
      .sort((one, two) => one.km - two.km),
  )

const orderTo = (open: readonly Crossing[]) => {
  const to = { position: MIDDLE, landmass: 1 }
  const [fast, slow] = [travelTo(to, open, FAST), travelTo(to, open, SLOW)]
  return {
    reachOf: ({ home, pace }: Person): Reach | null => (pace === FAST ? fast.reachFrom(home) : slow.reachFrom(home)),
    idOf: ({ id }: Person): string => id,
    leastMinutes: (km: number): number => Math.min(fast.leastMinutes(km), slow.leastMinutes(km)),
  }
}

test('people come in the order of a full sort by minutes and id, without those who cannot get there', () => {
  fc.assert(
    fc.property(people, crossings, (walk, open) => {
      const order = orderTo(open)
      const sorted = walk
        .flatMap((item) => {
          const reach = order.reachOf(item)
          return reach === null ? [] : [{ item, reach }]
        })
        .sort((one, two) => one.reach.minutes - two.reach.minutes || (one.item.id < two.item.id ? -1 : 1))
      expect([...byReach(walk, order)]).toEqual(sorted)
    }),
    { numRuns: 300 },
  )
})

const line = (count: number): readonly Person[] =>
  Array.from({ length: count }, (_, index) => {
    const position: Position = [MIDDLE[0] + index / 100, MIDDLE[1]]
    const pace = index % 2 === 0 ? FAST : SLOW
    const id = `R-${String(index).padStart(5, '0')}`
    return { id, km: distanceKm(position, MIDDLE), home: { position, landmass: 1, accuracyM: 0 }, pace }
  })

test('the walk is read no further than those who are taken may be overtaken from, and is ended with them', () => {
  const read: string[] = []
  let isEnded = false
  const walk = function* (): Generator<Person, undefined> {
    try {
      for (const person of line(10_000)) {
        read.push(person.id)
        yield person
      }
    } finally {
      isEnded = true
    }
  }
  const taken: string[] = []
  for (const { item } of byReach(walk(), orderTo([]))) {
    taken.push(item.id)
    if (taken.length === 20) break
  }
  // The fast of even number come 2.7 times as far as the slow of odd number.
  expect(taken.filter((id) => Number(id.slice(2)) % 2 === 0).length).toBeGreaterThan(12)
  expect(read.length).toBeLessThan(40)
  expect(isEnded).toBe(true)
})

test('equal minutes come by id, whoever was met first', () => {
  const walk = ['R-9', 'R-2', 'R-5'].map((id) => ({ ...(line(1)[0] as Person), id }))
  expect([...byReach(walk, orderTo([]))].map(({ item }) => item.id)).toEqual(['R-2', 'R-5', 'R-9'])
})
