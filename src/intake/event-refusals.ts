import type { Fault } from '../errors.ts'
import type { EventMessage } from '../mobilisation/event-message.ts'

/** Why a signed message was refused that could be read, or came from somebody who may not send it. */
export type RefusalReason = 'outside-jurisdiction' | 'role-missing' | 'other-sender' | 'too-many'

/** A refusal as it is kept: who sent what, from where, and why not. */
export interface EventRefusal {
  readonly operatorId: string
  readonly address: string
  readonly webhookId: string
  readonly at: Date
  readonly reason: RefusalReason
  readonly status: number
  /** Null where the message was not read. */
  readonly said: Said | null
  /** Refusals of this operator that were not kept before this one. */
  readonly leftOutBefore: number
  /** Whatever else of this operator is refused within the minute is not kept. */
  readonly isLastOfMinute: boolean
}

/** Of the message, what tells which it is and where. */
export interface Said {
  readonly sourceId: string
  readonly mode: string
  readonly point: readonly number[] | null
  /** Villages and regions that it names, the first ten. */
  readonly codes: readonly string[]
  /** What was found in place of what was expected. */
  readonly found: string | null
}

const MOST_CODES = 10

export const saidBy = ({ sourceId, event }: EventMessage, faults: readonly Fault[]): Said => ({
  sourceId,
  mode: event.mode,
  point: event.geometry?.type === 'Point' ? event.geometry.coordinates : null,
  codes: [...event.villageCodes, ...event.regions.map(({ code }) => code)].slice(0, MOST_CODES),
  found: faults[0]?.got ?? null,
})

/** Ours: enough to see what goes wrong, and a flood of a whole day adds some ten megabytes to the trail. */
const MAX_ROWS = 20
const WINDOW_MS = 60_000

type Share = Pick<EventRefusal, 'leftOutBefore' | 'isLastOfMinute'>

/**
 * Says whether a refusal of an operator is one of the 20 that are kept in a minute, from its first; null where it is left
 * out, which the next one that is kept counts. Kept in this process alone; asked only for operators that exist.
 */
export const refusalShare = (): ((operatorId: string, now: Date) => Share | null) => {
  const windows = new Map<string, { readonly endsAtMs: number; count: number }>()
  return (operatorId, now) => {
    const nowMs = now.getTime()
    const current = windows.get(operatorId)
    if (current !== undefined && nowMs < current.endsAtMs) {
      current.count += 1
      return current.count > MAX_ROWS ? null : { leftOutBefore: 0, isLastOfMinute: current.count === MAX_ROWS }
    }
    windows.set(operatorId, { endsAtMs: nowMs + WINDOW_MS, count: 1 })
    return { leftOutBefore: Math.max(0, (current?.count ?? 0) - MAX_ROWS), isLastOfMinute: false }
  }
}
