import { z } from 'zod'
import { checkUrl } from './environment.ts'
import { type Check, setting, timeout } from './gateway-settings.ts'
import { duration } from './quantities.ts'

/** The tables of a Gammu SMSD as channels.yaml describes them; the fields of the channel's options. */
export interface GammuSettings {
  readonly kind: 'gammu'
  readonly url: string
  readonly phone: string | null
  readonly exercisePhone: string | null
  readonly connections: number
  readonly connectMs: number
  readonly answerMs: number
  readonly pollEveryMs: number
}

const CONNECT_MS = 10_000
/** A modem's pace, 8 a minute; not measured: domain.md has 6 to 10. What is claimed faster only waits in the outbox. */
export const GAMMU_PER_SECOND = 0.13

const phone = z
  .string()
  .regex(/^[\x21-\x7E]{1,100}$/, { error: 'the PhoneID of an SMSD' })
  .optional()

/** The keys of a Gammu SMSD, beside those that every gateway has. */
export const gammuFields = {
  kind: z.literal('gammu'),
  url: setting.describe("SMSD's own PostgreSQL database: postgresql://user:password@host/smsd"),
  phone: phone.describe('the PhoneID of the SMSD that sends; left out: whichever sees a message first'),
  exercisePhone: phone.describe('the PhoneID that sends messages of exercises; as phone where left out'),
  concurrency: z.int().min(1).max(10).default(2).describe('messages written to the database at the same time'),
  timeout: timeout.prefault('20s'),
  pollEvery: duration('1s', '1m').prefault('3s').describe('between two looks for what was sent and what came in'),
}

const isDatabaseUrl: Check = (path, value, faults) => {
  checkUrl(path, value, ['postgresql:', 'postgres:'], faults)
  if (/%(?![0-9A-Fa-f]{2})/.test(value))
    faults.push({ path, got: 'a percent sign that stands for itself', expected: 'a password with % written as %25' })
}

/** A section's settings; null where a variable is unset, or where the address cannot be used: faults say so. */
export const readGammu = (
  section: z.output<z.ZodObject<typeof gammuFields>>,
  settingAt: (key: string, written: string, check: Check) => string | null,
): GammuSettings | null => {
  const url = settingAt('url', section.url, isDatabaseUrl)
  if (url === null || !URL.canParse(url)) return null
  return {
    kind: 'gammu',
    url,
    phone: section.phone ?? null,
    exercisePhone: section.exercisePhone ?? null,
    connections: section.concurrency,
    connectMs: CONNECT_MS,
    answerMs: section.timeout,
    pollEveryMs: section.pollEvery,
  }
}
