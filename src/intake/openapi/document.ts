import { STATUS_CODES } from 'node:http'
import { AUDIT_OPERATIONS } from './audit-operations.ts'
import { CALENDAR_OPERATIONS } from './calendar-operations.ts'
import { CALL_OUT_OPERATIONS, CALL_OUT_SCHEMAS } from './call-out-operations.ts'
import { CALL_OUT_REPORT_OPERATIONS } from './call-out-report-operations.ts'
import { CAMPAIGN_OPERATIONS } from './campaign-operations.ts'
import { COMPETENCY_OPERATIONS } from './competency-operations.ts'
import { CONSIDERED_OPERATIONS, CONSIDERED_SCHEMAS } from './considered-operations.ts'
import { DRILL_ATTENDANCE_OPERATIONS } from './drill-attendance-operations.ts'
import { DRILL_OPERATIONS } from './drill-operations.ts'
import { EVENT_OPERATIONS, eventSchemas } from './event-operations.ts'
import { GATEWAY_OPERATIONS } from './gateway-operations.ts'
import { INBOX_OPERATIONS } from './inbox-operations.ts'
import { MAP_OPERATIONS, MAP_SCHEMAS } from './map-operations.ts'
import { type Access, type JsonSchema, listOf, named, type Operation, objectOf, TEXT } from './operation.ts'
import { PEOPLE_OPERATIONS } from './people-operations.ts'
import { PREVIEW_OPERATIONS, PREVIEW_SCHEMAS } from './preview-operations.ts'
import { PROPOSAL_OPERATIONS } from './proposal-operations.ts'
import { SERVICE_OPERATIONS } from './service-operations.ts'
import { STANDING_OPERATIONS } from './standing-operations.ts'
import { VILLAGE_OPERATIONS } from './village-operations.ts'

/** Every route, family by family. A family that comes new adds its list here and its schemas below. */
export const OPERATIONS: readonly Operation[] = [
  ...EVENT_OPERATIONS,
  ...PREVIEW_OPERATIONS,
  ...CALL_OUT_OPERATIONS,
  ...CONSIDERED_OPERATIONS,
  ...CALL_OUT_REPORT_OPERATIONS,
  ...DRILL_ATTENDANCE_OPERATIONS,
  ...COMPETENCY_OPERATIONS,
  ...PROPOSAL_OPERATIONS,
  ...MAP_OPERATIONS,
  ...GATEWAY_OPERATIONS,
  ...PEOPLE_OPERATIONS,
  ...VILLAGE_OPERATIONS,
  ...DRILL_OPERATIONS,
  ...CALENDAR_OPERATIONS,
  ...CAMPAIGN_OPERATIONS,
  ...STANDING_OPERATIONS,
  ...INBOX_OPERATIONS,
  ...AUDIT_OPERATIONS,
  ...SERVICE_OPERATIONS,
]

/** Everything that the document names in more than one place. */
export const componentSchemas = (): Readonly<Record<string, JsonSchema>> => ({
  ...eventSchemas(),
  ...PREVIEW_SCHEMAS,
  ...CALL_OUT_SCHEMAS,
  ...CONSIDERED_SCHEMAS,
  ...MAP_SCHEMAS,
  Fault: objectOf({
    path: { ...TEXT, description: 'Where: `area.villageCodes[0]`, or empty for the whole' },
    got: { ...TEXT, description: 'What stood there, with contacts masked' },
    expected: TEXT,
    hint: { ...TEXT, description: 'What to do about it' },
  }),
  Problem: {
    ...objectOf({
      type: TEXT,
      title: TEXT,
      status: { type: 'integer' },
      detail: TEXT,
      errors: { ...listOf(named('Fault')), description: 'Every fault at once; at most 200' },
    }),
    description: 'RFC 9457',
  },
})

/** What each refusal means where a route says nothing else. */
export const REFUSALS: Readonly<Record<number, string>> = {
  400: 'The body or the query cannot be read; faults say why',
  401: 'The signature, its time or the token was not accepted; nothing else is said',
  403: 'Not with your role, or not in your jurisdiction',
  404: 'There is no such thing within your jurisdiction',
  405: 'The address takes other methods; `allow` names them',
  408: 'The request took more than 15 s to arrive',
  413: 'The body is larger than the route takes',
  415: 'The route does not take this type or encoding of content',
  422: 'It was read, and what it says cannot be; `errors` lists every fault',
  429: 'Too much within a minute; `retry-after` says when to come again',
  431: 'The headers are larger than 16 KiB',
  503: 'Something that we need is away; nothing was kept: send it again after `retry-after`',
}

const refusalsOf = ({ access, parameters = [], body }: Operation): readonly number[] => [
  ...(access === 'open' || access === 'link' ? [] : [401, 503]),
  ...(access === 'link' ? [503] : []),
  ...(['signed', 'sender', 'approver', 'admin'].includes(access) ? [403] : []),
  ...(parameters.some((one) => one.in === 'path') ? [404] : []),
  ...(parameters.some((one) => one.in === 'query') ? [400] : []),
  ...(body === undefined ? [] : [400, 413, 415]),
  ...(body === undefined || access === 'link' ? [] : [422]),
  429,
]

const SECURITY: Readonly<Record<Access, readonly object[]>> = {
  signed: [{ signature: [] }],
  viewer: [{ token: [] }],
  sender: [{ token: [] }],
  approver: [{ token: [] }],
  admin: [{ token: [] }],
  gateway: [{ gateway: [] }],
  link: [],
  open: [],
}

const contentOf = ({ type, schema, example }: { type: string; schema: JsonSchema; example?: unknown }) => ({
  [type]: { schema, ...(example === undefined ? {} : { example }) },
})

const PROBLEM = { 'application/problem+json': { schema: named('Problem') } }

const answersOf = (operation: Operation): Readonly<Record<string, object>> => {
  const { answers, access } = operation
  const statuses = [...new Set([...Object.keys(answers).map(Number), ...refusalsOf(operation)])].sort((a, b) => a - b)
  return Object.fromEntries(
    statuses.map((status) => {
      const { description, headers, content } = answers[status] ?? { description: REFUSALS[status] ?? '' }
      const problem = access === 'link' ? { 'text/html': { schema: TEXT } } : PROBLEM
      return [
        String(status),
        {
          description: description || STATUS_CODES[status] || '',
          ...(headers === undefined
            ? {}
            : {
                headers: Object.fromEntries(
                  Object.entries(headers).map(([name, text]) => [name, { description: text, schema: TEXT }]),
                ),
              }),
          content: content === undefined ? (status < 400 ? {} : problem) : contentOf(content),
        },
      ]
    }),
  )
}

const ROLE_WORD: Readonly<Partial<Record<Access, string>>> = {
  viewer: 'any role',
  sender: 'the role sender or above',
  approver: 'the role approver or above',
  admin: 'the role admin',
}

const operationObject = (operation: Operation): object => {
  const { tag, summary, description, access, parameters = [], body } = operation
  const role = ROLE_WORD[access]
  return {
    tags: [tag],
    summary,
    description: role === undefined ? description : `${description} For ${role}.`,
    operationId: operationIdOf(operation),
    security: SECURITY[access],
    parameters,
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: body.required,
            content: Object.assign({}, ...body.contents.map(contentOf)) as object,
          },
        }),
    responses: answersOf(operation),
  }
}

/** `get /v1/call-outs/{id}/notices` is get-v1-call-outs-id-notices: also the anchor on the page. */
export const operationIdOf = ({ method, path }: Operation): string =>
  `${method}${path.replace(/[{}]/g, '').replaceAll('/', '-').replace(/\./g, '-')}`

const SECURITY_SCHEMES = {
  signature: {
    type: 'apiKey',
    in: 'header',
    name: 'webhook-signature',
    description: 'Standard Webhooks v1 with your operator secret (whsec_…), beside the other three headers',
  },
  token: { type: 'http', scheme: 'bearer', description: "Your operator's token" },
  gateway: { type: 'http', scheme: 'bearer', description: "The gateway's token (SMS_INBOUND_TOKEN)" },
}

/** The OpenAPI 3.1 document of these operations. */
export const openApiDocument = (operations: readonly Operation[]): object => {
  const paths: Record<string, Record<string, object>> = {}
  for (const operation of operations)
    paths[operation.path] = { ...paths[operation.path], [operation.method]: operationObject(operation) }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Kentongan',
      version: '1',
      description:
        "Calls out Indonesia's village disaster responders. Every refusal is a problem (RFC 9457) with every fault " +
        'at once. Bad input never gets a 5xx.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    // Relative to where the document lies, so that it holds behind any proxy.
    servers: [{ url: '/' }],
    tags: [...new Set(operations.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: { schemas: componentSchemas(), securitySchemes: SECURITY_SCHEMES },
  }
}
