import { z } from 'zod'
import type { Fault } from '../src/errors.ts'
import { checkUrl } from './environment.ts'
import { duration } from './quantities.ts'

/** An SMSC as channels.yaml describes it, its references to variables followed; the fields of the channel's options. */
export interface SmppSettings {
  readonly kind: 'smpp'
  readonly smsc: { readonly host: string; readonly port: number; readonly secure: boolean }
  readonly systemId: string
  readonly password: string
  readonly systemType: string
  readonly serviceType: string
  readonly source: string
  readonly exerciseSource: string | null
  readonly sourceTon: number | null
  readonly sourceNpi: number | null
  readonly destinationTon: number
  readonly destinationNpi: number
  readonly bind: 'transceiver' | 'pair'
  readonly sessions: number
  readonly window: number
  /** Messages under way at once, over all sessions of a process. */
  readonly connections: number
  readonly alphabet: 'gsm7' | 'latin1' | 'ascii'
  readonly long: 'udh' | 'sar' | 'payload'
  readonly receiptId: 'same' | 'hex-to-dec' | 'dec-to-hex'
  readonly deadNumbers: readonly string[]
  readonly reference: boolean
  readonly connectMs: number
  readonly answerMs: number
  readonly enquireEveryMs: number
}

const setting = z.string().min(1).describe(`a value, or the name of an environment variable as \${NAME}`)

// An operator shows letters of at most 11 characters (3GPP TS 23.040, 9.1.2.5).
const SENDER = /^(?:\+?\d{3,15}|(?=[^A-Za-z]*[A-Za-z])[A-Za-z0-9 ._&-]{1,11})$/
const sender = z.string().regex(SENDER, {
  error: 'at most 11 letters, digits, spaces and . _ & - with a letter among them, or 3 to 15 digits in quotes',
})

const typeOfNumber = z.int().min(0).max(6)
const numberingPlan = z.int().min(0).max(18)

/** The keys of a gateway of kind `smpp`, beside those that every gateway has. */
export const smppFields = {
  kind: z.literal('smpp'),
  url: setting.describe('smpp://host:2775, or smpps://host:3550 for TLS'),
  systemId: setting.describe('at most 15 characters, from the operator'),
  password: setting.describe(`from the operator, as \${NAME}`),
  systemType: z.string().max(12).default('').describe('where the operator gives one'),
  serviceType: z.string().max(5).default('').describe('where the operator gives one'),
  source: sender.describe('who messages come from, as the operator registered it'),
  exerciseSource: sender.optional().describe('the same for exercises and drills; left out: source'),
  sourceTon: typeOfNumber.optional().describe('type of number of source; left out: 5 for letters, 1 or 3 for digits'),
  sourceNpi: numberingPlan.optional().describe('numbering plan of source; left out: 0, or 1 for a telephone number'),
  destinationTon: typeOfNumber.default(1).describe('type of number of those who are called: 1, international'),
  destinationNpi: numberingPlan.default(1).describe('numbering plan of those who are called: 1, telephone numbers'),
  bind: z
    .enum(['transceiver', 'pair'])
    .default('transceiver')
    .describe('transceiver: one session sends and hears; pair: a transmitter and a receiver'),
  sessions: z.int().min(1).max(10).default(1).describe('sessions, or pairs of them, of each process'),
  window: z.int().min(1).max(500).default(10).describe('messages that may be unanswered on one session'),
  alphabet: z
    .enum(['gsm7', 'latin1', 'ascii'])
    .default('gsm7')
    .describe("the SMSC's default alphabet, data_coding 0; a text that is not in it goes in UCS-2"),
  long: z
    .enum(['udh', 'sar', 'payload'])
    .default('udh')
    .describe('how texts of several parts go: header in each part, sar parameters, or one message_payload'),
  receiptId: z
    .enum(['same', 'hex-to-dec', 'dec-to-hex'])
    .default('same')
    .describe('hex-to-dec: answers name a message in hexadecimal, receipts in decimal; dec-to-hex: the reverse'),
  deadNumbers: z
    .array(z.string().min(1).max(10))
    .max(50)
    .default([])
    .describe('error codes in receipts that say: nobody has this number'),
  reference: z
    .boolean()
    .default(true)
    .describe('send user_message_reference; false where the SMSC takes no such parameter'),
  answerWithin: duration('1s', '5m').prefault('20s').describe('after so long the fate of a message is unknown'),
  enquireEvery: duration('1s', '5m')
    .prefault('10s')
    .describe('after so long a silence the SMSC is asked for a sign of life'),
}

export const smppSection = z.strictObject(smppFields)

/** To reach the SMSC, and as long again for its answer to the bind. */
const CONNECT_MS = 10_000
const PORTS = { 'smpp:': 2775, 'smpps:': 3550 } as const

type Check = (path: string, value: string, faults: Fault[]) => void

const isSmppUrl: Check = (path, value, faults) => {
  const before = faults.length
  checkUrl(path, value, ['smpp:', 'smpps:'], faults)
  if (faults.length > before) return
  const { username, password, pathname, search } = new URL(value)
  if (username !== '' || password !== '')
    faults.push({ path, got: 'a URL with a user name', expected: 'systemId and password by their own keys' })
  else if ((pathname !== '' && pathname !== '/') || search !== '')
    faults.push({ path, got: 'a URL with a path', expected: 'scheme, host and port alone' })
}

const isAscii =
  (most: number): Check =>
  (path, value, faults) => {
    if (value.length > most || !/^[\x20-\x7e]+$/.test(value))
      faults.push({
        path,
        got: `a text of ${value.length} characters`,
        expected: `1 to ${most} characters of printable ASCII`,
      })
  }

/**
 * A section's settings. `settingAt` follows a reference to a variable, has the value checked, and gives null where it
 * is unset. Null where one of them is, or where the address cannot be used: faults say so.
 */
export const readSmpp = (
  section: z.output<typeof smppSection>,
  settingAt: (key: string, written: string, check: Check) => string | null,
): SmppSettings | null => {
  const url = settingAt('url', section.url, isSmppUrl)
  const systemId = settingAt('systemId', section.systemId, isAscii(15))
  // The standard has 8; some operators give longer ones, and take them.
  const password = settingAt('password', section.password, isAscii(64))
  if (url === null || systemId === null || password === null || !URL.canParse(url)) return null
  const { protocol, hostname, port } = new URL(url)
  // One by one: a section may have keys of every gateway beside these.
  const { systemType, serviceType, source, destinationTon, destinationNpi, bind, sessions, window } = section
  const { alphabet, long, receiptId, deadNumbers, reference } = section
  return {
    kind: 'smpp',
    systemId,
    password,
    systemType,
    serviceType,
    source,
    destinationTon,
    destinationNpi,
    bind,
    sessions,
    window,
    connections: sessions * window,
    alphabet,
    long,
    receiptId,
    deadNumbers,
    reference,
    smsc: {
      host: hostname.replace(/^\[(.*)\]$/, '$1'),
      port: port === '' ? PORTS[protocol === 'smpps:' ? 'smpps:' : 'smpp:'] : Number(port),
      secure: protocol === 'smpps:',
    },
    exerciseSource: section.exerciseSource ?? null,
    sourceTon: section.sourceTon ?? null,
    sourceNpi: section.sourceNpi ?? null,
    connectMs: CONNECT_MS,
    answerMs: section.answerWithin,
    enquireEveryMs: section.enquireEvery,
  }
}
