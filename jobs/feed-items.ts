import type { Clock } from '../src/clock.ts'
import { type Fault, reasonOf } from '../src/errors.ts'
import type { EventMessage } from '../src/mobilisation/event-message.ts'
import type { Feed, FeedPolicy } from '../src/mobilisation/feed.ts'
import { feedRestraint, lateRestraint, stricterPolicy } from '../src/mobilisation/feed-policy.ts'
import { withKnown } from '../src/mobilisation/quake-known.ts'
import type { Claimed, Item, Kept, Needs, Reading, Wanted } from './feed-needs.ts'

/** Details fetched in one poll; what is left waits for the next. */
const MOST_DETAILS = 40

/** The first fault in a sentence, and how many more there are. */
export const worded = (faults: readonly Fault[]): string => {
  const [first] = faults
  if (first === undefined) return 'refused'
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : ''
  return `${first.path}: got ${first.got}, expected ${first.expected}${more}`
}

const withWarnings = (reason: string, warnings: readonly Fault[]): string =>
  warnings.length === 0 ? reason : `${reason}; ${worded(warnings)}`

/** The message with the restraint that its feed and its sender put on it. */
const restrained = (feed: Feed, message: EventMessage, ofSender: FeedPolicy | null, now: Date): EventMessage => {
  const policy = ofSender === null ? feed.policy : stricterPolicy(feed.policy, ofSender)
  const restraint = feedRestraint(policy, message, feed.thresholds) ?? lateRestraint(message.event, now)
  return { ...message, restraint }
}

export interface Tally {
  taken: number
  refused: number
  known: number
  waiting: number
  /** The first thing that broke; what it stands for is tried again with the next poll. */
  broken: string | null
}

interface Ground<Body, Claim extends Claimed> {
  readonly needs: Needs<Body, Claim>
  readonly clock: Clock
  readonly feed: Feed
  readonly claim: Claim
  readonly tally: Tally
  readonly kept: ReadonlyMap<string, Kept>
}

const takeAndRemember = async <Body, Claim extends Claimed>(
  { needs, clock, feed, tally }: Ground<Body, Claim>,
  itemId: string,
  contentHash: string,
  message: EventMessage,
  rawBody: Body,
  warnings: readonly Fault[],
): Promise<void> => {
  const now = clock.now()
  const allowed = restrained(feed, message, needs.senderPolicy(message.source), now)
  const result = await needs.take(allowed, feed.name, rawBody, now)
  const reason = withWarnings(result.reason, warnings)
  const eventId = result.kind === 'taken' ? result.eventId : null
  await needs.rememberItem(feed.name, { itemId, contentHash, outcome: result.kind, reason, eventId }, clock.now())
  tally[result.kind] += 1
}

const pollItem = async <Body, Claim extends Claimed>(ground: Ground<Body, Claim>, item: Item): Promise<void> => {
  const { needs, kept, tally } = ground
  const { itemId, message, silentOn } = item
  // Without the time of sending, which for BMKG is ours; and before the policy, whose change must not call for old quakes.
  const contentHash = needs.hashOf({ ...message, sentAt: null })
  if (kept.get(itemId)?.contentHash === contentHash) {
    tally.known += 1
    return
  }
  const known = silentOn.length === 0 ? null : await needs.knownQuake(message.source, message.sourceId)
  const whole = { ...message, event: withKnown(message.event, known, silentOn) }
  await takeAndRemember(ground, itemId, contentHash, whole, needs.bodyOf(item.raw), item.warnings)
}

const pollDetail = async <Body, Claim extends Claimed>(
  ground: Ground<Body, Claim>,
  { itemId, url, mark }: Wanted,
  maySpend: boolean,
): Promise<'spent' | 'free'> => {
  const { needs, clock, feed, kept, tally } = ground
  const contentHash = needs.hashOf(mark)
  const before = kept.get(itemId)
  if (before?.contentHash === contentHash && before.outcome !== 'wanted') {
    tally.known += 1
    return 'free'
  }
  const remember = async (outcome: 'wanted' | 'refused', reason: string): Promise<void> => {
    await needs.rememberItem(feed.name, { itemId, contentHash, outcome, reason, eventId: null }, clock.now())
    tally[outcome === 'wanted' ? 'waiting' : 'refused'] += 1
  }
  const turn = maySpend ? await needs.reserve(feed.host, needs.perMinute(feed.host), clock.now()) : null
  if (turn?.kind !== 'granted') {
    await remember('wanted', 'its turn has not come: too many requests to the host')
    return 'free'
  }
  const answer = await needs.fetch({ url, timeoutMs: feed.timeoutMs, now: clock.now(), etag: null, lastModified: null })
  if (answer.kind !== 'fresh') {
    const reason = answer.kind === 'not-modified' ? 'not modified, though never fetched' : answer.reason
    await remember(answer.kind === 'refused' ? 'refused' : 'wanted', reason)
    return 'spent'
  }
  const detail = await needs.readDetail(answer.bytes)
  if (detail.kind === 'refused') await remember('refused', worded(detail.faults))
  else await takeAndRemember(ground, itemId, contentHash, detail.message, answer.bytes, [])
  return 'spent'
}

/** Takes everything in a reading that is new or has changed, and keeps what became of each thing in it. */
export const takeItems = async <Body, Claim extends Claimed>(
  ground: Ground<Body, Claim>,
  reading: Extract<Reading, { kind: 'read' }>,
): Promise<void> => {
  const { needs, clock, feed, claim, kept, tally } = ground
  // One that breaks must hide no other; it is not remembered, so the next poll finds it new.
  const guarded = async <Result>(work: () => Promise<Result>): Promise<Result | null> => {
    try {
      return await work()
    } catch (thrown) {
      tally.broken ??= reasonOf(thrown)
      return null
    }
  }
  for (const item of reading.items) await guarded(() => pollItem(ground, item))
  let details = 0
  for (const wanted of reading.wanted) {
    const inTime = clock.now().getTime() + feed.timeoutMs < claim.until.getTime()
    const spent = await guarded(() => pollDetail(ground, wanted, details < MOST_DETAILS && inTime))
    if (spent !== 'free') details += 1
  }
  for (const { itemId, faults } of reading.refused)
    await guarded(async () => {
      const contentHash = needs.hashOf(faults)
      tally.refused += 1
      if (kept.get(itemId)?.contentHash === contentHash) return
      const item = { itemId, contentHash, outcome: 'refused', reason: worded(faults), eventId: null } as const
      await needs.rememberItem(feed.name, item, clock.now())
    })
}
