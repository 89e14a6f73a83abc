import { z } from 'zod'
import type { ReceiptState } from '../src/mobilisation/gateway-hearing.ts'
import type { Slotted } from '../src/wording/slots.ts'
import { type Check, isGatewayUrl, setting, timeout } from './gateway-settings.ts'
import type { TemplateGateway } from './gateway-template-reading.ts'

// Kannel's smsbox takes one GET for each message and calls a URL for each receipt and text: it is a described gateway
// whose description is known. User guide of Kannel 1.4.5, chapters 6 (sendsms, delivery reports) and 11 (escape codes).

const sender = z
  .string()
  .regex(/^[+A-Za-z0-9 ._-]{1,20}$/, { error: 'a number, a short code or a name of at most 11 letters' })

/** The keys of a Kannel, beside those that every gateway has. */
export const kannelFields = {
  kind: z.literal('kannel'),
  url: setting.describe("smsbox's sendsms service, such as http://127.0.0.1:13013/cgi-bin/sendsms"),
  username: setting.describe('of a sendsms-user group'),
  password: setting,
  sender: sender.optional().describe("who messages come from; left out: the user's default-sender"),
  exerciseSender: sender.optional().describe('who messages of exercises come from; as sender where left out'),
  smsc: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,40}$/, { error: 'the smsc-id of an SMSC' })
    .optional()
    .describe('the smsc-id to send by; left out: as Kannel routes'),
  callback: setting.describe('where Kannel reaches us, such as http://10.0.0.5:8080: receipts are asked for there'),
  secret: setting.describe('what Kannel shows there: 16 to 100 letters, digits and . _ ~ -'),
  concurrency: z.int().min(1).max(100).default(10).describe('messages handed to Kannel at the same time'),
  timeout: timeout.prefault('20s'),
}

export const kannelSection = z.strictObject(kannelFields)

const DELIVERED = 1
const FAILED = 2
const REJECTED = 16
const ALL_REPORTS = 31

/** A report is one of 1, 2, 4 (waits at the SMSC), 8 (the SMSC took it), 16; a sum of them says the last of them. */
const stateOf = (report: number): ReceiptState => {
  if ((report & DELIVERED) > 0) return 'delivered'
  return (report & (FAILED | REJECTED)) > 0 ? 'failed' : 'waiting'
}
const STATES = new Map(Array.from({ length: ALL_REPORTS }, (_, at) => [String(at + 1), stateOf(at + 1)] as const))

const ANSWER: TemplateGateway['answer'] = {
  form: 'text',
  id: null,
  rows: [
    // No SMSC takes this number.
    { when: { status: [[403, 403]], contains: ['not routable'] }, means: 'refused', afterMs: null },
    { when: { contains: ['sender missing', 'dlr-url field misformed'] }, means: 'try-again', afterMs: 60_000 },
  ],
  // `Sent.` where it answers before the bearerbox did (immediate-sendsms-reply).
  accepted: { status: [[202, 202]], startsWith: ['0:', '3:', 'sent.'] },
}

const isCallback: Check = (path, value, faults) => {
  isGatewayUrl(path, value, faults)
  // A percent sign would be one of Kannel's own escapes.
  if (/[%?#\s]|\/\/.*@/.test(value))
    faults.push({ path, got: 'an address with a query or signs of its own', expected: 'scheme, host, port and path' })
}
const isSecret: Check = (path, value, faults) => {
  if (!/^[A-Za-z0-9._~-]{16,100}$/.test(value))
    faults.push({
      path,
      got: `a text of ${value.length} characters`,
      expected: '16 to 100 letters, digits and . _ ~ -: it stands in an address',
    })
}
const isAnything: Check = () => undefined

/**
 * A section's settings as a described gateway called `name`. `settingAt` follows a reference to a variable, has the
 * value checked, and gives null where it is unset. Null where one of them is.
 */
export const readKannel = (
  section: z.output<typeof kannelSection>,
  name: string,
  settingAt: (key: string, written: string, check: Check) => string | null,
): TemplateGateway | null => {
  const url = settingAt('url', section.url, isGatewayUrl)
  const username = settingAt('username', section.username, isAnything)
  const password = settingAt('password', section.password, isAnything)
  const callback = settingAt('callback', section.callback, isCallback)
  const secret = settingAt('secret', section.secret, isSecret)
  if (url === null || username === null || password === null || callback === null || secret === null) return null
  const receipts = `${callback.replace(/\/+$/, '')}/v1/gateways/${name}/receipts?key=${secret}&ref=`
  const query: readonly (readonly [string, Slotted])[] = [
    ['username', [username]],
    ['password', [password]],
    ['to', [{ slot: 'to' }]],
    ['text', [{ slot: 'text' }]],
    ['charset', ['UTF-8']],
    ['coding', [{ slot: 'coding' }]],
    ['validity', [{ slot: 'minutes' }]],
    ['priority', [{ slot: 'priority' }]],
    ['dlr-mask', [String(ALL_REPORTS)]],
    ['dlr-url', [receipts, { slot: 'ref' }, '&state=%d&at=%T&reason=%A']],
    ...((section.sender ?? section.exerciseSender) === undefined ? [] : [['from', [{ slot: 'sender' }]] as const]),
    ...(section.smsc === undefined ? [] : [['smsc', [section.smsc]] as const]),
  ]
  const heard = { secret: { in: 'query', name: 'key', value: secret }, from: 'query', list: null, at: 'at' } as const
  return {
    kind: 'template',
    request: {
      method: 'GET',
      url: URL.canParse(url) ? url : 'http://localhost/',
      query,
      headers: [],
      body: { kind: 'none' },
    },
    answer: ANSWER,
    sender: section.sender ?? '',
    exerciseSender: section.exerciseSender ?? null,
    secrets: [username, password, secret],
    lookup: null,
    receipts: {
      ...heard,
      ref: 'ref',
      id: null,
      state: 'state',
      states: STATES,
      reason: 'reason',
      // What an SMSC of SMPP answered, ESME_RINVDSTADR; what its receipt says; and what Kannel says of its own queue.
      byReason: [
        ['nack/0x0000000b', 'failed-for-good'],
        ['nack/validity expired', 'expired'],
        ['stat:expired', 'expired'],
      ],
    },
    replies: { ...heard, id: 'id', sender: 'from', text: 'text', to: 'to' },
  }
}
