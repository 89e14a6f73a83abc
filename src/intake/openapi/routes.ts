import type { FastifyInstance } from 'fastify'
import { docsPage } from './docs-page.ts'
import { componentSchemas, OPERATIONS, openApiDocument, operationIdOf, REFUSALS } from './document.ts'
import type { Operation } from './operation.ts'

const HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'public, max-age=300',
}

/** A route as the document writes it: `get /v1/events/{id}`. */
type RouteName = string

/** Other ways to a route that is described: what they take, channels.yaml says. */
const OTHER_WAYS: ReadonlySet<RouteName> = new Set(
  ['receipts', 'texts'].flatMap((what) => [
    `get /v1/gateways/{name}/${what}`,
    `get /v1/gateways/{name}/${what}/{secret}`,
    `post /v1/gateways/{name}/${what}/{secret}`,
  ]),
)

const servers = new WeakMap<FastifyInstance, ReadonlySet<RouteName>>()

const nameOf = (method: string, url: string): RouteName =>
  `${method.toLowerCase()} ${url.replace(/:(\w+)/g, (_colon, name: string) => `{${name}}`)}`

const describedName = ({ method, path }: Operation): RouteName => `${method} ${path}`

/**
 * The routes of a server that nobody described, for the test that asks for none.
 * @internal
 */
export const undescribedRoutes = (app: FastifyInstance): readonly RouteName[] => {
  const described = new Set(OPERATIONS.map(describedName))
  return [...(servers.get(app) ?? [])].filter((name) => !described.has(name) && !OTHER_WAYS.has(name))
}

/**
 * GET /openapi.json and GET /docs: the description of all described routes that the server has. Call it before any
 * route is added, and `addDescription` behind the last.
 */
export const openApiRoutes = (app: FastifyInstance): { readonly addDescription: () => void } => {
  const routes = new Set<RouteName>()
  let adding = true
  servers.set(app, routes)
  app.addHook('onRoute', ({ url, method }) => {
    if (adding) for (const one of [method].flat()) routes.add(nameOf(one, url))
  })
  return {
    addDescription: () => {
      // Written when somebody asks first: a process that serves no reader spends nothing on it.
      let written: { readonly document: string; readonly page: string } | undefined
      const description = () => {
        if (written === undefined) {
          const operations = OPERATIONS.filter((operation) => routes.has(describedName(operation)))
          const content = { operations, operationIdOf, refusals: REFUSALS, components: componentSchemas() }
          written = { document: JSON.stringify(openApiDocument(operations)), page: docsPage(content) }
        }
        return written
      }
      app.get('/openapi.json', (_request, reply) =>
        reply.headers(HEADERS).type('application/json; charset=utf-8').send(description().document),
      )
      app.get('/docs', (_request, reply) =>
        reply.headers(HEADERS).type('text/html; charset=utf-8').send(description().page),
      )
      adding = false
    },
  }
}
