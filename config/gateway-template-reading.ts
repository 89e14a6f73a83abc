import type { AnswerTable } from '../src/mobilisation/answer-table.ts'
import type { CallerSecret, ReceiptRule, ReceiptState, ReplyRule } from '../src/mobilisation/gateway-hearing.ts'
import type { Condition } from '../src/mobilisation/gateway-words.ts'
import type { RequestDescription, SlottedFields, SlottedJson } from '../src/wording/gateway-request.ts'
import type { Slot } from '../src/wording/slots.ts'
import { checkUrl } from './environment.ts'
import { type GatewaySource, type SlotReader, slotReader } from './gateway-slots.ts'
import type { TemplateSection } from './gateway-template.ts'

/** A gateway described in configuration: everything that its adapter and its routes need. */
export interface TemplateGateway {
  readonly kind: 'template'
  readonly request: RequestDescription
  readonly answer: AnswerTable
  readonly sender: string
  /** Whatever came from variables: kept out of reasons. */
  readonly secrets: readonly string[]
  readonly receipts: ReceiptRule | null
  readonly replies: ReplyRule | null
}

type Path = readonly PropertyKey[]
type Scalar = string | number | boolean
type Given<T extends 'form' | 'json'> = Exclude<TemplateSection[T], undefined>
type ConditionGiven = TemplateSection['answer']['accepted']
type SecretGiven = Exclude<TemplateSection['receipts'], undefined>['secret']

const HEADER = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
/** What HTTP itself writes, or what would let a description change what it says. */
const OWN_HEADERS = /^(host|content-length|transfer-encoding|connection|keep-alive|upgrade|expect|te|trailer)$/i
/** Nothing that anybody wrote stands in a header: numbers and our own names only. */
const HEADER_SLOTS: readonly Slot[] = ['to', 'to.local', 'to.plain', 'ref']
const SHORTEST_SECRET = 16
/** What our router takes as a part of an address. */
const LONGEST_SECRET = 100

const listed = <T>(given: T | readonly T[]): readonly T[] => (Array.isArray(given) ? given : [given as T])

const wordsOf = (given: Scalar | readonly Scalar[]): readonly string[] => listed<Scalar>(given).map(String)

const conditionOf = ({ status, field, is, startsWith, contains }: ConditionGiven): Condition => ({
  ...(status === undefined
    ? {}
    : {
        status: listed<number | string>(status).map((one): readonly [number, number] => {
          const first = typeof one === 'number' ? one : Number(one[0]) * 100
          return [first, typeof one === 'number' ? one : first + 99]
        }),
      }),
  ...(field === undefined ? {} : { field }),
  ...(is === undefined ? {} : { is: wordsOf(is) }),
  ...(startsWith === undefined ? {} : { startsWith: wordsOf(startsWith) }),
  ...(contains === undefined ? {} : { contains: wordsOf(contains) }),
})

const answerOf = ({ form, id, accepted, outcomes }: TemplateSection['answer']): AnswerTable => ({
  form,
  rows: outcomes.map((row) => ({ when: conditionOf(row.when), means: row.means, afterMs: row.after ?? null })),
  accepted: conditionOf(accepted),
  id: id ?? null,
})

const fieldsOf = (reader: SlotReader, given: Readonly<Record<string, Scalar>>, path: Path): SlottedFields =>
  Object.entries(given).map(([name, value]) => [name, reader.slotted(String(value), [...path, name])])

const jsonOf = (reader: SlotReader, given: Given<'json'>, path: Path): SlottedJson => {
  if (typeof given === 'string') return { kind: 'text', slotted: reader.slotted(given, path) }
  if (given === null || typeof given !== 'object') return { kind: 'plain', value: given }
  if (Array.isArray(given))
    return { kind: 'list', items: given.map((item, index) => jsonOf(reader, item, [...path, index])) }
  return {
    kind: 'object',
    fields: Object.entries(given).map(([name, value]) => [name, jsonOf(reader, value, [...path, name])]),
  }
}

const headersOf = (reader: SlotReader, given: Readonly<Record<string, Scalar>>): SlottedFields =>
  Object.entries(given).map(([name, value]) => {
    const path = ['headers', name]
    if (!HEADER.test(name) || OWN_HEADERS.test(name))
      reader.fault(path, 'a header that cannot be set here', 'the name of a header, and none that HTTP writes itself')
    const slotted = reader.slotted(String(value), path, HEADER_SLOTS)
    if (slotted.some((part) => typeof part === 'string' && !/^[\x20-\x7E]*$/.test(part)))
      reader.fault(path, 'a text with other signs', 'printable ASCII')
    return [name.toLowerCase(), slotted]
  })

const bodyOf = (reader: SlotReader, { method, form, json }: TemplateSection): RequestDescription['body'] => {
  if (form !== undefined && json !== undefined) reader.fault(['json'], 'form and json', 'one of the two')
  if (method === 'GET' && (form ?? json) !== undefined)
    reader.fault(['method'], 'GET with a body', 'POST, or the fields under query')
  if (form !== undefined) return { kind: 'form', fields: fieldsOf(reader, form, ['form']) }
  return json === undefined ? { kind: 'none' } : { kind: 'json', value: jsonOf(reader, json, ['json']) }
}

const requestOf = (reader: SlotReader, section: TemplateSection, source: GatewaySource): RequestDescription => {
  const url = reader.plain(section.url, ['url'])
  const before = source.faults.length
  if (reader.isWhole()) checkUrl(source.yaml.placeOf([...source.at, 'url']), url, ['https:', 'http:'], source.faults)
  if (/[{}]/.test(url)) reader.fault(['url'], 'braces', 'slots under query, form or json alone')
  else if (URL.canParse(url) && new URL(url).username !== '')
    reader.fault(['url'], 'a URL with a user name', 'the name and password under headers, form, json or query')
  const isUrl = source.faults.length === before
  const request: RequestDescription = {
    method: section.method,
    // Whoever gets a fault gets no gateway: this one is never asked.
    url: isUrl ? url : 'http://localhost/',
    query: fieldsOf(reader, section.query, ['query']),
    headers: headersOf(reader, section.headers),
    body: bodyOf(reader, section),
  }
  const hasNumber = (['to', 'to.local', 'to.plain'] as const).some((slot) => reader.uses(slot))
  if (!hasNumber || !reader.uses('text'))
    reader.fault([], 'a request without the number or the text', '{to}, {to.local} or {to.plain}, and {text}')
  return request
}

const secretOf = (reader: SlotReader, given: SecretGiven, path: Path): CallerSecret => {
  const value = reader.plain(given.value, [...path, 'value'])
  if (
    reader.isWhole() &&
    (value.length < SHORTEST_SECRET || value.length > LONGEST_SECRET || !/^[\x21-\x7E]+$/.test(value))
  )
    reader.fault([...path, 'value'], `${value.length} characters`, '16 to 100, printable ASCII without spaces')
  if (given.in === 'path' ? given.name !== undefined : given.name === undefined)
    reader.fault(path, 'a name with path, or none with header or query', 'the name of the header or parameter')
  return { in: given.in, name: given.in === 'header' ? (given.name ?? '').toLowerCase() : (given.name ?? ''), value }
}

const heardOf = (
  reader: SlotReader,
  given: NonNullable<TemplateSection['receipts'] | TemplateSection['replies']>,
  path: Path,
) => {
  if (given.list !== undefined && given.from !== 'json')
    reader.fault([...path, 'list'], `list with ${given.from}`, 'json')
  return {
    secret: secretOf(reader, given.secret, [...path, 'secret']),
    from: given.from,
    list: given.list ?? null,
    at: given.at ?? null,
  }
}

const receiptsOf = (reader: SlotReader, given: TemplateSection['receipts']): ReceiptRule | null => {
  if (given === undefined) return null
  if (given.ref === undefined && given.id === undefined)
    reader.fault(['receipts'], 'neither ref nor id', 'one of them: else nobody knows which message is meant')
  const states = new Map<string, ReceiptState>()
  for (const state of ['delivered', 'failed', 'failed-for-good', 'expired', 'waiting'] as const)
    for (const word of wordsOf(given.states[state] ?? []).map((text) => text.trim().toLowerCase())) {
      if (states.has(word)) reader.fault(['receipts', 'states', state], `a word twice`, 'each word for one state')
      states.set(word, state)
    }
  return {
    ...heardOf(reader, given, ['receipts']),
    ref: given.ref ?? null,
    id: given.id ?? null,
    state: given.state,
    states,
    reason: given.reason ?? null,
  }
}

const repliesOf = (reader: SlotReader, given: TemplateSection['replies']): ReplyRule | null =>
  given === undefined
    ? null
    : {
        ...heardOf(reader, given, ['replies']),
        id: given.id ?? null,
        sender: given.sender,
        text: given.text,
        to: given.to ?? null,
      }

/**
 * Reads a section that its schema has taken, with its references to variables; adds every fault with its line. Null
 * when there is a fault or, while messages are only recorded, when a variable that it uses is unset. Quotes no value.
 */
export const readTemplateGateway = (section: TemplateSection, source: GatewaySource): TemplateGateway | null => {
  const reader = slotReader(source)
  const before = source.faults.length
  const gateway: TemplateGateway = {
    kind: 'template',
    request: requestOf(reader, section, source),
    answer: answerOf(section.answer),
    sender: reader.plain(section.sender, ['sender']),
    receipts: receiptsOf(reader, section.receipts),
    replies: repliesOf(reader, section.replies),
    secrets: reader.secrets(),
  }
  return reader.isWhole() && source.faults.length === before ? gateway : null
}
