import { type CalendarEntry, calendarEntry, type EntryOccurrence } from '../../src/drills/calendar-entry.ts'
import type { Fields } from '../../src/wording/fields.ts'

export const ID = '0190a8f2-6c1e-7d3a-9b5f-3f0a1c2d4e5f'

export const FIELDS: Fields = {
  siteName: 'KSB Pangalengan',
  place: 'Warnasari, Kec. Pangalengan, Kab. Bandung',
  regency: 'Kab. Bandung',
  office: 'Dinsos Kab. Bandung',
  date: 'Senin, 26 April 2027',
  time: '10.00 WIB',
  duration: '2 jam',
  drillType: 'Gladi lapang',
  hazard: 'Banjir',
  hazardEn: 'Flood',
  muster: 'Gardu KSB Pangalengan',
}

/** A drill at Pangalengan on 26 April 2027, 10.00 to 12.00 WIB. */
export const anEntry = (changes: Partial<EntryOccurrence> = {}, fields: Fields = {}): CalendarEntry =>
  calendarEntry(
    {
      id: ID,
      state: 'invited',
      startsAt: new Date('2027-04-26T03:00:00Z'),
      endsAt: new Date('2027-04-26T05:00:00Z'),
      zone: 'WIB',
      invitedAt: new Date('2027-04-19T03:00:00Z'),
      sequence: 1,
      ...changes,
    },
    { ...FIELDS, ...fields },
    [107.5161, -7.1908],
  )
