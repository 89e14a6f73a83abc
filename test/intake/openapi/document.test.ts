import { expect, test } from 'vitest'
import { undescribedRoutes } from '../../../src/intake/openapi/routes.ts'
import { app, document, exampleRequest, judge, named, operations, reply } from './described.ts'

test('it is for everybody and for programs', () => {
  expect(reply.statusCode).toBe(200)
  expect(reply.headers['content-type']).toMatch(/^application\/json/)
})

test('every route is described: add one to src/intake/openapi for a route that comes new', () => {
  expect(undescribedRoutes(app)).toEqual([])
})

test.each(named)('%s exists', (_name, { path, method }) => {
  expect(app.hasRoute({ method, url: path.replace(/\{(\w+)\}/g, ':$1') } as { method: 'GET'; url: string })).toBe(true)
})

test('operations have names of their own, and everything that is referred to is there', () => {
  const ids = operations.map(({ operationId }) => operationId)
  expect(new Set(ids).size).toBe(ids.length)
  const text = JSON.stringify(document)
  for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g))
    expect(Object.keys(document.components.schemas)).toContain(name)
  for (const { security } of operations)
    for (const scheme of security.flatMap((one) => Object.keys(one)))
      expect(Object.keys(document.components.securitySchemes)).toContain(scheme)
})

test.each(named)('%s names each parameter of its path', (_name, { path, parameters }) => {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
  expect(parameters.filter((one) => one.in === 'path').map(({ name }) => name)).toEqual(inPath)
})

const examplesOf = operations.flatMap(({ path, method, requestBody, responses }) =>
  [
    ...Object.values(requestBody?.content ?? {}),
    ...Object.values(responses).flatMap(({ content }) => Object.values(content)),
  ].flatMap(({ schema, example }) => (example === undefined ? [] : [[`${method} ${path}`, schema, example] as const])),
)

test.each(examplesOf)('an example of %s fits its schema', async (_name, schema, example) => {
  const fits = await judge(schema)
  expect(await fits(example)).toBe(true)
})

test.each(named)(
  '%s takes what its description shows, and answers with a status that it names',
  async (_name, operation) => {
    const answer = await app.inject(exampleRequest(operation))
    expect(Object.keys(operation.responses)).toContain(String(answer.statusCode))
    expect(answer.statusCode).toBeLessThan(300)
    const [type = ''] = Object.keys(operation.responses[String(answer.statusCode)]?.content ?? {})
    expect(answer.headers['content-type']).toContain(type)
  },
)

const guarded = named.filter(([, { security }]) => security.length > 0)

test.each(guarded)('%s keeps out whoever shows no key, as it says', async (_name, operation) => {
  const request = exampleRequest(operation)
  const headers = Object.fromEntries(Object.entries(request.headers ?? {}).filter(([name]) => name === 'content-type'))
  const answer = await app.inject({ ...request, headers, remoteAddress: '203.0.113.9' })
  expect(answer.statusCode).toBe(401)
  expect(Object.keys(operation.responses)).toContain('401')
})

const queried = named.filter(([, { parameters }]) => parameters.some((one) => one.in === 'query'))

test.each(queried)('%s takes each query by itself and none that is not described', async (_name, operation) => {
  const request = exampleRequest(operation)
  const [path = ''] = String(request.url).split('?')
  const statusOf = async (query: string) => (await app.inject({ ...request, url: `${path}?${query}` })).statusCode
  for (const { name, example } of operation.parameters.filter((one) => one.in === 'query'))
    expect(await statusOf(new URLSearchParams([[name, String(example)]]).toString())).toBe(200)
  expect(await statusOf('strange=1')).toBe(400)
})

/** Where a schema says nothing at all of what it takes. */
const emptyIn = (value: unknown, path: string): readonly string[] => {
  if (value === null || typeof value !== 'object') return []
  if (!Array.isArray(value) && Object.keys(value).length === 0) return [path]
  return Object.entries(value).flatMap(([name, inner]) =>
    ['example', 'examples', 'enum', 'required'].includes(name) ? [] : emptyIn(inner, `${path}.${name}`),
  )
}

test('no field of a body is left without a description of what it takes', () => {
  expect(emptyIn(document.components.schemas, '')).toEqual([])
})

test('refusals are problems, except for people', () => {
  for (const [name, { path, responses }] of named)
    for (const [status, { content }] of Object.entries(responses))
      if (Number(status) >= 400)
        expect([name, Object.keys(content)]).toEqual([
          name,
          [/^\/[apr]\//.test(path) ? 'text/html' : 'application/problem+json'],
        ])
})
