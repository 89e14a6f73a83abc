import { type Decided, decideOnArrival, revisionOf } from '../mobilisation/arrival.ts'
import type { DecisionReason } from '../mobilisation/decision.ts'
import type { CallOutId, EventId } from '../mobilisation/hazard-event.ts'
import { joinIncident, type SameQuake, tie } from '../mobilisation/joining.ts'
import { speaksFor } from '../mobilisation/speaks-for.ts'
import { threadState } from '../mobilisation/threads.ts'
import type { Arrival, EventAnswer, Received } from './arrivals.ts'
import { newId } from './ids.ts'
import {
  allEnded,
  answerOf,
  approvedOf,
  earlierOf,
  headsOfOthers,
  othersAsking,
  spokenFor,
  translationOf,
  unreadOf,
} from './intake-earlier.ts'
import { addCallOut, addMerged, approvalsFor, auditOf, isNewToDeciders } from './intake-follow.ts'
import type { KeptEvent, KnownRows } from './intake-known.ts'
import { deliveryRow, eventRow, type Identity } from './intake-rows.ts'
import type { IntakeRows } from './intake-shapes.ts'
import type { Level } from './operator-notices.ts'
import type { Seal } from './seal.ts'

/** A proposal whose operators must be told, after the batch was written. */
export interface Asked {
  readonly arrival: Arrival
  readonly eventId: string
  readonly callOutId: string
  readonly code: string
  readonly reason: DecisionReason
  /** From how far up they are asked: 0 the regency, 1 the province, 2 the country. */
  readonly level: Level
}

/** What became of one message of a batch. */
export interface Settled {
  readonly received: Received
  readonly asked: Asked | null
}

interface Tools {
  readonly seal: Seal
  readonly sameQuake: SameQuake
  /** A code that no open call-out has. */
  readonly takeCode: () => string
}

const settledAs = (received: Received): Settled => ({ received, asked: null })

const TRANSLATED: Decided = {
  decision: 'record',
  reason: 'translation',
  warnings: ['the same message in another language: kept beside it, nobody is called again'],
  standing: 'none',
  effect: 'none',
}

/** No revision is as large (event-fields); a time of sending in milliseconds always is. */
const LARGEST_REVISION = 1_000_000_000

/** A numbered message in a thread that goes by times as well, after a CAP update of its own: the newest number is last. */
const numberedSequence = (revision: number, lastRevision: number, ofThread: readonly KeptEvent[]): number => {
  const newest = Math.max(0, ...ofThread.map(({ sequence }) => sequence))
  return newest > LARGEST_REVISION && revision > lastRevision ? newest + 1 : revision
}

/** Decides one message of a batch against the rows, and adds what it writes. */
export const settle = (tools: Tools, arrival: Arrival, known: KnownRows, at: number, rows: IntakeRows): Settled => {
  const { message, receivedAt } = arrival
  const { event } = message
  const delivered = known.deliveries.get(at)
  if (delivered !== undefined)
    return settledAs(
      delivered.bodyHash === arrival.bodyHash ? { kind: 'repeated', answer: delivered.answer } : { kind: 'other-body' },
    )

  const near = known.incidentsOf.get(at) ?? new Set()
  const kept = known.events.filter(({ incidentId }) => near.has(incidentId))
  const named = kept.filter(({ source, sourceId }) => source === message.source && sourceId === message.sourceId)
  const voice = {
    operatorId: arrival.actor === 'operator' ? arrival.actorId : null,
    organisation: known.organisations.get(at) ?? null,
    jurisdiction: arrival.jurisdiction,
  }
  const mayChange = (one: KeptEvent): boolean => speaksFor(voice, one)
  const sameId = named.filter(mayChange)
  const otherMode = sameId.find(({ mode }) => mode !== event.mode)
  if (otherMode !== undefined) return settledAs({ kind: 'other-mode', mode: otherMode.mode })
  // Two senders may use one name: their numbers go on side by side.
  const lastRevision = Math.max(0, ...named.map(({ revision }) => revision))
  const last = sameId.toSorted((one, other) => other.revision - one.revision)[0]
  const numbers = message.sentAt === null
  const repeatsLast = message.revision === null && last !== undefined && last.contentHash === arrival.contentHash
  const revision = !numbers
    ? lastRevision + 1
    : repeatsLast
      ? last.revision
      : revisionOf(message.revision, event.messageType, lastRevision)
  const earlier = earlierOf(arrival, sameId, revision)
  if (earlier !== null) {
    if (!earlier.same) return settledAs({ kind: 'other-content', revision: earlier.kept.revision })
    const answer = answerOf(
      earlier.kept,
      arrival,
      known.incidents.get(earlier.kept.incidentId)?.callOut?.callOutId ?? null,
      kept.filter(({ threadId }) => threadId === earlier.kept.threadId),
    )
    rows.deliveries.push(deliveryRow(tools.seal, arrival, answer))
    return settledAs({ kind: 'repeated', answer })
  }

  if (named.some((one) => one.revision === revision)) return settledAs({ kind: 'other-sender' })

  const { source, sourceId, aliases, references, sentAt } = message
  const { hazard, mode, messageType, occurredAt, expiresAt, magnitude } = event
  const { place, joins } = arrival
  const happening = { hazard, mode, messageType, occurredAt, expiresAt, magnitude, place }
  const arriving = { source, sourceId, aliases, references, sentAt, joins, ...happening }
  const joined = joinIncident(arriving, kept, tools.sameQuake, mayChange)
  const incident = joined.incidentId === null ? undefined : known.incidents.get(joined.incidentId)
  const ofThread = kept.filter(({ threadId }) => joined.threadIds.includes(threadId))
  const lastOfMine = Math.max(0, ...sameId.map((one) => one.revision))
  const ids: Identity = {
    eventId: newId(receivedAt),
    incidentId: joined.incidentId ?? newId(receivedAt),
    threadId: joined.threadIds[0] ?? newId(receivedAt),
    revision,
    sequence: message.sentAt === null ? numberedSequence(revision, lastOfMine, ofThread) : message.sentAt.getTime(),
    joinedBecause: joined.because,
  }
  const others = kept.filter(
    ({ incidentId, threadId }) => incidentId === ids.incidentId && !joined.threadIds.includes(threadId),
  )
  const othersActive = othersAsking(others)
  const callOut = incident?.callOut ?? null
  const decided =
    translationOf(arrival, sameId) === undefined
      ? decideOnArrival(
          event,
          ids.sequence,
          {
            need: arrival.need,
            skills: arrival.skills ?? {},
            approvalAbove: arrival.approvalAbove,
            approvals: [
              ...approvalsFor(arrival, callOut),
              ...unreadOf(kept.filter(({ incidentId }) => incidentId === ids.incidentId)),
            ],
            restraint: spokenFor(arrival, [...ofThread, ...others]) ?? message.restraint,
          },
          {
            thread: threadState(ofThread),
            callOut: callOut?.status ?? null,
            othersActive,
            othersHeads: headsOfOthers(arrival, others),
            approved: approvedOf(ofThread),
          },
          receivedAt,
        )
      : TRANSLATED
  const because = joined.because === null ? [] : [`it belongs to an incident that is known already: ${joined.because}`]
  const alone = kept.some((one) => !mayChange(one) && one.mode === event.mode && tie(arriving, one) !== null)
    ? ['it names what another sender posted: that stays as it is, only its own sender changes or ends it']
    : []
  const warned: Decided = { ...decided, warnings: [...arrival.warnings, ...because, ...alone, ...decided.warnings] }

  if (incident === undefined)
    rows.incidents.push({
      id: ids.incidentId,
      hazard: event.hazard,
      mode: event.mode,
      opened_at: receivedAt,
      ended_at: decided.effect === 'end' ? receivedAt : null,
    })
  else if (decided.effect === 'end' && (callOut !== null || allEnded(others)))
    rows.ended.push({ id: ids.incidentId, at: receivedAt })
  addMerged(rows, ids, joined.threadIds, kept, receivedAt)
  if (decided.standing !== 'none' && ofThread.some(({ standing }) => standing === 'waiting'))
    rows.superseded.push({ thread: ids.threadId })
  rows.events.push(eventRow(tools.seal, arrival, ids, warned))
  rows.links.push(
    ...message.aliases.map((sourceId) => ({
      event_id: ids.eventId,
      kind: 'alias',
      source: message.source,
      source_id: sourceId,
      sent_at: null,
    })),
    ...message.references.map(({ source, sourceId, sentAt }) => ({
      event_id: ids.eventId,
      kind: 'reference',
      source,
      source_id: sourceId,
      sent_at: sentAt,
    })),
  )
  const waiting = kept.filter((one) => one.incidentId === ids.incidentId && one.standing === 'waiting')
  const opened = addCallOut(tools.takeCode, rows, arrival, ids, warned, callOut, waiting)
  const callOutId = opened?.callOutId ?? callOut?.callOutId ?? null
  if (decided.decision === 'record' || (callOut !== null && decided.decision === 'mobilise'))
    rows.notes.push({
      call_out_id: callOutId,
      event_id: ids.eventId,
      at: receivedAt,
      kind: decided.decision === 'record' ? 'recorded' : 'received',
      detail: { reason: decided.reason, messageType: event.messageType, revision, because: joined.because },
    })
  const answer: EventAnswer = {
    eventId: ids.eventId,
    incidentId: ids.incidentId,
    source: message.source,
    sourceId: message.sourceId,
    revision,
    mode: event.mode,
    decision: decided.decision,
    callOutId,
    reason: decided.reason,
    warnings: warned.warnings,
  }
  rows.deliveries.push(deliveryRow(tools.seal, arrival, answer))
  rows.audits.push(auditOf(arrival, answer))
  const asked =
    decided.decision === 'propose' && callOutId !== null && isNewToDeciders(arrival, waiting, ids.threadId)
      ? {
          arrival,
          eventId: ids.eventId,
          callOutId,
          code: opened?.code ?? callOut?.code ?? '',
          reason: decided.reason,
          level: waiting.length > 0 ? (callOut?.approvalLevel ?? 0) : 0,
        }
      : null
  return {
    asked,
    received:
      decided.reason === 'older-revision'
        ? { kind: 'older', answer }
        : {
            kind: 'new',
            answer,
            assess: decided.effect === 'plan' ? (ids.eventId as EventId) : null,
            standDown: decided.effect === 'end' ? ((callOut?.callOutId as CallOutId | undefined) ?? null) : null,
            nobodyDecides: false,
          },
  }
}
