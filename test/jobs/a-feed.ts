import type { Claimed, Item, Kept, Needs, Reading, Taken } from '../../jobs/feed-needs.ts'
import { pollFeed } from '../../jobs/poll-feed.ts'
import type { EventMessage } from '../../src/mobilisation/event-message.ts'
import type { Feed } from '../../src/mobilisation/feed.ts'
import type { HazardEvent } from '../../src/mobilisation/hazard-event.ts'
import { anEvent } from '../mobilisation/sample.ts'
import { handClock } from '../support/hand-clock.ts'

export const NOW = new Date('2026-10-21T04:00:00Z')
export const after = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1000)

export const FEED: Feed = {
  name: 'gempa',
  format: 'bmkg-quake',
  url: 'https://feed.example/a.json',
  host: 'feed.example',
  everyMs: 20_000,
  policy: 'mobilise',
  enabled: true,
  timeoutMs: 10_000,
  thresholds: { minMagnitude: 5, maxDepthKm: null, minMmi: null },
}

export const aMessage = (sourceId: string, event: Partial<HazardEvent> = {}, source = 'bmkg'): EventMessage => ({
  source,
  sourceId,
  aliases: [],
  revision: null,
  sentAt: NOW,
  references: [],
  language: 'id',
  contact: null,
  event: anEvent({ hazard: 'earthquake', magnitude: 5.8, occurredAt: after(-60), ...event }),
  restraint: null,
})

export const anItem = (itemId: string, event: Partial<HazardEvent> = {}, more: Partial<Item> = {}): Item => ({
  itemId,
  message: aMessage(itemId, event),
  raw: `raw ${itemId}`,
  warnings: [],
  silentOn: [],
  ...more,
})

export const reading = (more: Partial<Extract<Reading, { kind: 'read' }>> = {}): Reading => ({
  kind: 'read',
  items: [],
  wanted: [],
  refused: [],
  elsewhere: 0,
  ...more,
})

type Ends = Parameters<Needs<string, Claimed>['rememberPoll']>[2]
export type Remembered = Parameters<Needs<string, Claimed>['rememberItem']>[1]

/** A feed whose server, reader and rows a test writes down; what the job does to the rows can be looked at. */
export const aFeed = (given: Partial<Needs<string, Claimed>> = {}, claim: Partial<Claimed> = {}) => {
  const clock = handClock(NOW)
  const taken: { message: EventMessage; feed: string; raw: string; at: Date }[] = []
  const items = new Map<string, Remembered>()
  const ends: Ends[] = []
  const asked: string[] = []
  const needs: Needs<string, Claimed> = {
    feed: (name) => (name === FEED.name ? FEED : null),
    perMinute: () => 60,
    senderPolicy: () => null,
    claim: async (_name, _now, until) => ({
      until,
      etag: null,
      lastModified: null,
      bodyHash: null,
      failures: 0,
      ...claim,
    }),
    reserve: async () => ({ kind: 'granted' }),
    fetch: async ({ url }) => {
      asked.push(url)
      return { kind: 'fresh', bytes: `body of ${url}`, etag: '"e"', lastModified: 'then' }
    },
    read: async () => reading(),
    readDetail: async () => ({ kind: 'refused', faults: [] }),
    bodyOf: (text) => text,
    hashOf: (content) => JSON.stringify(content),
    hashOfBody: (body) => `hash of ${body}`,
    knownItems: async (_feed, ids): Promise<ReadonlyMap<string, Kept>> =>
      new Map([...items].filter(([id]) => ids.includes(id))),
    rememberItem: async (_feed, item) => items.set(item.itemId, item),
    rememberPoll: async (_name, _claim, end) => ends.push(end) > 0,
    knownQuake: async () => null,
    take: async (message, feed, raw, at): Promise<Taken> => {
      taken.push({ message, feed, raw, at })
      return { kind: 'taken', eventId: `event of ${message.sourceId}`, reason: 'alert' }
    },
    ...given,
  }
  return { clock, taken, items, ends, asked, poll: () => pollFeed(needs, clock)({ name: FEED.name }) }
}
