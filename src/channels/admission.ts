import { isIPv4 } from 'node:net'
import type { SendOutcome } from '../mobilisation/notice.ts'
import { isRef } from './address.ts'
import type { OutgoingMessage } from './channel.ts'

/** Does this host name stand for this machine: 127.0.0.0/8, ::1 (with or without brackets) or localhost? */
export const isLoopback = (host: string): boolean => {
  const name = host.toLowerCase().replace(/^\[(.*)\]$/, '$1')
  return name === 'localhost' || name === '::1' || (isIPv4(name) && name.startsWith('127.'))
}

// The sample register's marks: +6284 is a prefix that Indonesia has not assigned, .invalid never resolves (RFC 2606).
// Looked at beside the flag, so that a row that lost it still reaches nobody.
const looksSynthetic = (to: string): boolean => to.startsWith('+6284') || to.toLowerCase().endsWith('.invalid')

/** Why a live channel whose gateway is `host` must not send this message; undefined when it may. */
export const refusalOf = (
  message: OutgoingMessage,
  host: string,
  isAddress: (to: string) => boolean,
): SendOutcome | undefined => {
  const refused = (reason: string): SendOutcome => ({ kind: 'refused', reason })
  if (message.mode === 'test') return refused('mode-test')
  if ((message.synthetic || looksSynthetic(message.to)) && !isLoopback(host)) return refused('synthetic')
  if (!isAddress(message.to)) return refused('bad-address')
  if (!isRef(message.ref) || (message.threadRef !== undefined && !isRef(message.threadRef))) return refused('bad-ref')
  return undefined
}
