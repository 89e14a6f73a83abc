import type { Configuration } from '../../config/load.ts'
import { type Incoming, receiveEvent } from '../../jobs/receive-event.ts'
import type { Delivery, EventNeeds, EventOutcome } from '../intake/event-routes.ts'
import type { HazardEvent, HeadCount } from '../mobilisation/hazard-event.ts'
import type { CodedPlace } from '../mobilisation/jurisdiction.ts'
import type { Queues } from '../queue/queues.ts'
import type { Received } from '../store/arrivals.ts'
import { eventById, listEvents } from '../store/event-views.ts'
import { receive } from '../store/events.ts'
import { regencyOfEvent } from '../store/incidents.ts'
import { fieldsOf } from './event-places.ts'
import type { Installation } from './installation.ts'
import { assessWake, endWake, laneOf, quietly } from './wakes.ts'

/** Everything that a message brings along on its way into the rows. */
export interface Message extends Incoming {
  readonly webhookId: string
  readonly bodyHash: string
  readonly rawBody: Buffer
  readonly revision: number | null
  readonly contentHash: string
  readonly contact: string | null
  readonly receivedAt: Date
}

const policyNeed =
  ({ policy }: Configuration) =>
  (event: HazardEvent): HeadCount =>
    event.hazard === null ? {} : policy.need[event.hazard][event.severity]

/** Takes messages in, from operators and from the program's own drills: one way for both. */
export const messageIntake = (installation: Installation, queues: Pick<Queues, 'wake'>) => {
  const { database, seal, configuration, places, sites, log } = installation
  const { policy, policySource } = configuration
  const wake = quietly(queues, log)
  return receiveEvent<Message, Received>({
    villageExists: (code) => places.gazetteer().find(code)?.level === 'village',
    codedPlaces: async (): Promise<readonly CodedPlace[]> => [
      ...places.gazetteer().seats.map(({ regencyCode, position }) => ({ code: regencyCode, position })),
      ...(await sites()).map(({ villageCode, position }) => ({ code: villageCode, position })),
    ],
    regencyOfKnown: (source, sourceId) => regencyOfEvent(database, source, sourceId),
    policyNeed: policyNeed(configuration),
    save: async (message, belongs) => {
      const received = await receive(database, seal, {
        ...message,
        ...belongs,
        approvalAbove: policy.approvalAbove,
        fields: fieldsOf(
          installation,
          {
            event: message.event,
            code: '',
            office: message.event.authorisedBy?.office ?? message.source,
            regencyCode: belongs.regencyCode,
          },
          null,
        ),
        // Frozen with the call-out: a later edit of the file changes no running one.
        policy: { ...policy.callOut, dutyOfficers: policy.dutyOfficers, source: policySource },
      })
      if (received.kind === 'new') {
        const { eventId, mode, decision, reason, callOutId } = received.answer
        log.info('event kept', { eventId, mode, decision, reason, callOutId })
      }
      return received
    },
    followUp: (received) => (received.kind === 'new' ? received : null),
    wakeAssess: (eventId, mode) => wake([assessWake(eventId, mode)]),
    wakeEnd: (callOutId, mode) => wake([endWake(callOutId, laneOf(mode))]),
  })
}

const outcomeOf = (received: Awaited<ReturnType<ReturnType<typeof messageIntake>>>): EventOutcome => {
  switch (received.kind) {
    case 'refused':
      return received
    case 'new':
      return {
        status: 202,
        body: { ...received.answer, decision: decisionOf(received.answer.decision) },
        replayed: false,
      }
    case 'repeated':
      return {
        status: 200,
        body: { ...received.answer, decision: decisionOf(received.answer.decision) },
        // An older revision is news to us, though without effect; only what we had already is a replay.
        replayed: received.answer.reason !== 'older-revision',
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

/** What the routes of events need. */
export const eventNeeds = (installation: Installation, queues: Pick<Queues, 'wake'>): EventNeeds => {
  const { database } = installation
  const intake = messageIntake(installation, queues)
  return {
    receiveEvent: async (delivery: Delivery) =>
      outcomeOf(
        await intake({
          ...delivery,
          operatorId: delivery.operator.operatorId,
          jurisdiction: delivery.operator.jurisdiction,
          source: delivery.operator.organisation,
        }),
      ),
    list: ({ operator, limit, before }) => listEvents(database, operator, { limit, before }),
    byId: (operator, eventId) => eventById(database, operator, eventId),
  }
}
