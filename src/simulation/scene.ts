import { type Travel, travelTo } from '../geo/travel.ts'
import { isOpen, landCrossings } from '../mobilisation/declared-crossing.ts'
import { whyIneligible } from '../mobilisation/eligibility.ts'
import type { HeadCount } from '../mobilisation/hazard-event.ts'
import { paceOf } from '../mobilisation/pace.ts'
import { landTowards } from '../roster/island.ts'
import type { Kind, Responder } from '../roster/responder.ts'
import type { Happening } from './happening.ts'
import type { World } from './world.ts'

/** Somebody of a needed kind who may be called. */
export interface Neighbour {
  readonly responder: Responder
  readonly km: number
  readonly isOnSameLand: boolean
  /** Minutes to the place by land and open crossings; null where no way leads there. */
  readonly minutes: number | null
}

/** An event with everybody round it. People are known by their place in `people`. */
export interface Scene {
  readonly happening: Happening
  /** Kinds of which anybody is needed, and how many. */
  readonly parts: readonly (readonly [kind: Kind, count: number])[]
  /** By straight distance, of equals by id. */
  readonly people: readonly Neighbour[]
  /** Those with a way to the place, in the order of their minutes, of equals the one who lives nearer first. */
  readonly inReach: readonly number[]
}

/** The kind of somebody by their place. */
export const kindOf = (people: readonly Neighbour[], at: number): Kind => (people[at] as Neighbour).responder.kind

const NOBODY: ReadonlySet<string> = new Set()

const wantedOf = (need: HeadCount): readonly (readonly [Kind, number])[] =>
  (Object.entries(need) as [Kind, number][]).filter(([, count]) => count > 0)

/** Sets scenes in a world, whose crossings are put on their lands once. */
export const stageOf = (world: World): ((happening: Happening) => Scene) => {
  const { roster, rules, now } = world
  const landed = rules.crossings.map((declared) => ({
    declared,
    crossings: landCrossings([declared], world.landmassAt).crossings,
  }))
  return (happening) => {
    const { place, landmass, need } = happening
    const parts = wantedOf(need)
    const open = landed.flatMap(({ declared, crossings }) => (isOpen(declared, [happening]) ? crossings : []))
    const destination = { position: place, landmass }
    const travels = new Map(
      parts.map(([kind]) => [kind, travelTo(destination, open, paceOf(kind, happening, rules.reach))]),
    )
    const asked = { kinds: travels, jurisdiction: '', mutualAid: [], landmass: null, alreadyCalled: NOBODY }
    const people: Neighbour[] = []
    for (const { responder, km } of roster.nearby(place, rules.searchRadiusKm)) {
      if (whyIneligible(responder, { ...asked, needsPhone: true, now }) !== null) continue
      const land = landTowards(responder, landmass)
      const { home, accuracyM, kind } = responder
      const travel = travels.get(kind) as Travel
      const reach = travel.reachFrom({ position: home, landmass: land, accuracyM })
      people.push({ responder, km, isOnSameLand: land === landmass, minutes: reach?.minutes ?? null })
    }
    const inReach = people
      .flatMap(({ minutes }, at) => (minutes === null ? [] : [{ at, minutes }]))
      .toSorted((one, two) => one.minutes - two.minutes)
      .map(({ at }) => at)
    return { happening, parts, people, inReach }
  }
}

/** Whether the need is met if all who have a way to the place come. */
export const canBeMet = ({ parts, people, inReach }: Scene): boolean =>
  parts.every(([kind, count]) => inReach.filter((at) => kindOf(people, at) === kind).length >= count)
