/** The forms that feeds come in; each has a reader of its own. */
export const FEED_FORMATS = ['bmkg-quake', 'bmkg-nowcast', 'inatews', 'usgs', 'gdacs', 'petabencana'] as const
export type FeedFormat = (typeof FEED_FORMATS)[number]

/**
 * What messages of a feed may do: `mobilise`, call people out by themselves; `propose`, an operator confirms first;
 * `record`, be kept and no more. Each is stricter than the one before.
 */
export const FEED_POLICIES = ['mobilise', 'propose', 'record'] as const
export type FeedPolicy = (typeof FEED_POLICIES)[number]

/** Forms that tell of quakes, for which the limits of magnitude, depth and intensity are meant. */
export const QUAKE_FORMATS: readonly FeedFormat[] = ['bmkg-quake', 'inatews', 'usgs', 'gdacs']

/** Forms that never mobilise: what a crowd says is not verified, and a nowcast is a forecast. */
export const NEVER_MOBILISE: readonly FeedFormat[] = ['bmkg-nowcast', 'petabencana']

/** Which quakes of a feed may do what its policy says; null where there is no such limit. */
export interface Thresholds {
  /** At least this. */
  readonly minMagnitude: number | null
  /** At most so deep, in km. */
  readonly maxDepthKm: number | null
  /** Felt with this intensity (MMI) or more somewhere: enough by itself, whatever magnitude and depth. */
  readonly minMmi: number | null
}

/** One feed, as config/feeds.yaml has it. */
export interface Feed {
  /** In lower case: a to z, 0 to 9 and hyphens. */
  readonly name: string
  readonly format: FeedFormat
  readonly url: string
  /** The URL's host name, by which requests are counted. */
  readonly host: string
  readonly everyMs: number
  readonly policy: FeedPolicy
  readonly enabled: boolean
  readonly timeoutMs: number
  readonly thresholds: Thresholds
}
