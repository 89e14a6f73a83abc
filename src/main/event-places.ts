import { setImmediate } from 'node:timers/promises'
import { type Area, areaKm2, type Bounds, boundsOf, circleBounds, circleKm2, contains } from '../geo/area.ts'
import { distanceKm, type Position } from '../geo/position.ts'
import type { Steps } from '../geo/steps.ts'
import { garduOf, gatheringOf } from '../mobilisation/gathering.ts'
import type { HazardEvent } from '../mobilisation/hazard-event.ts'
import type { RegionGround } from '../mobilisation/impact/regions.ts'
import { type HazardReaches, type ImpactArea, impactArea, plainCircle } from '../mobilisation/impact-area.ts'
import { callOutFields } from '../mobilisation/wording-fields.ts'
import { liesWithin, timeZoneOf } from '../roster/region.ts'
import type { RosterIndex } from '../roster/roster-index.ts'
import type { Site } from '../roster/site.ts'
import type { CallOutLoaded, Destination } from '../store/call-outs.ts'
import { WAIT_FOR_WORD } from '../wording/instruction.ts'
import { type Installation, landmassAt, type Places } from './installation.ts'

/** The places of an event's villages; sites know theirs better than the gazetteer does. */
const villagePlaces = (event: HazardEvent, places: Places, sites: readonly Site[]): readonly Position[] =>
  event.villageCodes.flatMap((code): readonly Position[] => {
    const site = sites.find(({ villageCode }) => villageCode === code)
    const place = site?.position ?? places.gazetteer().placeOf(code)?.position
    return place === undefined ? [] : [place]
  })

/** The places of an event's regions: a seat, a district's place, or for a province the seats of its regencies. */
const regionGrounds = ({ regions }: HazardEvent, places: Places): readonly RegionGround[] =>
  regions.map(({ code, level }) => {
    const { placeOf, seats } = places.gazetteer()
    const place = placeOf(code)?.position
    const within = seats.filter(({ regencyCode }) => liesWithin(regencyCode, code)).map(({ position }) => position)
    return { code, level, places: place === undefined ? within : [place] }
  })

/** Longer than this one event does not keep all others waiting. */
const TURN_MS = 20

const byTurns = async <Result>(steps: Steps<Result>): Promise<Result> => {
  let since = performance.now()
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
    if (performance.now() - since < TURN_MS) continue
    await setImmediate()
    since = performance.now()
  }
}

/** The area of an event, in steps. */
export const impactSteps = (
  event: HazardEvent,
  reaches: HazardReaches,
  places: Places,
  sites: readonly Site[],
): Steps<ImpactArea> =>
  impactArea(event, reaches, {
    villages: villagePlaces(event, places, sites),
    regions: regionGrounds(event, places),
    coast: places.coast,
  })

/** The same; while a large one is reckoned other work goes on. */
export const impactOf = (...about: Parameters<typeof impactSteps>): Promise<ImpactArea> =>
  byTurns(impactSteps(...about))

/** How far an event reaches, without its outline. */
export interface Extent {
  readonly centre: Position
  readonly box: Bounds
  readonly km2: number
  /** Whether a place lies in it. */
  readonly covers: (place: Position) => boolean
}

/** Where an event's area lies and how wide it is: of most events a circle, which need not be drawn for that. */
export const extentOf = async (...[event, reaches, places, sites]: Parameters<typeof impactSteps>): Promise<Extent> => {
  const round = plainCircle(event, reaches)
  if (round !== null)
    return {
      centre: round.centre,
      box: circleBounds(round.centre, round.radiusKm),
      km2: circleKm2(round.radiusKm),
      covers: (place) => distanceKm(round.centre, place) <= round.radiusKm,
    }
  const { area, centre } = await impactOf(event, reaches, places, sites)
  return { centre, box: boundsOf(area), km2: areaKm2(area), covers: (place) => contains(area, place) }
}

/** Where people are asked to come; `waters` are where a tsunami may come. */
export const destinationOf = (
  event: HazardEvent,
  impact: ImpactArea,
  waters: readonly { readonly area: Area }[],
  places: Places,
  roster: RosterIndex,
): Destination => {
  const { centre } = impact
  const at = (name: string, position: Position): Destination => ({
    name,
    position,
    landmass: landmassAt(places, position),
  })
  const gathering = gatheringOf(
    event,
    impact,
    waters.map(({ area }) => area),
    roster,
    landmassAt(places, centre) === null,
  )
  switch (gathering.kind) {
    case 'muster-point':
      return at(gathering.musterPoint.name, gathering.musterPoint.position)
    case 'gardu':
      return at(`Gardu ${gathering.site.name}`, garduOf(gathering.site))
    case 'scene':
      return at('lokasi kejadian', centre)
    case 'wait':
      return { ...at(WAIT_FOR_WORD, centre), waits: true }
  }
}

/** What the messages of a call-out say. */
export const fieldsOf = (
  { places }: Pick<Installation, 'places'>,
  callOut: Pick<CallOutLoaded, 'event' | 'code' | 'office' | 'regencyCode'>,
  destination: Destination | null,
): Readonly<Record<string, string>> => {
  const { event, regencyCode } = callOut
  const gazetteer = places.gazetteer()
  const [village] = event.villageCodes
  const regency = regencyCode.length >= 5 ? gazetteer.shortRegencyName(regencyCode) : ''
  return {
    ...callOutFields(
      event,
      {
        place: village === undefined ? '' : gazetteer.fullName(village),
        regency,
        muster: destination?.name ?? event.musterPoint?.name ?? '',
        zone: timeZoneOf(regencyCode),
      },
      callOut,
    ),
  }
}
