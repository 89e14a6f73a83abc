import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readCrossings } from '../../config/crossings-config.ts'
import { readReach } from '../../config/reach-config.ts'
import type { Fault } from '../../src/errors.ts'
import { readIslands } from '../../src/gazetteer/islands.ts'
import { loadLandPolygons } from '../../src/gazetteer/land.ts'
import { indexLandmasses } from '../../src/geo/landmass.ts'
import { distanceKm } from '../../src/geo/position.ts'
import { travelTo } from '../../src/geo/travel.ts'
import { isOpen, landCrossings } from '../../src/mobilisation/declared-crossing.ts'
import { paceOf } from '../../src/mobilisation/pace.ts'
import { KINDS } from '../../src/roster/responder.ts'
import { lines, load, withFolder } from './folders.ts'

const reading = <Read>(read: (file: string, faults: Fault[]) => Read, text: string) =>
  withFolder({ 'given.yaml': text }, (folder) => {
    const faults: Fault[] = []
    const value = read(join(folder, 'given.yaml'), faults)
    return { value, faults: lines(faults.map((fault) => ({ ...fault, path: fault.path.replace(`${folder}/`, '') }))) }
  })

const shipped = load({})

describe('reach.yaml', () => {
  test('is read, with what is left out', () => {
    const { value, faults } = reading(
      readReach,
      'kmPerHour: 30\nkmPerHourOf: { tksk: 25 }\ndetour: 1.4\nready: 90s\nroadsCut: { flood: { severe: 0.5 } }\n',
    )
    expect(faults).toEqual([])
    expect(value?.kmPerHour).toEqual({ ...Object.fromEntries(KINDS.map((kind) => [kind, 30])), tksk: 25 })
    expect(value?.readyMin).toBe(1.5)
    expect(value?.roadsCut).toEqual({ flood: { extreme: 0.5, severe: 0.5, moderate: 0.5, minor: 0.5, unknown: 0.5 } })
    const least = reading(readReach, 'kmPerHour: 30\ndetour: 1\n').value
    expect([least?.readyMin, least?.roadsCut]).toEqual([0, {}])
  })

  test('is refused with every fault', () => {
    const { value, faults } = reading(
      readReach,
      'kmPerHour: 0\nkmPerHourOf: { polisi: 30 }\ndetour: 0.9\nready: 15\nroadsCut: { flood: { severe: 0 } }\nspeed: 3\n',
    )
    expect(value).toBeUndefined()
    expect(faults.map((line) => line.split(' | ').slice(0, 2).join(' | '))).toEqual([
      'given.yaml:1 | kmPerHour: 0',
      'given.yaml:2 | kmPerHourOf.polisi (unknown key)',
      'given.yaml:3 | detour: 0.9',
      'given.yaml:4 | ready: 15',
      'given.yaml:5 | roadsCut.flood.severe: 0',
      'given.yaml:6 | speed (unknown key)',
    ])
  })

  test('as shipped, cut roads are never faster and a graver hazard never leaves more', () => {
    for (const shares of Object.values(shipped.reach.roadsCut)) {
      const grave = [shares.extreme, shares.severe, shares.moderate, shares.minor, 1]
      expect(grave).toEqual(grave.toSorted((one, two) => one - two))
    }
  })
})

const TWO = `
usuallyClosedBy: { bridge: { earthquake: extreme }, ferry: { tsunami: minor } }
crossings:
  - { id: suramadu, name: Suramadu, kind: bridge, ends: [[112.78, -7.21], [112.78, -7.16]], takes: 10m }
  - id: ujung-kamal
    name: Ujung - Kamal
    kind: ferry
    ends: [[112.735, -7.2], [112.72, -7.17]]
    takes: 90s
    closedBy: { extreme_weather: severe }
`

describe('crossings.yaml', () => {
  test('is read, and what closes a crossing is as usual for its kind or its own', () => {
    expect(reading(readCrossings, TWO)).toEqual({
      value: [
        {
          id: 'suramadu',
          name: 'Suramadu',
          kind: 'bridge',
          ends: [
            [112.78, -7.21],
            [112.78, -7.16],
          ],
          minutes: 10,
          closedBy: { earthquake: 'extreme' },
        },
        {
          id: 'ujung-kamal',
          name: 'Ujung - Kamal',
          kind: 'ferry',
          ends: [
            [112.735, -7.2],
            [112.72, -7.17],
          ],
          minutes: 1.5,
          closedBy: { extreme_weather: 'severe' },
        },
      ],
      faults: [],
    })
  })

  test('is refused with every fault', () => {
    const bad = `
usuallyClosedBy: { bridge: {}, ferry: { tsunami: unknown } }
crossings:
  - { id: Suramadu, name: Suramadu, kind: tunnel, ends: [[-7.21, 112.78], [112.78, -7.16]], takes: 0m }
  - { id: a, name: A, kind: ferry, ends: [[112, -7], [112, -7]], takes: 10m }
  - { id: b, name: B, kind: ferry, ends: [[96, 4], [112, -7]], takes: 10m }
  - { id: c, name: C, kind: ferry, ends: [[96, 4]], takes: 10m }
`
    const { value, faults } = reading(readCrossings, bad)
    expect(value).toBeUndefined()
    expect(faults).toEqual([
      'given.yaml:2 | usuallyClosedBy.ferry.tsunami: "unknown" | one of "minor"|"moderate"|"severe"|"extreme"',
      'given.yaml:4 | crossings.0.id: "Suramadu" | a name of small letters, digits and hyphens',
      'given.yaml:4 | crossings.0.kind: "tunnel" | one of "bridge"|"ferry"',
      'given.yaml:4 | crossings.0.ends.0: [-7.21,112.78] | a place in Indonesia, longitude first',
      'given.yaml:4 | crossings.0.takes: "0m" | a duration from 1m to 24h, such as 45s, 10m, 6h or 14d',
      'given.yaml:5 | crossings.1.ends: [[112,-7],[112,-7]] | two places, at most 500 km apart',
      'given.yaml:6 | crossings.2.ends: [[96,4],[112,-7]] | two places, at most 500 km apart',
      'given.yaml:7 | crossings.3.ends: [[96,4]] | two places',
    ])
    expect(reading(readCrossings, TWO.replace('id: ujung-kamal', 'id: suramadu')).faults).toEqual([
      expect.stringMatching(/\| each id once$/),
    ])
  })
})

describe('the shipped crossings', () => {
  const land = indexLandmasses(loadLandPolygons(), readIslands(shipped.islandsFile))
  const landmassAt = (place: readonly [number, number]): number | null => land.nearest(place, 5) ?? null
  const { crossings, adrift } = landCrossings(shipped.crossings, landmassAt)

  test('have their landings within 5 km of two lands that no polygon joins', () => {
    expect(adrift).toEqual([])
    const joined = crossings.filter(({ ends: [one, two] }) => one.landmass === two.landmass)
    expect(joined.map(({ id }) => id)).toEqual([])
  })

  // Towns well inland, so that a landing on an islet before the coast would show.
  test.each([
    ['suramadu', [112.75, -7.3], [112.75, -7.05]],
    ['merak-bakauheni', [106.15, -6.12], [105.27, -5.4]],
    ['ketapang-gilimanuk', [114.3, -8.25], [115.2, -8.6]],
    ['padangbai-lembar', [115.2, -8.6], [116.2, -8.6]],
    ['kayangan-poto-tano', [116.2, -8.6], [117.4, -8.6]],
    ['sape-labuan-bajo', [118.7, -8.55], [120.45, -8.6]],
    ['hunimua-waipirit', [128.1, -3.62], [128.9, -3.2]],
    ['jepara-karimunjawa', [110.7, -6.7], [110.45, -5.85]],
    ['kendari-raha', [122.3, -4.1], [122.6, -4.9]],
  ] as const)('%s joins the lands of two towns', (id, one, two) => {
    const crossing = crossings.find((each) => each.id === id)
    expect(crossing?.ends.map(({ landmass }) => landmass)).toEqual([land.at(one), land.at(two)])
  })

  test('none is faster than a car on a good road, or slower than a day', () => {
    const kmPerHour = crossings.map(({ ends: [one, two], minutes }) =>
      Math.round((distanceKm(one.position, two.position) * 60) / minutes),
    )
    expect(Math.max(...kmPerHour)).toBeLessThanOrEqual(60)
  })

  test('from Banyuwangi, Gilimanuk is reached by the ferry, and under a tsunami warning not at all', () => {
    const home = { position: [114.36, -8.2] as const, landmass: land.at([114.36, -8.2]) ?? null, accuracyM: 100 }
    const gilimanuk = { position: [114.46, -8.17] as const, landmass: landmassAt([114.46, -8.17]) }
    const reachIn = (hazard: 'flood' | 'tsunami') => {
      const event = { hazard, severity: 'unknown' } as const
      const open = shipped.crossings.filter((one) => isOpen(one, [event]))
      const landed = landCrossings(open, landmassAt).crossings
      return travelTo(gilimanuk, landed, paceOf('tagana', event, shipped.reach)).reachFrom(home)
    }
    expect(reachIn('flood')?.via).toEqual(['ketapang-gilimanuk'])
    expect(reachIn('flood')?.minutes).toBeGreaterThan(90)
    expect(reachIn('flood')?.minutes).toBeLessThan(180)
    expect(reachIn('tsunami')).toBeNull()
  })
})
