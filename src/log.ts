import { type DestinationStream, type Logger, pino } from 'pino'
import { prettyFactory } from 'pino-pretty'
import { maskContacts } from './masking.ts'

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

type LogFields = Readonly<Record<string, unknown>>

/** A message says what happened in a few words; the fields say to whom, by id. */
export interface Log {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
  /** A log that adds these fields to every line. */
  child(fields: LogFields): Log
}

export interface LogOptions {
  readonly level: LogLevel
  /** For people at a terminal; JSON lines otherwise. */
  readonly pretty: boolean
  /** Where lines go; standard error unless given. */
  readonly write?: (line: string) => void
}

/** Fields whose values are never written. */
const SECRET_NAME = /^(?:authorization|cookie|password|secret|token|\w*(?:Secret|Token|Password))$/i

/** Deeper than anything we log on purpose: a loop or a library's innards. */
const DEEPEST = 8

const maskNumber = (value: number | bigint): unknown => {
  const text = String(value)
  const masked = maskContacts(text)
  if (masked !== text) return masked
  return typeof value === 'bigint' ? text : value
}

const maskError = (error: Error, depth: number): unknown => {
  // What an error carries beside its message, such as a code or faults.
  const rest = Object.entries(error as Error & Readonly<Record<string, unknown>>).filter(
    ([name]) => !['name', 'message', 'stack', 'cause'].includes(name),
  )
  return {
    type: error.name,
    message: maskContacts(error.message),
    ...(error.stack === undefined ? {} : { stack: maskContacts(error.stack) }),
    ...(error.cause === undefined ? {} : { cause: masked(error.cause, depth + 1) }),
    ...(rest.length === 0 ? {} : { details: masked(Object.fromEntries(rest), depth + 1) }),
  }
}

const maskEntries = (
  entries: Iterable<readonly [unknown, unknown], unknown, unknown>,
  depth: number,
): Record<string, unknown> =>
  Object.fromEntries(
    [...entries].map(([name, value]) => [
      maskContacts(String(name)),
      SECRET_NAME.test(String(name)) && value !== null && value !== undefined ? '***' : masked(value, depth + 1),
    ]),
  )

const masked = (value: unknown, depth: number): unknown => {
  if (typeof value === 'string') return maskContacts(value)
  if (typeof value === 'number' || typeof value === 'bigint') return maskNumber(value)
  if (typeof value === 'function' || typeof value === 'symbol') return `[${typeof value}]`
  if (typeof value !== 'object' || value === null) return value
  if (depth > DEEPEST) return '[deeper]'
  if (value instanceof Error) return maskError(value, depth)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'invalid date' : value.toISOString()
  if (value instanceof URL) return maskContacts(value.href)
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
  if (value instanceof Map) return maskEntries(value as ReadonlyMap<unknown, unknown>, depth)
  if (Array.isArray(value) || value instanceof Set)
    return [...(value as Iterable<unknown>)].map((item) => masked(item, depth + 1))
  return maskEntries(Object.entries(value as Readonly<Record<string, unknown>>), depth)
}

const safe = (fields: LogFields): Record<string, unknown> => maskEntries(Object.entries(fields), 0)

const wrap = (log: Logger): Log => {
  const at =
    (level: Exclude<LogLevel, 'silent'>) =>
    (message: string, fields: LogFields = {}): void => {
      // Masking costs more than writing: nothing is masked that nobody will read.
      if (log.isLevelEnabled(level)) log[level](safe(fields), maskContacts(message))
    }
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (fields) => wrap(log.child(safe(fields))),
  }
}

/**
 * A log of JSON lines (or coloured ones for a terminal) on standard error, each written before the call returns.
 *
 * Telephone numbers keep their last 3 digits and e-mail addresses their domain, in messages, in names and values of
 * fields at any depth, and in errors with their stacks and causes. Values of fields named like a secret are not
 * written.
 */
export const createLog = ({ level, pretty: forPeople, write }: LogOptions): Log => {
  const target: DestinationStream = write === undefined ? pino.destination({ dest: 2, sync: true }) : { write }
  const words = prettyFactory({ colorize: write === undefined, ignore: 'pid,hostname', singleLine: true })
  const lines: DestinationStream = forPeople ? { write: (line) => target.write(words(line)) } : target
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  }
  return wrap(pino(options, lines))
}
