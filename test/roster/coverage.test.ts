import fc from 'fast-check'
import { expect, test } from 'vitest'
import { distanceKm, type Position } from '../../src/geo/position.ts'
import { coverage } from '../../src/roster/coverage.ts'
import type { Kind, ResponderId } from '../../src/roster/responder.ts'

const JAVA = 5
const BALI = 9

const site = (siteCode: string, position: Position, landmass: number | null = JAVA) => ({
  siteCode,
  name: `KSB ${siteCode}`,
  position,
  landmass,
})

const person = (id: string, kind: Kind, home: Position, landmass: number | null = JAVA) => ({
  id: id as ResponderId,
  kind,
  home,
  landmass,
})

test('names the nearest of each kind, nearest first, and counts those within 10 and 25 km', () => {
  const [row] = coverage(
    [site('S1', [107.5, -7.2])],
    [
      person('R3', 'tagana', [107.8, -7.2]),
      person('R2', 'tagana', [107.65, -7.2]),
      person('R1', 'tagana', [107.55, -7.2]),
      person('R4', 'pkh', [107.5, -7.2]),
    ],
    ['tagana'],
    2,
  )
  expect(row?.siteCode).toBe('S1')
  expect(row?.name).toBe('KSB S1')
  expect(row?.kind).toBe('tagana')
  expect(row?.nearest.map(({ responderId }) => responderId)).toEqual(['R1', 'R2'])
  expect(row?.nearest[0]?.km).toBeCloseTo(5.5, 1)
  expect(row?.countWithin).toEqual({ 10: 1, 25: 2 })
})

test('people across the strait are not counted, however near', () => {
  const rows = coverage(
    [site('KETAPANG', [114.4, -8.14])],
    [person('BALI', 'tagana', [114.43, -8.16], BALI), person('JAVA', 'tagana', [114.2, -8.3])],
    ['tagana'],
    5,
  )
  expect(rows[0]?.nearest.map(({ responderId }) => responderId)).toEqual(['JAVA'])
})

test('an unknown landmass reaches nobody, not even another unknown', () => {
  const rows = coverage(
    [site('ISLET', [127, 0], null), site('JAVA', [107, -7])],
    [person('R1', 'tagana', [127, 0], null), person('R2', 'tagana', [107, -7], null)],
    ['tagana'],
    5,
  )
  expect(rows.map(({ nearest, countWithin }) => ({ nearest, countWithin }))).toEqual([
    { nearest: [], countWithin: { 10: 0, 25: 0 } },
    { nearest: [], countWithin: { 10: 0, 25: 0 } },
  ])
})

test('equal distances are ordered by responder id, whatever the order given', () => {
  const people = ['R9', 'R1', 'R5'].map((id) => person(id, 'tagana', [107.51, -7.2]))
  const [row] = coverage([site('S1', [107.5, -7.2])], people, ['tagana'], 2)
  expect(row?.nearest.map(({ responderId }) => responderId)).toEqual(['R1', 'R5'])
})

test('there is a row for every site and kind, in the order given', () => {
  const rows = coverage([site('S2', [107, -7]), site('S1', [108, -7])], [], ['pkh', 'tagana'], 1)
  expect(rows.map(({ siteCode, kind }) => `${siteCode} ${kind}`)).toEqual([
    'S2 pkh',
    'S2 tagana',
    'S1 pkh',
    'S1 tagana',
  ])
})

test('agrees with measuring everybody', () => {
  const place = fc.tuple(fc.double({ min: 106, max: 109, noNaN: true }), fc.double({ min: -8, max: -6, noNaN: true }))
  const people = fc.array(fc.tuple(place, fc.constantFrom<Kind>('tagana', 'pkh'), fc.constantFrom(JAVA, BALI)), {
    maxLength: 60,
  })
  fc.assert(
    fc.property(place, people, (position, drawn) => {
      const responders = drawn.map(([home, kind, landmass], at) =>
        person(`R${String(at).padStart(3, '0')}`, kind, home, landmass),
      )
      const [row] = coverage([site('S1', position)], responders, ['tagana'], 4)
      const measured = responders
        .filter(({ kind, landmass }) => kind === 'tagana' && landmass === JAVA)
        .map(({ id, home }) => ({ responderId: id, km: distanceKm(position, home) }))
        .sort((a, b) => a.km - b.km || (a.responderId < b.responderId ? -1 : 1))
      expect(row?.nearest).toEqual(measured.slice(0, 4))
      expect(row?.countWithin[10]).toBe(measured.filter(({ km }) => km <= 10).length)
      expect(row?.countWithin[25]).toBe(measured.filter(({ km }) => km <= 25).length)
    }),
    { numRuns: 200, seed: 3 },
  )
})

test.each([0, -2, 1.5, Number.NaN])('asking for %d people of a kind is refused', (perKind) => {
  expect(() => coverage([], [], ['tagana'], perKind)).toThrow(RangeError)
})
