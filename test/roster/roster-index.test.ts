import fc from 'fast-check'
import { expect, test } from 'vitest'
import { circle } from '../../src/geo/area.ts'
import { distanceKm, type Position } from '../../src/geo/position.ts'
import type { Kind, Responder, ResponderId } from '../../src/roster/responder.ts'
import { indexRoster } from '../../src/roster/roster-index.ts'
import type { Site } from '../../src/roster/site.ts'

const PLACE: Position = [107.5, -7.2]

const person = (id: string, home: Position, kind: Kind = 'tagana'): Responder => ({
  id: id as ResponderId,
  kind,
  home,
  accuracyM: 100,
  landmass: 1,
  regencyCode: '32.04',
  siteCode: null,
  servesCodes: [],
  skills: [],
  channels: ['sms'],
  optedOutAt: null,
  optedOutUntil: null,
  unavailableUntil: null,
})

const site = (siteCode: string, position: Position): Site => ({
  siteCode,
  name: `KSB ${siteCode}`,
  villageCode: '32.04.15.2003',
  position,
  accuracyM: 100,
  landmass: 1,
  hazards: ['flood'],
  serviceRadiusKm: null,
  gardu: null,
  lumbung: null,
  synthetic: true,
})

const codes = (sites: readonly Site[]): readonly string[] => sites.map(({ siteCode }) => siteCode)

test('knows its version and everybody in it', () => {
  const index = indexRoster(7n, [person('R2', PLACE), person('R1', PLACE)], [site('S1', PLACE)])
  expect(index.version).toBe(7n)
  expect(index.responders.map(({ id }) => id)).toEqual(['R1', 'R2'])
  expect(codes(index.sites)).toEqual(['S1'])
})

const KINDS: readonly Kind[] = ['tagana', 'psm', 'tksk']

test('people come nearest first, equal distances by id, whatever the order given', () => {
  const homes = fc
    .tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 }))
    .map(([east, north]): Position => [PLACE[0] + east / 10, PLACE[1] + north / 10])
  const pools = fc.array(homes, { maxLength: 60 }).chain((drawn) => {
    const pool = drawn.map((home, at) => person(`R${String(at).padStart(2, '0')}`, home, KINDS[at % 3]))
    return fc.shuffledSubarray(pool, { minLength: pool.length, maxLength: pool.length })
  })
  fc.assert(
    fc.property(pools, fc.constantFrom(12, 25, 500), (pool, withinKm) => {
      const expected = pool
        .map((responder) => ({ responder, km: distanceKm(PLACE, responder.home) }))
        .filter(({ km }) => km <= withinKm)
        .sort((a, b) => a.km - b.km || (a.responder.id < b.responder.id ? -1 : 1))
      const index = indexRoster(1n, pool, [])
      expect([...index.nearby(PLACE, withinKm)]).toEqual(expected)
      for (const kinds of [['tagana', 'tksk'], ['psm'], ['psm', 'pkh'], []] as const) {
        const wanted = new Set<Kind>(kinds)
        const ofThem = expected.filter(({ responder }) => wanted.has(responder.kind))
        expect([...index.nearby(PLACE, withinKm, wanted)]).toEqual(ofThem)
      }
      const walk = index.outwards(PLACE, withinKm, 'tksk')
      const met: unknown[] = []
      for (let responder = walk.next(); responder !== undefined; responder = walk.next())
        met.push({ responder, km: walk.km() })
      expect(met).toEqual(expected.filter(({ responder }) => responder.kind === 'tksk'))
    }),
    { numRuns: 300, seed: 20261122 },
  )
})

test('people can be asked for again and again', () => {
  const index = indexRoster(1n, [person('R1', PLACE)], [])
  expect([...index.nearby(PLACE, 5)]).toHaveLength(1)
  expect([...index.nearby(PLACE, 5)]).toHaveLength(1)
})

test.each([0, -1, 501, Number.NaN])('a radius of %d km is refused', (withinKm) => {
  expect(() => [...indexRoster(1n, [], []).nearby(PLACE, withinKm)]).toThrow(RangeError)
})

const SITES = [
  site('S4', [107.9, -7.2]),
  site('S3', [107.53, -7.2]),
  site('S2', [107.51, -7.2]),
  site('S1', [107.49, -7.2]),
]

test('sites in an area come nearest to the place first, equal ones by code, those outside not at all', () => {
  const index = indexRoster(1n, [], SITES)
  expect(codes(index.sitesWithin(circle(PLACE, 5), PLACE))).toEqual(['S1', 'S2', 'S3'])
  expect(codes(index.sitesWithin(circle(PLACE, 5), [107.53, -7.2]))).toEqual(['S3', 'S2', 'S1'])
  expect(codes(indexRoster(1n, [], SITES.toReversed()).sitesWithin(circle(PLACE, 5), PLACE))).toEqual([
    'S1',
    'S2',
    'S3',
  ])
  expect(index.sitesWithin(circle([100, 0], 5), PLACE)).toEqual([])
})

test('the nearest site is found within its radius only', () => {
  const index = indexRoster(1n, [], SITES)
  const near = index.nearestSite([107.89, -7.2], 5)
  expect(near?.site.siteCode).toBe('S4')
  expect(near?.km).toBe(distanceKm([107.89, -7.2], [107.9, -7.2]))
  expect(index.nearestSite([107.7, -7.2], 5)).toBeUndefined()
  expect(indexRoster(1n, [], []).nearestSite(PLACE, 500)).toBeUndefined()
})
