import { expect, test } from 'vitest'
import { type DeclaredCrossing, isOpen, landCrossings } from '../../src/mobilisation/declared-crossing.ts'

const FERRY: DeclaredCrossing = {
  id: 'ketapang-gilimanuk',
  name: 'Ketapang - Gilimanuk',
  kind: 'ferry',
  ends: [
    [114.4, -8.14],
    [114.44, -8.16],
  ],
  minutes: 75,
  closedBy: { tsunami: 'minor', tidal_surge: 'moderate', extreme_weather: 'severe' },
}

test.each([
  ['tsunami', 'minor', false],
  ['tidal_surge', 'minor', true],
  ['tidal_surge', 'moderate', false],
  ['tidal_surge', 'unknown', false],
  ['extreme_weather', 'unknown', true],
  ['extreme_weather', 'moderate', true],
  ['extreme_weather', 'severe', false],
  ['extreme_weather', 'extreme', false],
  ['flood', 'extreme', true],
  [null, 'extreme', true],
] as const)('in %s, %s, it is open: %s', (hazard, severity, open) => {
  expect(isOpen(FERRY, [{ hazard, severity }])).toBe(open)
})

test('one hazard of several is enough to close it', () => {
  const flood = { hazard: 'flood', severity: 'severe' } as const
  expect(isOpen(FERRY, [])).toBe(true)
  expect(isOpen(FERRY, [flood, { hazard: 'tsunami', severity: 'unknown' }])).toBe(false)
})

test('landings are put on their lands, and a crossing with one off every land is named', () => {
  const lost: DeclaredCrossing = { ...FERRY, id: 'lost', ends: [FERRY.ends[0], [110, -5]] }
  const gone: DeclaredCrossing = { ...FERRY, id: 'gone', ends: [[110, -5], FERRY.ends[0]] }
  const landmassAt = ([longitude]: readonly [number, number]): number | null =>
    longitude === 114.4 ? 0 : longitude === 114.44 ? 4022 : null
  expect(landCrossings([lost, FERRY, gone], landmassAt)).toEqual({
    crossings: [
      {
        id: 'ketapang-gilimanuk',
        ends: [
          { position: [114.4, -8.14], landmass: 0 },
          { position: [114.44, -8.16], landmass: 4022 },
        ],
        minutes: 75,
      },
    ],
    adrift: ['lost', 'gone'],
  })
})
