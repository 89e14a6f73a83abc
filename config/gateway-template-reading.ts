import type { AnswerTable } from '../src/mobilisation/answer-table.ts'
import type {
  CallerSecret,
  LookupRule,
  ReceiptRule,
  ReceiptState,
  ReplyRule,
} from '../src/mobilisation/gateway-hearing.ts'
import type { Condition } from '../src/mobilisation/gateway-words.ts'
import type { RequestDescription } from '../src/wording/gateway-request.ts'
import type { Slot } from '../src/wording/slots.ts'
import { requestOf } from './gateway-request-reading.ts'
import { type GatewaySource, type SlotReader, slotReader } from './gateway-slots.ts'
import type { TemplateSection } from './gateway-template.ts'

/** How a gateway is asked what became of a message. */
export interface LookupDescription {
  readonly request: RequestDescription
  readonly rule: LookupRule
}

/** A gateway described in configuration: everything that its adapter and its routes need. */
export interface TemplateGateway {
  readonly kind: 'template'
  readonly request: RequestDescription
  readonly answer: AnswerTable
  readonly sender: string
  /** In exercises; null: the same. */
  readonly exerciseSender: string | null
  /** Whatever came from variables: kept out of reasons. */
  readonly secrets: readonly string[]
  /** How to ask what became of a message; null where the gateway cannot be asked. */
  readonly lookup: LookupDescription | null
  readonly receipts: ReceiptRule | null
  readonly replies: ReplyRule | null
}

type Path = readonly PropertyKey[]
type Scalar = string | number | boolean
type ConditionGiven = TemplateSection['answer']['accepted']
type StatesGiven = Exclude<TemplateSection['receipts'], undefined>['states']
type SecretGiven = Exclude<TemplateSection['receipts'], undefined>['secret']

const MESSAGE_SLOTS: readonly Slot[] = [
  'to',
  'to.local',
  'to.plain',
  'text',
  'coding',
  'minutes',
  'priority',
  'ref',
  'sender',
]
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

const messageRequestOf = (reader: SlotReader, section: TemplateSection, source: GatewaySource): RequestDescription => {
  const request = requestOf(reader, section, source, [], MESSAGE_SLOTS)
  const hasNumber = (['to', 'to.local', 'to.plain'] as const).some((slot) => reader.uses(slot))
  if (!hasNumber || !reader.uses('text'))
    reader.fault([], 'a request without the number or the text', '{to}, {to.local} or {to.plain}, and {text}')
  return request
}

const statesOf = (reader: SlotReader, given: StatesGiven, path: Path): ReadonlyMap<string, ReceiptState> => {
  const states = new Map<string, ReceiptState>()
  for (const state of ['delivered', 'failed', 'failed-for-good', 'expired', 'waiting'] as const)
    for (const word of wordsOf(given[state] ?? []).map((text) => text.trim().toLowerCase())) {
      if (states.has(word)) reader.fault([...path, state], 'a word twice', 'each word for one state')
      states.set(word, state)
    }
  return states
}

const lookupOf = (
  reader: SlotReader,
  given: TemplateSection['lookup'],
  source: GatewaySource,
): LookupDescription | null => {
  if (given === undefined) return null
  const request = requestOf(reader, given, source, ['lookup'], ['id', 'ref'])
  const { state, states, reason = null } = given
  return {
    request,
    rule: { form: given.answer, state, states: statesOf(reader, states, ['lookup', 'states']), reason },
  }
}

const secretOf = (reader: SlotReader, given: SecretGiven, path: Path): CallerSecret => {
  const value = reader.plain(given.value, [...path, 'value'])
  if (
    reader.isWhole() &&
    (value.length < SHORTEST_SECRET || value.length > LONGEST_SECRET || !/^[\x21-\x7E]+$/.test(value))
  )
    reader.fault([...path, 'value'], `${value.length} characters`, '16 to 100, printable ASCII without spaces')
  if (given.in === 'path' && !/^[A-Za-z0-9._~-]*$/.test(value))
    reader.fault([...path, 'value'], 'signs that an address writes otherwise', 'letters, digits and . _ ~ - alone')
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
  return {
    ...heardOf(reader, given, ['receipts']),
    ref: given.ref ?? null,
    id: given.id ?? null,
    state: given.state,
    states: statesOf(reader, given.states, ['receipts', 'states']),
    reason: given.reason ?? null,
    byReason: [],
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
        ...(given.missedCall === undefined
          ? {}
          : {
              missedCall: {
                field: given.missedCall.field,
                is: wordsOf(given.missedCall.is).map((word) => word.trim().toLowerCase()),
              },
            }),
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
    request: messageRequestOf(reader, section, source),
    answer: answerOf(section.answer),
    sender: reader.plain(section.sender, ['sender']),
    exerciseSender:
      section.exerciseSender === undefined ? null : reader.plain(section.exerciseSender, ['exerciseSender']),
    lookup: lookupOf(reader, section.lookup, source),
    receipts: receiptsOf(reader, section.receipts),
    replies: repliesOf(reader, section.replies),
    secrets: reader.secrets(),
  }
  return reader.isWhole() && source.faults.length === before ? gateway : null
}
