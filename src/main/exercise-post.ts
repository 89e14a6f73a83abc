import { createHash } from 'node:crypto'
import type { Needs } from '../../jobs/run-occurrence.ts'
import { EXERCISE_SOURCE } from '../drills/exercise.ts'
import { Unavailable } from '../errors.ts'
import { contentHash } from '../intake/content-hash.ts'
import { eventMessage, readEventJson } from '../intake/event-json.ts'
import type { Queues } from '../queue/queues.ts'
import { regencyOf } from '../roster/region.ts'
import type { Installation } from './installation.ts'
import { messageIntake } from './message-intake.ts'

/**
 * Posts the exercise of a drill as an operator would: read by the same parser, kept and decided by the same code. Its
 * jurisdiction is the site's regency, whose people a rehearsal may call.
 */
export const exercisePost = (installation: Installation, queues: Pick<Queues, 'wake'>): Needs['postExercise'] => {
  const intake = messageIntake(installation, queues)
  return async (message, site, rehearsed) => {
    const body = JSON.stringify(message)
    const reading = readEventJson(JSON.parse(body))
    if (reading.kind === 'refused')
      throw new RangeError(
        `the exercise ${message.id} is not an event: ${reading.faults.map(({ path }) => path).join(', ')}`,
      )
    const office = `Dinsos ${installation.places.gazetteer().shortRegencyName(site.villageCode.slice(0, 5))}`
    const read = eventMessage(reading.received, EXERCISE_SOURCE)
    const received = await intake({
      message: { ...read, event: { ...read.event, authorisedBy: { name: 'Program latihan', office } } },
      actor: 'program',
      actorId: null,
      address: null,
      jurisdiction: site.villageCode.length >= 5 ? regencyOf(site.villageCode) : site.villageCode,
      jurisdictionArea: null,
      // Two drills in neighbouring villages are two.
      joins: false,
      answersOnly: rehearsed === 'alert',
      webhookId: message.id,
      bodyHash: createHash('sha256').update(body).digest('hex'),
      rawBody: Buffer.from(body),
      contentHash: contentHash(message),
      receivedAt: installation.clock.now(),
    })
    switch (received.kind) {
      case 'new':
      case 'repeated':
      case 'older':
        return { eventId: received.answer.eventId }
      case 'being-written':
        throw new Unavailable(`the exercise ${message.id} is being posted by another process`)
      default:
        throw new RangeError(`the exercise ${message.id} was not taken: ${received.kind}`)
    }
  }
}
