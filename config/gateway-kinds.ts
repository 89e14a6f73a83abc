import { z } from 'zod'
import { GAMMU_PER_SECOND, type GammuSettings, gammuFields, readGammu } from './gateway-gammu.ts'
import { kannelFields, readKannel } from './gateway-kannel.ts'
import {
  type GatewayTerms,
  isGatewayUrl,
  isMailbox,
  isMailUrl,
  isSender,
  isToken,
  type SectionPath,
  type Settings,
  setting,
  settingAt,
  termsOf,
  termsShape,
  timeout,
} from './gateway-settings.ts'
import { readSmpp, type SmppSettings, smppFields } from './gateway-smpp.ts'
import { templateFields } from './gateway-template.ts'
import { readTemplateGateway, type TemplateGateway } from './gateway-template-reading.ts'

export interface SmtpGateway extends GatewayTerms {
  readonly kind: 'smtp'
  readonly url: string
  readonly from: string
  /** The same for exercises and drills; left out: `from`, its name beginning with LATIHAN. */
  readonly exerciseFrom?: string
  /** Where answers by mail go, each with the tag of its message; null: to `from`. */
  readonly replyTo: string | null
  /** Where mail servers report what they could not deliver, likewise. */
  readonly bounceTo: string | null
  readonly connections: number
  readonly timeoutMs: number
}

export interface HttpGateway extends GatewayTerms {
  readonly kind: 'http'
  readonly url: string
  readonly token: string
  /** What the body says of the sender; left out: nothing. */
  readonly sender?: string
  /** The same for exercises and drills; left out: `sender`. */
  readonly exerciseSender?: string
  readonly connections: number
  readonly timeoutMs: number
  /** Takes one idempotency key once: a message of unknown outcome may be handed over a second time. */
  readonly honoursIdempotency: boolean
}

export interface DescribedGateway extends GatewayTerms, TemplateGateway {
  readonly url: string
  readonly connections: number
  readonly timeoutMs: number
}

export interface SmppGatewaySettings extends GatewayTerms, SmppSettings {
  readonly url: string
}

export interface GammuGatewaySettings extends GatewayTerms, GammuSettings {}

// A further kind of gateway is one more member of the union below, of its list of schemas and of its reader, and one
// line in src/main/open-gateways.ts.

export type EmailGateway = SmtpGateway
export type SmsGateway = HttpGateway | DescribedGateway | SmppGatewaySettings | GammuGatewaySettings

const smtpSchema = z.strictObject({
  kind: z.literal('smtp').optional(),
  url: setting,
  from: setting,
  exerciseFrom: setting
    .optional()
    .describe('who exercises and drills come from; left out: from, with LATIHAN before its name'),
  replyTo: setting
    .optional()
    .describe('where answers by mail go: user@domain, to which Kentongan adds +tag for each message'),
  bounceTo: setting
    .optional()
    .describe('the envelope sender, where mail servers report what they could not deliver: likewise'),
  connections: z.int().min(1).max(50).default(10).describe('connections held open to the mail server'),
  timeout: timeout.prefault('30s'),
  ...termsShape(0, 'one e-mail'),
})

const httpSchema = z.strictObject({
  kind: z.literal('http').optional(),
  url: setting,
  token: setting,
  sender: z.string().min(1).max(50).optional().describe('what stands in sender of the body; left out: no such field'),
  exerciseSender: z.string().min(1).max(50).optional().describe('the same for exercises and drills; left out: sender'),
  inboundToken: setting.default(`\${SMS_INBOUND_TOKEN}`).describe('what the gateway shows when it brings a text in'),
  concurrency: z.int().min(1).max(100).default(10).describe('messages handed to the gateway at the same time'),
  timeout: timeout.prefault('20s'),
  honoursIdempotency: z
    .boolean()
    .default(false)
    .describe('the gateway takes one idempotency-key once: what may not have arrived is handed over once more'),
  ...termsShape(400, 'one part of an SMS'),
})

const templateSchema = z.strictObject({
  ...templateFields,
  concurrency: z.int().min(1).max(100).default(10).describe('messages handed to the gateway at the same time'),
  timeout: timeout.prefault('20s'),
  ...termsShape(400, 'one part of an SMS'),
})

const smppSchema = z.strictObject({ ...smppFields, ...termsShape(400, 'one part of an SMS') })

const kannelSchema = z.strictObject({ ...kannelFields, ...termsShape(400, 'one part of an SMS') })

const gammuSchema = z.strictObject({
  ...gammuFields,
  ...termsShape(400, 'one part of an SMS'),
  perSecond: z
    .number()
    .gt(0)
    .max(10_000)
    .default(GAMMU_PER_SECOND)
    .describe('messages that may begin in a second; 8 a minute where left out, as a modem sends them'),
})

const unknownKind = (kinds: string): { error: (issue: { readonly code?: string }) => string | undefined } => ({
  error: ({ code }) => (code === 'invalid_union' ? `kind to be ${kinds}` : undefined),
})

export const emailGatewaySchema = z.discriminatedUnion('kind', [smtpSchema], unknownKind('smtp'))
export const smsGatewaySchema = z.discriminatedUnion(
  'kind',
  [httpSchema, templateSchema, smppSchema, kannelSchema, gammuSchema],
  unknownKind('http, template, smpp, kannel or gammu'),
)

/** Null, while messages are only recorded or with a fault, where a variable that it uses is unset. */
export const readEmailGateway = (
  settings: Settings,
  at: SectionPath,
  section: z.output<typeof emailGatewaySchema>,
): EmailGateway | null => {
  const url = settingAt(settings, at, 'url', section.url, isMailUrl)
  const from = settingAt(settings, at, 'from', section.from, isSender)
  const { exerciseFrom: written } = section
  const exerciseFrom = written === undefined ? null : settingAt(settings, at, 'exerciseFrom', written, isSender)
  const mailbox = (key: 'replyTo' | 'bounceTo'): string | null | undefined => {
    const given = section[key]
    return given === undefined ? undefined : settingAt(settings, at, key, given, isMailbox)
  }
  const [replyTo, bounceTo] = [mailbox('replyTo'), mailbox('bounceTo')]
  if (url === null || from === null || replyTo === null || bounceTo === null) return null
  const { connections, timeout: timeoutMs } = section
  return {
    kind: 'smtp',
    ...termsOf(section, 'email'),
    url,
    from,
    ...(exerciseFrom === null ? {} : { exerciseFrom }),
    replyTo: replyTo ?? null,
    bounceTo: bounceTo ?? null,
    connections,
    timeoutMs,
  }
}

const urlOfSmsc = ({ smsc: { host, port, secure } }: SmppSettings): string =>
  `${secure ? 'smpps' : 'smpp'}://${host.includes(':') ? `[${host}]` : host}:${port}`

/** The same for SMS. */
export const readSmsGateway = (
  settings: Settings,
  at: SectionPath,
  section: z.output<typeof smsGatewaySchema>,
): SmsGateway | null => {
  if (section.kind === 'smpp') {
    const smpp = readSmpp(section, (key, written, check) => settingAt(settings, at, key, written, check))
    return smpp === null ? null : { ...termsOf(section, 'sms'), ...smpp, url: urlOfSmsc(smpp) }
  }
  if (section.kind === 'gammu') {
    const gammu = readGammu(section, (key, written, check) => settingAt(settings, at, key, written, check))
    return gammu === null ? null : { ...termsOf(section, 'sms'), ...gammu }
  }
  if (section.kind === 'template' || section.kind === 'kannel') {
    const described =
      section.kind === 'template'
        ? readTemplateGateway(section, { ...settings, at })
        : readKannel(section, termsOf(section, 'sms').name, (key, written, check) =>
            settingAt(settings, at, key, written, check),
          )
    const { concurrency: connections, timeout: timeoutMs } = section
    return described === null
      ? null
      : { ...termsOf(section, 'sms'), ...described, url: described.request.url, connections, timeoutMs }
  }
  const url = settingAt(settings, at, 'url', section.url, isGatewayUrl)
  const token = settingAt(settings, at, 'token', section.token, isToken)
  // Nothing here uses it, but a gateway that may not bring the answers in makes every call-out a silence.
  settingAt(settings, at, 'inboundToken', section.inboundToken, isToken)
  if (url === null || token === null) return null
  const { concurrency: connections, timeout: timeoutMs, honoursIdempotency } = section
  const { sender, exerciseSender } = section
  return {
    kind: 'http',
    ...termsOf(section, 'sms'),
    url,
    token,
    ...(sender === undefined ? {} : { sender }),
    ...(exerciseSender === undefined ? {} : { exerciseSender }),
    connections,
    timeoutMs,
    honoursIdempotency,
  }
}
