import { distanceKm, type Position } from '../../geo/position.ts'
import type { FeltReport } from '../hazard-event.ts'
import { beyondFit, reachOfIntensity } from './intensity.ts'

/** How an earthquake's area is found, from config/hazards.yaml. */
export interface ShakingReach {
  /** People are called for where it shakes this strongly or more (MMI, 1 to 12). */
  readonly mmi: number
  /** Taken where a message gives no depth. */
  readonly depthKm: number
  /** The least radius of the area, where it shakes less than `mmi` everywhere. */
  readonly leastKm: number
}

export interface Quake {
  readonly epicentre: Position
  readonly magnitude: number
  readonly depthKm: number | null
  readonly felt: readonly FeltReport[]
}

/** Round the epicentre it is expected to shake with `mmi` or more within `radiusKm`. */
export interface IntensityRing {
  readonly mmi: number
  readonly radiusKm: number
}

export interface Shaking {
  readonly radiusKm: number
  /** Places beyond the radius that felt the threshold all the same. */
  readonly outliers: readonly Position[]
  readonly because: string
  readonly notes: readonly string[]
  /** As predicted, strongest first; reports do not change them. */
  readonly rings: readonly IntensityRing[]
}

// A report is by the name of a town or a regency, and stands for the town.
export const FELT_PLACE_KM = 10

// No circle or search of ours is wider; what is felt beyond is no disaster.
const FELT_WITHIN_KM = 500

/** Reports can draw the area in to this share of what was predicted, no more: the worst hit cannot report. */
const LEAST_SHARE = 0.5

interface Placed {
  readonly report: FeltReport
  readonly position: Position
  readonly km: number
}

const placed = ({ epicentre, felt }: Quake): readonly Placed[] =>
  felt.flatMap((report) => {
    const { position } = report
    return position === null ? [] : [{ report, position, km: distanceKm(epicentre, position) }]
  })

const names = (reports: readonly Placed[]): string =>
  reports.map(({ report }) => `MMI ${report.most} in ${report.place}`).join(', ')

const ringsOf = (magnitude: number, depthKm: number, least: number): readonly IntensityRing[] => {
  const rings: IntensityRing[] = []
  for (let mmi = Math.ceil(least); mmi <= 12; mmi += 1) {
    const radiusKm = reachOfIntensity(mmi, magnitude, depthKm)
    if (radiusKm > 0) rings.unshift({ mmi, radiusKm })
  }
  return rings
}

/**
 * Where a quake shakes with the threshold or more: the circle of the intensity formula, at least `leastKm`.
 *
 * Reports of what was felt override it. A place outside that felt the threshold (its highest value counts), up to 500 km
 * from the epicentre, becomes an outlier: the area is to hold 10 km round it. Where places inside the circle reported,
 * and none of them nor any outside felt the threshold, the circle shrinks to the nearest of them, but to no less than
 * half and no less than `leastKm`: those who are worst hit cannot report. A report without a position changes nothing.
 */
export const shakingOf = (quake: Quake, reach: ShakingReach): Shaking => {
  const depthKm = quake.depthKm ?? reach.depthKm
  const predictedKm = reachOfIntensity(reach.mmi, quake.magnitude, depthKm)
  const circleKm = Math.max(reach.leastKm, predictedKm)
  const reports = placed(quake)
  const strong = reports.filter(({ report, km }) => report.most >= reach.mmi && km <= FELT_WITHIN_KM)
  const inside = reports.filter(({ km }) => km <= circleKm).toSorted((one, two) => one.km - two.km)
  const [nearest] = strong.length === 0 ? inside : []
  const radiusKm =
    nearest === undefined ? circleKm : Math.min(circleKm, Math.max(reach.leastKm, circleKm * LEAST_SHARE, nearest.km))
  const outliers = strong.filter(({ km }) => km > radiusKm)
  const depth = quake.depthKm === null ? `depth taken as ${depthKm} km` : `depth ${depthKm} km`
  const reasons = [
    `magnitude ${quake.magnitude}, ${depth}: ${predictedKm === 0 ? 'nowhere ' : ''}MMI ${reach.mmi} or more`,
    ...(outliers.length === 0 ? [] : [`felt: ${names(outliers)}`]),
    ...(nearest === undefined || radiusKm === circleKm ? [] : [`drawn in, felt only: ${names([nearest])}`]),
  ]
  const beyond = beyondFit(quake.magnitude, depthKm, predictedKm)
  return {
    radiusKm,
    outliers: outliers.map(({ position }) => position),
    because: reasons.join('; '),
    notes: beyond === undefined ? [] : [beyond],
    rings: ringsOf(quake.magnitude, depthKm, reach.mmi),
  }
}
