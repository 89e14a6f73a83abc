import type { CallOutId, EventId, HazardEvent, HeadCount } from '../mobilisation/hazard-event.ts'

/** A message that passed every check of its form, on its way into the database. */
export interface Arrival {
  /** Null for an event that the program posts itself, such as an exercise that a drill begins. */
  readonly operatorId: string | null
  readonly jurisdiction: string
  readonly webhookId: string
  readonly bodyHash: string
  readonly rawBody: Buffer
  readonly source: string
  readonly sourceId: string
  readonly revision: number | null
  readonly contentHash: string
  readonly contact: string | null
  readonly event: HazardEvent
  readonly regencyCode: string
  readonly need: HeadCount
  readonly approvalAbove: number
  /** The policy that is frozen with the call-out. */
  readonly policy: unknown
  readonly warnings: readonly string[]
  /** What a message to the operators may say of it; never a contact. */
  readonly fields: Readonly<Record<string, string>>
  readonly receivedAt: Date
}

export interface EventAnswer {
  readonly eventId: string
  readonly incidentId: string
  readonly source: string
  readonly sourceId: string
  readonly revision: number
  readonly mode: string
  readonly decision: string
  readonly callOutId: string | null
  readonly reason: string
  readonly warnings: readonly string[]
}

export type Received =
  | {
      readonly kind: 'new'
      readonly answer: EventAnswer
      readonly assess: EventId | null
      readonly standDown: CallOutId | null
    }
  | { readonly kind: 'repeated'; readonly answer: EventAnswer; readonly httpStatus: number }
  | { readonly kind: 'being-written' }
  | { readonly kind: 'other-body' }
  | { readonly kind: 'other-content'; readonly revision: number }
  /** An exercise cannot speak of what is real, nor the reverse. */
  | { readonly kind: 'other-mode'; readonly mode: string }
