import type { z } from 'zod'
import type { Fault } from '../errors.ts'
import { endsIncident } from '../mobilisation/arrival.ts'
import type { EventMessage, Restraint } from '../mobilisation/event-message.ts'
import type { HazardEvent, HeadCount, Need } from '../mobilisation/hazard-event.ts'
import { isKind } from '../roster/responder.ts'
import { skillCounts } from '../roster/skill.ts'
import { headlineRestraint } from './doubts.ts'
import { EVENT_NAMES, eventSchema, hazardIn } from './event-fields.ts'
import { levelFaults, levelOf } from './event-levels.ts'
import { readInstant } from './instant.ts'
import { show } from './shown.ts'
import { faultsOf, limited } from './zod-faults.ts'

/** A message as its sender wrote it, checked by itself: whether its villages exist is for others to say. */
export interface ReceivedEvent {
  readonly event: HazardEvent
  /** The sender's own id for it. */
  readonly sourceId: string
  /** Null: the next one. */
  readonly revision: number | null
  /** E.164. Kept apart from the event, which may be logged. */
  readonly contact: string | null
}

export type EventReading =
  | { readonly kind: 'event'; readonly received: ReceivedEvent }
  | { readonly kind: 'refused'; readonly faults: readonly Fault[] }

type Fields = z.output<typeof eventSchema>

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

const isGiven = (value: unknown): boolean => value !== undefined && value !== null

const levelsIn = ({ level, area }: Readonly<Record<string, unknown>>) => {
  const regions = isRecord(area) && Array.isArray(area['regions']) ? (area['regions'] as readonly unknown[]) : []
  return [
    { path: 'level', value: level },
    ...regions.map((region, at) => ({
      path: `area.regions[${at}].level`,
      value: isRecord(region) ? region['level'] : null,
    })),
  ]
}

/** What fields say about each other, read from the body itself so that other faults hide none of these. */
const crossFaults = (body: unknown): readonly Fault[] => {
  if (!isRecord(body)) return []
  const { messageType, hazard, area, occurredAt, expiresAt } = body
  const faults: Fault[] = []
  if (messageType !== 'cancel' && messageType !== 'all-clear') {
    if (!isGiven(hazard))
      faults.push({
        path: 'hazard',
        got: show(hazard),
        expected: 'a hazard',
        hint: 'only a cancel or an all-clear may leave it out',
      })
    const { geometry, villageCodes, regions }: Readonly<Record<string, unknown>> = isRecord(area) ? area : {}
    const names = [villageCodes, regions].some((list) =>
      Array.isArray(list) ? (list as readonly unknown[]).length > 0 : isGiven(list),
    )
    // An update may leave it out: the place of what it updates then stays.
    if (messageType !== 'update' && !isGiven(geometry) && !names && (isRecord(area) || !isGiven(area)))
      faults.push({
        path: 'area',
        got: show(area),
        expected: 'a geometry, village codes or regions',
        hint: 'say where help is needed',
      })
  }
  const [from, until] = [occurredAt, expiresAt].map((at) => (typeof at === 'string' ? readInstant(at) : null))
  if (from && until && until <= from)
    faults.push({
      path: 'expiresAt',
      got: show(expiresAt),
      expected: 'an instant after occurredAt',
      hint: 'check the offsets',
    })
  return [...faults, ...levelFaults(hazardIn(hazard) ?? null, levelsIn(body))]
}

const readNeed = (need: Fields['need']): Need | null => {
  if (!need) return null
  const { skills, ...counts } = need
  const kinds: HeadCount = Object.fromEntries(
    Object.entries(counts).filter(([kind, count]) => isKind(kind) && typeof count === 'number'),
  )
  return { kinds, skills: skillCounts(skills ?? {}) }
}

const hazardEvent = (fields: Fields): HazardEvent => ({
  messageType: fields.messageType,
  mode: fields.mode,
  hazard: fields.hazard ?? null,
  severity: fields.severity ?? 'unknown',
  urgency: fields.urgency ?? 'unknown',
  certainty: fields.certainty ?? 'unknown',
  occurredAt: fields.occurredAt,
  expiresAt: fields.expiresAt ?? null,
  headline: fields.headline ?? '',
  description: fields.description ?? '',
  geometry: fields.area?.geometry ?? null,
  radiusKm: fields.area?.radiusKm ?? null,
  villageCodes: [...new Set(fields.area?.villageCodes ?? [])],
  regions: (fields.area?.regions ?? []).map(({ code, level }) => ({
    code,
    level: levelOf(fields.hazard ?? null, level)?.toLowerCase() ?? null,
  })),
  sectors: fields.area?.sectors ?? [],
  felt: [],
  magnitude: fields.magnitude ?? null,
  depthKm: fields.depthKm ?? null,
  level: levelOf(fields.hazard ?? null, fields.level),
  need: readNeed(fields.need),
  musterPoint: fields.musterPoint ? { name: fields.musterPoint.name, position: fields.musterPoint.coordinates } : null,
  safeToApproach: fields.safeToApproach ?? null,
  authorisedBy: fields.authorisedBy ?? null,
})

/**
 * Reads the body of POST /v1/events, or says everything that is wrong with it at once (at most 200 faults). Nothing is
 * guessed: an unknown field, a missing offset or a place at 0, 0 is a fault with what to do about it.
 */
export const readEventJson = (body: unknown): EventReading => {
  const result = eventSchema.safeParse(body)
  const cross = crossFaults(body)
  if (!result.success)
    return { kind: 'refused', faults: limited([...faultsOf(result.error.issues, body, EVENT_NAMES), ...cross]) }
  if (cross.length > 0) return { kind: 'refused', faults: cross }
  const { id, revision, contact } = result.data
  return {
    kind: 'event',
    received: { event: hazardEvent(result.data), sourceId: id, revision: revision ?? null, contact: contact ?? null },
  }
}

/** CAP 1.2, 3.2.2: "not expected to occur". It can still be cancelled. */
const UNLIKELY: Restraint = {
  decision: 'record',
  reason: 'unlikely',
  warning: 'its certainty is unlikely: kept, nobody is called',
}

/** CAP 1.2, 3.2.2: "responsive action is no longer required". */
const PAST: Restraint = {
  decision: 'record',
  reason: 'past',
  warning: 'its urgency is past: kept, nobody is called; to end what people were called for, send an all-clear',
}

/** What holds an alert or an update back; a cancel or an all-clear ends what it speaks of, whatever it says besides. */
const restraintOf = ({ messageType, certainty, urgency }: HazardEvent): Restraint | null => {
  if (endsIncident({ messageType })) return null
  if (certainty === 'unlikely') return UNLIKELY
  return urgency === 'past' ? PAST : null
}

/** The message of an organisation, as it was read. */
export const eventMessage = (received: ReceivedEvent, source: string): EventMessage => ({
  source,
  sourceId: received.sourceId,
  aliases: [],
  revision: received.revision,
  sentAt: null,
  references: [],
  language: null,
  contact: received.contact,
  event: received.event,
  restraint: restraintOf(received.event) ?? headlineRestraint(received.event),
})
