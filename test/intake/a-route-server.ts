import { type FastifyInstance, fastify } from 'fastify'
import type { Operator, OperatorNeeds } from '../../src/intake/operator.ts'
import { operatorFor } from './stand-ins.ts'

/** A server that reads bodies as ours does, for routes that are tested apart from the others. */
export const aRouteServer = (register: (app: FastifyInstance) => void): FastifyInstance => {
  const app = fastify({ exposeHeadRoutes: false })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.register(async (routes) => register(routes))
  return app
}

/** Knows the tokens `token-ROLE`, as the whole server's stand-in does; `more` changes each operator. */
export const operatorsWith = (more: Partial<Operator> = {}): OperatorNeeds => ({
  byToken: async (token) => {
    const role = (['viewer', 'sender', 'approver', 'admin'] as const).find((one) => token === `token-${one}`)
    return role === undefined ? null : { ...operatorFor(role), jurisdictionArea: null, ...more }
  },
  byId: async () => null,
  secretsOf: async () => [],
})
