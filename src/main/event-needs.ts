import type { Delivery } from '../intake/event-delivery.ts'
import type { EventNeeds, EventOutcome } from '../intake/event-routes.ts'
import type { Queues } from '../queue/queues.ts'
import { audit } from '../store/audit.ts'
import { eventById, listEvents } from '../store/event-views.ts'
import { capReader } from './cap-reading.ts'
import type { Message } from './event-intake.ts'
import type { Installation } from './installation.ts'
import { messageIntake } from './message-intake.ts'

/** What the route answers for what became of a message. */
export const outcomeOf = (received: Awaited<ReturnType<ReturnType<typeof messageIntake>>>): EventOutcome => {
  switch (received.kind) {
    case 'refused':
      return { ...received, ...(received.status === 403 ? { because: 'outside-jurisdiction' } : {}) }
    case 'new':
      return {
        status: 202,
        body: { ...received.answer, decision: decisionOf(received.answer.decision) },
        replayed: false,
      }
    case 'repeated':
    case 'older':
      return {
        status: 200,
        body: { ...received.answer, decision: decisionOf(received.answer.decision) },
        // An older revision is news to us, though without effect; only what we had already is a replay.
        replayed: received.kind === 'repeated',
      }
    case 'being-written':
      return { status: 409, detail: 'The same delivery is being written just now.', faults: [], retryAfterSeconds: 1 }
    case 'other-body':
      return {
        status: 422,
        detail: 'This webhook-id came before with another body.',
        faults: [
          {
            path: 'webhook-id',
            got: 'an id that was used',
            expected: 'a new id for a new body',
            hint: 'use a fresh webhook-id; repeat one only with the very same bytes',
          },
        ],
      }
    case 'other-mode':
      return {
        status: 422,
        detail: `This event came before in mode ${received.mode}: a drill and what is real never mix.`,
        faults: [
          { path: 'mode', got: 'another mode', expected: received.mode, hint: 'give an exercise an id of its own' },
        ],
      }
    case 'other-sender':
      return {
        status: 422,
        because: 'other-sender',
        detail: 'Another sender posted an event with this id.',
        faults: [
          {
            path: 'id',
            got: 'an id of another sender',
            expected: 'an id of your own',
            hint: 'put your office before it',
          },
        ],
      }
    case 'other-content':
      return {
        status: 422,
        detail: `Revision ${received.revision} of this event came before with other content.`,
        faults: [
          {
            path: 'revision',
            got: String(received.revision),
            expected: `${received.revision + 1} or higher, or none`,
            hint: 'send a change as messageType update with a higher revision',
          },
        ],
      }
  }
}

const decisionOf = (word: string): 'mobilise' | 'propose' | 'record' =>
  word === 'mobilise' || word === 'propose' ? word : 'record'

/** A delivery as the intake takes it. */
export const messageOf = ({ operator, ...delivery }: Delivery): Message => ({
  ...delivery,
  actor: 'operator',
  actorId: operator.operatorId,
  jurisdiction: operator.jurisdiction,
  jurisdictionArea: operator.jurisdictionArea,
  joins: true,
})

/** What the routes of events need. */
export const eventNeeds = (installation: Installation, queues: Pick<Queues, 'wake'>): EventNeeds => {
  const { database } = installation
  const intake = messageIntake(installation, queues)
  return {
    readXml: capReader(installation),
    receiveEvent: async (delivery) => outcomeOf(await intake(messageOf(delivery))),
    keepRefusal: ({ operatorId, address, at, webhookId, reason, status, said, leftOutBefore, isLastOfMinute }) =>
      audit(database, {
        at,
        actor: 'operator',
        actorId: operatorId,
        action: 'event-refused',
        // Nothing of it is kept that the trail could be about: it is about its sender.
        subject: 'operator',
        subjectId: operatorId,
        detail: {
          reason,
          status,
          webhookId,
          ...said,
          ...(leftOutBefore === 0 ? {} : { leftOutBefore }),
          ...(isLastOfMinute ? { restOfMinute: 'left-out' } : {}),
        },
        address,
      }),
    list: ({ operator, limit, before }) => listEvents(database, operator, { limit, before }),
    byId: (operator, eventId) => eventById(database, operator, eventId),
  }
}
