import type { Delivery } from '../../src/intake/event-delivery.ts'
import type { PreviewNeeds } from '../../src/intake/preview-routes.ts'
import type { StreamNeeds } from '../../src/intake/stream-routes.ts'

/** A preview that tells what it was handed. */
export const previewOf = (told: (delivery: Delivery) => unknown): PreviewNeeds => ({
  readXml: async () => ({ kind: 'refused', status: 400, faults: [] }),
  preview: async (delivery) => {
    told(delivery)
    return { kind: 'shown', body: { decision: 'mobilise' } }
  },
})

/** A stream of one call-out that is over. */
export const streamOf = (known: string): StreamNeeds => ({
  mayFollow: async ({ callOutId }) => callOutId === known,
  follow: () => ({ look: async () => ({ entries: [], counts: {}, over: true, isLeft: false }) }),
})
