import { z } from 'zod'
import type { Fault } from '../src/errors.ts'
import {
  FEED_FORMATS,
  FEED_POLICIES,
  type Feed,
  type FeedPolicy,
  NEVER_MOBILISE,
  QUAKE_FORMATS,
} from '../src/mobilisation/feed.ts'
import { requestsPerMinute } from '../src/mobilisation/feed-pace.ts'
import { duration } from './quantities.ts'
import { checkYaml, readYaml } from './yaml-file.ts'

/** Everything that feeds.yaml says. */
export interface Feeds {
  readonly feeds: readonly Feed[]
  /** How many requests a minute a host allows; one that is not named allows `DEFAULT_PER_MINUTE`. */
  readonly perMinute: ReadonlyMap<string, number>
  /** What CAP messages of a sender may do, whoever brings them; by the sender's name in lower case. */
  readonly senders: ReadonlyMap<string, FeedPolicy>
}

/** BMKG's limit for one address; asked of no other host either. */
export const DEFAULT_PER_MINUTE = 60

const policy = z.enum(FEED_POLICIES)

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

const isFeedUrl = (text: string): boolean => {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, password } = new URL(text)
  const safe = protocol === 'https:' || (protocol === 'http:' && loopback.test(hostname))
  return safe && hostname !== '' && username === '' && password === ''
}

/** The host's name; empty for what is no address, which has its own fault. */
const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : '')

const limits = {
  minMagnitude: z.number().min(0).max(10).optional().describe('quakes: at least this magnitude'),
  maxDepthKm: z.number().gt(0).max(800).optional().describe('quakes: at most so deep'),
  minMmi: z.number().min(1).max(12).optional().describe('quakes: felt so strongly is enough by itself'),
}

const feed = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, { error: 'a name of a to z, 0 to 9 and hyphens, at most 40' })
    .describe('names it in logs, metrics and rows: keep it'),
  format: z.enum(FEED_FORMATS),
  url: z
    .string()
    .max(500)
    .refine(isFeedUrl, { error: 'an https address without a user name (http only on this machine)' }),
  every: duration('5s', '1d').describe('how long between two polls'),
  policy: policy.describe('mobilise calls people; propose waits for an operator; record only keeps'),
  enabled: z.boolean().default(false),
  timeout: duration('1s', '1m').prefault('10s').describe('how long one request may take'),
  ...limits,
})

type FeedGiven = z.output<typeof feed>

/** What a feed says against itself: where, and what is wanted there. */
const ownFaults = (given: FeedGiven): readonly (readonly [key: string, expected: string])[] => [
  ...(given.policy === 'mobilise' && NEVER_MOBILISE.includes(given.format)
    ? [['policy', `propose or record: ${given.format} never mobilises`] as const]
    : []),
  ...(QUAKE_FORMATS.includes(given.format)
    ? []
    : Object.keys(limits)
        .filter((key) => key in given)
        .map((key) => [key, `no limit of quakes for ${given.format}`] as const)),
]

/** The first feed of each host whose feeds together ask more often than it allows; disabled ones count. */
const overBudget = (feeds: readonly FeedGiven[], allowed: (host: string) => number) => {
  const hosts = new Map<string, FeedGiven[]>()
  for (const one of feeds) hosts.set(hostOf(one.url), [...(hosts.get(hostOf(one.url)) ?? []), one])
  return [...hosts].flatMap(([host, on]) => {
    const rate = on.reduce((sum, { every }) => sum + requestsPerMinute({ everyMs: every }), 0)
    const at = feeds.findIndex(({ url }) => hostOf(url) === host)
    return rate > allowed(host) ? [{ at, host, rate }] : []
  })
}

export const feedsSchema = z
  .strictObject({
    hosts: z
      .record(z.string().min(1), z.strictObject({ perMinute: z.int().min(1).max(600) }))
      .default({})
      .describe('requests that a host allows in 60 s, details of alerts included'),
    senders: z.record(z.string().min(1), policy).default({}).describe('what CAP messages of a sender may do'),
    feeds: z.array(feed).max(100).default([]),
  })
  .superRefine(({ hosts, feeds }, context) => {
    const seen = new Set<string>()
    for (const [at, given] of feeds.entries()) {
      if (seen.has(given.name))
        context.addIssue({ code: 'custom', path: ['feeds', at, 'name'], message: 'each name once' })
      seen.add(given.name)
      for (const [key, message] of ownFaults(given))
        context.addIssue({ code: 'custom', path: ['feeds', at, key], message })
    }
    const allowed = (host: string): number => hosts[host]?.perMinute ?? DEFAULT_PER_MINUTE
    for (const { at, host, rate } of overBudget(feeds, allowed)) {
      const asks = `the feeds at ${host} ask ${Math.ceil(rate)} times`
      const message = `at most ${allowed(host)} requests a minute: ${asks}`
      context.addIssue({ code: 'custom', path: ['feeds', at, 'every'], message })
    }
  })
  .meta({ title: 'Feeds that are polled' })

const toFeed = (given: FeedGiven): Feed => ({
  name: given.name,
  format: given.format,
  url: given.url,
  host: hostOf(given.url),
  everyMs: given.every,
  policy: given.policy,
  enabled: given.enabled,
  timeoutMs: given.timeout,
  thresholds: {
    minMagnitude: given.minMagnitude ?? null,
    maxDepthKm: given.maxDepthKm ?? null,
    minMmi: given.minMmi ?? null,
  },
})

/** Reads feeds.yaml; adds every fault with its line and answers undefined. */
export const readFeeds = (file: string, faults: Fault[]): Feeds | undefined => {
  const yaml = readYaml(file, faults)
  const given = yaml === undefined ? undefined : checkYaml(yaml, feedsSchema, faults)
  return given === undefined
    ? undefined
    : {
        feeds: given.feeds.map(toFeed),
        perMinute: new Map(Object.entries(given.hosts).map(([host, { perMinute }]) => [host, perMinute])),
        senders: new Map(Object.entries(given.senders).map(([sender, word]) => [sender.toLowerCase(), word])),
      }
}
