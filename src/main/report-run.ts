import { type Needs, takeReport } from '../../jobs/take-report.ts'
import { Unavailable } from '../errors.ts'
import { bytesHash, contentHash } from '../intake/content-hash.ts'
import type { Queues } from '../queue/queues.ts'
import type { Installation } from './installation.ts'
import { messageIntake } from './message-intake.ts'
import { takeReportNeeds } from './report-needs.ts'

/** The job that reads village reports, with its edges: what it makes of one goes through the common intake. */
export const reportRun = (installation: Installation, queues: Pick<Queues, 'wake'>) => {
  const { configuration, clock } = installation
  const intake = messageIntake(installation, queues)
  const take: Needs['take'] = async (message, { responderId, regencyCode, text, receivedAt }) => {
    const rawBody = Buffer.from(text)
    const [village] = message.event.villageCodes
    const received = await intake({
      message,
      actor: 'village',
      actorId: responderId,
      address: null,
      // Whose people it may ever call: those of the village's regency.
      jurisdiction: village?.slice(0, 5) ?? regencyCode,
      jurisdictionArea: null,
      webhookId: message.sourceId,
      bodyHash: bytesHash(rawBody),
      rawBody,
      contentHash: contentHash(JSON.parse(JSON.stringify(message.event))),
      receivedAt,
      joins: true,
      approvalWithinMs: configuration.reports.decideWithinMs,
    })
    switch (received.kind) {
      case 'new':
      case 'repeated':
      case 'older': {
        const { eventId, decision, reason } = received.answer
        return {
          kind: 'taken',
          eventId,
          decision: decision === 'propose' || decision === 'mobilise' ? decision : 'record',
          reason,
        }
      }
      case 'being-written':
        throw new Unavailable(`report ${message.sourceId} is being posted by another process`)
      case 'refused':
        return { kind: 'refused', reason: received.detail }
      default:
        return { kind: 'refused', reason: received.kind }
    }
  }
  return takeReport(takeReportNeeds(installation, take), configuration.reports, clock)
}
