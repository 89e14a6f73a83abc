import type { FastifyInstance, FastifyRequest } from 'fastify'
import { reasonOf } from '../errors.ts'
import { isLoopback } from './limits/address.ts'
import { shared } from './limits/shared.ts'
import { type Gauge, METRICS_TYPE, type Metrics } from './metrics.ts'
import { type OperatorNeeds, requireRole } from './operator.ts'
import type { RequestLog } from './refusal.ts'

export interface MetricsNeeds {
  /** What is read from rows each time that somebody looks. */
  gauges(): Promise<readonly Gauge[]>
}

/** What a proxy adds: behind one, everybody seems to come from the machine itself. */
const FORWARDED = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'] as const

const comesFromHere = (request: FastifyRequest): boolean =>
  isLoopback(request.ip) && FORWARDED.every((name) => request.headers[name] === undefined)

const rowsRead = (value: 0 | 1): Gauge => ({
  name: 'kentongan_rows_read',
  help: 'Whether the figures from the database could be read',
  values: [{ labels: {}, value }],
})

/**
 * GET /metrics for Prometheus: with a token of any role, or without one from the machine itself, where no proxy stands
 * between. Where the database is away the rest is told, and `kentongan_rows_read` is 0.
 */
export const metricsRoutes = (
  app: FastifyInstance,
  metrics: Metrics,
  needs: MetricsNeeds,
  operators: OperatorNeeds,
  log: RequestLog,
): void => {
  const viewer = requireRole(operators, 'viewer')
  // Read once for all that look at the same time.
  const gauges = shared(() =>
    needs.gauges().then(
      (read) => [...read, rowsRead(1)],
      (thrown: unknown) => {
        log.warn('the figures for metrics could not be read', { reason: reasonOf(thrown) })
        return [rowsRead(0)]
      },
    ),
  )

  app.get(
    '/metrics',
    { onRequest: async (request, reply) => (comesFromHere(request) ? undefined : viewer(request, reply)) },
    async (_request, reply) => {
      const text = await metrics.text(await gauges())
      return reply.header('cache-control', 'no-store').type(METRICS_TYPE).send(text)
    },
  )
}
