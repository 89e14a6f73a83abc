import type { Position } from '../geo/position.ts'
import type { TimeZone } from '../roster/region.ts'
import type { Fields } from '../wording/fields.ts'
import type { OccurrenceState } from './occurrence.ts'

/** A drill as people's own calendars show it. No contact and nobody's name is in it. */
export interface CalendarEntry {
  /** The same for the same drill at the same village, however often it is told. */
  readonly uid: string
  /** Rises with each thing that its people are told: 0 hangs on the board only; invited, moved and not held are one more each. */
  readonly sequence: number
  /** Since when it stands as it does; null where no row tells. */
  readonly changedAt: Date | null
  readonly startsAt: Date
  readonly endsAt: Date
  /** Whose clock its times are told by. */
  readonly zone: TimeZone
  readonly status: 'tentative' | 'confirmed' | 'cancelled'
  readonly summary: string
  readonly location: string
  /** Several lines. */
  readonly description: string
  readonly position: Position | null
}

/** How somebody answered the invitation to an entry by their calendar. */
export interface CalendarAnswer {
  /** Of the entry that it answers; anybody can write any. */
  readonly uid: string
  readonly said: 'accepted' | 'declined' | 'tentative'
  /** The number of the invitation that they saw; null where their program leaves it out. */
  readonly sequence: number | null
  /** What they wrote beside it; empty: nothing. */
  readonly comment: string
}

/** What an entry is made of beside the words of its fields. */
export interface EntryOccurrence {
  readonly id: string
  readonly state: OccurrenceState
  readonly startsAt: Date
  readonly endsAt: Date
  readonly zone: TimeZone
  readonly invitedAt: Date | null
  readonly sequence: number
}

/** Ours, and unlike anybody else's: calendars keep what was told under it for good. */
export const entryUid = (occurrenceId: string): string => `drill-${occurrenceId}@kentongan`

const STATUS: Readonly<Record<OccurrenceState, CalendarEntry['status']>> = {
  planned: 'tentative',
  invited: 'confirmed',
  started: 'confirmed',
  done: 'confirmed',
  missed: 'cancelled',
  cancelled: 'cancelled',
}

const NOT_HELD = 'LATIHAN INI BATAL.'

const line = (label: string, value = ''): readonly string[] => (value === '' ? [] : [`${label}${value}`])

const told = (values: readonly (string | undefined)[]): string =>
  [...new Set(values.filter((value) => value !== undefined && value !== ''))].join(', ')

/** An occurrence as an entry; `fields` are the words of its invitation (src/drills/drill-fields.ts). */
export const calendarEntry = (
  { id, state, invitedAt, ...times }: EntryOccurrence,
  fields: Fields,
  position: Position | null,
): CalendarEntry => {
  const status = STATUS[state]
  const { drillType = 'latihan', siteName = '', date = '', time = '' } = fields
  const isOff = status === 'cancelled'
  return {
    ...times,
    uid: entryUid(id),
    status,
    changedAt: status === 'confirmed' ? invitedAt : null,
    summary: `LATIHAN - ${isOff ? 'BATAL - ' : ''}${drillType} ${siteName}`.trimEnd(),
    // The village's full name ends with its regency's.
    location: told([fields.muster, fields.place ?? fields.regency]),
    description: [
      'LATIHAN - BUKAN KEJADIAN NYATA.',
      ...(isOff ? [NOT_HELD] : []),
      ...line('Kegiatan: ', drillType),
      ...line('Ancaman yang dilatihkan: ', fields.hazard),
      ...line('Materi: ', fields.curriculum),
      ...line('Tempat: ', siteName),
      ...line('Mulai: ', told([date, time])),
      ...line('Lama: ', fields.duration),
      ...line('Titik kumpul: ', fields.muster),
      ...line('', fields.office),
      '',
      `English: ${isOff ? 'Cancelled: a' : 'A'} drill, not a real emergency.`,
      ...line('Hazard rehearsed: ', fields.hazardEn),
      ...line('What is taught: ', fields.curriculumEn),
      'Ini LATIHAN',
    ].join('\n'),
    position,
  }
}
