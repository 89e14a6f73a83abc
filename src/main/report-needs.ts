import type { Needs, ReportTaken } from '../../jobs/take-report.ts'
import type { Position } from '../geo/position.ts'
import type { ReportFormNeeds, ReportNeeds } from '../intake/report-routes.ts'
import { readReportToken } from '../intake/report-token.ts'
import { HAZARD_NAMES, type Hazard } from '../mobilisation/hazard.ts'
import { type Reporter, reporterPlace, STANDINGS } from '../mobilisation/report-message.ts'
import type { ReportReply } from '../mobilisation/report-verdict.ts'
import { timeZoneOf } from '../roster/region.ts'
import {
  findReporter,
  isWaiting,
  keepReport,
  listReports,
  loadReport,
  proposedSince,
  type ReporterRow,
  type ReportLoaded,
  settleReport,
} from '../store/reports.ts'
import { localTime } from '../wording/time.ts'
import type { Installation, Places } from './installation.ts'
import { regencyOffice } from './regency-office.ts'

/** Homes are not shown to the metre: rounded to a hundredth of a degree, they are known to about a kilometre. */
const ROUNDED_M = 1_000
const rounded = (degrees: number): number => Math.round(degrees * 100) / 100

const placeNameOf = ({ villageCode, regencyCode }: Pick<ReporterRow, 'villageCode' | 'regencyCode'>, places: Places) =>
  places.gazetteer().fullName(villageCode ?? regencyCode)

/** The key of the tokens in links to the form. */
export const reportLinkKey = ({ seal }: Pick<Installation, 'seal'>): Buffer => seal.key('report links')

/** Where a village is taken to be: at its KSB, else round the reporter's home, whichever is known better. */
const reporterOf = async ({ places, sites }: Installation, report: ReportLoaded): Promise<Reporter> => {
  const { kind, villageCode, longitude, latitude } = report
  const home = {
    position: [rounded(longitude), rounded(latitude)] as Position,
    accuracyM: Math.max(report.accuracyM, ROUNDED_M),
  }
  const site = (await sites()).find((one) => villageCode !== null && one.villageCode === villageCode)
  const { position, accuracyM } = site !== undefined && site.accuracyM <= home.accuracyM ? site : home
  return { kind, position, accuracyM, villageCode, placeName: placeNameOf(report, places) }
}

/** The text message that answers one; whoever filled in the form was answered by its page. */
const replyTo = (
  { places }: Installation,
  report: { readonly via: string; readonly receivedAt: Date; readonly regencyCode: string },
  hazard: Hazard | null,
  reply: ReportReply,
): Parameters<typeof settleReport>[3] => {
  if (report.via !== 'sms') return null
  const gazetteer = places.gazetteer()
  const regency = gazetteer.shortRegencyName(report.regencyCode)
  return {
    purpose: `report-${reply === 'not-allowed' ? 'noted' : reply}`,
    fields: {
      ...(hazard === null ? {} : { hazard: HAZARD_NAMES[hazard].id, hazardEn: HAZARD_NAMES[hazard].en }),
      place: regency,
      regency,
      time: localTime(report.receivedAt, timeZoneOf(report.regencyCode)),
      office: regencyOffice({ places })(report.regencyCode),
    },
  }
}

/** What the job that reads reports needs; `take` posts a message through the common intake. */
export const takeReportNeeds = (installation: Installation, take: Needs['take']): Needs => {
  const { database, seal } = installation
  const loaded = async (id: string): Promise<ReportLoaded | null> => {
    const report = await loadReport(database, seal, id)
    return report === null || !isWaiting(report) ? null : report
  }
  return {
    loadReport: loaded,
    reporterOf: async (report) => {
      const whole = await loadReport(database, seal, report.id)
      if (whole === null) throw new RangeError(`report ${report.id}: its reporter left the register meanwhile`)
      return reporterOf(installation, whole)
    },
    proposedSince: (report, since) => proposedSince(database, report, since),
    take,
    settle: (report, settled, reply, at) =>
      settleReport(database, report, settled, replyTo(installation, report, settled.hazard, reply), at),
  }
}

/** What the form's pages need; `takeReport` is the job, done at once, because somebody waits for the answer. */
export const reportFormNeeds = (
  { database, seal, places }: Installation,
  takeReport: (payload: { readonly reportId: string }) => Promise<ReportTaken>,
): ReportFormNeeds => {
  const key = seal.key('report links')
  const reporterBy = async (token: string, at: Date): Promise<ReporterRow | 'expired' | null> => {
    const reading = readReportToken(token, key, at)
    return reading === null || reading === 'expired' ? reading : findReporter(database, reading)
  }
  return {
    nonceKey: seal.key('report page nonces'),
    openForm: async (token, at) => {
      const reporter = await reporterBy(token, at)
      if (reporter === null || reporter === 'expired') return reporter
      const placeName = placeNameOf(reporter, places)
      return { standing: STANDINGS[reporter.kind], place: reporterPlace({ ...reporter, placeName }) }
    },
    takeForm: async ({ token, reportId, hazard, text, at }) => {
      const reporter = await reporterBy(token, at)
      if (reporter === null || reporter === 'expired') return reporter
      const { responderId } = reporter
      // Written as its sender would have written it in a text message, so that one reader serves both.
      const whole = `LAPOR ${HAZARD_NAMES[hazard].id}. ${text}`
      const kept = await keepReport(database, seal, {
        id: reportId,
        responderId,
        via: 'form',
        text: whole,
        receivedAt: at,
      })
      const taken = await takeReport({ reportId })
      return kept && taken.kind === 'settled' ? taken.reply : 'repeated'
    },
  }
}

/** What the list of reports needs. */
export const reportNeeds = ({ database, seal }: Installation): ReportNeeds => ({
  list: ({ operator, ...query }) => listReports(database, seal, operator, query),
})
