import type { Channel, OutgoingMessage } from '../../src/channels/channel.ts'
import type { SendOutcome } from '../../src/mobilisation/notice.ts'

/** A channel that hands a message over in one step, as soon as it is ready. */
export const sending = (channel: Channel) => ({
  ...channel,
  send: async (message: OutgoingMessage): Promise<SendOutcome> => {
    const ready = await channel.prepare(message)
    try {
      return await ready.send()
    } finally {
      ready.letGo()
    }
  },
})
