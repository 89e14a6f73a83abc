import type { Fault } from '../errors.ts'
import { type Area, areaKm2, polygonArea, polygonsOf, unionOf } from '../geo/area.ts'
import { insideIndonesia } from '../geo/position.ts'
import { geometryField } from '../intake/event-geometry.ts'
import { readJsonBody } from '../intake/json-body.ts'
import { faultsOf } from '../intake/zod-faults.ts'
import { indexPlaces } from '../mobilisation/coded-places.ts'
import { belonging } from '../mobilisation/jurisdiction.ts'
import type { Seat } from '../roster/gazetteer.ts'
import type { Site } from '../roster/site.ts'
import { bytesFrom } from './given.ts'

/** The outline is looked at with every message of the office: a finer one shows nothing more. */
const MAX_PLACES = 5_000

/** A hectare: less is no office's region, but a line there and back, of which rounding leaves a sliver. */
const SMALLEST_KM2 = 0.01

const OPTION = '--area'

const fieldOf = (value: unknown, name: string): unknown =>
  value !== null && typeof value === 'object' ? (value as Readonly<Record<string, unknown>>)[name] : undefined

/** The geometries of a GeoJSON text, each with its path in it: a geometry itself, a feature's, or several features'. */
const geometriesIn = (json: unknown): readonly { readonly path: string; readonly geometry: unknown }[] => {
  const features = fieldOf(json, 'features')
  if (Array.isArray(features))
    return (features as readonly unknown[]).map((feature, at) => ({
      path: `features[${at}].geometry`,
      geometry: fieldOf(feature, 'geometry'),
    }))
  return fieldOf(json, 'type') === 'Feature'
    ? [{ path: 'geometry', geometry: fieldOf(json, 'geometry') }]
    : [{ path: '', geometry: json }]
}

const areasIn = (json: unknown, faults: Fault[]): readonly Area[] =>
  geometriesIn(json).flatMap(({ path, geometry }): Area[] => {
    const reading = geometryField.safeParse(geometry)
    if (!reading.success) {
      for (const fault of faultsOf(reading.error.issues, geometry, {}))
        faults.push({ ...fault, path: [OPTION, path, fault.path].filter((part) => part !== '').join(' ') })
      return []
    }
    if (reading.data.type === 'Point') {
      faults.push({ path: `${OPTION} ${path}`.trim(), got: 'a Point', expected: 'a Polygon or MultiPolygon' })
      return []
    }
    const area = polygonArea(reading.data)
    if (areaKm2(area) >= SMALLEST_KM2) return [area]
    faults.push({
      path: `${OPTION} ${path}`.trim(),
      got: 'an outline round next to nothing',
      expected: 'a polygon of a hectare at least',
    })
    return []
  })

const placesOf = ({ geometry }: Area): number =>
  polygonsOf(geometry)
    .flat()
    .reduce((sum, ring) => sum + ring.length, 0)

/**
 * The polygon in a GeoJSON file: a Polygon, a MultiPolygon, a Feature or a FeatureCollection of such, joined into one.
 * Adds every fault and answers null where there is any.
 */
export const readArea = async (file: string, faults: Fault[]): Promise<Area | null> => {
  const json = readJsonBody(await bytesFrom(file))
  if (json.kind === 'unreadable') {
    faults.push(...json.faults.map((fault) => ({ ...fault, path: `${OPTION} ${fault.path}`.trim() })))
    return null
  }
  const before = faults.length
  const areas = areasIn(json.value, faults)
  if (faults.length > before) return null
  const count = areas.reduce((sum, area) => sum + placesOf(area), 0)
  if (count === 0 || count > MAX_PLACES) {
    const hint = count === 0 ? 'the file holds no polygon' : 'simplify the outline, to 50 m say'
    faults.push({ path: OPTION, got: `${count} places`, expected: `1 to ${MAX_PLACES} places`, hint })
    return null
  }
  return unionOf(areas)
}

/** What speaks against a polygon for this jurisdiction: it lies abroad, elsewhere, or over the border. */
export const areaFaults = (
  area: Area,
  jurisdiction: string,
  seats: readonly Seat[],
  sites: readonly Site[],
): readonly Fault[] => {
  const { west, south, east, north } = area.bounds
  if (!insideIndonesia([west, south]) || !insideIndonesia([east, north]))
    return [{ path: OPTION, got: `${west}, ${south} to ${east}, ${north}`, expected: 'a polygon in Indonesia' }]
  const places = indexPlaces([
    ...seats.map(({ regencyCode, position }) => ({ code: regencyCode, position })),
    ...sites.map(({ villageCode, position }) => ({ code: villageCode, position })),
  ])
  const belongs = belonging([], area.centre, jurisdiction, places, { eventArea: area })
  const expected = `a polygon within ${jurisdiction}`
  if (belongs.kind === 'outside')
    return [{ path: OPTION, got: `its middle is nearest to ${belongs.nearestCode ?? 'no known place'}`, expected }]
  return belongs.reaches.length === 0
    ? []
    : [{ path: OPTION, got: `it holds places of ${belongs.reaches.join(', ')}`, expected }]
}
