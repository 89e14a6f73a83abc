import type { OccurrenceState } from './occurrence.ts'

/** Ours: a list may be begun while people arrive. */
export const BEFORE_START_MS = 7_200_000

export const ROLES = ['member', 'facilitator', 'guest'] as const
/** As invited; a guest came without an invitation. */
export type DrillRole = (typeof ROLES)[number]

/** One person of a drill. */
export interface Attendee {
  readonly role: DrillRole
  /** What they answered the invitation; `arrived` says that they are there. */
  readonly answer: 'yes' | 'no' | 'arrived' | null
  /** As a list has it; null where no list names them. */
  readonly marked: boolean | null
}

/** Whether somebody came: what a list says goes before what they said themselves; null where neither says. */
export const cameTo = ({ answer, marked }: Pick<Attendee, 'answer' | 'marked'>): boolean | null =>
  marked ?? (answer === 'arrived' ? true : null)

export interface RoleAttendance {
  readonly role: DrillRole
  readonly people: number
  readonly came: number
  readonly absent: number
  /** Of whom nobody said whether they came. */
  readonly unknown: number
}

/** How it is known that somebody came: their own word on site, by SMS, mail or the link, a list, or their answer `arrived`. */
export const WAYS = ['sms', 'mail', 'link', 'operator', 'csv', 'answer'] as const
export type AttendanceWay = (typeof WAYS)[number]

/** What is known of one person's coming, and how. */
export interface Known extends Pick<Attendee, 'answer' | 'marked'> {
  /** How the mark came; null where there is none. */
  readonly via: Exclude<AttendanceWay, 'answer'> | null
  /** How they said on site that they came; null where they did not. */
  readonly saidVia: 'sms' | 'mail' | 'link' | null
}

/** How many came by each way, ways by which nobody came left out. */
export const attendanceByWay = (
  people: readonly Known[],
): readonly { readonly way: AttendanceWay; readonly came: number }[] =>
  WAYS.flatMap((way) => {
    const came = people.filter((one) => cameTo(one) === true && (one.via ?? 'answer') === way).length
    return came === 0 ? [] : [{ way, came }]
  })

/** Whether a list says that somebody was absent who said on site that they came: the list holds, whichever was first. */
export const isContradicted = ({ marked, saidVia }: Pick<Known, 'marked' | 'saidVia'>): boolean =>
  marked === false && saidVia !== null

/** Attendance by role, those with nobody left out. */
export const attendanceByRole = (people: readonly Attendee[]): readonly RoleAttendance[] =>
  ROLES.flatMap((role) => {
    const came = people.filter((one) => one.role === role).map(cameTo)
    const count = (word: boolean | null): number => came.filter((one) => one === word).length
    return came.length === 0
      ? []
      : [{ role, people: came.length, came: count(true), absent: count(false), unknown: count(null) }]
  })

/**
 * Which part of the invited members came, 0 to 1; null where nobody was invited or nobody said of anybody whether they
 * came. Who is on no list counts as absent once there is one.
 */
export const memberAttendance = (people: readonly Attendee[]): number | null => {
  const members = attendanceByRole(people).find(({ role }) => role === 'member')
  return members === undefined || members.unknown === members.people ? null : members.came / members.people
}

export type AttendanceRefusal = 'too-early' | 'cancelled'

/**
 * Why no list can be taken of a drill; null where one can. Of one that the program missed it can: people may have come all
 * the same.
 */
export const attendanceRefusal = (
  { state, startsAt }: { readonly state: OccurrenceState; readonly startsAt: Date },
  now: Date,
): AttendanceRefusal | null => {
  if (state === 'cancelled') return 'cancelled'
  return now.getTime() < startsAt.getTime() - BEFORE_START_MS ? 'too-early' : null
}

/** The same in words. */
export const attendanceRefusalWords = (refusal: AttendanceRefusal): string =>
  refusal === 'cancelled'
    ? 'This drill was cancelled: nobody can have come to it'
    : 'This drill begins in more than two hours: a list of who came can be taken from then on'
