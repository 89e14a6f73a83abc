import type { Area } from '../geo/area.ts'
import { createCoast } from '../geo/coast.ts'
import type { Position } from '../geo/position.ts'
import { garduOf, gatheringOf } from '../mobilisation/gathering.ts'
import type { HazardEvent } from '../mobilisation/hazard-event.ts'
import type { RegionGround } from '../mobilisation/impact/regions.ts'
import { type HazardReaches, type ImpactArea, impactArea } from '../mobilisation/impact-area.ts'
import { callOutFields } from '../mobilisation/wording-fields.ts'
import { liesWithin, timeZoneOf } from '../roster/region.ts'
import type { RosterIndex } from '../roster/roster-index.ts'
import type { Site } from '../roster/site.ts'
import type { CallOutLoaded, Destination } from '../store/call-outs.ts'
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

export const impactOf = (
  event: HazardEvent,
  reaches: HazardReaches,
  places: Places,
  sites: readonly Site[],
): ImpactArea =>
  impactArea(event, reaches, {
    villages: villagePlaces(event, places, sites),
    regions: regionGrounds(event, places),
    coast: () => createCoast(places.land()),
  })

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
      return { ...at('tunggu arahan posko', centre), waits: true }
  }
}

/** What the messages of a call-out say. */
export const fieldsOf = (
  { places }: Installation,
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
