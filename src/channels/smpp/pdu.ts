import { int8, nulTerminated, type OctetReader, octetReader } from './octets.ts'
import { NO_TLVS, readTlvs, type Tlvs, writeTlvs } from './tlv.ts'

// SMPP v3.4 issue 1.2, section 5.1.2.1; a response is its request with the highest bit set.
const REQUESTS = {
  bind_receiver: 0x1,
  bind_transmitter: 0x2,
  query_sm: 0x3,
  submit_sm: 0x4,
  deliver_sm: 0x5,
  unbind: 0x6,
  bind_transceiver: 0x9,
  enquire_link: 0x15,
} as const
type Request = keyof typeof REQUESTS
export type BindCommand = 'bind_receiver' | 'bind_transmitter' | 'bind_transceiver'

const RESPONSE_BIT = 0x8000_0000
const GENERIC_NACK = 0x8000_0000
const HEADER = 16
const VERSION = 0x34

export interface Address {
  /** Type of number: 0 unknown, 1 international, 2 national, 3 of the network, 5 letters. */
  readonly ton: number
  /** Numbering plan: 0 unknown, 1 telephone numbers (E.164). */
  readonly npi: number
  readonly digits: string
}

/** The fields of submit_sm and deliver_sm, which are the same. */
export interface ShortMessage {
  readonly serviceType: string
  readonly source: Address
  readonly destination: Address
  readonly esmClass: number
  readonly protocolId: number
  /** 0 to 3. */
  readonly priority: number
  readonly scheduledAt: string
  readonly validity: string
  readonly registeredDelivery: number
  readonly replaceIfPresent: number
  readonly dataCoding: number
  readonly predefinedId: number
  /** At most 254 octets. */
  readonly text: Buffer
}

/** What a PDU says, by its command. Of a response that refuses there are usually no fields: they are empty then. */
export type Body =
  | { readonly command: BindCommand; readonly systemId: string; readonly password: string; readonly systemType: string }
  | { readonly command: `${BindCommand}_resp`; readonly systemId: string }
  | { readonly command: 'submit_sm' | 'deliver_sm'; readonly message: ShortMessage }
  | { readonly command: 'submit_sm_resp' | 'deliver_sm_resp'; readonly messageId: string }
  | { readonly command: 'query_sm'; readonly messageId: string; readonly source: Address }
  | {
      readonly command: 'query_sm_resp'
      readonly messageId: string
      readonly finalDate: string
      readonly messageState: number
      readonly errorCode: number
    }
  | { readonly command: 'enquire_link' | 'enquire_link_resp' | 'unbind' | 'unbind_resp' | 'generic_nack' }
  /** `other`: one that we do not speak; `unreadable`: one that is cut short. */
  | { readonly command: 'other' | 'unreadable'; readonly id: number }

export interface Pdu {
  readonly body: Body
  readonly status: number
  readonly sequence: number
  readonly tlvs: Tlvs
}

/** Whether it answers something: nothing of the kind is ever answered. */
export const isResponse = (body: Body): boolean =>
  'id' in body ? body.id >= RESPONSE_BIT : body.command === 'generic_nack' || body.command.endsWith('_resp')

const names = new Map<number, Request>()
for (const [name, id] of Object.entries(REQUESTS)) names.set(id, name as Request)

const idOf = (body: Body): number => {
  if ('id' in body) return body.id
  const { command } = body
  if (command === 'generic_nack') return GENERIC_NACK
  return command.endsWith('_resp')
    ? RESPONSE_BIT + REQUESTS[command.slice(0, -'_resp'.length) as Request]
    : REQUESTS[command as Request]
}

const address = ({ ton, npi, digits }: Address): Buffer[] => [int8(ton), int8(npi), nulTerminated(digits)]

const readAddress = (octets: OctetReader): Address => ({
  ton: octets.int8(),
  npi: octets.int8(),
  digits: octets.text(),
})

const writeMessage = (message: ShortMessage): Buffer[] => [
  nulTerminated(message.serviceType),
  ...address(message.source),
  ...address(message.destination),
  Buffer.of(message.esmClass, message.protocolId, message.priority),
  nulTerminated(message.scheduledAt),
  nulTerminated(message.validity),
  Buffer.of(message.registeredDelivery, message.replaceIfPresent, message.dataCoding, message.predefinedId),
  int8(message.text.length),
  message.text,
]

const readMessage = (octets: OctetReader): ShortMessage => ({
  serviceType: octets.text(),
  source: readAddress(octets),
  destination: readAddress(octets),
  esmClass: octets.int8(),
  protocolId: octets.int8(),
  priority: octets.int8(),
  scheduledAt: octets.text(),
  validity: octets.text(),
  registeredDelivery: octets.int8(),
  replaceIfPresent: octets.int8(),
  dataCoding: octets.int8(),
  predefinedId: octets.int8(),
  text: octets.octets(octets.int8()),
})

const writeBody = (body: Body): Buffer[] => {
  switch (body.command) {
    case 'bind_receiver':
    case 'bind_transmitter':
    case 'bind_transceiver':
      return [
        ...[body.systemId, body.password, body.systemType].map(nulTerminated),
        // Any numbers: those that are ours are the SMSC's business.
        ...[int8(VERSION), int8(0), int8(0), nulTerminated('')],
      ]
    case 'bind_receiver_resp':
    case 'bind_transmitter_resp':
    case 'bind_transceiver_resp':
      return [nulTerminated(body.systemId)]
    case 'submit_sm':
    case 'deliver_sm':
      return writeMessage(body.message)
    case 'submit_sm_resp':
    case 'deliver_sm_resp':
      return [nulTerminated(body.messageId)]
    case 'query_sm':
      return [nulTerminated(body.messageId), ...address(body.source)]
    case 'query_sm_resp':
      return [
        nulTerminated(body.messageId),
        nulTerminated(body.finalDate),
        Buffer.of(body.messageState, body.errorCode),
      ]
    case 'enquire_link':
    case 'enquire_link_resp':
    case 'unbind':
    case 'unbind_resp':
    case 'generic_nack':
    case 'other':
    case 'unreadable':
      return []
  }
}

const readBind = (command: BindCommand, octets: OctetReader): Body => {
  const body: Body = { command, systemId: octets.text(), password: octets.text(), systemType: octets.text() }
  // Version, TON, NPI and range of numbers.
  octets.octets(Math.min(octets.left(), 3))
  octets.text()
  return body
}

const readKnown = (request: Request, answers: boolean, octets: OctetReader): Body => {
  switch (request) {
    case 'bind_receiver':
    case 'bind_transmitter':
    case 'bind_transceiver':
      return answers ? { command: `${request}_resp`, systemId: octets.text() } : readBind(request, octets)
    case 'submit_sm':
    case 'deliver_sm':
      return answers
        ? { command: `${request}_resp`, messageId: octets.text() }
        : { command: request, message: readMessage(octets) }
    case 'query_sm': {
      const messageId = octets.text()
      if (!answers) return { command: request, messageId, source: readAddress(octets) }
      const finalDate = octets.text()
      const [messageState, errorCode] = octets.left() < 2 ? [0, 0] : [octets.int8(), octets.int8()]
      return { command: 'query_sm_resp', messageId, finalDate, messageState, errorCode }
    }
    case 'enquire_link':
    case 'unbind':
      return { command: answers ? `${request}_resp` : request }
  }
}

const readBody = (id: number, octets: OctetReader): Body => {
  if (id === GENERIC_NACK) return { command: 'generic_nack' }
  const request = names.get(id >= RESPONSE_BIT ? id - RESPONSE_BIT : id)
  if (request === undefined) return { command: 'other', id }
  return readKnown(request, id >= RESPONSE_BIT, octets)
}

/** The whole PDU as it goes over the wire. */
export const writePdu = ({ body, status, sequence, tlvs }: Pdu): Buffer => {
  const whole = Buffer.concat([Buffer.alloc(HEADER), ...writeBody(body), ...writeTlvs(tlvs)])
  whole.writeUInt32BE(whole.length, 0)
  whole.writeUInt32BE(idOf(body), 4)
  whole.writeUInt32BE(status, 8)
  whole.writeUInt32BE(sequence, 12)
  return whole
}

/** Reads one whole PDU of at least 16 octets: the head can always be read. */
export const readPdu = (whole: Buffer): Pdu => {
  const [id, status, sequence] = [whole.readUInt32BE(4), whole.readUInt32BE(8), whole.readUInt32BE(12)]
  const octets = octetReader(whole.subarray(HEADER))
  try {
    const body = readBody(id, octets)
    return { body, status, sequence, tlvs: body.command === 'other' ? NO_TLVS : readTlvs(octets) }
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown
    return { body: { command: 'unreadable', id }, status, sequence, tlvs: NO_TLVS }
  }
}
