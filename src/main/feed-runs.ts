import { DEFAULT_PER_MINUTE, type Feeds } from '../../config/feeds-config.ts'
import type { Taken } from '../../jobs/feed-needs.ts'
import { type PollResult, pollFeed } from '../../jobs/poll-feed.ts'
import type { Clock } from '../clock.ts'
import { readCap } from '../intake/cap/cap.ts'
import { capMessage } from '../intake/cap/cap-message.ts'
import type { KnownPlaces } from '../intake/cap/cap-places.ts'
import type { XmlReader } from '../intake/cap/xml-reader.ts'
import { bytesHash, contentHash } from '../intake/content-hash.ts'
import { fetchFeed } from '../intake/feeds/fetch.ts'
import { type PlaceNames, placeNames } from '../intake/feeds/place-names.ts'
import { readFeed } from '../intake/feeds/read-feed.ts'
import type { EventMessage } from '../mobilisation/event-message.ts'
import type { FeedPolicy } from '../mobilisation/feed.ts'
import { firstPollAt } from '../mobilisation/feed-pace.ts'
import type { Wake } from '../queue/job.ts'
import {
  claimFeed,
  dueFeeds,
  type FeedClaim,
  type FeedHealth,
  feedHealth,
  introduceFeeds,
  knownItems,
  knownQuake,
  rememberItem,
  rememberPoll,
  reserveRequest,
} from '../store/feeds.ts'
import type { Installation } from './installation.ts'

/** The common way in for a message of a feed. */
export type TakeMessage = (message: EventMessage, feedName: string, rawBody: Buffer, receivedAt: Date) => Promise<Taken>

export interface FeedRuns {
  /** The job `poll-feed`. */
  pollFeed(payload: { readonly name: string }): Promise<PollResult>
  /** A wake for each feed that is due. */
  dueWakes(): Promise<readonly Wake[]>
  /** How it goes with each enabled feed, with its policy. */
  health(): Promise<readonly (FeedHealth & { readonly policy: FeedPolicy })[]>
}

const pollWake = (name: string, dueAt: Date): Wake => ({
  job: 'poll-feed',
  lane: 'upkeep',
  id: `poll-${name}-${dueAt.getTime()}`,
  payload: { name },
})

const readDetail =
  (readXml: XmlReader['readXml'], look: KnownPlaces, clock: Clock) =>
  async (body: Buffer): ReturnType<Parameters<typeof pollFeed<Buffer, FeedClaim>>[0]['readDetail']> => {
    const tree = await readXml(body)
    if (tree.kind === 'refused') return tree
    const cap = readCap(tree.root)
    return cap.kind === 'refused' ? cap : capMessage(cap.alert, look, clock.now())
  }

/** The feeds of an installation: polled, read, and handed to `take`. Disabled ones are as if they were not there. */
export const feedRuns = (
  {
    database,
    clock,
    log,
    places,
  }: Pick<Installation, 'database' | 'clock' | 'log'> & { readonly places: Pick<Installation['places'], 'gazetteer'> },
  { feeds, perMinute, senders }: Feeds,
  take: TakeMessage,
  { readXml }: Pick<XmlReader, 'readXml'>,
  look: KnownPlaces,
): FeedRuns => {
  const enabled = new Map(feeds.filter((feed) => feed.enabled).map((feed) => [feed.name, feed]))
  const names = [...enabled.keys()]
  let known: PlaceNames | undefined
  const placeNamesOnce = (): PlaceNames => {
    known ??= placeNames(places.gazetteer())
    return known
  }
  const poll = pollFeed<Buffer, FeedClaim>(
    {
      feed: (name) => enabled.get(name) ?? null,
      perMinute: (host) => perMinute.get(host) ?? DEFAULT_PER_MINUTE,
      senderPolicy: (sender) => senders.get(sender.toLowerCase()) ?? null,
      claim: (name, now, until) => claimFeed(database, name, now, until),
      reserve: (host, allowed, now) => reserveRequest(database, host, allowed, now),
      fetch: fetchFeed,
      read: (feed, body, fetchedAt) =>
        readFeed(feed.format, body, {
          feedUrl: feed.url,
          fetchedAt,
          placeOf: (name) => placeNamesOnce().placeOf(name),
          regencyByName: (province, district) => placeNamesOnce().regencyByName(province, district),
          readXml,
        }),
      readDetail: readDetail(readXml, look, clock),
      bodyOf: (text) => Buffer.from(text),
      // As JSON first: a Date has no fields of its own to hash.
      hashOf: (content) => contentHash(JSON.parse(JSON.stringify(content))),
      hashOfBody: bytesHash,
      knownItems: (feed, itemIds) => knownItems(database, feed, itemIds),
      rememberItem: (feed, item, now) => rememberItem(database, feed, item, now),
      rememberPoll: (name, claim, end, now) => rememberPoll(database, name, claim, end, now),
      knownQuake: (source, sourceId) => knownQuake(database, source, sourceId),
      take,
    },
    clock,
  )
  let introduced = false
  return {
    pollFeed: async (payload) => {
      const result = await poll(payload)
      if (result.kind === 'failed') log.warn('a feed could not be polled', { feed: payload.name, reason: result.error })
      if (result.kind === 'read' && result.taken + result.refused > 0)
        log.info('a feed was read', { feed: payload.name, ...result })
      return result
    },
    dueWakes: async () => {
      if (names.length === 0) return []
      const now = clock.now()
      if (!introduced) {
        const rows = [...enabled.values()].map((feed) => ({ name: feed.name, firstDueAt: firstPollAt(feed, now) }))
        await introduceFeeds(database, rows)
        introduced = true
      }
      return (await dueFeeds(database, names, now)).map(({ name, dueAt }) => pollWake(name, dueAt))
    },
    health: async () =>
      (await feedHealth(database, names)).map((one) => ({
        ...one,
        policy: enabled.get(one.name)?.policy ?? 'record',
      })),
  }
}
