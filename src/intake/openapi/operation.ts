/** A JSON Schema of draft 2020-12, as OpenAPI 3.1 takes it. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** Who is let in, and by what. */
export type Access = 'signed' | 'viewer' | 'sender' | 'approver' | 'admin' | 'gateway' | 'link' | 'open'

export interface Parameter {
  readonly name: string
  readonly in: 'query' | 'path' | 'header'
  readonly required?: boolean
  readonly description: string
  readonly schema: JsonSchema
  readonly example?: unknown
}

interface Content {
  readonly type: string
  readonly schema: JsonSchema
  readonly example?: unknown
}

export interface Body {
  readonly required: boolean
  readonly contents: readonly Content[]
}

interface Answer {
  readonly description: string
  readonly headers?: Readonly<Record<string, string>>
  readonly content?: Content
}

/** What one route takes and gives, for people and programs. Refusals that go with its access come by themselves. */
export interface Operation {
  readonly method: 'get' | 'post'
  /** With parameters in braces: `/v1/events/{id}`. */
  readonly path: string
  readonly tag: string
  readonly summary: string
  readonly description: string
  readonly access: Access
  readonly parameters?: readonly Parameter[]
  readonly body?: Body
  /** By status; of refusals those that mean more than the usual. */
  readonly answers: Readonly<Record<number, Answer>>
}

/** An object that has all of these and, since fields may be added at any time, perhaps others. */
export const objectOf = (
  properties: Readonly<Record<string, JsonSchema>>,
  optional: readonly string[] = [],
): JsonSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
})

/** An object that has none but these. */
export const strictOf = (
  properties: Readonly<Record<string, JsonSchema>>,
  optional: readonly string[] = [],
): JsonSchema => ({ ...objectOf(properties, optional), additionalProperties: false })

export const listOf = (items: JsonSchema): JsonSchema => ({ type: 'array', items })
export const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] })
export const named = (component: string): JsonSchema => ({ $ref: `#/components/schemas/${component}` })

export const TEXT: JsonSchema = { type: 'string' }
export const COUNT: JsonSchema = { type: 'integer', minimum: 0 }
export const ID: JsonSchema = { type: 'string', format: 'uuid' }
export const INSTANT: JsonSchema = { type: 'string', format: 'date-time' }
export const NEXT: JsonSchema = { ...orNull(TEXT), description: 'The cursor of the page after this; null on the last' }

export const json = (schema: JsonSchema, example?: unknown): Content => ({
  type: 'application/json',
  schema,
  ...(example === undefined ? {} : { example }),
})

export const pathId = (what: string, example: string): Parameter => ({
  name: 'id',
  in: 'path',
  required: true,
  description: `The id of ${what}`,
  schema: ID,
  example,
})

/** `limit` and the cursor of a list. */
export const paging = (
  usual: number,
  most: number,
  cursor: 'before' | 'after',
  example: string,
): readonly Parameter[] => [
  {
    name: 'limit',
    in: 'query',
    description: `How many rows at most; ${usual} unless given`,
    schema: { type: 'integer', minimum: 1, maximum: most, default: usual },
    example: Math.min(usual, 100),
  },
  {
    name: cursor,
    in: 'query',
    description: 'The next of an earlier page as it is; left out for the first page',
    schema: TEXT,
    example,
  },
]
