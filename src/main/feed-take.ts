import { Unavailable } from '../errors.ts'
import { bytesHash, contentHash } from '../intake/content-hash.ts'
import type { Queues } from '../queue/queues.ts'
import type { TakeMessage } from './feed-runs.ts'
import type { Installation } from './installation.ts'
import { messageIntake } from './message-intake.ts'

/** Posts what a feed says through the common intake. Agencies speak of the whole country. */
export const feedTake = (installation: Installation, queues: Pick<Queues, 'wake'>): TakeMessage => {
  const intake = messageIntake(installation, queues)
  return async (message, feedName, rawBody, receivedAt) => {
    const hash = bytesHash(rawBody)
    const received = await intake({
      message,
      actor: 'feed',
      actorId: feedName,
      address: null,
      jurisdiction: '',
      jurisdictionArea: null,
      // What was said before and changed since may be said again: each time of sending is a delivery of its own.
      webhookId: `${message.sourceId} ${message.sentAt?.getTime() ?? 0} ${hash.slice(0, 32)}`,
      bodyHash: hash,
      rawBody,
      contentHash: contentHash(JSON.parse(JSON.stringify({ event: message.event, language: message.language }))),
      receivedAt,
      joins: true,
    })
    switch (received.kind) {
      case 'new':
      case 'repeated':
      case 'older':
        return { kind: 'taken', eventId: received.answer.eventId, reason: received.answer.reason }
      case 'being-written':
        throw new Unavailable(`${feedName}: ${message.sourceId} is being written by another process`)
      case 'refused':
        return { kind: 'refused', reason: received.detail }
      default:
        return { kind: 'refused', reason: received.kind }
    }
  }
}
