import { z } from 'zod'
import type { Fault } from '../src/errors.ts'
import { checkUrl, type EnvironmentVariables, variable } from './environment.ts'
import { duration } from './quantities.ts'
import { checkYaml, readYaml, type YamlFile } from './yaml-file.ts'

/** What a channel's messages cost and how many go out, for forecasts alone: nothing is slowed down by it. */
export interface ChannelRates {
  /** Of one part of an SMS, or of one e-mail. */
  readonly costRupiah: number
  readonly perSecond: number
}

export interface Channels {
  /** Also of a channel that nothing leaves by; null where it has no section. */
  readonly rates: Readonly<Record<'sms' | 'email', ChannelRates | null>>
  readonly email: {
    readonly url: string
    readonly from: string
    readonly connections: number
    readonly timeoutMs: number
  } | null
  readonly sms: {
    readonly url: string
    readonly token: string
    readonly concurrency: number
    readonly timeoutMs: number
    /** Takes one idempotency key once: a message of unknown outcome may be handed over a second time. */
    readonly honoursIdempotency: boolean
  } | null
}

const setting = z.string().min(1).describe(`a value, or the name of an environment variable as \${NAME}`)
const timeout = duration('1s', '5m').describe('how long one message may take before its fate is unknown')

const rates = (cost: number, perSecond: number, of: string) => ({
  costRupiah: z.number().min(0).max(1_000_000).default(cost).describe(`what ${of} costs, in rupiah: for previews`),
  perSecond: z
    .number()
    .gt(0)
    .max(10_000)
    .default(perSecond)
    .describe('messages that the gateway takes in a second: for previews; nothing is slowed down by it'),
})

export const channelsSchema = z
  .strictObject({
    email: z
      .strictObject({
        url: setting,
        from: setting,
        connections: z.int().min(1).max(50).default(5).describe('connections held open to the mail server'),
        timeout: timeout.prefault('30s'),
        ...rates(0, 100, 'one e-mail'),
      })
      .optional(),
    sms: z
      .strictObject({
        url: setting,
        token: setting,
        inboundToken: setting
          .default(`\${SMS_INBOUND_TOKEN}`)
          .describe('what the gateway shows when it brings a text in'),
        concurrency: z.int().min(1).max(100).default(10).describe('messages handed to the gateway at the same time'),
        timeout: timeout.prefault('20s'),
        honoursIdempotency: z
          .boolean()
          .default(false)
          .describe('the gateway takes one idempotency-key once: what may not have arrived is handed over once more'),
        ...rates(400, 10, 'one part of an SMS'),
      })
      .optional(),
  })
  .meta({ title: 'Gateways for messages' })

const REFERENCE = /^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$/
/** `address` or `Name <address>`: one of each, without anything that could start another header. */
const MAIL_FROM =
  /^(?:[^<>\r\n,;:@"]+<([^<>\s@,;:]+@[^<>\s@,;:]+\.[^<>\s@,;:.]+)>|[^<>\s@,;:]+@[^<>\s@,;:]+\.[^<>\s@,;:.]+)$/

type Check = (path: string, value: string, faults: Fault[]) => void

const isMailUrl: Check = (path, value, faults) => checkUrl(path, value, ['smtps:', 'smtp:'], faults)
const isGatewayUrl: Check = (path, value, faults) => checkUrl(path, value, ['https:', 'http:'], faults)
const isSender: Check = (path, value, faults) => {
  if (MAIL_FROM.test(value)) return
  const expected = 'an e-mail address, alone or as Name <address>'
  faults.push({ path, got: `a text of ${value.length} characters that is none`, expected })
}
const isToken: Check = (path, value, faults) => {
  // Sent in a header: anything else would end it.
  if (!/^[\x21-\x7E]+$/.test(value))
    faults.push({ path, got: 'a text with spaces or other signs', expected: 'printable ASCII without spaces' })
}

interface Settings {
  readonly yaml: YamlFile
  readonly env: EnvironmentVariables
  readonly live: boolean
  readonly faults: Fault[]
}

const ratesOf = (section: ChannelRates | undefined): ChannelRates | null =>
  section === undefined ? null : { costRupiah: section.costRupiah, perSecond: section.perSecond }

/** A setting's value, its reference followed; null, with a fault where channels are live, for a variable that is unset. */
const settingAt = (
  { yaml, env, live, faults }: Settings,
  at: readonly [string, string],
  written: string,
  check: Check,
): string | null => {
  const name = REFERENCE.exec(written)?.[1]
  const value = name === undefined ? written : variable(env, name)
  const place = yaml.placeOf(at)
  if (value !== null) check(name ?? place, value, faults)
  else if (live)
    faults.push({
      path: name ?? place,
      got: 'unset',
      expected: `a value, because KENTONGAN_CHANNELS is live and ${place} uses it`,
      hint: `set it, or take the whole section ${at[0]} out of that file if you do not use this channel`,
    })
  return value
}

/**
 * Reads channels.yaml with its references to variables; adds every fault and answers undefined. A channel is null when
 * its section is not there or, while messages are only recorded, when a variable that it uses is unset. No value is
 * quoted in a fault.
 */
export const readChannels = (
  file: string,
  env: EnvironmentVariables,
  live: boolean,
  faults: Fault[],
): Channels | undefined => {
  const yaml = readYaml(file, faults)
  const given = yaml === undefined ? undefined : checkYaml(yaml, channelsSchema, faults, { secret: true })
  if (yaml === undefined || given === undefined) return undefined
  const settings = { yaml, env, live, faults }
  const readEmail = (): Channels['email'] => {
    if (given.email === undefined) return null
    const url = settingAt(settings, ['email', 'url'], given.email.url, isMailUrl)
    const from = settingAt(settings, ['email', 'from'], given.email.from, isSender)
    return url === null || from === null
      ? null
      : { url, from, connections: given.email.connections, timeoutMs: given.email.timeout }
  }
  const readSms = (): Channels['sms'] => {
    if (given.sms === undefined) return null
    const url = settingAt(settings, ['sms', 'url'], given.sms.url, isGatewayUrl)
    const token = settingAt(settings, ['sms', 'token'], given.sms.token, isToken)
    // Nothing here uses it, but a gateway that may not bring the answers in makes every call-out a silence.
    settingAt(settings, ['sms', 'inboundToken'], given.sms.inboundToken, isToken)
    return url === null || token === null
      ? null
      : {
          url,
          token,
          concurrency: given.sms.concurrency,
          timeoutMs: given.sms.timeout,
          honoursIdempotency: given.sms.honoursIdempotency,
        }
  }
  const { email, sms } = given
  return { rates: { sms: ratesOf(sms), email: ratesOf(email) }, email: readEmail(), sms: readSms() }
}
