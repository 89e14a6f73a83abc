import fastify, { type FastifyInstance } from 'fastify'
import { type HealthNeeds, healthRoutes } from './health-routes.ts'

/** A server that tells of its health and of nothing else: for a worker, which takes no messages. */
export const buildHealthServer = (needs: HealthNeeds): FastifyInstance => {
  const app = fastify({ requestTimeout: 5_000 })
  healthRoutes(app, needs)
  return app
}
