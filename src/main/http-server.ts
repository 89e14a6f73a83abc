import type { HealthNeeds } from '../intake/health-routes.ts'
import { buildServer } from '../intake/server.ts'
import type { Queues } from '../queue/queues.ts'
import { listAudit } from '../store/audit.ts'
import { readGauges } from '../store/gauges.ts'
import { listInbox } from '../store/inbox.ts'
import { callOutReport, written } from './after-action.ts'
import { answerNeeds, inboundNeeds } from './answer-needs.ts'
import { callOutNeeds } from './call-out-needs.ts'
import { campaignReport, writtenCampaign } from './campaign-report.ts'
import { certificateNeeds } from './certificate-needs.ts'
import { competencyNeeds } from './competencies.ts'
import { drillAttendanceNeeds } from './drill-attendance-needs.ts'
import { calendarNeeds } from './drill-calendars.ts'
import { drillNeeds } from './drill-needs.ts'
import { eventNeeds } from './event-needs.ts'
import { gatewayNeeds } from './gateway-needs.ts'
import { hearingOf, receiptNeeds } from './hearing.ts'
import { improvementNeeds } from './improvements.ts'
import type { Installation } from './installation.ts'
import { mapNeeds } from './map-needs.ts'
import { operatorNeeds } from './operator-needs.ts'
import { phaseNeeds } from './phase-needs.ts'
import { previewNeeds } from './preview.ts'
import { proposalNeeds } from './proposal-needs.ts'
import { reportFormNeeds, reportNeeds } from './report-needs.ts'
import { reportRun } from './report-run.ts'
import { standingNeeds } from './standing-needs.ts'
import { streamNeeds } from './stream-needs.ts'

/** All routes over an installation, not listening: the service listens with it, a command may hand it one request. */
export const serverOver = (
  installation: Installation,
  queues: Pick<Queues, 'wake'>,
  publicUrl: () => string,
  ready: HealthNeeds['ready'],
) => {
  const callOuts = callOutNeeds(installation, queues, publicUrl)
  const operators = operatorNeeds(installation)
  const { configuration } = installation
  const { feeds } = configuration.feeds
  const readFeeds = feeds.filter(({ enabled }) => enabled).map(({ name }) => name)
  return buildServer({
    events: eventNeeds(installation, queues),
    preview: previewNeeds(installation, publicUrl),
    callOuts,
    callOutReports: {
      write: async ({ operator, callOutId, format }) => {
        const report = await callOutReport(installation, operator, callOutId)
        return report === null ? null : written(report, format)
      },
    },
    drillAttendance: drillAttendanceNeeds(installation),
    standing: standingNeeds(installation),
    improvements: improvementNeeds(installation),
    competencies: competencyNeeds(installation),
    certificates: certificateNeeds(installation),
    campaigns: {
      write: async ({ operator, campaignId, format }) => {
        const report = await campaignReport(installation, campaignId, operator.jurisdiction)
        return report === null ? null : writtenCampaign(report, format)
      },
    },
    stream: streamNeeds(installation),
    map: mapNeeds(installation),
    answers: answerNeeds(installation, queues),
    proposals: proposalNeeds(installation, callOuts, operators),
    inbound: inboundNeeds(installation, queues),
    receipts: receiptNeeds(installation),
    gateways: gatewayNeeds(
      configuration.channels.sms.filter((gateway) => gateway.kind === 'template'),
      hearingOf(installation, queues),
    ),
    inbox: {
      list: ({ operator, ...query }) => listInbox(installation.database, installation.seal, operator, query),
    },
    audit: { list: ({ operator, ...query }) => listAudit(installation.database, operator, query) },
    metrics: { gauges: () => readGauges(installation.database, installation.clock.now(), readFeeds) },
    phases: phaseNeeds(installation),
    reports: reportNeeds(installation),
    reportForms: reportFormNeeds(installation, reportRun(installation, queues)),
    drills: drillNeeds(installation, queues),
    calendars: calendarNeeds(installation),
    operators,
    health: { ready },
    clock: installation.clock,
    log: installation.log,
  })
}
