import { destinationFrom, type Position } from '../geo/position.ts'
import { type Band, bandAt } from '../mobilisation/answer-history.ts'
import type { KnownSeverity } from '../mobilisation/declared-crossing.ts'
import type { Hazard } from '../mobilisation/hazard.ts'
import type { HeadCount } from '../mobilisation/hazard-event.ts'
import { type Chance, seededChance } from '../roster/chance.ts'
import { drawWeighted, normal } from './draws.ts'
import { ZONE } from './learning.ts'
import type { EventModel } from './model.ts'
import type { World } from './world.ts'

/** Something that happens, and whom it needs. */
export interface Happening {
  readonly hazard: Hazard
  readonly severity: KnownSeverity
  readonly need: HeadCount
  readonly place: Position
  readonly landmass: number
  readonly band: Band
  /** What it does to everybody's readiness, in standard deviations (`Asked`). */
  readonly mood: number
}

const DAY_MS = 86_400_000

interface Spot {
  readonly place: Position
  /** What may happen there; null: anything. */
  readonly hazards: readonly string[] | null
}

const drawSpot = (world: World, { atSites }: EventModel, chance: Chance): Spot | null => {
  const { sites } = world.roster
  if (chance.next() < atSites && sites.length > 0) {
    const { position, hazards } = chance.pick(sites)
    return { place: position, hazards }
  }
  if (world.villages.length === 0) return null
  const place = world.placeOf(chance.pick(world.villages))
  return place === undefined ? null : { place, hazards: null }
}

/**
 * The event of a number: the same for the same seed, whatever was drawn before. It needs whom the rules say for its
 * hazard and severity. Null where the draw fell into the sea, or on a place where no hazard of the model strikes.
 */
export const happeningOf = (number: number, seed: number, world: World, model: EventModel): Happening | null => {
  const chance = seededChance(`${seed}:event:${number}`)
  const spot = drawSpot(world, model, chance)
  if (spot === null) return null
  const place = destinationFrom(spot.place, chance.between(0, model.offKm), chance.between(0, 360))
  const landmass = world.landmassAt(place)
  const weights = (Object.entries(model.hazards) as [Hazard, number][]).filter(
    ([hazard, weight]) => weight > 0 && (spot.hazards?.includes(hazard) ?? true),
  )
  if (landmass === null || weights.length === 0) return null
  const hazard = drawWeighted(weights, chance)
  const severity = drawWeighted(Object.entries(model.severities) as [KnownSeverity, number][], chance)
  const at = new Date(world.now.getTime() + Math.floor(chance.next() * DAY_MS))
  const need = world.rules.need[hazard][severity]
  return { hazard, severity, need, place, landmass, band: bandAt(at, ZONE), mood: normal(chance) }
}
