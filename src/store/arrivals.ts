import type { Approval } from '../mobilisation/arrival.ts'
import type { EventMessage } from '../mobilisation/event-message.ts'
import type { CallOutId, EventId, HeadCount } from '../mobilisation/hazard-event.ts'
import type { HappeningPlace } from '../mobilisation/joining.ts'
import type { SkillCount } from '../roster/skill.ts'

/** Who brought a message: an operator by the webhook, a feed, somebody in a village, or the program itself. */
export type Actor = 'operator' | 'feed' | 'village' | 'program'

/** A message that passed every check of its form, on its way into the database. */
export interface Arrival {
  readonly actor: Actor
  /** The operator's id, the feed's name, the reporter's row; null for the program. */
  readonly actorId: string | null
  /** Where the request came from; null where there was none. */
  readonly address: string | null
  /** Nobody outside it is called. */
  readonly jurisdiction: string
  readonly webhookId: string
  readonly bodyHash: string
  readonly rawBody: Buffer
  readonly contentHash: string
  readonly message: EventMessage
  /** Whether it may join an incident by place and time. */
  readonly joins: boolean
  readonly regencyCode: string
  readonly place: HappeningPlace | null
  readonly need: HeadCount
  /** How many of them with a skill. */
  readonly skills?: SkillCount
  readonly approvalAbove: number
  readonly approvals: readonly Approval[]
  /** How long a proposal waits before it goes further up. */
  readonly approvalWithinMs: number
  /** In whose name Tagana are ordered; null where nobody was named. */
  readonly authority: unknown
  /** The policy that is frozen with the call-out; the same object for all that share it. */
  readonly policy: unknown
  readonly phase: string | null
  readonly style: 'wave' | 'rota'
  readonly warnings: readonly string[]
  /** What a message to the operators may say of it; never a contact. */
  fields(): Readonly<Record<string, string>>
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
      /** It is proposed, and nobody at any level can be reached who may decide. */
      readonly nobodyDecides: boolean
    }
  /** The same content came before. */
  | { readonly kind: 'repeated'; readonly answer: EventAnswer }
  /** News to us, but older than what is known: it is kept, without effect. */
  | { readonly kind: 'older'; readonly answer: EventAnswer }
  | { readonly kind: 'being-written' }
  | { readonly kind: 'other-body' }
  | { readonly kind: 'other-content'; readonly revision: number }
  /** Somebody else posted this number under this name. */
  | { readonly kind: 'other-sender' }
  /** An exercise cannot speak of what is real, nor the reverse. */
  | { readonly kind: 'other-mode'; readonly mode: string }

/** Under whose name a delivery is kept: an operator's id, or what is not an operator. */
export const deliveredBy = ({ actor, actorId }: Pick<Arrival, 'actor' | 'actorId'>): string =>
  actor === 'operator' ? (actorId ?? '') : actor === 'program' ? 'kentongan' : `${actor}:${actorId ?? ''}`
