import type { Fault } from '../src/errors.ts'
import { centreOf, polygonArea } from '../src/geo/area.ts'
import { insideIndonesia, type Position } from '../src/geo/position.ts'
import { endsIncident } from '../src/mobilisation/arrival.ts'
import type { CallOutId, EventId, HazardEvent, HeadCount } from '../src/mobilisation/hazard-event.ts'
import { type Belonging, belonging, type CodedPlace, touches } from '../src/mobilisation/jurisdiction.ts'
import type { Mode } from '../src/wording/mode.ts'

/** A message whose form was checked, from an operator or from the program itself. */
export interface Incoming {
  readonly operatorId: string | null
  readonly jurisdiction: string
  readonly source: string
  readonly sourceId: string
  readonly event: HazardEvent
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

export interface Needs<Message extends Incoming, Received extends { readonly kind: string }> {
  villageExists(code: string): boolean
  codedPlaces(): Promise<readonly CodedPlace[]>
  /** The regency of the event that a cancel or an all-clear speaks of; null for an unknown one. */
  regencyOfKnown(source: string, sourceId: string): Promise<string | null>
  policyNeed(event: HazardEvent): HeadCount
  save(
    message: Message,
    belongs: { regencyCode: string; need: HeadCount; warnings: readonly string[] },
  ): Promise<Received>
  /** What the saved message asks for next; null when nothing. */
  followUp(received: Received): Kept | null
  wakeAssess(eventId: EventId, mode: Mode): Promise<void>
  wakeEnd(callOutId: CallOutId, mode: Mode): Promise<void>
}

const pointOf = ({ geometry }: HazardEvent): Position | null => {
  if (geometry === null) return null
  return geometry.type === 'Point' ? geometry.coordinates : centreOf(polygonArea(geometry))
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

/** A cancel or an all-clear need not say where: it belongs where the event that it ends does. */
const belongsTo = async (
  needs: Pick<Needs<never, never>, 'regencyOfKnown' | 'codedPlaces'>,
  { event, jurisdiction, source, sourceId }: Incoming,
  point: Position | null,
): Promise<Belonging> => {
  const known = endsIncident(event) ? await needs.regencyOfKnown(source, sourceId) : null
  if (known !== null && !touches(known, jurisdiction)) return { kind: 'outside', nearestCode: known, outsideCodes: [] }
  if (point !== null || event.villageCodes.length > 0 || !endsIncident(event))
    return belonging(event.villageCodes, point, jurisdiction, await needs.codedPlaces())
  return { kind: 'within', regencyCode: known ?? jurisdiction.slice(0, 5), nearBorder: false }
}

/** Checks what only the register can tell, decides whose matter it is, keeps the message, and asks for what follows. */
export const receiveEvent =
  <Message extends Incoming, Received extends { readonly kind: string }>(needs: Needs<Message, Received>) =>
  async (message: Message): Promise<Received | Refused> => {
    const { event, jurisdiction } = message
    const unknown = event.villageCodes.filter((code) => !needs.villageExists(code))
    if (unknown.length > 0)
      return {
        kind: 'refused',
        status: 422,
        detail: 'The event names villages that do not exist.',
        faults: unknown.map((code) => ({
          path: `area.villageCodes[${event.villageCodes.indexOf(code)}]`,
          got: code,
          expected: 'a village of Kepmendagri 300.2.2-2430/2025',
          hint: 'look the code up in the Kemendagri list; BPS numbers its villages otherwise',
        })),
      }
    const point = pointOf(event)
    if (point !== null && !insideIndonesia(point)) return outside(jurisdiction, point.join(', '))

    const belongs = await belongsTo(needs, message, point)
    if (belongs.kind === 'outside')
      return outside(
        jurisdiction,
        belongs.outsideCodes.join(', ') || `nearest known place ${belongs.nearestCode ?? 'none'}`,
      )

    const received = await needs.save(message, {
      regencyCode: belongs.regencyCode,
      need: Object.keys(event.need?.kinds ?? {}).length > 0 ? (event.need?.kinds ?? {}) : needs.policyNeed(event),
      warnings: belongs.nearBorder
        ? ['the point is nearer to a place outside your jurisdiction: check that it is yours']
        : [],
    })
    // Committed: what follows is a reminder that the sweep would give as well.
    const next = needs.followUp(received)
    if (next?.assess != null) await needs.wakeAssess(next.assess, event.mode)
    if (next?.standDown != null) await needs.wakeEnd(next.standDown, event.mode)
    return received
  }
