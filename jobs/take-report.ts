import type { Clock } from '../src/clock.ts'
import { maskContacts } from '../src/masking.ts'
import type { Decision } from '../src/mobilisation/decision.ts'
import type { EventMessage } from '../src/mobilisation/event-message.ts'
import type { Hazard } from '../src/mobilisation/hazard.ts'
import { type Reporter, reportMessage, withoutName } from '../src/mobilisation/report-message.ts'
import { REPORT_DAY_MS, type ReportReply, type ReportTerms, reportVerdict } from '../src/mobilisation/report-verdict.ts'
import { type ReportReading, readReport } from '../src/mobilisation/village-report.ts'
import type { Kind } from '../src/roster/responder.ts'

/** A report that was kept, with whoever wrote it. */
interface Report {
  readonly id: string
  readonly responderId: string
  readonly via: 'sms' | 'form'
  readonly text: string
  readonly receivedAt: Date
  readonly kind: Kind
  readonly name: string
  readonly regencyCode: string
}

interface Settled {
  readonly hazard: Hazard | null
  readonly outcome: 'proposed' | 'joined' | 'inbox'
  readonly reason: string
  readonly eventId: string | null
}

interface Taken {
  readonly kind: 'taken'
  readonly eventId: string
  readonly decision: Decision
  readonly reason: string
}

export interface Needs {
  /** Null where it is unknown, settled already, or its reporter is in the register no more. */
  loadReport(id: string): Promise<Report | null>
  /** Where the reporter's village is taken to be, and what it is called. */
  reporterOf(report: Report): Promise<Reporter>
  /** Proposals of this person since an instant, without this report. */
  proposedSince(report: Report, since: Date): Promise<number>
  /** Posts it through the common intake, within the reporter's regency; the same message again gives the same event. */
  take(
    message: EventMessage,
    report: Pick<Report, 'responderId' | 'regencyCode' | 'text' | 'receivedAt'>,
  ): Promise<Taken | { readonly kind: 'refused'; readonly reason: string }>
  /** Writes it down and plans the reply; false where another process was first. */
  settle(report: Report, settled: Settled, reply: ReportReply, at: Date): Promise<boolean>
}

export type ReportTaken =
  | { readonly kind: 'nothing-waiting' }
  | (Settled & { readonly kind: 'settled'; readonly reply: ReportReply; readonly responderId: string })

const hazardOf = (reading: ReportReading): Hazard | null => (reading.kind === 'report' ? reading.hazard : null)

/** What waits for an operator is a proposal, also as a part of what waits already; what was merely kept is for the inbox. */
const outcomeOf = ({ decision, reason }: Taken): Settled['outcome'] => {
  if (reason === 'joined') return 'joined'
  return decision === 'record' ? 'inbox' : 'proposed'
}

/**
 * Reads one kept report and makes a proposal of it, or leaves it in the operators' inbox with the reason. Contacts and
 * the reporter's own name never leave the sealed row. Run twice it does nothing the second time; when it dies between
 * posting and settling, the same message is posted again and is the same event.
 */
export const takeReport =
  (needs: Needs, terms: ReportTerms, clock: Clock) =>
  async ({ reportId }: { readonly reportId: string }): Promise<ReportTaken> => {
    const report = await needs.loadReport(reportId)
    if (report === null) return { kind: 'nothing-waiting' }
    const reading = readReport(withoutName(maskContacts(report.text), report.name))
    const since = new Date(report.receivedAt.getTime() - REPORT_DAY_MS)
    const verdict = reportVerdict(reading, report.kind, await needs.proposedSince(report, since), terms)

    const settle = async (settled: Omit<Settled, 'hazard'>, reply: ReportReply): Promise<ReportTaken> => {
      const whole = { hazard: hazardOf(reading), ...settled }
      if (!(await needs.settle(report, whole, reply, clock.now()))) return { kind: 'nothing-waiting' }
      return { kind: 'settled', ...whole, reply, responderId: report.responderId }
    }
    if (verdict.kind === 'inbox')
      return settle({ outcome: 'inbox', reason: verdict.reason, eventId: null }, verdict.reply)

    const message = reportMessage(verdict.report, await needs.reporterOf(report), {
      id: reportId,
      at: report.receivedAt,
    })
    const taken = await needs.take(message, report)
    return taken.kind === 'refused'
      ? settle({ outcome: 'inbox', reason: `refused: ${taken.reason}`, eventId: null }, 'noted')
      : settle({ outcome: outcomeOf(taken), reason: taken.reason, eventId: taken.eventId }, verdict.reply)
  }
