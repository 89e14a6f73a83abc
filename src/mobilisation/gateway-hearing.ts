import { readSaid, type WordForm } from './gateway-words.ts'

export type ReceiptState = 'delivered' | 'failed' | 'failed-for-good' | 'expired' | 'waiting'

/** What a gateway must show before we listen to it. */
export interface CallerSecret {
  readonly in: 'header' | 'query' | 'path'
  /** Of the header (in lower case) or parameter; empty for the path. */
  readonly name: string
  /** 16 characters or more. */
  readonly value: string
}

/** Where a request holds what it says. */
export const HEARD_FROM = ['json', 'form', 'query'] as const

interface HeardRule {
  readonly secret: CallerSecret
  readonly from: (typeof HEARD_FROM)[number]
  /** With JSON: the list that holds one object for each, `''` for the body itself; null where there is one alone. */
  readonly list: string | null
  /** When it happened; null where it is not said. */
  readonly at: string | null
}

/** How a gateway tells what became of a message, as its section of channels.yaml has it. At least one of ref and id. */
export interface ReceiptRule extends HeardRule {
  readonly ref: string | null
  readonly id: string | null
  readonly state: string
  /** Words in lower case. */
  readonly states: ReadonlyMap<string, ReceiptState>
  readonly reason: string | null
  /** What a failure with these words in its reason is instead; in lower case, the first that stands there counts. */
  readonly byReason: readonly (readonly [words: string, state: ReceiptState])[]
}

/** How a gateway answers when it is asked what became of a message. */
export interface LookupRule {
  readonly form: WordForm
  readonly state: string
  /** Words in lower case. */
  readonly states: ReadonlyMap<string, ReceiptState>
  readonly reason: string | null
}

/** How a gateway hands over a text that somebody sent. */
export interface ReplyRule extends HeardRule {
  readonly id: string | null
  readonly sender: string
  readonly text: string
  readonly to: string | null
  /** Where the gateway brings missed calls by the same way: the field that tells them, and its words, in lower case. */
  readonly missedCall?: { readonly field: string; readonly is: readonly string[] }
}

/** Looks a field up in what a gateway said; null where it is not there or empty. */
export type HeardField = (path: string) => string | null

export interface HeardReceipt {
  readonly ref: string | null
  readonly providerRef: string | null
  readonly state: ReceiptState
  readonly reason: string | null
  readonly at: Date | null
}

export interface HeardText {
  readonly id: string | null
  readonly from: string
  readonly to: string | null
  readonly text: string
  readonly at: Date | null
  /** Nobody wrote: the phone rang and was let be. Left out: a text. */
  readonly missedCall?: true
}

/** What a gateway said, or the names of the fields that it left out, or a word for a state that no rule has. */
export type Heard<T> =
  | { readonly kind: 'heard'; readonly value: T }
  | { readonly kind: 'lacks'; readonly fields: readonly string[] }
  | { readonly kind: 'unlisted'; readonly word: string }

const EARLIEST_S = 1_000_000_000
const SECONDS_END = 100_000_000_000

/**
 * A gateway's time: seconds or milliseconds since 1970, or ISO 8601 with its offset. Null for anything else: a time
 * without a zone could be any of three in Indonesia.
 */
export const heardTime = (text: string | null): Date | null => {
  if (text === null) return null
  if (/^\d{10,13}$/.test(text)) {
    const count = Number(text)
    return count < EARLIEST_S ? null : new Date(count < SECONDS_END ? count * 1_000 : count)
  }
  const isInstant = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/i.test(text)
  const ms = isInstant ? Date.parse(text.replace(' ', 'T')) : Number.NaN
  return Number.isNaN(ms) ? null : new Date(ms)
}

const at = (field: HeardField, path: string | null): string | null => (path === null ? null : field(path))

/** A receipt by its rule. */
export const receiptBy = (rule: ReceiptRule, field: HeardField): Heard<HeardReceipt> => {
  const ref = at(field, rule.ref)
  const providerRef = at(field, rule.id)
  const word = field(rule.state)
  const names = ref === null && providerRef === null ? [rule.id, rule.ref].flatMap((path) => path ?? []) : []
  if (word === null || names.length > 0)
    return { kind: 'lacks', fields: [...names, ...(word === null ? [rule.state] : [])] }
  const listed = rule.states.get(word.trim().toLowerCase())
  if (listed === undefined) return { kind: 'unlisted', word }
  const reason = at(field, rule.reason)
  const said = reason?.toLowerCase() ?? ''
  const closer = listed === 'failed' ? rule.byReason.find(([words]) => said.includes(words)) : undefined
  const state = closer?.[1] ?? listed
  return { kind: 'heard', value: { ref, providerRef, state, reason, at: heardTime(at(field, rule.at)) } }
}

const isMissedCall = ({ missedCall }: ReplyRule, field: HeardField): boolean =>
  missedCall?.is.includes((field(missedCall.field) ?? '').trim().toLowerCase()) === true

/** A text by its rule; one without words is a text. A missed call has no words, whatever stands in their field. */
export const textBy = (rule: ReplyRule, field: HeardField): Heard<HeardText> => {
  const from = field(rule.sender)
  if (from === null) return { kind: 'lacks', fields: [rule.sender] }
  const rang = isMissedCall(rule, field)
  return {
    kind: 'heard',
    value: {
      id: at(field, rule.id),
      from,
      to: at(field, rule.to),
      text: rang ? '' : (field(rule.text) ?? ''),
      at: heardTime(at(field, rule.at)),
      ...(rang ? { missedCall: true } : {}),
    },
  }
}

/** What a gateway's answer says of a message that it was asked about; null where it says nothing that is listed. */
export const lookedUp = (
  rule: LookupRule,
  status: number,
  body: string,
): { readonly state: ReceiptState; readonly reason: string | null } | null => {
  if (status < 200 || status > 299) return null
  const { field } = readSaid(rule.form, status, body)
  const state = rule.states.get((field(rule.state) ?? '').trim().toLowerCase())
  return state === undefined ? null : { state, reason: at(field, rule.reason) }
}
