import { fastify, type InjectOptions } from 'fastify'
import { z } from 'zod'
import { aServer, bearer, CALL_OUT, GATEWAY_TOKEN, signed, TOKEN } from '../stand-ins.ts'

export const record = z.record(z.string(), z.unknown())

const contentSchema = z.record(z.string(), z.object({ schema: record, example: z.unknown().optional() }))

const documentSchema = z.object({
  openapi: z.literal('3.1.0'),
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        operationId: z.string(),
        summary: z.string().min(1),
        security: z.array(z.record(z.string(), z.array(z.string()))),
        parameters: z.array(
          z.object({
            name: z.string(),
            in: z.enum(['query', 'path', 'header']),
            required: z.boolean().optional(),
            schema: record,
            example: z.unknown(),
          }),
        ),
        requestBody: z.object({ required: z.boolean(), content: contentSchema }).optional(),
        responses: z.record(z.string(), z.object({ description: z.string().min(1), content: contentSchema })),
      }),
    ),
  ),
  components: z.object({ schemas: z.record(z.string(), record), securitySchemes: record }),
})

export const { app } = aServer({ deliveriesAllowed: () => true })
export const reply = await app.inject({ url: '/openapi.json' })
export const document = documentSchema.parse(reply.json())

export const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    path,
    method: method === 'get' ? 'GET' : 'POST',
    ...operation,
  })),
)
export const named = operations.map((operation) => [`${operation.method} ${operation.path}`, operation] as const)

/** A judge of bodies by a schema of the document: the validator that the server's framework carries. */
export const judge = async (schema: Record<string, unknown>) => {
  const asking = fastify({ ajv: { customOptions: { strict: false, removeAdditional: false, coerceTypes: false } } })
  const inlined = JSON.stringify(schema).replaceAll('#/components/schemas/', 'components#/definitions/')
  const definitions = JSON.parse(
    JSON.stringify(document.components.schemas).replaceAll('#/components/schemas/', '#/definitions/'),
  )
  asking.addSchema({ $id: 'components', definitions })
  asking.post('/', { schema: { body: JSON.parse(inlined) } }, async () => 'ok')
  await asking.ready()
  return async (body: unknown): Promise<boolean> =>
    (
      await asking.inject({
        method: 'POST',
        url: '/',
        headers: { 'content-type': 'application/json' },
        payload: JSON.stringify(body),
      })
    ).statusCode === 200
}

/** The request that the document describes, with its examples in place. */
export const exampleRequest = ({
  path,
  method,
  parameters,
  requestBody,
  security,
}: (typeof operations)[number]): InjectOptions => {
  const url = parameters
    .filter((one) => one.in === 'path')
    .reduce(
      (text, { name, example }) =>
        text.replace(
          `{${name}}`,
          name === 'token' ? TOKEN : name !== 'number' && path.startsWith('/v1') ? CALL_OUT : String(example),
        ),
      path,
    )
  const query = new URLSearchParams(
    parameters
      .filter((one) => one.in === 'query')
      .map(({ name, example }): [string, string] => [name, String(example)]),
  )
  const [type = '', { example = null } = {}] = Object.entries(requestBody?.content ?? {})[0] ?? []
  const payload = type.includes('form')
    ? new URLSearchParams(
        Object.entries(record.parse(example)).map(([name, value]): [string, string] => [name, String(value)]),
      ).toString()
    : JSON.stringify(example)
  if (security.some((one) => 'signature' in one)) return { ...signed(payload), url }
  const gateway = security.some((one) => 'gateway' in one)
  return {
    method: method as 'GET',
    url: `${url}?${query.toString()}`,
    headers: {
      ...(gateway ? { authorization: `Bearer ${GATEWAY_TOKEN}` } : bearer('admin')),
      ...(requestBody === undefined ? {} : { 'content-type': type }),
    },
    ...(requestBody === undefined ? {} : { payload }),
  }
}
