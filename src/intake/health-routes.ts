import type { FastifyInstance } from 'fastify'
import { sendProblem } from './problem.ts'

export interface HealthNeeds {
  /** What stands between us and our work, each in a word; never a secret or an address. */
  ready(): Promise<{ readonly ok: boolean; readonly checks: Readonly<Record<string, string>> }>
}

/** GET /healthz: the process answers. GET /readyz: so does everything that it needs. */
export const healthRoutes = (app: FastifyInstance, needs: HealthNeeds): void => {
  app.get('/healthz', async () => ({ status: 'ok' }))

  app.get('/readyz', async (_request, reply) => {
    const { ok, checks } = await needs.ready()
    if (ok) return reply.send({ status: 'ready', checks })
    return sendProblem(reply, { status: 503, detail: 'Not ready yet.', retryAfterSeconds: 1, members: { checks } })
  })
}
