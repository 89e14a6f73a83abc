import type { ChannelName } from '../roster/responder.ts'
import type { Channel, OutgoingMessage } from './channel.ts'

/**
 * The channel of mode `record`: sends nothing, accepts everything. The message itself is kept where the notice is
 * kept; `onMessage` is for whoever watches a scenario, and is called before the outcome is known to the caller.
 */
export const recordingChannel = (options: {
  readonly name: ChannelName
  readonly connections?: number
  readonly onMessage?: (message: OutgoingMessage, channel: ChannelName) => void
}): Channel => {
  const { name, connections = 16, onMessage } = options
  return {
    name,
    connections,
    prepare: async (message) => ({
      send: async () => {
        onMessage?.(message, name)
        return { kind: 'accepted', providerRef: 'recorded' }
      },
      letGo: () => undefined,
    }),
    close: async () => {},
  }
}
