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

/** A message whose form was checked, from an operator, a feed, a village or the program itself. */
export interface Incoming {
  readonly message: EventMessage
  readonly jurisdiction: string
  /** Where the office answers for part of it only. */
  readonly jurisdictionArea: Area | null
}

export interface Refused {
  readonly kind: 'refused'
  readonly status: 403 | 422
  readonly detail: string
  readonly faults: readonly Fault[]
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

export interface Needs<Message extends Incoming, Received extends { readonly kind: string }> {
  villageExists(code: string): boolean
  regionExists(code: string): boolean
  places(): Promise<CodedPlaces>
  /** Mends what can be mended of the event's geometry, or says why it cannot be used. */
  place(event: HazardEvent): Placed | { readonly kind: 'unsound'; readonly faults: readonly Fault[] }
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

const outside = (jurisdiction: string, got: string): Refused => ({
  kind: 'refused',
  status: 403,
  detail: 'The event lies outside your jurisdiction.',
  faults: [
    {
      path: 'area',
      got,
      expected: jurisdiction === '' ? 'a place in Indonesia' : `a place within ${jurisdiction}`,
      hint: 'ask the BPBD of that area, or of the province, to post it',
    },
  ],
})

const unfit = (detail: string, faults: readonly Fault[]): Refused => ({ kind: 'refused', status: 422, detail, faults })

const musterFault = (doubt: MusterDoubt, { musterPoint }: HazardEvent): Fault => {
  const found = { path: 'musterPoint', got: musterPoint?.position.join(', ') ?? 'none' }
  switch (doubt.kind) {
    case 'abroad':
      return { ...found, expected: 'a place in Indonesia', hint: 'longitude comes first, then latitude' }
    case 'too-far':
      return {
        ...found,
        expected: `a place at most ${doubt.withinKm} km beyond the event's area`,
        hint:
          `it lies about ${Math.round(doubt.km)} km beyond: nobody so far from it would be called ` +
          '(searchRadiusKm); check both places, or leave it out',
      }
    case 'in-danger':
      return {
        ...found,
        expected: `a place outside the area of the ${doubt.hazard}`,
        hint: 'nobody may gather where the danger reaches: name a place beyond it, or leave it out',
      }
  }
}

const unknownCodes = (
  { villageExists, regionExists }: Pick<Needs<never, never>, 'villageExists' | 'regionExists'>,
  { villageCodes, regions }: HazardEvent,
): readonly Fault[] => [
  ...villageCodes.flatMap((code, at): Fault[] =>
    villageExists(code)
      ? []
      : [
          {
            path: `area.villageCodes[${at}]`,
            got: code,
            expected: 'a village of Kepmendagri 300.2.2-2430/2025',
            hint: 'look the code up in the Kemendagri list; BPS numbers its villages otherwise',
          },
        ],
  ),
  ...regions.flatMap(({ code }, at): Fault[] =>
    regionExists(code)
      ? []
      : [
          {
            path: `area.regions[${at}].code`,
            got: code,
            expected: 'a province, regency or district of Kepmendagri 300.2.2-2430/2025',
            hint: 'look the code up in the Kemendagri list',
          },
        ],
  ),
]

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

const NOWHERE: readonly Fault[] = [
  {
    path: 'area',
    got: 'no place',
    expected: 'a geometry, village codes or regions',
    hint: 'a name alone does not say where: add a polygon, a circle or Kemendagri codes',
  },
]

const UNPROVEN: Approval = {
  reason: 'awaiting-approval',
  warning: 'its codes do not show that it lies in your part of the region: a second operator must approve',
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
    const placed = needs.place(message.event)
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
        ...(belongs.nearBorder && namesNone ? [BORDER] : []),
        ...(belongs.because === 'area-unproven' ? [UNPROVEN] : []),
      ],
      warnings: [...placed.notes, ...doubtsAbout(belongs)],
    })
    // Committed: what follows is a reminder that the sweep would give as well.
    const next = needs.followUp(received)
    if (next?.assess != null) await needs.wakeAssess(next.assess, event.mode)
    if (next?.standDown != null) await needs.wakeEnd(next.standDown, event.mode)
    return received
  }
