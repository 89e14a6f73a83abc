import { drillTypeName } from '../drills/drill-words.ts'
import { PRESENT_AFTER_MS, PRESENT_BEFORE_MS, type PresenceRefusal, presenceRefusal } from '../drills/presence.ts'
import { attendanceOf } from '../store/drill-attendance.ts'
import { drawDrillCode } from '../store/drill-codes.ts'
import type { Reader } from '../store/reader.ts'
import type { AttendanceSheet } from '../wording/attendance-sheet.ts'
import type { Installation } from './installation.ts'

export type SheetMade =
  | { readonly kind: 'sheet'; readonly sheet: AttendanceSheet }
  | { readonly kind: 'refused'; readonly refusal: Exclude<PresenceRefusal, 'too-early'> }
  | { readonly kind: 'no-such-drill' }

/** The sheet of a drill within the reader's jurisdiction; draws its code where nobody was invited yet. */
export const attendanceSheetOf = async (
  { database, clock }: Installation,
  reader: Reader,
  occurrenceId: string,
): Promise<SheetMade> => {
  const found = await attendanceOf(database, reader, occurrenceId)
  if (found === null) return { kind: 'no-such-drill' }
  const { drill } = found
  const now = clock.now()
  const refusal = presenceRefusal(drill, now)
  if (refusal === 'over' || refusal === 'cancelled') return { kind: 'refused', refusal }
  const code = await database.transact((connection) => drawDrillCode(connection, occurrenceId, now))
  const { startsAt, endsAt, zone } = drill
  return {
    kind: 'sheet',
    sheet: {
      code,
      type: drillTypeName(drill.type),
      siteName: drill.siteName ?? drill.siteCode,
      startsAt,
      endsAt,
      from: new Date(startsAt.getTime() - PRESENT_BEFORE_MS),
      until: new Date(endsAt.getTime() + PRESENT_AFTER_MS),
      zone,
    },
  }
}
