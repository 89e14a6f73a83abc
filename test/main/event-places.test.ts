import { expect, test } from 'vitest'
import { loadConfiguration } from '../../config/load.ts'
import { loadLandPolygons } from '../../src/gazetteer/land.ts'
import { loadGazetteer } from '../../src/gazetteer/load.ts'
import { areaKm2, contains } from '../../src/geo/area.ts'
import { createCoast } from '../../src/geo/coast.ts'
import { indexLandmasses } from '../../src/geo/landmass.ts'
import { impactOf } from '../../src/main/event-places.ts'
import { packageRoot } from '../../src/main/package-root.ts'
import { anEvent } from '../mobilisation/sample.ts'

const { hazards, seatsFile } = loadConfiguration({ env: {}, packageRoot: packageRoot() })
const land = loadLandPolygons()
const [landmasses, coast] = [indexLandmasses(land), createCoast(land)]
const gazetteer = loadGazetteer({ seatsFile, landmasses })
const places = { gazetteer: () => gazetteer, landmasses: () => landmasses, land: () => land, coast: () => coast }

test('while the coasts of 200 regencies are reckoned, other work has its turns', async () => {
  const levels = ['awas', 'siaga', 'waspada']
  const regions = gazetteer.seats
    .slice(0, 200)
    .map(({ regencyCode }, at) => ({ code: regencyCode, level: levels[Math.floor(at / 9) % 3] ?? null }))
  let turns = 0
  let over = false
  const count = (): void => {
    turns += 1
    if (!over) setImmediate(count)
  }
  setImmediate(count)
  const event = anEvent({ hazard: 'tsunami', geometry: null, villageCodes: [], regions })
  const { area } = await impactOf(event, hazards, places, [])
  over = true
  expect(turns).toBeGreaterThan(5)
  const bandaAceh = gazetteer.placeOf('11.71')?.position ?? [0, 0]
  const shore = coast.nearest({ place: bandaAceh, withinKm: 150 })
  expect(contains(area, shore?.place ?? [0, 0])).toBe(true)
  expect(areaKm2(area)).toBeGreaterThan(20_000)
})
