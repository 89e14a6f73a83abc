import { randomUUID } from 'node:crypto'
import type { CallOutId, EventId } from '../mobilisation/hazard-event.ts'
import type { SameQuake } from '../mobilisation/joining.ts'
import type { Arrival, Received } from './arrivals.ts'
import { type CallOutLoaded, type FrozenPolicy, loadCallOut, loadPeople } from './call-outs.ts'
import type { Database } from './database.ts'
import { settle } from './intake-decision.ts'
import { readKnown } from './intake-known.ts'
import { noRows } from './intake-shapes.ts'
import { type ActiveMessage, activeMessages, type PictureLoaded, pictureOf } from './pictures.ts'
import type { Seal } from './seal.ts'

/** What a message would come to. */
export interface Foreseen {
  readonly kind: 'foreseen'
  readonly received: Received
  /** What its incident would want of people then, a proposal taken as approved; null where nobody would be planned for. */
  readonly picture: PictureLoaded | null
  /** The call-out that there is already. */
  readonly callOut: CallOutLoaded | null
  /** Whether its incident is known already. */
  readonly joins: boolean
  /** People of that call-out who would be told to stand down if it ended. */
  readonly calledNow: number
}

/**
 * The database itself refuses whatever would write. The planner is held to indexes as the intake holds it, since a
 * connection keeps the plan of a statement that both send.
 */
const BEGIN_READING = {
  text: `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
         SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off`,
  values: [],
}

/** Nobody is given a code before a call-out is opened. */
const NO_CODE = 'XXXX'

const newCallOut = (
  arrival: Arrival,
  ids: { readonly eventId: EventId; readonly incidentId: string },
): CallOutLoaded => {
  const { message, authority } = arrival
  const named = authority as CallOutLoaded['authority']
  return {
    ...ids,
    callOutId: randomUUID() as CallOutId,
    code: NO_CODE,
    mode: message.event.mode,
    status: 'planning',
    need: arrival.need,
    skills: arrival.skills ?? {},
    teams: [],
    // As it goes into the row and comes out of it.
    policy: arrival.policy as FrozenPolicy,
    destination: null,
    demands: [],
    authority: named,
    phase: arrival.phase,
    style: arrival.style,
    precedence: 0,
    wave: 0,
    version: 0,
    shortfall: [],
    reviewDueAt: null,
    openedAt: arrival.receivedAt,
    closesAt: null,
    jurisdiction: arrival.jurisdiction,
    regencyCode: arrival.regencyCode,
    operatorId: arrival.actorId,
    office: named?.office ?? message.event.authorisedBy?.office ?? message.source,
    event: message.event,
  }
}

/**
 * What the intake would decide about a message as the rows stand, and what would be planned for then: read in one
 * transaction that cannot write. Takes no lock: an intake under way at the same time may decide it otherwise.
 */
export const foresee = (db: Database, seal: Seal, sameQuake: SameQuake, arrival: Arrival): Promise<Foreseen> =>
  db.transact(async (connection) => {
    const known = await readKnown(connection, [arrival], [])
    const rows = noRows()
    const { received } = settle({ seal, sameQuake, takeCode: () => NO_CODE }, arrival, known, 0, rows)
    const [row] = rows.events
    const nothing: Foreseen = { kind: 'foreseen', received, picture: null, callOut: null, joins: false, calledNow: 0 }
    if (received.kind !== 'new' || row === undefined) return nothing
    const { answer } = received
    const [eventId, threadId] = [answer.eventId as EventId, row.thread_id ?? '']
    const opens = rows.callOuts.length > 0
    const kept =
      opens || answer.callOutId === null ? undefined : await loadCallOut(connection, { callOutId: answer.callOutId })
    const people = kept === undefined ? [] : await loadPeople(connection, kept.callOutId)
    const found: Foreseen = {
      ...nothing,
      callOut: kept ?? null,
      joins: known.incidents.has(answer.incidentId),
      calledNow: people.filter(({ answer: said, stoodDownAt }) => said !== 'no' && stoodDownAt === null).length,
    }
    if (received.assess === null && answer.decision !== 'propose') return found
    const callOut = kept ?? newCallOut(arrival, { eventId, incidentId: answer.incidentId })
    const merged = rows.threads.map(({ from }) => from)
    const { message } = arrival
    const own: ActiveMessage = {
      eventId,
      threadId,
      sequence: Number(row.sequence),
      standing: 'active',
      messageType: message.event.messageType,
      heads: 0,
      event: message.event,
      need: arrival.need,
      skills: arrival.skills ?? {},
      jurisdiction: arrival.jurisdiction,
      regencyCode: arrival.regencyCode,
      operatorId: arrival.actor === 'operator' ? arrival.actorId : null,
      office: message.event.authorisedBy?.office ?? message.source,
      source: message.source,
      hazard: message.event.hazard,
      waits: true,
    }
    const others = await activeMessages(connection, answer.incidentId, merged)
    const messages = [
      ...others.map((one) => (merged.includes(one.threadId) ? { ...one, threadId } : one)),
      own,
    ].toSorted((one, other) => one.event.occurredAt.getTime() - other.event.occurredAt.getTime())
    return { ...found, picture: pictureOf(callOut, people, messages) ?? null }
  }, BEGIN_READING)
