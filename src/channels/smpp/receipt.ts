import type { Receipt } from '../hearing.ts'
import { textOf, UCS2_CODING } from './alphabet.ts'
import { isIntermediate, octetsIn } from './delivery.ts'
import type { ShortMessage } from './pdu.ts'
import { numberIn, TLV, type Tlvs, textIn } from './tlv.ts'

/** How the id in a receipt is written differently from the id in the answer to the submission. */
export const RECEIPT_IDS = ['same', 'hex-to-dec', 'dec-to-hex'] as const
export type ReceiptId = (typeof RECEIPT_IDS)[number]

const inDecimal = (id: string, form: 'hex' | 'dec'): string => {
  if (form === 'dec') return /^\d+$/.test(id) ? BigInt(id).toString() : id
  return /^[0-9a-f]+$/i.test(id) ? BigInt(`0x${id}`).toString() : id
}

/** The id of an answer as we keep it: one id that answers and receipts are both turned into. */
export const idOfAnswer = (id: string, receiptId: ReceiptId): string =>
  receiptId === 'same' ? id : inDecimal(id, receiptId === 'hex-to-dec' ? 'hex' : 'dec')

export const idOfReceipt = (id: string, receiptId: ReceiptId): string =>
  receiptId === 'same' ? id : inDecimal(id, receiptId === 'hex-to-dec' ? 'dec' : 'hex')

/** The kept id as the SMSC's answers write it, for a query. Zeros that an answer's id began with are lost. */
export const idToAsk = (id: string, receiptId: ReceiptId): string =>
  receiptId === 'hex-to-dec' && /^\d+$/.test(id) ? BigInt(id).toString(16).toUpperCase() : id

type State = Receipt['state']

// SMPP v3.4, section 5.2.28, and appendix B for the words.
const STATES: readonly (readonly [number: number, word: string, state: State])[] = [
  [1, 'ENROUTE', 'waiting'],
  [2, 'DELIVRD', 'delivered'],
  [3, 'EXPIRED', 'expired'],
  [4, 'DELETED', 'failed'],
  [5, 'UNDELIV', 'failed'],
  [6, 'ACCEPTD', 'waiting'],
  [7, 'UNKNOWN', 'waiting'],
  [8, 'REJECTD', 'failed'],
]

/** What an SMSC says of a message that it took before. */
export interface Told {
  readonly id: string | null
  /** Our 16-bit name, where it brings that back. */
  readonly reference: number | null
  readonly state: State
  readonly reason: string | null
}

const sameCode = (a: string, b: string): boolean =>
  /^\d+$/.test(a) && /^\d+$/.test(b) ? Number(a) === Number(b) : a.toLowerCase() === b.toLowerCase()

/** The state by its number or, without one, by its word; `deadNumbers` are the error codes that mean: no such number. */
export const stateOf = (
  given: { readonly number: number | null; readonly word: string | null; readonly error: string | null },
  deadNumbers: readonly string[],
): { readonly state: State; readonly reason: string | null } => {
  const word = given.word?.toUpperCase() ?? ''
  const known =
    STATES.find(([number]) => number === given.number) ??
    // Some write the whole word: DELIVERED, UNDELIVERABLE.
    STATES.find(([, name]) => word !== '' && (word === name || word.slice(0, 5) === name.slice(0, 5)))
  const error = given.error ?? ''
  const said = [known?.[1] ?? (word === '' ? 'no state' : word), ...(Number(error) === 0 ? [] : [`error ${error}`])]
  const state = known?.[2] ?? 'waiting'
  if (state === 'delivered') return { state, reason: null }
  const dead = state === 'failed' && deadNumbers.some((code) => sameCode(code, error))
  return { state: dead ? 'failed-for-good' : state, reason: said.join(' ').slice(0, 80) }
}

/** One field of the receipt's text (appendix B), whatever the order and the case; null without it. */
const field = (text: string, name: string): string | null => {
  // What the message itself said stands behind `text:`, and may look like a field.
  const fields = text.replace(/\btext\s*:.*$/is, '')
  const found = (within: string) => new RegExp(`(?:^|[\\s,;|])${name}\\s*:\\s*([^\\s,;|]+)`, 'i').exec(within)?.[1]
  return found(fields) ?? found(text) ?? null
}

/** Reads a receipt in the dialects that SMSCs have: parameters first, then the text. */
export const readReceipt = (
  message: ShortMessage,
  tlvs: Tlvs,
  reading: { readonly receiptId: ReceiptId; readonly deadNumbers: readonly string[] },
): Told => {
  // Written in ASCII by programs, also where the default alphabet is another one.
  const coding = message.dataCoding === UCS2_CODING ? UCS2_CODING : 0
  const text = textOf(octetsIn(message, tlvs), coding, 'ascii')
  const id = textIn(tlvs, TLV.receiptedMessageId) ?? field(text, 'id')
  const network = tlvs.get(TLV.networkErrorCode)
  const error = field(text, 'err') ?? (network?.length === 3 ? String(network.readUInt16BE(1)) : null)
  const number = numberIn(tlvs, TLV.messageState)
  const { state, reason } = stateOf({ number, word: field(text, 'stat'), error }, reading.deadNumbers)
  return {
    id: id === null ? null : idOfReceipt(id, reading.receiptId),
    reference: numberIn(tlvs, TLV.userMessageReference),
    // A note on the way is never the end.
    state: isIntermediate(message) ? 'waiting' : state,
    reason,
  }
}
