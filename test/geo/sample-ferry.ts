import type { Position } from '../../src/geo/position.ts'
import type { Crossing, Pace } from '../../src/geo/travel.ts'

/** With this pace 1 km of great circle takes 3 minutes. */
export const WALK: Pace = { kmPerHour: 30, detour: 1.5, readyMin: 10 }

export const HARBOUR: Position = [114.4, -8.14]
export const FAR_HARBOUR: Position = [114.437, -8.162]

export const FERRY: Crossing = {
  id: 'ferry',
  ends: [
    { position: HARBOUR, landmass: 1 },
    { position: FAR_HARBOUR, landmass: 2 },
  ],
  minutes: 60,
}
