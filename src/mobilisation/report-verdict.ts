import type { Kind } from '../roster/responder.ts'
import type { ReportReading, VillageReport } from './village-report.ts'

/** Who may report, how often, and how long a report waits for a decision before it goes further up. */
export interface ReportTerms {
  readonly kinds: ReadonlySet<Kind>
  /** Proposals of one person in any 24 hours; what never became one does not count. */
  readonly perPersonPerDay: number
  readonly decideWithinMs: number
  /** The language of the form and of replies where the person has none: id or en. */
  readonly language: string
}

/** What the reporter is told. */
export type ReportReply = 'received' | 'noted' | 'unclear' | 'limit' | 'not-allowed'

export type ReportVerdict =
  | { readonly kind: 'propose'; readonly report: VillageReport; readonly reply: ReportReply }
  | { readonly kind: 'inbox'; readonly reason: string; readonly reply: ReportReply }

/** So long a proposal counts against its reporter's limit. */
export const REPORT_DAY_MS = 24 * 3_600_000

/**
 * What becomes of a report. Only a clear one of somebody who may report, within the limit, is a proposal; anything else
 * waits in the operators' inbox with its reason, for nothing that a village writes is thrown away.
 */
export const reportVerdict = (
  reading: ReportReading,
  kind: Kind,
  proposedToday: number,
  terms: ReportTerms,
): ReportVerdict => {
  const inbox = (reason: string, reply: ReportReply): ReportVerdict => ({ kind: 'inbox', reason, reply })
  switch (reading.kind) {
    case 'not-a-report':
      return inbox('not-a-report', 'unclear')
    case 'unclear':
      return inbox(`unclear: ${reading.why}`, 'unclear')
    case 'information':
      return inbox(`information: ${reading.why}`, 'noted')
    case 'report':
      if (!terms.kinds.has(kind)) return inbox('kind-may-not-report', 'not-allowed')
      if (proposedToday >= terms.perPersonPerDay) return inbox('limit-reached', 'limit')
      return { kind: 'propose', report: reading, reply: 'received' }
  }
}
