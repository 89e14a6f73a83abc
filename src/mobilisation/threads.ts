import type { EventId, MessageType } from './hazard-event.ts'

/**
 * Whether a message takes part in what is wanted of people: `none`, it is only kept; `waiting`, an operator must say
 * yes first; `active`; `declined`, an operator said no.
 */
export const STANDINGS = ['none', 'waiting', 'active', 'declined'] as const
export type Standing = (typeof STANDINGS)[number]

/** A message as it is kept. A thread is a row of messages of which the newest takes the place of those before. */
export interface ThreadMessage {
  readonly eventId: EventId
  readonly threadId: string
  /** The source's revision, or the milliseconds of its sending where it does not number. */
  readonly sequence: number
  readonly standing: Standing
  readonly messageType: MessageType
  /** Heads that it asks for. */
  readonly heads: number
}

/** Whether a message of this type ends what its thread asks for. */
export const ends = (messageType: MessageType): boolean => messageType === 'cancel' || messageType === 'all-clear'

/** Where a thread stands. */
export interface ThreadState {
  /** Null where nothing of it was kept. */
  readonly newestSequence: number | null
  /** A cancel or an all-clear took effect: for good. */
  readonly ended: boolean
  /** The message that speaks for the thread; null where none does. */
  readonly active: ThreadMessage | null
}

// Threads that became one may hold a number twice: the id decides, so that the order in which they are read does not.
const isNewer = (one: ThreadMessage, other: ThreadMessage): boolean =>
  one.sequence === other.sequence ? one.eventId > other.eventId : one.sequence > other.sequence

const newestOf = <Message extends ThreadMessage>(messages: readonly Message[]): Message | null =>
  messages.reduce<Message | null>(
    (newest, message) => (newest === null || isNewer(message, newest) ? message : newest),
    null,
  )

/**
 * The state of the thread that these messages make, in whatever order they came: its newest active message speaks for
 * it, until a cancel or an all-clear that took effect ends it. A message that waits or was declined speaks for nobody.
 */
export const threadState = (messages: readonly ThreadMessage[]): ThreadState => {
  const active = messages.filter(({ standing }) => standing === 'active')
  const ended = active.some(({ messageType }) => ends(messageType))
  return {
    newestSequence: newestOf(messages)?.sequence ?? null,
    ended,
    active: ended ? null : newestOf(active),
  }
}

/** The messages that speak for the threads of an incident, in the order in which their threads first appear. */
export const speaking = <Message extends ThreadMessage>(messages: readonly Message[]): readonly Message[] =>
  [...new Set(messages.map(({ threadId }) => threadId))].flatMap((threadId) => {
    const { active } = threadState(messages.filter((message) => message.threadId === threadId))
    return messages.filter((message) => message === active)
  })
