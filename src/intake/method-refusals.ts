import type { FastifyInstance, HTTPMethods } from 'fastify'
import { sendProblem } from './problem.ts'

const METHODS: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/**
 * Answers 405, naming the methods that there are, wherever an address exists but not for a request's method: HEAD too,
 * so that nothing that only looks at a link counts as having seen its page. Call it before any route is added.
 */
export const refuseOtherMethods = (app: FastifyInstance): { readonly addRefusals: () => void } => {
  const known = new Map<string, Set<string>>()
  let adding = false
  app.addHook('onRoute', ({ url, method }) => {
    if (adding) return
    const methods = known.get(url) ?? new Set<string>()
    for (const one of [method].flat()) methods.add(one)
    known.set(url, methods)
  })
  return {
    addRefusals: () => {
      adding = true
      for (const [url, methods] of known) {
        const allow = [...methods].sort().join(', ')
        app.route({
          url,
          method: METHODS.filter((method) => !methods.has(method)),
          // Before the body is read: whatever it is, it is not for here.
          onRequest: async (_request, reply) =>
            sendProblem(reply, { status: 405, detail: `This address takes ${allow}.`, headers: { allow } }),
          handler: async () => undefined,
        })
      }
    },
  }
}
