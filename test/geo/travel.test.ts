import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { destinationFrom, distanceKm, type Position } from '../../src/geo/position.ts'
import { type Crossing, type Destination, type Home, type Pace, travelTo } from '../../src/geo/travel.ts'
import { FAR_HARBOUR, FERRY, HARBOUR, WALK } from './sample-ferry.ts'

// With the pace of WALK 1 km of great circle takes 3 minutes.
const MIN_PER_KM = 3

const at = (position: Position, landmass: number | null, accuracyM = 0): Home => ({ position, landmass, accuracyM })

describe('over land', () => {
  const there = at(HARBOUR, 1)

  test('the time is that of getting ready and of the great circle times the detour', () => {
    const reach = travelTo(there, [], WALK).reachFrom(at(destinationFrom(HARBOUR, 20, 270), 1))
    expect(reach?.minutes).toBeCloseTo(10 + 20 * MIN_PER_KM, 6)
    expect(reach?.via).toEqual([])
  })

  test('a home that may be elsewhere is reckoned from its nearest and its farthest place', () => {
    const { reachFrom } = travelTo(there, [], WALK)
    const far = reachFrom(at(destinationFrom(HARBOUR, 20, 270), 1, 15_000))
    expect(far?.fromMinutes).toBeCloseTo(10 + 5 * MIN_PER_KM, 6)
    expect(far?.toMinutes).toBeCloseTo(10 + 35 * MIN_PER_KM, 6)
    const near = reachFrom(at(destinationFrom(HARBOUR, 5, 270), 1, 15_000))
    expect(near?.fromMinutes).toBe(10)
    expect(near?.minutes).toBeCloseTo(10 + 5 * MIN_PER_KM, 6)
  })
})

describe('over a sea', () => {
  const inland = destinationFrom(FAR_HARBOUR, 10, 90)

  test('nobody gets there without a crossing, however near', () => {
    expect(travelTo(at(FAR_HARBOUR, 2), [], WALK).reachFrom(at(HARBOUR, 1))).toBeNull()
  })

  test('a crossing takes its minutes between the ways to and from its landings', () => {
    const reach = travelTo(at(inland, 2), [FERRY], WALK).reachFrom(at(destinationFrom(HARBOUR, 4, 0), 1, 6000))
    expect(reach?.minutes).toBeCloseTo(10 + 4 * MIN_PER_KM + 60 + 10 * MIN_PER_KM, 6)
    expect(reach?.fromMinutes).toBeCloseTo(10 + 60 + 10 * MIN_PER_KM, 6)
    expect(reach?.toMinutes).toBeCloseTo(10 + 10 * MIN_PER_KM + 60 + 10 * MIN_PER_KM, 6)
    expect(reach?.via).toEqual(['ferry'])
  })

  test('it serves both directions alike', () => {
    const one = at(inland, 2)
    const two = at(destinationFrom(HARBOUR, 4, 0), 1)
    const [there, back] = [travelTo(one, [FERRY], WALK).reachFrom(two), travelTo(two, [FERRY], WALK).reachFrom(one)]
    expect(back?.minutes).toBeCloseTo(there?.minutes ?? 0, 6)
  })

  test('of two crossings the faster is taken, of equals the one given first', () => {
    const bridge = { ...FERRY, id: 'bridge', minutes: 10 }
    const twin = { ...bridge, id: 'twin' }
    const viaOf = (crossings: readonly Crossing[]) =>
      travelTo(at(inland, 2), crossings, WALK).reachFrom(at(HARBOUR, 1))?.via
    expect(viaOf([FERRY, bridge])).toEqual(['bridge'])
    expect(viaOf([bridge, twin])).toEqual(['bridge'])
    expect(viaOf([twin, bridge])).toEqual(['twin'])
  })

  test('a third land is reached over the second, and the crossings are named in their order', () => {
    const eastHarbour = destinationFrom(FAR_HARBOUR, 50, 90)
    const beyond = destinationFrom(eastHarbour, 20, 90)
    const next: Crossing = {
      id: 'next',
      ends: [
        { position: eastHarbour, landmass: 2 },
        { position: beyond, landmass: 3 },
      ],
      minutes: 45,
    }
    const reach = travelTo(at(beyond, 3), [next, FERRY], WALK).reachFrom(at(HARBOUR, 1))
    expect(reach?.via).toEqual(['ferry', 'next'])
    expect(reach?.minutes).toBeCloseTo(10 + 60 + 50 * MIN_PER_KM + 45, 6)
    expect(travelTo(at(beyond, 3), [next], WALK).reachFrom(at(HARBOUR, 1))).toBeNull()
  })
})

test('a destination on no known land rules nobody out, and nobody comes from no known land to one that is known', () => {
  const atSea = travelTo(at(FAR_HARBOUR, null), [FERRY], WALK).reachFrom
  const km = distanceKm(HARBOUR, FAR_HARBOUR)
  for (const landmass of [1, 2, null]) {
    expect(atSea(at(HARBOUR, landmass))?.minutes).toBeCloseTo(10 + km * MIN_PER_KM, 6)
    expect(atSea(at(HARBOUR, landmass))?.via).toEqual([])
  }
  expect(travelTo(at(FAR_HARBOUR, 2), [FERRY], WALK).reachFrom(at(HARBOUR, null))).toBeNull()
})

test.each([
  [{ kmPerHour: 0 }],
  [{ kmPerHour: Number.NaN }],
  [{ kmPerHour: Infinity }],
  [{ detour: 0.9 }],
  [{ readyMin: -1 }],
])('a pace of %j is refused', (wrong) => {
  expect(() => travelTo(at(HARBOUR, 1), [], { ...WALK, ...wrong })).toThrow(/pace: expected .* got/)
})

test.each([0, -5, Number.NaN, Infinity])('a crossing of %d minutes is refused', (minutes) => {
  expect(() => travelTo(at(HARBOUR, 1), [{ ...FERRY, minutes }], WALK)).toThrow(/crossing ferry: expected more than 0/)
})

const place = fc
  .tuple(fc.double({ min: 119, max: 122, noNaN: true }), fc.double({ min: -4, max: -1, noNaN: true }))
  .map(([lng, lat]): Position => [lng, lat])
const landing = fc.record({ position: place, landmass: fc.integer({ min: 1, max: 5 }) })
const crossingList = fc
  .array(fc.record({ ends: fc.tuple(landing, landing), minutes: fc.double({ min: 1, max: 300, noNaN: true }) }), {
    maxLength: 8,
  })
  .map((list): readonly Crossing[] => list.map((one, index) => ({ ...one, id: `c${index}` })))
const pace = fc.record({
  kmPerHour: fc.double({ min: 2, max: 100, noNaN: true }),
  detour: fc.double({ min: 1, max: 3, noNaN: true }),
  readyMin: fc.double({ min: 0, max: 60, noNaN: true }),
})
const home = fc.record({
  position: place,
  landmass: fc.integer({ min: 1, max: 5 }),
  accuracyM: fc.integer({ min: 0, max: 50_000 }),
})

/** Floyd's and Warshall's minutes from the home to the destination over every node there is; Infinity without a path. */
const oracle = (from: Destination, to: Destination, crossings: readonly Crossing[], by: Pace): number => {
  const nodes = [from, to, ...crossings.flatMap(({ ends }) => ends)]
  const table = nodes.map((one, row) =>
    nodes.map((two, column) => {
      const km = distanceKm(one.position, two.position)
      const land = one.landmass === two.landmass ? (km * by.detour * 60) / by.kmPerHour : Infinity
      const isCrossing = row >= 2 && row >> 1 === column >> 1 && row !== column
      return isCrossing ? Math.min(land, crossings[(row >> 1) - 1]?.minutes ?? Infinity) : land
    }),
  )
  for (const middle of table)
    for (const row of table)
      for (const column of row.keys()) {
        const detour = (row[table.indexOf(middle)] ?? Infinity) + (middle[column] ?? Infinity)
        row[column] = Math.min(row[column] ?? Infinity, detour)
      }
  return by.readyMin + (table[0]?.[1] ?? Infinity)
}

const minutesOf = (from: Home, to: Destination, crossings: readonly Crossing[], by: Pace): number => {
  const travel = travelTo(to, crossings, by)
  const minutes = travel.reachFrom(from)?.minutes ?? Infinity
  expect(travel.minutesFrom(from)).toBe(minutes)
  return minutes
}

const close = (one: number, two: number): void => {
  if (one === Infinity || two === Infinity) expect(one).toBe(two)
  else expect(Math.abs(one - two)).toBeLessThan(1e-6)
}

test('reach is the shortest path over every landing, and null exactly where there is none', () => {
  fc.assert(
    fc.property(home, home, crossingList, pace, (from, to, crossings, by) => {
      close(minutesOf(from, to, crossings, by), oracle(from, to, crossings, by))
    }),
    { numRuns: 500 },
  )
})

test('reach is as long there as back', () => {
  fc.assert(
    fc.property(home, home, crossingList, pace, (from, to, crossings, by) => {
      close(minutesOf(from, to, crossings, by), minutesOf(to, from, crossings, by))
    }),
  )
})

test('the crossings that are named lead there, and take as long as is said', () => {
  fc.assert(
    fc.property(home, home, crossingList, pace, (from, to, crossings, by) => {
      const reach = travelTo(to, crossings, by).reachFrom(from)
      if (reach === null) return
      const used = reach.via.map((id) => crossings.find((one) => one.id === id))
      const alone = used.filter((one) => one !== undefined)
      expect(alone.length).toBe(reach.via.length)
      close(minutesOf(from, to, alone, by), reach.minutes)
    }),
  )
})

test('a faster pace never takes longer, and closing a crossing never shortens', () => {
  const more = fc.double({ min: 1, max: 3, noNaN: true })
  fc.assert(
    fc.property(home, home, crossingList, pace, more, fc.nat(), (from, to, crossings, by, times, which) => {
      const minutes = minutesOf(from, to, crossings, by)
      const faster = minutesOf(from, to, crossings, { ...by, kmPerHour: by.kmPerHour * times })
      expect(faster).toBeLessThanOrEqual(minutes + 1e-6)
      const fewer = crossings.filter((_, index) => index !== which % Math.max(1, crossings.length))
      expect(minutesOf(from, to, fewer, by)).toBeGreaterThanOrEqual(minutes - 1e-6)
    }),
  )
})

test('wherever on its land within its accuracy a home really is, its time is within the bounds', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true })
  const bearing = fc.double({ min: 0, max: 360, noNaN: true })
  fc.assert(
    fc.property(home, home, crossingList, pace, share, bearing, (from, to, crossings, by, part, degrees) => {
      const { reachFrom } = travelTo(to, crossings, by)
      const reach = reachFrom(from)
      const really = destinationFrom(from.position, (part * from.accuracyM) / 1000, degrees)
      const real = reachFrom({ ...from, position: really })
      expect(real === null).toBe(reach === null)
      if (real === null || reach === null) return
      expect(real.minutes).toBeGreaterThanOrEqual(reach.fromMinutes - 1e-6)
      expect(real.minutes).toBeLessThanOrEqual(reach.toMinutes + 1e-6)
      expect(reach.minutes).toBeGreaterThanOrEqual(reach.fromMinutes)
      expect(reach.minutes).toBeLessThanOrEqual(reach.toMinutes)
    }),
  )
})

test('nobody is there with fewer minutes than the least from their distance, which rise with the km', () => {
  const anywhere = fc.record({ position: place, landmass: fc.option(fc.integer({ min: 1, max: 5 })) })
  fc.assert(
    fc.property(home, anywhere, crossingList, pace, fc.nat({ max: 400 }), (from, to, crossings, by, more) => {
      const { leastMinutes, reachFrom } = travelTo(to, crossings, by)
      const km = distanceKm(from.position, to.position)
      expect(reachFrom(from)?.minutes ?? Infinity).toBeGreaterThan(leastMinutes(km))
      expect(leastMinutes(km + more)).toBeGreaterThanOrEqual(leastMinutes(km))
    }),
  )
})

test('over land alone the least minutes are those of the way itself', () => {
  expect(travelTo(at(HARBOUR, 1), [FERRY], WALK).leastMinutes(20)).toBeCloseTo(10 + 20 * MIN_PER_KM, 4)
})
