import { createCoast } from '../../../src/geo/coast.ts'
import type { Position } from '../../../src/geo/position.ts'
import { toEnd } from '../../../src/geo/steps.ts'
import { HAZARDS } from '../../../src/mobilisation/hazard.ts'
import type { HazardEvent } from '../../../src/mobilisation/hazard-event.ts'
import type { RegionGround } from '../../../src/mobilisation/impact/regions.ts'
import {
  type HazardReach,
  type HazardReaches,
  type ImpactArea,
  impactArea,
} from '../../../src/mobilisation/impact-area.ts'
import { anEvent } from '../sample.ts'

const REACH: HazardReach = {
  radiusKm: { extreme: 20, severe: 10, moderate: 5, minor: 2, unknown: 4 },
  byLevel: { siaga: 7, awas: 12, iii: 8 },
  byMagnitude: [
    { from: 5, radiusKm: 30 },
    { from: 6, radiusKm: 60 },
    { from: 7, radiusKm: 120 },
  ],
  shaking: null,
  coast: null,
  growsAtMost: 1,
}
export const REACHES: HazardReaches = {
  ...(Object.fromEntries(HAZARDS.map((hazard) => [hazard, REACH])) as HazardReaches),
  earthquake: { ...REACH, shaking: { mmi: 6, depthKm: 10, leastKm: 5 } },
  tsunami: { ...REACH, coast: { inlandKm: { waspada: 1, siaga: 3, awas: 6 }, alongKm: 30 } },
}
export const POINT: Position = [107.5161, -7.1908]

/** A straight south coast along 8 S, with land to the north of it. */
const COAST = createCoast([
  {
    id: 1,
    rings: [
      [
        ...Array.from({ length: 61 }, (_, at): Position => [106 + at * 0.05, -8]),
        [109, -2] as const,
        [106, -2] as const,
        [106, -8] as const,
      ],
    ],
  },
])

/** The area of a flood at POINT, unless said otherwise. */
export const areaOf = (
  more: Partial<HazardEvent>,
  villages: readonly Position[] = [],
  regions: readonly RegionGround[] = [],
): ImpactArea => toEnd(impactArea(anEvent(more), REACHES, { villages, regions, coast: () => COAST }))
