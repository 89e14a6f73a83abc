import { expect, test } from 'vitest'
import type { Channel, OutgoingMessage, Ready } from '../../../src/channels/channel.ts'
import { CASES } from './cases.ts'
import { describeAdapter } from './describe-adapter.ts'
import { DRIVERS } from './drivers.ts'
import { httpDriver } from './http-driver.ts'

for (const driver of DRIVERS) describeAdapter(driver)

type Fault = (ready: Ready, channel: Channel, message: OutgoingMessage) => Ready

const FAULTS: Readonly<Record<string, Fault>> = {
  'sends again what has no clear answer': (ready, channel, message) => ({
    ...ready,
    send: async () => {
      const outcome = await ready.send()
      if (outcome.kind !== 'unknown') return outcome
      const again = await channel.prepare(message)
      return again.send().finally(() => again.letGo())
    },
  }),
  'takes silence for a yes': (ready, _channel, { ref }) => ({
    ...ready,
    send: async () => {
      const outcome = await ready.send()
      return outcome.kind === 'unknown' ? { kind: 'accepted', providerRef: ref } : outcome
    },
  }),
  'tells the number': (ready, _channel, { to }) => ({
    ...ready,
    send: async () => {
      const outcome = await ready.send()
      return outcome.kind === 'refused' ? { ...outcome, reason: `${outcome.reason} (0${to.slice(3)})` } : outcome
    },
  }),
}

test.each(Object.entries(FAULTS))('the cases find an adapter that %s', async (_what, fault) => {
  const broken = {
    ...httpDriver,
    channel: (...given: Parameters<typeof httpDriver.channel>): Channel => {
      const channel = httpDriver.channel(...given)
      return { ...channel, prepare: async (message) => fault(await channel.prepare(message), channel, message) }
    },
  }
  const found = await Promise.allSettled(CASES.map(({ run }) => run(broken)))
  expect(found.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0)
})
