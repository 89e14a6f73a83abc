import { type TimeZone, timeZoneOf } from '../roster/region.ts'
import type { Kind } from '../roster/responder.ts'
import { type Calendar, closingsAt, type Hours } from './calendar.ts'
import { addMonths, type CalendarDay, DAY_MS, instantOf, readDay } from './wall-clock.ts'

/** `contact-test` asks for a 1, so that the roster stays honest; `education` (KIE) says how to be ready, and asks nothing. */
export const CAMPAIGN_TYPES = ['contact-test', 'education'] as const
export type CampaignType = (typeof CAMPAIGN_TYPES)[number]

/** Messages to everybody of an audience once in each turn. */
export interface Campaign {
  readonly id: string
  readonly type: CampaignType
  readonly audience: {
    readonly kinds: readonly Kind[]
    /** A region's code; null: the whole country. */
    readonly region: string | null
    /** Site codes; null: with or without a site. */
    readonly sites: readonly string[] | null
  }
  readonly every: { readonly count: number; readonly unit: 'days' | 'weeks' | 'months' | 'years' }
  /** The first day of turn 0, YYYY-MM-DD. */
  readonly from: string
  /** No turn begins after this day; null: for good. */
  readonly until: string | null
  /** The hours of each person's own clock within which a message may leave. */
  readonly window: Hours
  /** Over so many days, from the first of a turn on, people are spread. */
  readonly spreadDays: number
  /** How long after it left a test may be answered in time. */
  readonly answerWithinMs: number
  /** Of education: a turn's own text, one after the other; none for a test. */
  readonly messages: readonly string[]
}

/** One turn; it lasts until the next begins. */
export interface CampaignTurn {
  /** Counted from 0. */
  readonly turn: number
  /** Midnight of the easternmost clock: within a turn every clock of the country has the same days. */
  readonly startsAt: Date
  readonly endsAt: Date
}

interface FirstDay {
  readonly day: CalendarDay
  readonly later: number
}

/** The first day of a turn. */
const firstDayOf = ({ every: { count, unit }, from }: Pick<Campaign, 'every' | 'from'>, turn: number): FirstDay => {
  const day = readDay(from)
  switch (unit) {
    case 'days':
      return { day, later: turn * count }
    case 'weeks':
      return { day, later: 7 * turn * count }
    case 'months':
      return { day: addMonths(day, turn * count), later: 0 }
    case 'years':
      return { day: addMonths(day, 12 * turn * count), later: 0 }
  }
}

const startOf = (campaign: Pick<Campaign, 'every' | 'from'>, turn: number): Date => {
  const { day, later } = firstDayOf(campaign, turn)
  return instantOf(day, later, 0, 'WIT')
}

/** Longer than any month or year of the calendar is by the count of days: so no turn is passed over by the guess. */
const UNIT_DAYS = { days: 1, weeks: 7, months: 31, years: 366 } as const

/** The turn that `now` lies in; null before the first, and where the last has begun and its successor would, too late. */
export const turnAt = (campaign: Pick<Campaign, 'every' | 'from' | 'until'>, now: Date): CampaignTurn | null => {
  const { every, until } = campaign
  const since = now.getTime() - startOf(campaign, 0).getTime()
  if (since < 0) return null
  let turn = Math.floor(since / (every.count * UNIT_DAYS[every.unit] * DAY_MS))
  while (startOf(campaign, turn + 1) <= now) turn += 1
  const startsAt = startOf(campaign, turn)
  if (until !== null && startsAt > instantOf(readDay(until), 0, 0, 'WIT')) return null
  return { turn, startsAt, endsAt: startOf(campaign, turn + 1) }
}

/** The turn that `now` lies in or, before the first, that one; null where no more begins. */
export const turnFrom = (campaign: Pick<Campaign, 'every' | 'from' | 'until'>, now: Date): CampaignTurn | null => {
  const first = startOf(campaign, 0)
  return turnAt(campaign, now < first ? first : now)
}

/** The text of a turn; empty for a test, whose template has its words. */
export const messageOf = ({ messages }: Pick<Campaign, 'messages'>, turn: number): string =>
  messages[turn % Math.max(1, messages.length)] ?? ''

/** FNV-1a, 32 bits (Fowler, Noll, Vo): the same person has the same day in every turn, on any machine. */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0
  return hash
}

/** When one message is to leave, and until when it may. */
export interface CampaignSlot {
  readonly dueAt: Date
  readonly expiresAt: Date
}

/** Whom a slot is for. `placeCode`: the nearest region known of them, a village or a regency. */
export interface CampaignPerson {
  readonly responderId: string
  readonly placeCode: string
}

/** Ours: what begins nearer to the end of its hours might expire under way, and waits for the next day. */
export const SHORTEST_MS = 15 * 60_000

const STEP_MS = SHORTEST_MS

/** The first time of a day at which the calendar closes nothing, by quarters of an hour. */
const freeTime = (
  calendar: Calendar,
  held: { readonly villageCode: string; readonly zone: TimeZone; readonly type: string },
  earliest: Date,
  expiresAt: Date,
): Date | null => {
  for (let ms = earliest.getTime(); ms + SHORTEST_MS <= expiresAt.getTime(); ms += STEP_MS) {
    const at = new Date(ms)
    if (closingsAt(calendar, held, at, new Date(ms + SHORTEST_MS)).length === 0) return at
  }
  return null
}

/**
 * The first time from `notBefore` on at which a person's message may leave: on their day of the rota or a later one of the
 * turn, within the hours of their clock, while the calendar closes nothing. People are spread over the hours as well;
 * whose time went by (`late`) is written to as soon as the hours allow, so that whatever comes late once a day misses
 * nobody. Null: the turn has no such time left.
 */
export const slotFor = (
  campaign: Campaign,
  { turn, endsAt }: CampaignTurn,
  { responderId, placeCode }: CampaignPerson,
  calendar: Calendar,
  notBefore: Date,
  late = false,
): CampaignSlot | null => {
  const zone = timeZoneOf(placeCode)
  const { fromMs, toMs } = campaign.window
  const hash = hashOf(`${campaign.id} ${responderId}`)
  const minutes = Math.max(1, Math.floor((toMs - fromMs - SHORTEST_MS) / 60_000))
  const offsetMs = late ? 0 : (Math.floor(hash / campaign.spreadDays) % minutes) * 60_000
  const { day, later } = firstDayOf(campaign, turn)
  for (let on = later + (hash % campaign.spreadDays); ; on += 1) {
    const expiresAt = instantOf(day, on, toMs, zone)
    if (expiresAt > endsAt) return null
    if (expiresAt <= notBefore) continue
    const held = { villageCode: placeCode, zone, type: campaign.type }
    const freeFrom = (timeMs: number): Date | null => {
      const at = instantOf(day, on, timeMs, zone)
      return freeTime(calendar, held, at > notBefore ? at : notBefore, expiresAt)
    }
    // Where every afternoon is closed, as in Ramadan, those of the afternoon are written to in the morning.
    const dueAt = freeFrom(fromMs + offsetMs) ?? freeFrom(fromMs)
    if (dueAt !== null) return { dueAt, expiresAt }
  }
}

/** A person whose turn has come, as their rows stand. */
export interface DueRecipient extends CampaignPerson {
  readonly optedOut: boolean
  /** They want no education messages. */
  readonly infoStopped: boolean
  /** The first of their channels that can reach them with this; null: none can. */
  readonly channel: 'sms' | 'email' | null
  readonly unavailableUntil: Date | null
  /** Called for a real event that is not over: a test would be in the way. */
  readonly called: boolean
}

export type SkipReason =
  | 'left-roster'
  | 'opted-out'
  | 'opted-out-of-info'
  | 'no-contact'
  | 'unavailable'
  | 'called-out'
  | 'turn-over'
  | 'campaign-removed'

export type RecipientStep =
  | { readonly kind: 'send'; readonly expiresAt: Date }
  | { readonly kind: 'wait'; readonly until: Date }
  | { readonly kind: 'skip'; readonly reason: SkipReason }

/** What is done for a person whose time has come: the message leaves, waits for a better time, or never leaves, and why. */
export const stepFor = (
  campaign: Campaign,
  turn: CampaignTurn,
  person: DueRecipient,
  calendar: Calendar,
  now: Date,
): RecipientStep => {
  const skip = (reason: SkipReason): RecipientStep => ({ kind: 'skip', reason })
  if (person.optedOut) return skip('opted-out')
  if (person.infoStopped && campaign.type === 'education') return skip('opted-out-of-info')
  if (person.channel === null) return skip('no-contact')
  const away = person.unavailableUntil !== null && person.unavailableUntil > now ? person.unavailableUntil : null
  const busyUntil = person.called ? new Date(now.getTime() + DAY_MS) : null
  const slot = slotFor(campaign, turn, person, calendar, away ?? busyUntil ?? now, true)
  if (slot === null) return skip(away !== null ? 'unavailable' : person.called ? 'called-out' : 'turn-over')
  return slot.dueAt > now ? { kind: 'wait', until: slot.dueAt } : { kind: 'send', expiresAt: slot.expiresAt }
}
