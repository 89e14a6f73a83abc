import { expect } from 'vitest'
import type { OutgoingMessage } from '../../src/channels/channel.ts'
import type { ChannelName } from '../../src/roster/responder.ts'
import { mailOf, phoneOf } from './people.ts'

interface Kept extends OutgoingMessage {
  readonly channel: ChannelName
  claimed: boolean
}

/** Where one person reads messages, by an id such as R-0007 or O-9001. */
export interface Reader {
  /** Claims the oldest message that no expectation has claimed; it must match. */
  received(pattern: RegExp): OutgoingMessage
  /** How many wait to be claimed. */
  waiting(): number
}

export interface Outbox {
  readonly phone: (id: string) => Reader
  readonly mail: (id: string) => Reader
  readonly keep: (message: OutgoingMessage, channel: ChannelName) => void
  /** Every `ref` that left, repeats included. */
  readonly refs: () => readonly string[]
  readonly everything: () => readonly OutgoingMessage[]
  /** What no expectation has claimed. */
  readonly unexpected: () => readonly string[]
  readonly empty: () => void
}

export const openOutbox = (): Outbox => {
  const kept: Kept[] = []
  const reader = (channel: ChannelName, to: string, id: string): Reader => {
    const unclaimed = (): Kept[] => kept.filter((one) => one.channel === channel && one.to === to && !one.claimed)
    return {
      received: (pattern) => {
        const [oldest] = unclaimed()
        if (oldest === undefined)
          throw new Error(`${id} received no ${channel} like ${pattern}; unclaimed: ${box.unexpected().join(' | ')}`)
        oldest.claimed = true
        expect(`${oldest.subject ?? ''}\n${oldest.text}`).toMatch(pattern)
        return oldest
      },
      waiting: () => unclaimed().length,
    }
  }
  const box: Outbox = {
    phone: (id) => reader('sms', phoneOf(id), id),
    mail: (id) => reader('email', mailOf(id), id),
    keep: (message, channel) => {
      kept.push({ ...message, channel, claimed: false })
    },
    refs: () => kept.map(({ ref }) => ref),
    everything: () => kept,
    unexpected: () =>
      kept
        .filter(({ claimed }) => !claimed)
        .map(({ channel, to, subject, text }) => `${channel} ${to}: ${subject ?? text}`),
    empty: () => {
      kept.length = 0
    },
  }
  return box
}
