import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Polygon } from 'geojson'
import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import type { LandPolygon } from '../../src/geo/landmass.ts'
import { insideIndonesia, type Position } from '../../src/geo/position.ts'

const polygonsOf = (topology: Topology<{ land: GeometryCollection }>): readonly Polygon['coordinates'][] =>
  feature(topology, topology.objects.land).features.flatMap(({ geometry }) => {
    if (geometry.type === 'Polygon') return [geometry.coordinates]
    return geometry.type === 'MultiPolygon' ? geometry.coordinates : []
  })

/** The land polygons of world-atlas at 1:10,000,000 (Natural Earth, public domain) with a corner in or near Indonesia. */
export const coastOfIndonesia = (): readonly LandPolygon[] => {
  const file = createRequire(import.meta.url).resolve('world-atlas/land-10m.json')
  const topology = JSON.parse(readFileSync(file, 'utf8')) as Topology<{ land: GeometryCollection }>
  return polygonsOf(topology)
    .map((rings, id) => ({
      id,
      rings: rings.map((ring) => ring.map((place) => place as [number, number] satisfies Position)),
    }))
    .filter(({ rings }) => rings.flat().some(insideIndonesia))
}
