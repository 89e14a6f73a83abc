import { isAbsolute, join, resolve } from 'node:path'
import type { Fault } from '../src/errors.ts'
import { LOG_LEVELS, type LogLevel } from '../src/log.ts'

export type EnvironmentVariables = Readonly<Record<string, string | undefined>>

/** What the environment says; null where a variable is unset or empty. */
export interface Environment {
  /** Absolute; `.kentongan` in the package unless set. */
  readonly home: string
  readonly databaseUrl: string | null
  readonly redisUrl: string | null
  readonly host: string
  /** 0 is any free one. */
  readonly port: number
  /** Without a slash at its end; null means from host and port. */
  readonly publicUrl: string | null
  readonly secret: string | null
  /** Absolute; `config` in the package unless set. */
  readonly configDir: string
  readonly channels: 'record' | 'live'
  readonly smtpUrl: string | null
  readonly mailFrom: string | null
  readonly smsUrl: string | null
  readonly smsToken: string | null
  readonly smsInboundToken: string | null
  readonly healthPort: number | null
  /** Where the receiver of mail listens; null: there is none. */
  readonly mailListen: { readonly host: string; readonly port: number } | null
  readonly logLevel: LogLevel
}

/** The least length of the secret in characters, trimmed: 64 bits as `openssl rand -hex 8` gives them. 32 are better. */
const LEAST_SECRET = 16

/** A variable's value; unset, empty and blank are all null. */
export const variable = (env: EnvironmentVariables, name: string): string | null => {
  const value = env[name]?.trim() ?? ''
  return value === '' ? null : value
}

/** The scheme of a URL, without the rest, which may hold a password: `ftp:`, or words for what is none. */
const schemeOf = (text: string): string => {
  const scheme = URL.canParse(text) ? new URL(text).protocol : null
  return scheme === null ? 'not a URL' : `a URL that begins with ${scheme}`
}

/** Adds a fault unless `value` is a URL with one of the schemes (`https:`) and, for those with hosts, a host. */
export const checkUrl = (path: string, value: string, schemes: readonly string[], faults: Fault[]): void => {
  const url = URL.canParse(value) ? new URL(value) : null
  if (url !== null && schemes.includes(url.protocol) && url.hostname !== '') return
  faults.push({
    path,
    got: schemeOf(value),
    expected: `a URL that begins with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`,
  })
}

const oneOf = <T extends string>(value: string, allowed: readonly T[]): T | undefined =>
  allowed.find((word) => word === value)

/**
 * Reads every variable that Kentongan knows, adding every fault. No fault quotes a value that may be secret. A variable
 * that is at fault reads as its default, so that the rest can be checked too.
 */
export const readEnvironment = (env: EnvironmentVariables, packageRoot: string, faults: Fault[]): Environment => {
  const text = (name: string): string | null => variable(env, name)
  const folder = (name: string, otherwise: string): string => {
    const value = text(name)
    if (value === null) return join(packageRoot, otherwise)
    return isAbsolute(value) ? value : resolve(value)
  }
  const port = (name: string): number | null => {
    const value = text(name)
    if (value === null) return null
    if (/^\d{1,5}$/.test(value) && Number(value) <= 65_535) return Number(value)
    faults.push({
      path: name,
      got: value.slice(0, 20),
      expected: 'a port from 0 to 65535',
      hint: '0 takes any free port',
    })
    return null
  }
  const url = (name: string, schemes: readonly string[]): string | null => {
    const value = text(name)
    if (value !== null) checkUrl(name, value, schemes, faults)
    return value
  }
  const choice = <T extends string>(name: string, allowed: readonly T[], otherwise: T): T => {
    const value = text(name)
    if (value === null) return otherwise
    const chosen = oneOf(value, allowed)
    if (chosen === undefined) faults.push({ path: name, got: value.slice(0, 20), expected: allowed.join(' or ') })
    return chosen ?? otherwise
  }

  const hostAndPort = (name: string): { host: string; port: number } | null => {
    const value = text(name)
    if (value === null) return null
    const [, host, given] = /^(\[[\da-f:.]+\]|[\w.-]+):(\d{1,5})$/i.exec(value) ?? []
    if (host !== undefined && Number(given) <= 65_535)
      return { host: host.replace(/^\[(.*)\]$/, '$1'), port: Number(given) }
    faults.push({ path: name, got: value.slice(0, 40), expected: 'host:port, such as 127.0.0.1:2525 or [::1]:2525' })
    return null
  }

  const databaseUrl = url('DATABASE_URL', ['postgresql:', 'postgres:'])
  const secret = text('KENTONGAN_SECRET')
  if (databaseUrl !== null && secret === null)
    faults.push({
      path: 'KENTONGAN_SECRET',
      got: 'unset',
      expected: 'a secret, because DATABASE_URL is set',
      hint: 'every process on that database needs the same one: make it once with `openssl rand -base64 32` and keep it',
    })
  if (secret !== null && secret.length < LEAST_SECRET)
    faults.push({
      path: 'KENTONGAN_SECRET',
      got: `${secret.length} characters`,
      expected: `${LEAST_SECRET} random characters or more: it seals every contact and signs every link`,
      hint: 'make one with `openssl rand -base64 32` and give it to every process',
    })
  return {
    home: folder('KENTONGAN_HOME', '.kentongan'),
    databaseUrl,
    redisUrl: url('REDIS_URL', ['redis:', 'rediss:']),
    host: text('KENTONGAN_HOST') ?? '127.0.0.1',
    port: port('KENTONGAN_PORT') ?? 8080,
    publicUrl: url('KENTONGAN_PUBLIC_URL', ['https:', 'http:'])?.replace(/\/+$/, '') ?? null,
    secret,
    configDir: folder('KENTONGAN_CONFIG', 'config'),
    channels: choice('KENTONGAN_CHANNELS', ['record', 'live'], 'record'),
    smtpUrl: text('SMTP_URL'),
    mailFrom: text('MAIL_FROM'),
    smsUrl: text('SMS_URL'),
    smsToken: text('SMS_TOKEN'),
    smsInboundToken: text('SMS_INBOUND_TOKEN'),
    healthPort: port('KENTONGAN_HEALTH_PORT'),
    mailListen: hostAndPort('KENTONGAN_MAIL_LISTEN'),
    logLevel: choice('LOG_LEVEL', LOG_LEVELS, 'info'),
  }
}
