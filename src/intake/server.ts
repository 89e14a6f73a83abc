import { type FastifyInstance, fastify } from 'fastify'
import type { Clock } from '../clock.ts'
import { type AnswerNeeds, answerRoutes } from './answer-routes.ts'
import { type AuditNeeds, auditRoutes } from './audit-routes.ts'
import { answerBrokenRequest, refuseExpectation } from './broken-request.ts'
import { type CalendarNeeds, calendarRoutes } from './calendar-routes.ts'
import { type CallOutReportNeeds, callOutReportRoutes } from './call-out-report-routes.ts'
import { type CallOutNeeds, callOutRoutes } from './call-out-routes.ts'
import { type CampaignNeeds, campaignRoutes } from './campaign-routes.ts'
import { type CertificateNeeds, certificateRoutes } from './certificate-routes.ts'
import { type CompetencyNeeds, competencyRoutes } from './competency-routes.ts'
import { type DrillAttendanceNeeds, drillAttendanceRoutes } from './drill-attendance-routes.ts'
import { type DrillNeeds, drillRoutes } from './drill-routes.ts'
import { XML_TYPES } from './event-delivery.ts'
import { type EventNeeds, eventRoutes } from './event-routes.ts'
import { type GatewayNeeds, gatewayRoutes, NO_GATEWAYS } from './gateway-routes.ts'
import { type HealthNeeds, healthRoutes } from './health-routes.ts'
import { type ImprovementNeeds, improvementRoutes } from './improvement-routes.ts'
import { type InboundNeeds, inboundRoutes } from './inbound-routes.ts'
import { type InboxNeeds, inboxRoutes } from './inbox-routes.ts'
import { boundConnections, type ConnectionCaps } from './limits/connections.ts'
import { type GateRates, gate } from './limits/gate.ts'
import { shared } from './limits/shared.ts'
import { type MapNeeds, mapRoutes } from './map-routes.ts'
import { refuseOtherMethods } from './method-refusals.ts'
import { openMetrics } from './metrics.ts'
import { type MetricsNeeds, metricsRoutes } from './metrics-routes.ts'
import { openApiRoutes } from './openapi/routes.ts'
import type { OperatorNeeds } from './operator.ts'
import { type PhaseNeeds, phaseRoutes } from './phase-routes.ts'
import { type PreviewNeeds, previewRoutes } from './preview-routes.ts'
import { sendProblem } from './problem.ts'
import { type ProposalNeeds, proposalRoutes } from './proposal-routes.ts'
import type { RateLimit } from './rate-limit.ts'
import { type ReceiptNeeds, receiptRoutes } from './receipt-routes.ts'
import { noteThrown, type RequestLog } from './refusal.ts'
import { type ReportFormNeeds, type ReportNeeds, reportFormRoutes, reportRoutes } from './report-routes.ts'
import { type StandingNeeds, standingRoutes } from './standing-routes.ts'
import { type StreamCaps, type StreamNeeds, type StreamPace, streamRoutes } from './stream-routes.ts'

export interface ServerNeeds {
  readonly events: EventNeeds
  /** How often an operator may post events, by operator id; left out, 300 times a minute. */
  readonly deliveriesAllowed?: RateLimit
  /** The same for previews. */
  readonly previewsAllowed?: RateLimit
  readonly preview: PreviewNeeds
  readonly callOuts: CallOutNeeds
  readonly callOutReports: CallOutReportNeeds
  readonly drillAttendance: DrillAttendanceNeeds
  readonly standing: StandingNeeds
  readonly improvements: ImprovementNeeds
  readonly competencies: CompetencyNeeds
  readonly certificates: CertificateNeeds
  readonly campaigns: CampaignNeeds
  readonly stream: StreamNeeds
  /** Left out, streams wait by the process's own clock, 10 at most for each operator and 100 in all. */
  readonly streams?: { readonly pace?: StreamPace; readonly caps?: StreamCaps }
  readonly map: MapNeeds
  readonly answers: AnswerNeeds
  readonly proposals: ProposalNeeds
  readonly inbound: InboundNeeds
  readonly receipts: ReceiptNeeds
  readonly inbox: InboxNeeds
  readonly audit: AuditNeeds
  readonly phases: PhaseNeeds
  readonly reports: ReportNeeds
  readonly reportForms: ReportFormNeeds
  readonly drills: DrillNeeds
  readonly calendars: CalendarNeeds
  readonly operators: OperatorNeeds
  readonly health: HealthNeeds
  /** Left out, no gateway is described that speaks of its own accord. */
  readonly gateways?: GatewayNeeds
  /** Left out, the metrics tell only what this process knows. */
  readonly metrics?: MetricsNeeds
  readonly bounds?: Partial<ServerBounds>
  readonly clock: Clock
  readonly log: RequestLog
}

/** What keeps slow and greedy clients from the others; times in ms. */
export interface ServerBounds {
  /** The head of a request must have arrived after this long. */
  readonly headMs: number
  /** A request must have arrived whole after this long: its least speed is its size over this. */
  readonly requestMs: number
  /** How often connections are looked through for those that are too slow. */
  readonly lookEveryMs: number
  /** A connection between requests is closed after this long. */
  readonly idleMs: number
  /** A connection on which an answer stands still, because it is not read, is cut after this long. */
  readonly stalledMs: number
  readonly connections: ConnectionCaps
  readonly rates: GateRates
  /** The clock of the rates. */
  readonly nowMs: () => number
}

/** Ours. Node alone would look only every 30 s, and allow a minute for the head. */
const USUAL_BOUNDS = { headMs: 10_000, requestMs: 15_000, lookEveryMs: 1_000, idleMs: 60_000, stalledMs: 60_000 }

/** More than any client or proxy sends; further ones are dropped by Node. */
const MAX_HEADERS = 100

const NO_GAUGES: MetricsNeeds = { gauges: async () => [] }

/** Where a route says nothing else: no route without a body of its own takes more. */
const USUAL_BODY_BYTES = 16 * 1024

/**
 * The HTTP server with all its routes, not yet listening. Bodies reach routes as the bytes that came. Whatever is
 * refused, by a route, the framework or the HTTP parser, is a problem (RFC 9457), except on the pages of links, which
 * speak to people. Proxies' headers are not believed.
 */
export const buildServer = (needs: ServerNeeds): FastifyInstance => {
  const { bounds = {}, operators, clock, log } = needs
  const { headMs, requestMs, lookEveryMs, idleMs, stalledMs } = { ...USUAL_BOUNDS, ...bounds }
  const app = fastify({
    http: { headersTimeout: headMs, requestTimeout: requestMs, connectionsCheckingInterval: lookEveryMs },
    bodyLimit: USUAL_BODY_BYTES,
    requestTimeout: requestMs,
    keepAliveTimeout: idleMs,
    connectionTimeout: stalledMs,
    trustProxy: false,
    exposeHeadRoutes: false,
    // While it stops, what came on an open connection is still answered, and the connection closed.
    return503OnClosing: false,
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (thrown, request, reply) => {
      sendProblem(reply, noteThrown(thrown, request, log))
    },
  })
  app.server.maxHeadersCount = MAX_HEADERS
  app.server.on('checkExpectation', refuseExpectation)
  const { addRefusals } = refuseOtherMethods(app)
  const { addDescription } = openApiRoutes(app)
  const metrics = openMetrics()

  // In this order: what is counted, what is held up, what is taken.
  metrics.watch(app)
  boundConnections(app, bounds.connections)
  gate(app, { operators, clock, ...bounds })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.setErrorHandler((thrown, request, reply) => sendProblem(reply, noteThrown(thrown, request, log)))
  app.setNotFoundHandler((_request, reply) =>
    sendProblem(reply, { status: 404, detail: 'There is nothing at this address.' }),
  )
  app.addHook('onRequest', (request, reply, done) => {
    // Packed bodies are small bombs; none of our senders needs them.
    if ((request.headers['content-encoding'] ?? 'identity') === 'identity') done()
    else sendProblem(reply, { status: 415, detail: 'Send the body without a content-encoding.' })
  })

  healthRoutes(app, { ready: shared(() => needs.health.ready()) })
  // Apart, because they alone take XML.
  app.register(async (events) => {
    events.addContentTypeParser([...XML_TYPES], { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    eventRoutes(events, metrics.counted(needs.events), operators, clock, needs.deliveriesAllowed)
    previewRoutes(events, needs.preview, operators, clock, needs.previewsAllowed)
  })
  callOutRoutes(app, needs.callOuts, operators, clock)
  callOutReportRoutes(app, needs.callOutReports, operators)
  drillAttendanceRoutes(app, needs.drillAttendance, operators)
  competencyRoutes(app, needs.competencies, operators)
  certificateRoutes(app, needs.certificates, operators)
  campaignRoutes(app, needs.campaigns, operators)
  standingRoutes(app, needs.standing, operators)
  improvementRoutes(app, needs.improvements, operators)
  streamRoutes(app, needs.stream, operators, needs.streams)
  mapRoutes(app, needs.map, operators)
  inboundRoutes(app, needs.inbound)
  receiptRoutes(app, needs.receipts, clock)
  inboxRoutes(app, needs.inbox, operators)
  auditRoutes(app, needs.audit, operators)
  phaseRoutes(app, needs.phases, operators, clock)
  reportRoutes(app, needs.reports, operators)
  drillRoutes(app, needs.drills, operators, clock)
  calendarRoutes(app, needs.calendars, clock)
  metricsRoutes(app, metrics, needs.metrics ?? NO_GAUGES, operators, log)
  // Apart, because they take a body of any type.
  app.register(async (gateways) => gatewayRoutes(gateways, needs.gateways ?? NO_GATEWAYS, clock, log))
  // Apart, because they alone take forms.
  app.register(async (pages) => answerRoutes(pages, needs.answers, clock, log))
  app.register(async (pages) => proposalRoutes(pages, needs.proposals, clock, log))
  app.register(async (pages) => reportFormRoutes(pages, needs.reportForms, clock, log))
  // Last: both look at all the others.
  app.register(async () => {
    addDescription()
    addRefusals()
  })
  return app
}
