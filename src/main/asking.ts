import type { Channel } from '../channels/channel.ts'
import type { Hearing } from '../channels/hearing.ts'
import { reasonOf } from '../errors.ts'
import { type UnknownMessage, unknownSince } from '../store/unknown-asked.ts'
import type { Installation } from './installation.ts'
import type { PostOffice } from './post-office.ts'

/** Ours: a gateway is asked so long after the outcome became unknown, and then no more. */
const ASKED_AFTER_MS: readonly number[] = [0, 30_000, 120_000, 600_000]
const LAST_MS = 600_000
/** As long as a process remembers whom it asked; a message that is older is not asked about. */
const REMEMBERED_MS = LAST_MS + 60_000

interface Asked {
  readonly since: number
  times: number
  isOpen: boolean
}

/**
 * Asks the gateways that can be asked what became of messages whose outcome nobody knows; what they say is heard like a
 * receipt. Nobody waits for their answers: the rules for unknown outcomes go on beside. Each process asks by itself.
 */
export const askingRun = (
  { database, log }: Pick<Installation, 'database' | 'log'>,
  { gateways }: Pick<PostOffice, 'gateways'>,
  hearing: Hearing,
) => {
  const askable = new Map<string, NonNullable<Channel['ask']>>(
    gateways.flatMap(({ terms, channel }) => (channel.ask === undefined ? [] : [[terms.name, channel.ask] as const])),
  )
  const asked = new Map<string, Asked>()
  const ask = async ({ gateway, ref, providerRef }: UnknownMessage): Promise<void> => {
    const receipt = await askable.get(gateway)?.(ref, providerRef)
    if (receipt !== null && receipt !== undefined) await hearing.receipt(receipt)
  }
  return async (now: Date): Promise<void> => {
    if (askable.size === 0) return
    for (const [id, { since }] of asked) if (now.getTime() - since > REMEMBERED_MS) asked.delete(id)
    const isDue = ({ since, times, isOpen }: Asked): boolean =>
      !isOpen && now.getTime() - since >= (ASKED_AFTER_MS[times] ?? Number.POSITIVE_INFINITY)
    const notNow = [...asked].flatMap(([id, one]) => (isDue(one) ? [] : [id]))
    for (const message of await unknownSince(
      database,
      [...askable.keys()],
      new Date(now.getTime() - REMEMBERED_MS),
      notNow,
    )) {
      const one = asked.get(message.id) ?? { since: message.endedAt.getTime(), times: 0, isOpen: false }
      asked.set(message.id, one)
      // Who was asked long ago by a process that is gone is asked once more, not four times at once.
      while (now.getTime() - one.since >= (ASKED_AFTER_MS[one.times] ?? Number.POSITIVE_INFINITY)) one.times += 1
      one.isOpen = true
      ask(message)
        .catch((thrown: unknown) =>
          log.warn('a gateway could not be asked about a message', {
            gateway: message.gateway,
            notice: message.id,
            reason: reasonOf(thrown),
          }),
        )
        .finally(() => {
          one.isOpen = false
        })
    }
  }
}
