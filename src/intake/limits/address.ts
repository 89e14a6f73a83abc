import { isIPv6 } from 'node:net'

/** Groups of an IPv6 address that stand for one sender: whoever has a line has all addresses of its /64. */
const GROUPS_OF_64 = 4

const groupsOf = (text: string): readonly string[] => (text === '' ? [] : text.split(':'))

/**
 * Whom an address stands for: an IPv4 address for itself, also where it comes mapped into IPv6; an IPv6 address for its
 * /64 network, without its zone. Anything else, such as a connection that is gone already, stands for itself.
 */
export const senderOf = (address: string): string => {
  if (!address.includes(':')) return address
  const [bare = ''] = address.toLowerCase().split('%')
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(bare) ?? []
  if (mapped !== undefined) return mapped
  if (!isIPv6(bare)) return address
  const [head = '', tail] = bare.split('::')
  const [before, after] = [groupsOf(head), groupsOf(tail ?? '')]
  // A dotted end fills two groups.
  const width = before.length + after.length + (bare.includes('.') ? 1 : 0)
  const whole = tail === undefined ? before : [...before, ...Array<string>(8 - width).fill('0'), ...after]
  return `${whole
    .slice(0, GROUPS_OF_64)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}

/** The machine itself, which is also what a reverse proxy on it looks like. */
export const isLoopback = (address: string): boolean => {
  const sender = senderOf(address)
  return sender.startsWith('127.') || (sender === '0:0:0:0::/64' && address.split('%')[0] === '::1')
}
