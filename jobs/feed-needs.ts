import type { Fault } from '../src/errors.ts'
import type { EventMessage } from '../src/mobilisation/event-message.ts'
import type { Feed, FeedPolicy } from '../src/mobilisation/feed.ts'
import type { KnownQuake } from '../src/mobilisation/quake-known.ts'

// What polling a feed needs of others: readers of feeds, the store, the network, the common way in for messages.

export interface Item {
  readonly itemId: string
  readonly message: EventMessage
  readonly raw: string
  readonly warnings: readonly Fault[]
  readonly silentOn: readonly ('felt' | 'level')[]
}

export interface Wanted {
  readonly itemId: string
  readonly url: string
  readonly mark: string
}

export type Reading =
  | {
      readonly kind: 'read'
      readonly items: readonly Item[]
      readonly wanted: readonly Wanted[]
      readonly refused: readonly { readonly itemId: string; readonly faults: readonly Fault[] }[]
      readonly elsewhere: number
    }
  | { readonly kind: 'unreadable'; readonly faults: readonly Fault[] }

export interface Validators {
  readonly etag: string | null
  readonly lastModified: string | null
}

type Fetched<Body> =
  | ({ readonly kind: 'fresh'; readonly bytes: Body } & Validators)
  | { readonly kind: 'not-modified' }
  | { readonly kind: 'try-again'; readonly reason: string; readonly afterMs: number | null }
  | { readonly kind: 'refused'; readonly reason: string }

export interface Claimed extends Validators {
  readonly until: Date
  readonly bodyHash: string | null
  readonly failures: number
}

export interface Kept {
  readonly contentHash: string
  readonly outcome: 'taken' | 'refused' | 'wanted'
}

type End =
  | ({ readonly kind: 'succeeded'; readonly bodyHash: string | null; readonly nextDueAt: Date } & Validators)
  | { readonly kind: 'failed'; readonly error: string; readonly nextDueAt: Date }
  | { readonly kind: 'postponed'; readonly nextDueAt: Date }

export type Taken =
  | { readonly kind: 'taken'; readonly eventId: string; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string }

/** `Body` is the bytes of an answer; `Claim` is the store's own word for a poll that is ours. */
export interface Needs<Body, Claim extends Claimed> {
  /** An enabled feed by its name; null for any other. */
  feed(name: string): Feed | null
  perMinute(host: string): number
  /** What a sender of CAP messages may do; null for one that is not named. */
  senderPolicy(sender: string): FeedPolicy | null
  claim(name: string, now: Date, until: Date): Promise<Claim | null>
  reserve(host: string, perMinute: number, now: Date): Promise<{ kind: 'granted' } | { kind: 'wait'; until: Date }>
  fetch(request: { url: string; timeoutMs: number; now: Date } & Validators): Promise<Fetched<Body>>
  read(feed: Feed, body: Body, fetchedAt: Date): Promise<Reading>
  /** Reads the CAP message behind an item. */
  readDetail(
    body: Body,
  ): Promise<{ kind: 'message'; message: EventMessage } | { kind: 'refused'; faults: readonly Fault[] }>
  bodyOf(text: string): Body
  hashOf(content: unknown): string
  hashOfBody(body: Body): string
  knownItems(feed: string, itemIds: readonly string[]): Promise<ReadonlyMap<string, Kept>>
  rememberItem(
    feed: string,
    item: Kept & { itemId: string; reason: string; eventId: string | null },
    now: Date,
  ): Promise<unknown>
  rememberPoll(name: string, claim: Claim, end: End, now: Date): Promise<boolean>
  knownQuake(source: string, sourceId: string): Promise<KnownQuake | null>
  /** The common way in, for a message of whatever source. */
  take(message: EventMessage, feedName: string, rawBody: Body, receivedAt: Date): Promise<Taken>
}
