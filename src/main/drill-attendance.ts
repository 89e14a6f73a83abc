import { attendanceByRole, attendanceByWay, cameTo, isContradicted, memberAttendance } from '../drills/attendance.ts'
import { readAttendance } from '../intake/attendance-csv.ts'
import type { Rejection } from '../intake/csv-table.ts'
import { attendanceOf, peopleNamed, type Recorded, recordAttendance } from '../store/drill-attendance.ts'
import type { Reader } from '../store/reader.ts'
import type { Installation } from './installation.ts'

/** Who recorded a list, and from where. */
interface By {
  readonly operatorId: string
  readonly address: string | null
}

/** A drill's list as it is shown; null where there is no such drill within the reader's jurisdiction. */
export const attendanceShown = async ({ database }: Installation, reader: Reader, occurrenceId: string) => {
  const found = await attendanceOf(database, reader, occurrenceId)
  if (found === null) return null
  const { drill, people } = found
  return {
    drill,
    byRole: attendanceByRole(people),
    byWay: attendanceByWay(people),
    contradicted: people.filter(isContradicted).length,
    memberShare: memberAttendance(people),
    people: people.map((one) => ({ ...one, came: cameTo(one), contradicted: isContradicted(one) })),
  }
}

export type AttendanceShown = NonNullable<Awaited<ReturnType<typeof attendanceShown>>>

/** What became of a list in a file. Rows, not faults: a row may have several. */
export interface ListTaken {
  readonly read: number
  readonly rejected: number
  readonly rejections: readonly Rejection[]
  readonly recorded: Recorded
}

const rejection = (line: number, why: string, remedy: string): Rejection => ({
  line,
  column: 'external_id',
  value: '',
  why,
  remedy,
})

/**
 * Takes a list of who came from a CSV file: each row that names one person is recorded, the others are told with their
 * line. Throws InvalidInput for what is no table.
 */
export const takeAttendanceList = async (
  { database, seal, clock }: Installation,
  reader: Reader,
  occurrenceId: string,
  content: Uint8Array | string,
  by: By,
): Promise<ListTaken> => {
  const { rows, rejected } = readAttendance(content)
  const named = rows.map(({ externalId, source, phone }) => ({
    externalId,
    source,
    phoneIndex: phone === null ? null : seal.index(phone),
  }))
  const people = await peopleNamed(database, occurrenceId, named)
  const rejections = [...rejected]
  const lines = new Map<string, number>()
  const marks: { responderId: string; came: boolean }[] = []
  for (const [nth, { line, came }] of rows.entries()) {
    const [responderId, ...others] = people[nth] ?? []
    const earlier = responderId === undefined ? undefined : lines.get(responderId)
    if (responderId === undefined)
      rejections.push(rejection(line, 'names nobody on the register', 'check the id, or import the person first'))
    else if (others.length > 0)
      rejections.push(rejection(line, 'fits several people', 'write external_id and source of the one who is meant'))
    else if (earlier !== undefined)
      rejections.push(rejection(line, `names who stands in line ${earlier} already`, 'keep one of the two rows'))
    else {
      lines.set(responderId, line)
      marks.push({ responderId, came })
    }
  }
  rejections.sort((a, b) => a.line - b.line)
  const recorded = await recordAttendance(database, reader, { occurrenceId, marks, via: 'csv', at: clock.now(), ...by })
  const bad = new Set(rejections.map(({ line }) => line)).size
  return { read: marks.length + bad, rejected: bad, rejections, recorded }
}

/** The ids of those whom a word can mean: the id of a row, or of their own list. */
export const peopleMeant = async (
  { database }: Installation,
  occurrenceId: string,
  words: readonly string[],
): Promise<readonly (readonly string[])[]> =>
  peopleNamed(
    database,
    occurrenceId,
    words.map((externalId) => ({ externalId, source: null, phoneIndex: null })),
  )

/** Records whether single people came. */
export const markAttendance = (
  { database, clock }: Installation,
  reader: Reader,
  occurrenceId: string,
  marks: readonly { readonly responderId: string; readonly came: boolean }[],
  by: By,
): Promise<Recorded> =>
  recordAttendance(database, reader, { occurrenceId, marks, via: 'operator', at: clock.now(), ...by })
