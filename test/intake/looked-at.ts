import type { CalendarNeeds } from '../../src/intake/calendar-routes.ts'
import type { CampaignNeeds } from '../../src/intake/campaign-routes.ts'
import type { CertificateNeeds } from '../../src/intake/certificate-routes.ts'
import type { CompetencyNeeds } from '../../src/intake/competency-routes.ts'
import type { DrillAttendanceNeeds } from '../../src/intake/drill-attendance-routes.ts'
import type { DrillNeeds } from '../../src/intake/drill-routes.ts'
import type { Delivery } from '../../src/intake/event-delivery.ts'
import type { ImprovementNeeds } from '../../src/intake/improvement-routes.ts'
import type { MapNeeds } from '../../src/intake/map-routes.ts'
import type { PhaseNeeds } from '../../src/intake/phase-routes.ts'
import type { PreviewNeeds } from '../../src/intake/preview-routes.ts'
import type { ReceiptNeeds, ReceiptRead } from '../../src/intake/receipt-routes.ts'
import type { StandingNeeds } from '../../src/intake/standing-routes.ts'
import type { StreamNeeds } from '../../src/intake/stream-routes.ts'

/** One calendar that everybody may follow. */
const CALENDAR: CalendarNeeds = { feed: async () => ({ text: () => 'BEGIN:VCALENDAR', version: 'v1' }) }

/** One campaign that is known. */
const campaignsOf = (known: string): CampaignNeeds => ({
  write: async ({ campaignId, format }) => (campaignId === known ? `${format}` : null),
})

/** A preview that tells what it was handed. */
export const previewOf = (told: (delivery: Delivery) => unknown): PreviewNeeds => ({
  readXml: async () => ({ kind: 'refused', status: 400, faults: [] }),
  preview: async (delivery) => {
    told(delivery)
    return { kind: 'shown', body: { decision: 'mobilise' } }
  },
})

/** A stream of one call-out that is over. */
const streamOf = (known: string): StreamNeeds => ({
  mayFollow: async ({ callOutId }) => callOutId === known,
  follow: () => ({ look: async () => ({ entries: [], counts: {}, over: true, isLeft: false }) }),
})

/** Keeps receipts in a list, each state of a message once. */
export const receiptsOf = (kept: ReceiptRead[], token: string): ReceiptNeeds => ({
  token,
  receive: async (receipts) => {
    const before = kept.length
    for (const one of receipts)
      if (!kept.some(({ ref, state }) => ref === one.ref && state === one.state)) kept.push(one)
    return kept.length - before
  },
})

/** One drill that is known. */
const drillAttendanceOf = (known: string): DrillAttendanceNeeds => ({
  report: async ({ drillId, format }) => (drillId === known ? `${format}` : null),
  attendance: async ({ drillId }) => (drillId === known ? { people: [] } : null),
  record: async ({ drillId }) =>
    drillId === known ? { kind: 'recorded', body: { came: 1, absent: 0, changed: 1 } } : { kind: 'no-such-drill' },
})

/** Reports that tell what was asked, of regions of Jawa Barat and one KSB. */
const standingOf = (known: string, asked: (query: object) => void): StandingNeeds => {
  const written = async (query: object): Promise<string> => {
    asked(query)
    return '{}'
  }
  return {
    regionExists: (code) => code.startsWith('32'),
    readiness: written,
    siteReadiness: async (query) => (query.siteCode === known ? written(query) : null),
    region: written,
    overdue: written,
  }
}
/** Nobody has learned anything. It tells what was asked. */
const competenciesOf = (asked: (query: object) => void): CompetencyNeeds => ({
  list: async (query) => {
    asked(query)
    return { total: 0, competencies: [] }
  },
})

/** Certificates of one drill that is known, and one number; they tell what was asked. */
const certificatesOf = (known: string, asked: (query: object) => void): CertificateNeeds => ({
  write: async (act) => {
    asked(act)
    return act.drillId === known ? { kind: 'written', text: '{}' } : { kind: 'no-such-drill' }
  },
  check: async (number) => (number === 'KTG-7Q2M4-XKD92' ? { number } : null),
})

/** Improvements that tell what was asked, of one KSB and one id that are known. */
const improvementsOf = (known: string, asked: (query: object) => void): ImprovementNeeds => ({
  list: async (query) => {
    asked(query)
    return { total: 0, improvements: [] }
  },
  add: async (act) => {
    asked(act)
    return act.siteCode === known ? known : null
  },
  finish: async (act) => {
    asked(act)
    return act.id === known ? 'done' : 'not-found'
  },
})

/** One phase that is known. */
const phasesOf = (known: string): PhaseNeeds => ({
  regionExists: () => true,
  declare: async () => ({ kind: 'declared', body: { phaseId: known } }),
  list: async () => ({ phases: [] }),
  regionOf: async (id) => (id === known ? '32.04' : null),
  end: async () => true,
})

const NOBODY = { invited: 0, yes: 0, no: 0, waiting: 0, silent: 0 }

const drillsOf = (known: string): DrillNeeds => ({
  list: async () => ({ drills: [] }),
  show: async ({ drillId }) =>
    drillId === known
      ? { answers: NOBODY, byRole: { member: NOBODY, facilitator: NOBODY }, people: [], timeline: [] }
      : null,
  cancel: async ({ drillId }) =>
    drillId === known ? { kind: 'changed', sequence: 2, notices: 3, answersCleared: 0 } : { kind: 'unknown' },
  move: async ({ drillId }) =>
    drillId === known ? { kind: 'changed', sequence: 2, notices: 3, answersCleared: 1 } : { kind: 'unknown' },
})

/** A map of one KSB and of nobody near it, which tells what was asked. */
const mapOf = (asked: (query: object) => void): MapNeeds => ({
  sites: async (query) => {
    asked(query)
    return {
      features: [
        { type: 'Feature', id: 'KSB-1', geometry: { type: 'Point', coordinates: [107.5, -7.1] }, properties: {} },
      ],
      next: 'KSB-1',
    }
  },
  responders: async (query) => {
    asked(query)
    return { features: [], next: null }
  },
})

/** What is only looked at, of one id that is known; tells what the map and reports were asked. */
export const lookedAt = (known: string, asked: (query: object) => void) => ({
  calendars: CALENDAR,
  campaigns: campaignsOf(known),
  competencies: competenciesOf(asked),
  certificates: certificatesOf(known, asked),
  drillAttendance: drillAttendanceOf(known),
  drills: drillsOf(known),
  map: mapOf(asked),
  phases: phasesOf(known),
  standing: standingOf(known, asked),
  improvements: improvementsOf(known, asked),
  stream: streamOf(known),
})
