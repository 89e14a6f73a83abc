import { InvalidInput } from '../errors.ts'
import { isMailAddress } from './address.ts'
import { isLoopback } from './admission.ts'

/** Where mail is handed over, and how. */
export interface SmtpServer {
  readonly host: string
  readonly port: number
  /** TLS from the first byte (`smtps:`); otherwise STARTTLS where the server offers it. */
  readonly secure: boolean
  /** Refuse to go on without TLS. */
  readonly requireTls: boolean
  readonly login: { readonly user: string; readonly pass: string } | undefined
}

export interface Sender {
  readonly name: string
  readonly address: string
  /** The right half of every Message-ID. */
  readonly domain: string
}

// RFC 8314 for mail submission with TLS from the start; RFC 6409 for the other.
const SUBMISSIONS_PORT = 465
const SUBMISSION_PORT = 587

/**
 * Reads `smtp://user:pass@host:587` or `smtps://host`; `?requireTLS=true|false` is the only option. A password is
 * never sent in the clear to another machine: with a login, TLS is required there. Throws InvalidInput, which never
 * quotes the login.
 */
export const readSmtpUrl = (text: string): SmtpServer => {
  const fault = (got: string) =>
    new InvalidInput('Opening the mail channel: the address of the mail server cannot be used', [
      { path: 'SMTP_URL', got, expected: 'smtp://[user:password@]host[:587] or smtps://…, at most ?requireTLS=true' },
    ])
  if (!URL.canParse(text)) throw fault('not a URL')
  const url = new URL(text)
  if (url.protocol !== 'smtp:' && url.protocol !== 'smtps:') throw fault(`${url.protocol}//…`)
  if (url.hostname === '') throw fault(`${url.protocol}// without a host`)
  for (const key of url.searchParams.keys()) if (key !== 'requireTLS') throw fault(`option ${key}`)
  const asked = url.searchParams.get('requireTLS')
  if (asked !== null && asked !== 'true' && asked !== 'false') throw fault(`requireTLS=${asked}`)
  const secure = url.protocol === 'smtps:'
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const login =
    url.username === '' ? undefined : { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) }
  return {
    host,
    port: url.port === '' ? (secure ? SUBMISSIONS_PORT : SUBMISSION_PORT) : Number(url.port),
    secure,
    requireTls: asked === null ? login !== undefined && !isLoopback(host) : asked === 'true',
    login,
  }
}

/** Reads `Name <address>` or an address alone. Throws InvalidInput. */
export const readSender = (text: string): Sender => {
  const { name = '', address = text.trim() } =
    /^\s*"?(?<name>[^"<>\p{Cc}]*?)"?\s*<(?<address>[^<>]*)>\s*$/u.exec(text)?.groups ?? {}
  if (!isMailAddress(address)) {
    throw new InvalidInput('Opening the mail channel: the sender cannot be used', [
      { path: 'MAIL_FROM', got: `${text.length} characters`, expected: 'Name <user@domain> or user@domain' },
    ])
  }
  return { name, address, domain: address.slice(address.lastIndexOf('@') + 1) }
}

/** Who an exercise comes from: the sender given for it, else the usual one whose name says what it is. */
export const exerciseSender = (usual: Sender, given: string | undefined): Sender =>
  given === undefined ? { ...usual, name: `LATIHAN ${usual.name}`.trim() } : readSender(given)
