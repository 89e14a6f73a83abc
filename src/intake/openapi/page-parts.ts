import type { Body, JsonSchema, Operation, Parameter } from './operation.ts'

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

export const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? '')

/** Text in which `backticks` stand round what a program reads. */
export const prose = (text: string): string => escaped(text).replace(/`([^`]*)`/g, '<code>$1</code>')

export const code = (text: string): string => `<pre><code>${escaped(text)}</code></pre>`

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  `<div class="w"><table><tr>${head.map((cell) => `<th>${cell}</th>`).join('')}</tr>${rows
    .map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`)
    .join('')}</table></div>`

const isSchema = (value: unknown): value is JsonSchema =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

const listIn = (value: unknown): readonly JsonSchema[] =>
  Array.isArray(value) ? (value as readonly unknown[]).filter(isSchema) : []

const boundsOf = ({ minimum, exclusiveMinimum, maximum, maxLength, maxItems }: JsonSchema): string => {
  const most = [
    ...(maxLength === undefined ? [] : [`≤ ${String(maxLength)} characters`]),
    ...(maxItems === undefined ? [] : [`≤ ${String(maxItems)} entries`]),
  ]
  const least = minimum ?? exclusiveMinimum
  const range = [
    ...(least === undefined ? [] : [`${minimum === undefined ? '&gt;' : '≥'} ${String(least)}`]),
    ...(maximum === undefined ? [] : [`≤ ${String(maximum)}`]),
  ]
  const all = [...range, ...most]
  return all.length === 0 ? '' : ` (${all.join(', ')})`
}

/** A schema in a line: a word with its bounds, or what it is made of; a component as a link to its table. */
export const schemaLine = (schema: JsonSchema): string => {
  const { $ref: ref, enum: words, const: only, type, items, anyOf, oneOf } = schema
  if (typeof ref === 'string') {
    const name = ref.split('/').at(-1) ?? ''
    return `<a href="#${name}">${name}</a>`
  }
  if (Array.isArray(words)) return (words as readonly unknown[]).map((word) => `<code>${String(word)}</code>`).join(' ')
  if (only !== undefined) return `<code>${escaped(String(only))}</code>`
  const choices = [...listIn(anyOf), ...listIn(oneOf)]
  if (choices.length > 0) return choices.map(schemaLine).join(' or ')
  if (isSchema(items)) return `list of ${schemaLine(items)}${boundsOf(schema)}`
  if (isSchema(schema['properties'])) {
    const inner = Object.entries(schema['properties']).filter((entry): entry is [string, JsonSchema] =>
      isSchema(entry[1]),
    )
    return `{ ${inner.map(([name, of]) => `<b>${escaped(name)}</b>: ${schemaLine(of)}`).join('; ')} }`
  }
  const word = Array.isArray(type) ? (type as readonly unknown[]).map(String).join(' or ') : String(type ?? 'anything')
  return `${word}${boundsOf(schema)}`
}

/** The text of a schema, also where it stands in one of its choices. */
const textOf = (schema: JsonSchema): string => {
  const { description, anyOf } = schema
  if (typeof description === 'string') return prose(description)
  return listIn(anyOf).map(textOf).find(Boolean) ?? ''
}

/** The fields of a component as a table; of one without fields its line. */
export const componentTable = (name: string, schema: JsonSchema): string => {
  const { properties, required } = schema
  const needed = new Set(Array.isArray(required) ? (required as readonly unknown[]) : [])
  const rows = isSchema(properties)
    ? Object.entries(properties).flatMap(([field, of]) =>
        isSchema(of)
          ? [[`<code>${escaped(field)}</code>${needed.has(field) ? ' *' : ''}`, schemaLine(of), textOf(of)]]
          : [],
      )
    : []
  const described = textOf(schema)
  return `<h3 id="${name}">${name}</h3>${described === '' ? '' : `<p>${described}</p>`}${
    rows.length === 0 ? `<p>${schemaLine(schema)}</p>` : table(['field', 'takes', ''], rows)
  }`
}

const parameterRow = ({ name, in: where, required, description, schema }: Parameter): readonly string[] => [
  `<code>${escaped(name)}</code>${required === true ? ' *' : ''}`,
  where,
  schemaLine(schema),
  prose(description),
]

const bodyParts = ({ required, contents }: Body): string =>
  contents
    .map(
      ({ type, schema, example }) =>
        `<p>Body${required ? '' : ' (may be left out)'}: <code>${escaped(type)}</code> ${schemaLine(schema)}</p>${
          example === undefined ? '' : code(JSON.stringify(example, null, 2))
        }`,
    )
    .join('')

const ACCESS: Readonly<Record<Operation['access'], string>> = {
  signed: 'signed by an operator',
  viewer: 'token of any role',
  sender: 'token, role sender or above',
  approver: 'token, role approver or above',
  admin: 'token, role admin',
  gateway: "the gateway's token",
  link: 'whoever has the link',
  open: 'anybody',
}

/** One route as a section; `id` is its anchor. */
export const operationPart = (operation: Operation, id: string): string => {
  const { method, path, summary, description, access, parameters = [], body, answers } = operation
  const rows = Object.entries(answers).map(([status, answer]) => [
    status,
    prose(answer.description),
    answer.content === undefined
      ? ''
      : `<code>${escaped(answer.content.type)}</code> ${schemaLine(answer.content.schema)}`,
  ])
  return (
    `<section id="${id}"><h3><code>${method.toUpperCase()} ${escaped(path)}</code></h3>` +
    `<p><b>${escaped(summary)}.</b> ${prose(description)} <i>For: ${ACCESS[access]}.</i></p>` +
    `${parameters.length === 0 ? '' : table(['parameter', 'in', 'takes', ''], parameters.map(parameterRow))}` +
    `${body === undefined ? '' : bodyParts(body)}${table(['status', 'means', 'body'], rows)}</section>`
  )
}
