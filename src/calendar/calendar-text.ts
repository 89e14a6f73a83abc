import ICAL from 'ical.js'
import type { CalendarEntry } from '../drills/calendar-entry.ts'
import type { TimeZone } from '../roster/region.ts'
import {
  type Component,
  eventComponent,
  type Party,
  type Property,
  partyProperty,
  text,
  utcProperty,
  zoneComponent,
} from './entry-lines.ts'

// RFC 5545 section 3.1: no more than 75 octets a line. The library does not count the space that a folded line begins with.
ICAL.foldLength = 74

const PRODUCT = '-//Kentongan//Kentongan 1//ID'

/** Invites, also to another time; or takes the invitation back. */
export type InvitationMethod = 'REQUEST' | 'CANCEL'

const calendarText = (
  method: 'PUBLISH' | InvitationMethod,
  more: readonly Property[],
  zones: readonly TimeZone[],
  events: readonly Component[],
): string => {
  const calendar: Component = [
    'vcalendar',
    [text('prodid', PRODUCT), text('version', '2.0'), text('calscale', 'GREGORIAN'), text('method', method), ...more],
    [...[...new Set(zones)].map(zoneComponent), ...events],
  ]
  return `${ICAL.stringify([...calendar])}\r\n`
}

/** How often programs that follow a feed are asked to look again. */
const REFRESH = 'PT1H'

/** Everything that a feed tells; `stampedAt` is when it is told. Nobody is invited by it. */
export const feedText = (
  { name, description }: { readonly name: string; readonly description: string },
  entries: readonly CalendarEntry[],
  stampedAt: Date,
): string =>
  calendarText(
    'PUBLISH',
    [
      text('name', name),
      text('x-wr-calname', name),
      text('description', description),
      text('x-wr-caldesc', description),
      ['refresh-interval', {}, 'duration', REFRESH],
      ['x-published-ttl', {}, 'duration', REFRESH],
      utcProperty('last-modified', stampedAt),
    ],
    entries.map(({ zone }) => zone),
    entries.map((entry) => eventComponent(entry, stampedAt)),
  )

/** Who invites, by the address that answers are to go to, and who is invited: nobody reads who else is. */
export interface InvitationParties {
  readonly organizer: Party
  readonly attendee: Party
}

/** What one person is told of an entry that they are invited to (iTIP REQUEST or CANCEL, RFC 5546). */
export const invitationText = (
  entry: CalendarEntry,
  { organizer, attendee }: InvitationParties,
  stampedAt: Date,
  method: InvitationMethod = 'REQUEST',
): string =>
  calendarText(
    method,
    [],
    [entry.zone],
    [
      eventComponent(entry, stampedAt, [
        partyProperty('organizer', organizer),
        partyProperty('attendee', attendee, {
          cutype: 'INDIVIDUAL',
          role: 'REQ-PARTICIPANT',
          ...(method === 'REQUEST' ? { partstat: 'NEEDS-ACTION', rsvp: 'TRUE' } : {}),
        }),
      ]),
    ],
  )
