import { type FastifyInstance, fastify } from 'fastify'
import type { Clock } from '../clock.ts'
import { type AnswerNeeds, answerRoutes } from './answer-routes.ts'
import { answerBrokenRequest } from './broken-request.ts'
import { type CallOutNeeds, callOutRoutes } from './call-out-routes.ts'
import { type EventNeeds, eventRoutes } from './event-routes.ts'
import { type HealthNeeds, healthRoutes } from './health-routes.ts'
import { type InboundNeeds, inboundRoutes } from './inbound-routes.ts'
import { type MapNeeds, mapRoutes } from './map-routes.ts'
import { refuseOtherMethods } from './method-refusals.ts'
import type { OperatorNeeds } from './operator.ts'
import { sendProblem } from './problem.ts'
import type { RateLimit } from './rate-limit.ts'
import { noteThrown, type RequestLog } from './refusal.ts'

export interface ServerNeeds {
  readonly events: EventNeeds
  /** How often an operator may post events, by operator id; left out, 300 times a minute. */
  readonly deliveriesAllowed?: RateLimit
  readonly callOuts: CallOutNeeds
  readonly map: MapNeeds
  readonly answers: AnswerNeeds
  readonly inbound: InboundNeeds
  readonly operators: OperatorNeeds
  readonly health: HealthNeeds
  readonly clock: Clock
  readonly log: RequestLog
}

/** A request must have arrived whole after this long. */
const REQUEST_TIMEOUT_MS = 15_000

/** Where a route says nothing else: no route without a body of its own takes more. */
const USUAL_BODY_BYTES = 16 * 1024

/**
 * The HTTP server with all its routes, not yet listening. Bodies reach routes as the bytes that came. Whatever is
 * refused, by a route, the framework or the HTTP parser, is a problem (RFC 9457), except on the answer page, which
 * speaks to people. Proxies' headers are not believed.
 */
export const buildServer = (needs: ServerNeeds): FastifyInstance => {
  const app = fastify({
    bodyLimit: USUAL_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    trustProxy: false,
    exposeHeadRoutes: false,
    // While it stops, what came on an open connection is still answered, and the connection closed.
    return503OnClosing: false,
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (thrown, request, reply) => {
      sendProblem(reply, noteThrown(thrown, request, needs.log))
    },
  })
  const { addRefusals } = refuseOtherMethods(app)

  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.setErrorHandler((thrown, request, reply) => sendProblem(reply, noteThrown(thrown, request, needs.log)))
  app.setNotFoundHandler((_request, reply) =>
    sendProblem(reply, { status: 404, detail: 'There is nothing at this address.' }),
  )
  app.addHook('onRequest', async (request, reply) => {
    // Packed bodies are small bombs; none of our senders needs them.
    if ((request.headers['content-encoding'] ?? 'identity') !== 'identity')
      return sendProblem(reply, { status: 415, detail: 'Send the body without a content-encoding.' })
    return undefined
  })

  healthRoutes(app, needs.health)
  eventRoutes(app, needs.events, needs.operators, needs.clock, needs.deliveriesAllowed)
  callOutRoutes(app, needs.callOuts, needs.operators, needs.clock)
  mapRoutes(app, needs.map, needs.operators)
  inboundRoutes(app, needs.inbound)
  // Apart, because it alone takes forms.
  app.register(async (pages) => answerRoutes(pages, needs.answers, needs.clock, needs.log))
  // Last: it looks at all the others.
  app.register(async () => addRefusals())
  return app
}
