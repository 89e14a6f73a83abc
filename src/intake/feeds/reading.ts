import type { Fault } from '../../errors.ts'
import { FUTURE_ALLOWED_MS } from '../../mobilisation/arrival.ts'
import type { EventMessage } from '../../mobilisation/event-message.ts'
import type { HazardEvent } from '../../mobilisation/hazard-event.ts'

/** One message of a feed. */
export interface FeedItem {
  /** Names it within the feed, from one poll to the next. */
  readonly itemId: string
  readonly message: EventMessage
  /** Orders the messages about one thing: milliseconds since 1970 of `message.sentAt`. */
  readonly sequenceMs: number
  /** The thing as the feed has it, as JSON: what is kept as its body. */
  readonly raw: string
  /** What was doubtful and did not hinder the reading. */
  readonly warnings: readonly Fault[]
  /** What this form of the feed does not speak of at all, so that what another form said of it still holds. */
  readonly silentOn: readonly ('felt' | 'level')[]
}

/** Something that the feed only names: its details are to be fetched. */
export interface WantedItem {
  readonly itemId: string
  readonly url: string
  /** Changes when the details do. */
  readonly mark: string
}

/** One thing in the feed that could not be read. */
export interface RefusedItem {
  readonly itemId: string
  readonly faults: readonly Fault[]
}

export interface FeedRead {
  readonly kind: 'read'
  readonly items: readonly FeedItem[]
  readonly wanted: readonly WantedItem[]
  readonly refused: readonly RefusedItem[]
  /** How many things it tells of that are none of ours: far from Indonesia, or no disaster. */
  readonly elsewhere: number
}

export type FeedReading = FeedRead | { readonly kind: 'unreadable'; readonly faults: readonly Fault[] }

/** What became of one thing in a feed. */
export type ItemReading =
  | { readonly kind: 'item'; readonly item: FeedItem }
  | { readonly kind: 'wanted'; readonly wanted: WantedItem }
  | { readonly kind: 'refused'; readonly refused: RefusedItem }
  | { readonly kind: 'elsewhere' }

export const unreadable = (path: string, got: string, expected: string, hint?: string): FeedReading => ({
  kind: 'unreadable',
  faults: [{ path, got, expected, ...(hint === undefined ? {} : { hint }) }],
})

export const refusedItem = (itemId: string, faults: readonly Fault[]): ItemReading => ({
  kind: 'refused',
  refused: { itemId, faults },
})

/**
 * A fault of what claims to be over 5 minutes ahead of when it was fetched: an instant that orders messages would keep
 * every later one from counting.
 */
export const aheadFaults = (path: string, at: Date | null, fetchedAt: Date): readonly Fault[] =>
  at === null || at.getTime() - fetchedAt.getTime() <= FUTURE_ALLOWED_MS
    ? []
    : [{ path, got: at.toISOString(), expected: 'an instant that has passed' }]

const idOf = (reading: ItemReading): string | null => {
  if (reading.kind === 'item') return reading.item.itemId
  return reading.kind === 'wanted' ? reading.wanted.itemId : null
}

/** Of two things with one id in one reading the first counts; the other is refused, so that neither flutters. */
export const gather = (readings: readonly ItemReading[]): FeedRead => {
  const seen = new Set<string>()
  const items: FeedItem[] = []
  const wanted: WantedItem[] = []
  const refused: RefusedItem[] = []
  let elsewhere = 0
  for (const [at, reading] of readings.entries()) {
    const itemId = idOf(reading)
    if (itemId !== null && seen.has(itemId)) {
      const fault = { path: `[${at}]`, got: itemId, expected: 'each id once in the feed' }
      refused.push({ itemId: `${itemId}#${at}`, faults: [fault] })
      continue
    }
    if (itemId !== null) seen.add(itemId)
    if (reading.kind === 'item') items.push(reading.item)
    else if (reading.kind === 'wanted') wanted.push(reading.wanted)
    else if (reading.kind === 'refused') refused.push(reading.refused)
    else elsewhere += 1
  }
  return { kind: 'read', items, wanted, refused, elsewhere }
}

/** An event that says nothing yet: a reader fills in what its feed knows. */
export const bareEvent = (
  event: Pick<HazardEvent, 'hazard' | 'occurredAt' | 'headline' | 'description'> & Partial<HazardEvent>,
): HazardEvent => ({
  messageType: 'alert',
  mode: 'actual',
  severity: 'unknown',
  urgency: 'unknown',
  certainty: 'unknown',
  expiresAt: null,
  geometry: null,
  radiusKm: null,
  villageCodes: [],
  regions: [],
  sectors: [],
  felt: [],
  magnitude: null,
  depthKm: null,
  level: null,
  need: null,
  musterPoint: null,
  safeToApproach: null,
  authorisedBy: null,
  ...event,
})

/** A message of a feed: not numbered, ordered by when it was sent. */
export const messageOf = (
  from: Pick<EventMessage, 'source' | 'sourceId' | 'event'> & Partial<EventMessage> & { readonly sentAt: Date },
): EventMessage => ({
  aliases: [],
  revision: null,
  references: [],
  language: null,
  contact: null,
  restraint: null,
  ...from,
})

export const itemOf = (
  itemId: string,
  message: EventMessage,
  given: unknown,
  more: { readonly warnings?: readonly Fault[]; readonly silentOn?: FeedItem['silentOn'] } = {},
): ItemReading => ({
  kind: 'item',
  item: {
    itemId,
    message,
    sequenceMs: message.sentAt?.getTime() ?? message.event.occurredAt.getTime(),
    raw: JSON.stringify(given),
    warnings: more.warnings ?? [],
    silentOn: more.silentOn ?? [],
  },
})
