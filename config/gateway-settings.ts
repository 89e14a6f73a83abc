import { z } from 'zod'
import type { Fault } from '../src/errors.ts'
import { checkUrl, type EnvironmentVariables, variable } from './environment.ts'
import { duration } from './quantities.ts'
import type { YamlFile } from './yaml-file.ts'

/** Which messages a gateway takes: those of real events, or those of exercises and tests. */
export type GatewayLane = 'live' | 'exercise'

/** What every gateway of whatever kind is told in channels.yaml. */
export interface GatewayTerms {
  readonly name: string
  /** Of one part of an SMS, or of one e-mail. */
  readonly costRupiah: number
  /** Messages that may begin in a second, by all processes together; null: as many as it takes. */
  readonly perSecond: number | null
  /** How many more may begin at once after a pause; a number of messages, at least 1. */
  readonly burst: number
  /** Lower ones carry everything while one of them works; those of one number share the load. */
  readonly order: number
  readonly lanes: readonly GatewayLane[]
}

/** A fifth of a second's worth: what a sender that looks up every few ms cannot lose. */
const BURST_SHARE = 0.2
const LEAST_BURST = 2

export const setting = z.string().min(1).describe(`a value, or the name of an environment variable as \${NAME}`)
export const timeout = duration('1s', '5m').describe('how long one message may take before its fate is unknown')

const NAME_RULE = '1 to 40 of a-z, 0-9 and -, beginning with a letter or digit'

/** The part of a section that all kinds share. */
export const termsShape = (costRupiah: number, of: string) => ({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, { error: NAME_RULE })
    .optional()
    .describe('what the gateway is called in rows, logs and figures; each name once, needed in a list'),
  costRupiah: z
    .number()
    .min(0)
    .max(1_000_000)
    .default(costRupiah)
    .describe(`what ${of} costs, in rupiah: for previews`),
  perSecond: z
    .number()
    .gt(0)
    .max(10_000)
    .optional()
    .describe('messages that may begin in a second, by all processes together; not limited where left out'),
  burst: z
    .int()
    .min(1)
    .max(10_000)
    .optional()
    .describe('messages that may begin at once after a pause; a fifth of perSecond, at least 2, where left out'),
  order: z
    .int()
    .min(1)
    .max(9)
    .default(1)
    .describe('gateways of the lowest order share the load; those of a higher one stand in when none of them works'),
  lanes: z
    .array(z.enum(['live', 'exercise']))
    .min(1)
    .default(['live', 'exercise'])
    .describe('live: messages of real events; exercise: those of exercises, drills and tests'),
})

type Section = z.output<z.ZodObject<ReturnType<typeof termsShape>>>

export const termsOf = (section: Section, name: string): GatewayTerms => ({
  name: section.name ?? name,
  costRupiah: section.costRupiah,
  perSecond: section.perSecond ?? null,
  burst: section.burst ?? Math.max(LEAST_BURST, Math.ceil((section.perSecond ?? 0) * BURST_SHARE)),
  order: section.order,
  lanes: section.lanes,
})

/** Where a section stands: `['sms']`, or `['sms', 1]` in a list. */
export type SectionPath = readonly [string, ...number[]]

/** What reading a section's settings takes. */
export interface Settings {
  readonly yaml: YamlFile
  readonly env: EnvironmentVariables
  readonly live: boolean
  readonly faults: Fault[]
}

export type Check = (path: string, value: string, faults: Fault[]) => void

const REFERENCE = /^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$/
/** `address` or `Name <address>`: one of each, without anything that could start another header. */
const MAIL_FROM =
  /^(?:[^<>\r\n,;:@"]+<([^<>\s@,;:]+@[^<>\s@,;:]+\.[^<>\s@,;:.]+)>|[^<>\s@,;:]+@[^<>\s@,;:]+\.[^<>\s@,;:.]+)$/

export const isMailUrl: Check = (path, value, faults) => checkUrl(path, value, ['smtps:', 'smtp:'], faults)
export const isGatewayUrl: Check = (path, value, faults) => checkUrl(path, value, ['https:', 'http:'], faults)
export const isSender: Check = (path, value, faults) => {
  if (MAIL_FROM.test(value)) return
  const expected = 'an e-mail address, alone or as Name <address>'
  faults.push({ path, got: `a text of ${value.length} characters that is none`, expected })
}
/** A local part that leaves room for the tag of one message (35 characters of 64). */
const MAILBOX = /^[a-z0-9](?:[a-z0-9._-]{0,27}[a-z0-9])?@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/i

export const isMailbox: Check = (path, value, faults) => {
  if (MAILBOX.test(value) && value.length <= 200 && !value.includes('..')) return
  const expected = 'one plain e-mail address with at most 29 characters before the @, of letters, digits and . _ -'
  faults.push({ path, got: `a text of ${value.length} characters that is none`, expected })
}
export const isToken: Check = (path, value, faults) => {
  // Sent in a header: anything else would end it.
  if (!/^[\x21-\x7E]+$/.test(value))
    faults.push({ path, got: 'a text with spaces or other signs', expected: 'printable ASCII without spaces' })
}

/** A setting's value, its reference followed; null, with a fault where channels are live, for a variable that is unset. */
export const settingAt = (
  { yaml, env, live, faults }: Settings,
  at: SectionPath,
  key: string,
  written: string,
  check: Check,
): string | null => {
  const name = REFERENCE.exec(written)?.[1]
  const value = name === undefined ? written : variable(env, name)
  const place = yaml.placeOf([...at, key])
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
