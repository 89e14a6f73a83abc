import type { Chance } from '../../src/roster/chance.ts'

type Place = readonly [number, number]

/** A closed ring of so many places round a centre, whose radius in degrees the caller gives for each. */
const ring = (places: number, [lng, lat]: Place, radius: (nth: number) => number): readonly Place[] => {
  const open = Array.from({ length: places }, (_none, nth): Place => {
    const angle = (nth / places) * 2 * Math.PI
    return [
      Number((lng + radius(nth) * Math.cos(angle)).toFixed(5)),
      Number((lat + radius(nth) * Math.sin(angle)).toFixed(5)),
    ]
  })
  return [...open, open[0] ?? [lng, lat]]
}

const HERE: Place = [110.3862, -7.9247]

/** Over every limit of bytes; written once. */
const VAST = JSON.stringify({ type: 'Polygon', coordinates: [ring(50_000, HERE, () => 0.1)] })

/** Geometries as GeoJSON text, since some of their numbers are none in JSON. */
export const hardGeometry = (chance: Chance): string => {
  const text = (type: string, coordinates: unknown): string => JSON.stringify({ type, coordinates })
  // Mostly few, so that a run is not spent on writing them.
  const places = 4 + Math.floor(12_000 * chance.next() ** 4)
  return chance.pick<() => string>([
    () =>
      text('Polygon', [
        [
          [110, -8],
          [111, -7],
          [110, -7],
          [111, -8],
          [110, -8],
        ],
      ]),
    () => text('Polygon', [ring(places, HERE, () => 0.1)]),
    () => text('Polygon', [ring(places, HERE, () => chance.between(0.01, 0.5))]),
    () => VAST,
    () => text('Polygon', [ring(40, HERE, () => 0.1), ring(40, HERE, () => 0.3)]),
    () => text('Polygon', [ring(40, HERE, () => 0), ring(4, HERE, () => 0)]),
    () =>
      text('Polygon', [
        [
          [179, -8],
          [-179, -8],
          [-179, -7],
          [179, -7],
          [179, -8],
        ],
      ]),
    () =>
      text('Polygon', [
        [
          [-180, -90],
          [180, -90],
          [180, 90],
          [-180, 90],
          [-180, -90],
        ],
      ]),
    () =>
      text('Polygon', [
        [
          [95, -11],
          [141, -11],
          [141, 6],
          [95, 6],
          [95, -11],
        ],
      ]),
    () => text('Polygon', [Array.from({ length: 5 }, () => HERE)]),
    () =>
      text('Polygon', [
        [
          [110, -8],
          [110.0000001, -8],
          [110, -8.0000001],
          [110, -8],
        ],
      ]),
    () =>
      text(
        'MultiPolygon',
        Array.from({ length: 1 + Math.floor(1_500 * chance.next() ** 3) }, () => [
          ring(4, HERE, () => chance.between(0, 1)),
        ]),
      ),
    () => text('MultiPolygon', []),
    () => text('Polygon', []),
    () => text('Polygon', [[]]),
    () => text('Point', [chance.between(-400, 400), chance.between(-200, 200)]),
    () => text('Point', [HERE[0], HERE[1], 3]),
    () => '{"type":"Point","coordinates":[NaN,-7]}',
    () => '{"type":"Point","coordinates":[1e999,-7]}',
    () => '{"type":"Polygon","coordinates":[[[null,null],[1,2],[3,4],[null,null]]]}',
    () => text('GeometryCollection', []),
    () => text('LineString', [HERE, HERE]),
  ])()
}
