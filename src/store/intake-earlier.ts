import { type Approval, olderThan } from '../mobilisation/arrival.ts'
import type { Restraint } from '../mobilisation/event-message.ts'
import { betterWord } from '../mobilisation/quake-authority.ts'
import { ends, speaking, threadState } from '../mobilisation/threads.ts'
import type { Arrival, EventAnswer } from './arrivals.ts'
import { type KeptEvent, MOST_MESSAGES } from './intake-known.ts'

/** What was answered for a kept message, and that a newer one of its thread is known where it is the newest no more. */
export const answerOf = (
  kept: KeptEvent,
  arrival: Arrival,
  callOutId: string | null,
  ofThread: readonly KeptEvent[],
): EventAnswer => {
  const newest = Math.max(...ofThread.map(({ sequence }) => sequence))
  return {
    eventId: kept.eventId,
    incidentId: kept.incidentId,
    source: arrival.message.source,
    sourceId: arrival.message.sourceId,
    revision: kept.revision,
    mode: kept.mode,
    decision: kept.decision,
    callOutId,
    reason: kept.reason,
    warnings: [
      ...kept.warnings,
      ...(kept.reason !== 'older-revision' && kept.sequence < newest ? [olderThan(newest)] : []),
    ],
  }
}

/** The kept message that an arrival repeats, or stands against; null where it says something new. */
export const earlierOf = (
  { message, contentHash }: Arrival,
  sameId: readonly KeptEvent[],
  revision: number,
): { readonly kept: KeptEvent; readonly same: boolean } | null => {
  const { sentAt } = message
  if (sentAt === null) {
    const numbered = sameId.find((kept) => kept.revision === revision)
    return numbered === undefined ? null : { kept: numbered, same: numbered.contentHash === contentHash }
  }
  const newest = Math.max(...sameId.map(({ sequence }) => sequence))
  // What an agency said first, changed, and says again now, is news.
  const twin = sameId.find(
    (kept) => kept.contentHash === contentHash && (kept.sequence === newest || kept.sequence >= sentAt.getTime()),
  )
  if (twin !== undefined) return { kept: twin, same: true }
  const together = sameId.find(
    (kept) => kept.sequence === sentAt.getTime() && (kept.language === message.language || message.language === null),
  )
  return together === undefined ? null : { kept: together, same: false }
}

/** The kept message of the same sending that an arrival says in another language. */
export const translationOf = ({ message }: Arrival, sameId: readonly KeptEvent[]): KeptEvent | undefined =>
  message.sentAt === null ? undefined : sameId.find((kept) => kept.sequence === message.sentAt?.getTime())

/** Threads beside this one that ask for people, or wait to be allowed to. */
export const othersAsking = (others: readonly KeptEvent[]): number =>
  [...new Set(others.map(({ threadId }) => threadId))].filter((threadId) => {
    const ofThread = others.filter((one) => one.threadId === threadId)
    const { active, ended } = threadState(ofThread)
    return active !== null || (!ended && ofThread.some(({ standing }) => standing === 'waiting'))
  }).length

/** Heads that the threads beside this one ask for, each by the message that speaks for it, as a plan adds them up. */
export const headsOfOthers = ({ actor, actorId, message }: Arrival, others: readonly KeptEvent[]): number => {
  const spoken = speaking(others)
  const arriving = {
    source: message.source,
    hazard: message.event.hazard,
    operatorId: actor === 'operator' ? actorId : null,
  }
  return spoken
    .filter((one) => betterWord(one, [...spoken, arriving]) === null)
    .reduce((sum, { heads }) => sum + heads, 0)
}

/** Of an incident with more messages than are read, nobody can say how many people it asks for already. */
export const unreadOf = (ofIncident: readonly KeptEvent[]): readonly Approval[] =>
  ofIncident.length < MOST_MESSAGES
    ? []
    : [
        {
          reason: 'awaiting-approval',
          warning: 'too many messages of this incident to count whom they ask for: a second operator must approve',
          always: true,
        },
      ]

/** What its operators were warned of before they said yes to a message of the thread. */
export const approvedOf = (ofThread: readonly KeptEvent[]): readonly string[] =>
  ofThread.flatMap(({ decision, standing, warnings }) =>
    decision === 'propose' && standing === 'active' ? warnings : [],
  )

/** Whether every one of these threads has ended: else its sender may still ask for people. */
export const allEnded = (messages: readonly KeptEvent[]): boolean =>
  [...new Set(messages.map(({ threadId }) => threadId))].every(
    (threadId) => threadState(messages.filter((one) => one.threadId === threadId)).ended,
  )

/** What an agency says of a quake of which a better word is known is only kept; that it takes its own back counts. */
export const spokenFor = ({ actor, actorId, message }: Arrival, kept: readonly KeptEvent[]): Restraint | null => {
  const { source, event } = message
  const operatorId = actor === 'operator' ? actorId : null
  const better = ends(event.messageType) ? null : betterWord({ source, hazard: event.hazard, operatorId }, kept)
  if (better === null) return null
  const warning = `${better} has told of this quake and is believed before ${source}: kept beside it, nobody is called for it`
  return { decision: 'record', reason: 'same-quake', warning }
}
