import type { CalendarEntry } from '../drills/calendar-entry.ts'
import type { TimeZone } from '../roster/region.ts'
import { UTC_OFFSET_HOURS } from '../roster/region.ts'

/** A property and a component as jCal (RFC 7265) has them; all escaping and folding is the library's. */
export type Property = readonly [
  name: string,
  parameters: Readonly<Record<string, string>>,
  type: string,
  value: string | number | readonly number[],
]
export type Component = readonly [name: string, properties: readonly Property[], components: readonly Component[]]

/** The tz database's names of our zones: calendar programs know their own rules by them. */
const TZIDS: Readonly<Record<TimeZone, string>> = {
  WIB: 'Asia/Jakarta',
  WITA: 'Asia/Makassar',
  WIT: 'Asia/Jayapura',
}

/** Nothing that could begin a line of its own; a text has line breaks, which are escaped. */
const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029]+/gu, ' ').trim()
const severalLines = (text: string): string => text.split('\n').map(oneLine).join('\n')

/** For a parameter: quotation marks cannot stand in one, and few programs read what RFC 6868 writes for them. */
const parameter = (text: string): string => oneLine(text).replaceAll('"', "'").replaceAll('^', ' ')

export const text = (name: string, value: string): Property => [name, {}, 'text', severalLines(value)]

const HOUR_MS = 3_600_000

const utc = (at: Date): string => `${at.toISOString().slice(0, 19)}Z`

export const utcProperty = (name: string, at: Date): Property => [name, {}, 'date-time', utc(at)]

const localProperty = (name: string, at: Date, zone: TimeZone): Property => {
  const wall = new Date(at.getTime() + UTC_OFFSET_HOURS[zone] * HOUR_MS)
  return [name, { tzid: TZIDS[zone] }, 'date-time', wall.toISOString().slice(0, 19)]
}

/** The zone as it has been since 1988 (Keppres 41/1987): no summer time, so one offset for all our entries. */
export const zoneComponent = (zone: TimeZone): Component => {
  const offset = `+0${UTC_OFFSET_HOURS[zone]}:00`
  const standard: readonly Property[] = [
    ['dtstart', {}, 'date-time', '1988-01-01T00:00:00'],
    ['tzoffsetfrom', {}, 'utc-offset', offset],
    ['tzoffsetto', {}, 'utc-offset', offset],
    text('tzname', zone),
  ]
  return ['vtimezone', [text('tzid', TZIDS[zone])], [['standard', standard, []]]]
}

/** Somebody with a mail address, for an invitation. */
export interface Party {
  readonly name: string
  readonly address: string
}

export const partyProperty = (
  name: 'organizer' | 'attendee',
  party: Party,
  parameters: Readonly<Record<string, string>> = {},
): Property => [
  name,
  { ...(parameter(party.name) === '' ? {} : { cn: parameter(party.name) }), ...parameters },
  'cal-address',
  `mailto:${oneLine(party.address)}`,
]

/** The entry as a VEVENT; `stampedAt` is when it is told. */
export const eventComponent = (entry: CalendarEntry, stampedAt: Date, more: readonly Property[] = []): Component => {
  const { position, changedAt, zone } = entry
  return [
    'vevent',
    [
      text('uid', entry.uid),
      ['sequence', {}, 'integer', entry.sequence],
      utcProperty('dtstamp', stampedAt),
      ...(changedAt === null ? [] : [utcProperty('last-modified', changedAt)]),
      localProperty('dtstart', entry.startsAt, zone),
      localProperty('dtend', entry.endsAt, zone),
      text('summary', oneLine(entry.summary)),
      ...(entry.location === '' ? [] : [text('location', oneLine(entry.location))]),
      text('description', entry.description),
      text('status', entry.status.toUpperCase()),
      text('categories', 'LATIHAN'),
      ...(position === null ? [] : [['geo', {}, 'float', [position[1], position[0]]] as const]),
      ...more,
    ],
    [],
  ]
}
