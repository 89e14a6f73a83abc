import type { Clock } from '../src/clock.ts'
import { reasonOf } from '../src/errors.ts'
import { nextPollAt } from '../src/mobilisation/feed-pace.ts'
import { type Tally, takeItems, worded } from './feed-items.ts'
import type { Claimed, Needs, Validators } from './feed-needs.ts'

/** What a poll came to; the counts are of things in the feed. */
export type PollResult =
  | { readonly kind: 'unknown-feed' | 'not-due' | 'unchanged' }
  | { readonly kind: 'postponed'; readonly until: Date }
  | { readonly kind: 'failed'; readonly error: string }
  | {
      readonly kind: 'read'
      readonly taken: number
      readonly refused: number
      /** Seen before with the same content. */
      readonly known: number
      readonly elsewhere: number
      /** Whose details could not be fetched yet. */
      readonly waiting: number
    }

/** Beyond the time of one request: for reading, and for taking what is new. */
const WORK_MS = 20_000

/**
 * Polls one feed if it is due: claims it, stays within what its host allows, asks conditionally, reads, and takes every
 * message that is new or has changed. What became of each thing in the feed is kept, with the reason, also of what was
 * refused. A failure costs the feed a longer pause and nobody else anything. Running it twice, or late, does no harm.
 */
export const pollFeed =
  <Body, Claim extends Claimed>(needs: Needs<Body, Claim>, clock: Clock) =>
  async ({ name }: { readonly name: string }): Promise<PollResult> => {
    const feed = needs.feed(name)
    if (feed === null) return { kind: 'unknown-feed' }
    const began = clock.now()
    const limitMs = Math.max(feed.everyMs, feed.timeoutMs + WORK_MS)
    const claim = await needs.claim(name, began, new Date(began.getTime() + limitMs))
    if (claim === null) return { kind: 'not-due' }

    const turn = await needs.reserve(feed.host, needs.perMinute(feed.host), began)
    if (turn.kind === 'wait') {
      await needs.rememberPoll(name, claim, { kind: 'postponed', nextDueAt: turn.until }, clock.now())
      return { kind: 'postponed', until: turn.until }
    }
    const fail = async (error: string, askedMs: number | null = null): Promise<PollResult> => {
      const nextDueAt = nextPollAt(feed, clock.now(), claim.failures + 1, askedMs)
      await needs.rememberPoll(name, claim, { kind: 'failed', error, nextDueAt }, clock.now())
      return { kind: 'failed', error }
    }
    const succeed = (validators: Validators & { readonly bodyHash: string | null }): Promise<boolean> => {
      const { etag, lastModified, bodyHash } = validators
      const end = {
        kind: 'succeeded',
        etag,
        lastModified,
        bodyHash,
        nextDueAt: nextPollAt(feed, began, 0, null),
      } as const
      return needs.rememberPoll(name, claim, end, clock.now())
    }
    try {
      const { etag, lastModified } = claim
      const answer = await needs.fetch({ url: feed.url, timeoutMs: feed.timeoutMs, now: began, etag, lastModified })
      if (answer.kind === 'try-again') return await fail(answer.reason, answer.afterMs)
      if (answer.kind === 'refused') return await fail(answer.reason)
      const bodyHash = answer.kind === 'fresh' ? needs.hashOfBody(answer.bytes) : claim.bodyHash
      if (answer.kind === 'not-modified' || bodyHash === claim.bodyHash) {
        await succeed(answer.kind === 'fresh' ? { ...answer, bodyHash } : claim)
        return { kind: 'unchanged' }
      }
      const reading = await needs.read(feed, answer.bytes, began)
      if (reading.kind === 'unreadable') return await fail(worded(reading.faults))

      const tally: Tally = { taken: 0, refused: 0, known: 0, waiting: 0, broken: null }
      const ids = [...reading.items, ...reading.wanted, ...reading.refused].map(({ itemId }) => itemId)
      const kept = await needs.knownItems(name, ids)
      await takeItems({ needs, clock, feed, claim, tally, kept }, reading)
      if (tally.broken !== null) return await fail(tally.broken)
      // With validators the next answer may be "not modified", and what waits would wait until the feed changes.
      await succeed(tally.waiting > 0 ? { etag: null, lastModified: null, bodyHash: null } : { ...answer, bodyHash })
      const { taken, refused, known, waiting } = tally
      return { kind: 'read', taken, refused, known, waiting, elsewhere: reading.elsewhere }
    } catch (thrown) {
      return fail(reasonOf(thrown))
    }
  }
