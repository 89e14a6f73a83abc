import type { Fault } from '../src/errors.ts'
import type { Area } from '../src/geo/area.ts'
import { insideIndonesia, type Position } from '../src/geo/position.ts'
import { type Approval, endsIncident } from '../src/mobilisation/arrival.ts'
import type { CodedPlaces } from '../src/mobilisation/coded-places.ts'
import type { EventMessage } from '../src/mobilisation/event-message.ts'
import type { MusterDoubt } from '../src/mobilisation/gathering.ts'
import type { CallOutId, EventId, HazardEvent } from '../src/mobilisation/hazard-event.ts'
import { type Belonging, belonging, doubtsAbout, touches } from '../src/mobilisation/jurisdiction.ts'
import type { Mode } from '../src/wording/mode.ts'
import { musterFault, NOWHERE, outside, type Refused, unfit, unknownCodes } from './event-refusals.ts'

/** A message whose form was checked, from an operator, a feed, a village or the program itself. */
export interface Incoming {
  readonly message: EventMessage
  readonly jurisdiction: string
  /** Where the office answers for part of it only. */
  readonly jurisdictionArea: Area | null
}

interface Kept {
  readonly assess: EventId | null
  readonly standDown: CallOutId | null
}

/** Where a message's own area lies, once it is known to be sound; its event holds the geometry as it was mended. */
export interface Placed {
  readonly kind: 'placed'
  readonly event: HazardEvent
  /** Of a geometry, its middle; null where codes alone say where. */
  readonly point: Position | null
  readonly area: Area | null
  readonly notes: readonly string[]
}

/** To whom a message belongs, and what must be looked at before it calls anybody. */
export interface Belongs {
  readonly regencyCode: string
  readonly approvals: readonly Approval[]
  readonly warnings: readonly string[]
}

/** Where a kept message lies, and which it is. */
export interface KnownPlace
  extends Pick<HazardEvent, 'geometry' | 'radiusKm' | 'villageCodes' | 'regions' | 'sectors'> {
  readonly sourceId: string
  readonly regencyCode: string
}

export interface Needs<Message extends Incoming, Received extends { readonly kind: string }> {
  villageExists(code: string): boolean
  regionExists(code: string): boolean
  places(): Promise<CodedPlaces>
  /** Mends what can be mended of the event's geometry, or says why it cannot be used. */
  place(event: HazardEvent): Placed | { readonly kind: 'unsound'; readonly faults: readonly Fault[] }
  /** Where the newest message lies that this one may change and is tied to by name; null where it knows none. */
  placeOfKnown(incoming: Message): Promise<KnownPlace | null>
  /** What speaks against the muster point of the event as it was placed; null where it names none, or nothing does. */
  musterDoubt(message: Message, event: HazardEvent): Promise<MusterDoubt | null>
  /** The regency of the event that a cancel or an all-clear speaks of; null for an unknown one. */
  regencyOfKnown(incoming: Message): Promise<string | null>
  save(message: Message, placed: Placed, belongs: Belongs): Promise<Received>
  /** What the saved message asks for next; null when nothing. */
  followUp(received: Received): Kept | null
  wakeAssess(eventId: EventId, mode: Mode): Promise<void>
  wakeEnd(callOutId: CallOutId, mode: Mode): Promise<void>
}

/** A cancel or an all-clear need not say where: it belongs where the event that it ends does. */
const belongsTo = async <Message extends Incoming>(
  needs: Pick<Needs<Message, never>, 'regencyOfKnown' | 'places'>,
  incoming: Message,
  { event, point, area }: Placed,
): Promise<Belonging> => {
  const { jurisdiction, jurisdictionArea } = incoming
  const codes = [...event.villageCodes, ...event.regions.map(({ code }) => code)]
  const ending = endsIncident(event)
  const known = ending ? await needs.regencyOfKnown(incoming) : null
  if (known !== null && !touches(known, jurisdiction))
    return { kind: 'outside', because: 'codes-outside', nearestCode: known, outsideCodes: [] }
  if (point !== null || codes.length > 0 || !ending)
    return belonging(codes, point, jurisdiction, await needs.places(), { jurisdictionArea, eventArea: area })
  return {
    kind: 'within',
    regencyCode: known ?? jurisdiction.slice(0, 5),
    nearBorder: false,
    because: 'codes',
    reaches: [],
  }
}

/** Whether a message leaves its place to the one that it updates. */
const staysInPlace = ({ messageType, geometry, villageCodes, regions }: HazardEvent): boolean =>
  messageType === 'update' && geometry === null && villageCodes.length + regions.length === 0

/** The event in the place of a known one; a radius or sectors of its own still count. */
const inPlaceOf = (event: HazardEvent, known: KnownPlace | null): HazardEvent =>
  known === null
    ? event
    : {
        ...event,
        geometry: known.geometry,
        radiusKm: event.radiusKm ?? known.radiusKm,
        villageCodes: known.villageCodes,
        regions: known.regions,
        sectors: event.sectors.length > 0 ? event.sectors : known.sectors,
      }

const UNPROVEN: Approval = {
  reason: 'awaiting-approval',
  warning: 'its codes do not show that it lies in your part of the region: a second operator must approve',
}

const PART_UNPROVEN: Approval = {
  reason: 'awaiting-approval',
  warning: 'no known place shows that it lies in your part of the regency: a second operator must approve',
}

const BORDER: Approval = {
  reason: 'awaiting-approval',
  warning: 'it names no codes and lies near the border of your jurisdiction: a second operator must approve',
}

/** Checks what only the register can tell, decides whose matter it is, keeps the message, and asks for what follows. */
export const receiveEvent =
  <Message extends Incoming, Received extends { readonly kind: string }>(needs: Needs<Message, Received>) =>
  async (incoming: Message): Promise<Received | Refused> => {
    const { message, jurisdiction } = incoming
    const unknown = unknownCodes(needs, message.event)
    if (unknown.length > 0) return unfit('The event names places that do not exist.', unknown)
    const known = staysInPlace(message.event) ? await needs.placeOfKnown(incoming) : null
    if (known !== null && !touches(known.regencyCode, jurisdiction)) return outside(jurisdiction, known.regencyCode)
    const placed = needs.place(inPlaceOf(message.event, known))
    if (placed.kind === 'unsound') return unfit('The area cannot be used.', placed.faults)
    const { event, point } = placed
    if (point !== null && !insideIndonesia(point)) return outside(jurisdiction, point.join(', '))

    const belongs = await belongsTo(needs, incoming, placed)
    if (belongs.kind === 'outside')
      return belongs.because === 'nowhere' && point === null
        ? unfit('The event does not say where.', NOWHERE)
        : outside(
            jurisdiction,
            belongs.outsideCodes.join(', ') || `nearest known place ${belongs.nearestCode ?? 'none'}`,
          )

    const doubt = await needs.musterDoubt(incoming, event)
    if (doubt !== null) return unfit('Nobody can be called to the muster point.', [musterFault(doubt, event)])

    const namesNone = event.villageCodes.length === 0 && event.regions.length === 0
    const received = await needs.save(incoming, placed, {
      regencyCode: belongs.regencyCode,
      approvals: [
        ...(belongs.because === 'near-border' && namesNone ? [BORDER] : []),
        ...(belongs.because === 'area-unproven' ? [UNPROVEN] : []),
        ...(belongs.because === 'part-unproven' ? [PART_UNPROVEN] : []),
      ],
      warnings: [
        ...(known === null ? [] : [`it names no place: that of ${known.sourceId} stays`]),
        ...placed.notes,
        ...doubtsAbout(belongs),
      ],
    })
    // Committed: what follows is a reminder that the sweep would give as well.
    const next = needs.followUp(received)
    if (next?.assess != null) await needs.wakeAssess(next.assess, event.mode)
    if (next?.standDown != null) await needs.wakeEnd(next.standDown, event.mode)
    return received
  }
