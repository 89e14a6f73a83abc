import { distance } from '@turf/turf'
import { around } from 'geokdbush'
import KDBush from 'kdbush'
import { indexPositions } from '../../src/geo/nearest.ts'
import { distanceKm, type Position } from '../../src/geo/position.ts'
import { seededChance } from '../../src/roster/chance.ts'
import { byTurns, type Figure, percentile, spread } from './figure.ts'
import { nearestOfOthers } from './nearest-others.ts'
import { sampleRegister } from './sample-register.ts'
import type { Stage } from './stage.ts'

const WITHIN_KM = 500
const WANTED = 50
const QUERIES = 2_000
/** Looking at everybody takes longer, so it is asked less often. */
const SCANS = { haversine: 100, turf: 10 } as const

/** The nearest by looking at everybody: the best so far in order, a nearer one pushed in between. */
const scan = (places: readonly Position[], kmTo: (place: Position) => number): readonly number[] => {
  const best: { index: number; km: number }[] = []
  let farthestKm = Number.POSITIVE_INFINITY
  for (const [index, place] of places.entries()) {
    const km = kmTo(place)
    if (km >= farthestKm || km > WITHIN_KM) continue
    let at = best.length
    while (at > 0 && (best[at - 1]?.km ?? 0) > km) at -= 1
    best.splice(at, 0, { index, km })
    if (best.length > WANTED) best.pop()
    if (best.length === WANTED) farthestKm = best.at(-1)?.km ?? farthestKm
  }
  return best.map(({ index }) => index)
}

/** The nearest 50 of the sample's people round places where people live. */
export const nearest = async (stage: Stage): Promise<readonly Figure[]> => {
  const { tell } = stage
  const places = sampleRegister().people.map(({ position }) => position)
  tell(`nearest ${WANTED} of ${places.length} people`)
  const chance = seededChance('bench nearest')
  const centres = Array.from({ length: QUERIES }, () => chance.pick(places))
  const centreAt = (nth: number): Position => centres[nth % QUERIES] ?? [0, 0]

  const buildRaw = () => {
    const tree = new KDBush(places.length)
    for (const [longitude, latitude] of places) tree.add(longitude, latitude)
    return tree.finish()
  }
  const tree = buildRaw()
  const index = indexPositions(places)
  const builds = byTurns(5, { raw: buildRaw, ours: () => indexPositions(places) })

  const raw = (nth: number) => around(tree, ...centreAt(nth), WANTED, WITHIN_KM)
  const within = (nth: number) => index.within(centreAt(nth), WITHIN_KM, WANTED)
  const walk = (nth: number) => {
    const found = []
    for (const neighbour of index.walk(centreAt(nth), WITHIN_KM)) if (found.push(neighbour) === WANTED) break
    return found
  }
  const haversine = (nth: number) => scan(places, (place) => distanceKm(centreAt(nth), place))
  const turf = (nth: number) => {
    const centre = [...centreAt(nth)]
    return scan(places, (place) => distance(centre, [...place]))
  }

  for (let nth = 0; nth < 20; nth += 1) {
    const expected = String(haversine(nth))
    for (const found of [within(nth), walk(nth)])
      if (String(found.map((neighbour) => neighbour.index)) !== expected)
        throw new Error(`round ${nth}: the index and a look at everybody do not agree`)
  }
  byTurns(QUERIES, { raw, within, walk }) // compiled by now
  const times = byTurns(QUERIES, { raw, within, walk })
  const scans = { ...byTurns(SCANS.haversine, { haversine }), ...byTurns(SCANS.turf, { turf }) }
  const ceiling = { what: 'raw geokdbush', timesMs: times.raw }
  return [
    {
      what: `index of ${places.length} places, p50`,
      value: percentile(builds.ours, 0.5),
      unit: 'ms',
      ceiling: { what: 'raw kdbush', value: percentile(builds.raw, 0.5) },
    },
    ...spread('within(500 km, 50)', times.within, ceiling),
    ...spread('walk(500 km), 50 steps', times.walk, ceiling),
    ...spread('haversine of everybody', scans.haversine, ceiling),
    ...spread('turf distance of everybody', scans.turf, ceiling),
    ...(await nearestOfOthers(stage, { places, centreAt, wanted: WANTED, withinKm: WITHIN_KM, expectedAt: haversine })),
  ]
}
