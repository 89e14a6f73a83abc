import { type DrillOutcome, REVIEW_AFTER_MS, reviewOf } from '../drills/improvement.ts'
import { drillForReport } from '../store/after-action.ts'
import { attendanceOf } from '../store/drill-attendance.ts'
import { type DrillToReview, drillsToReview, keepReview } from '../store/improvements.ts'
import { actionOf } from './after-action.ts'
import type { Installation } from './installation.ts'

/** Ours: the day on which the whole country drills is looked at within a quarter of an hour. */
const MOST_AT_ONCE = 50

/** The program itself sees the whole country. */
const EVERYTHING = { jurisdiction: '' } as const

const wantedIn = (team: unknown): number => {
  const counts: readonly unknown[] = Object.values(team ?? {})
  return counts.reduce<number>((sum, count) => sum + (typeof count === 'number' ? count : 0), 0)
}

const outcomeOf = async (installation: Installation, drill: DrillToReview): Promise<DrillOutcome | null> => {
  const { database } = installation
  const reported = await drillForReport(database, drill.id)
  const attendance = await attendanceOf(database, EVERYTHING, drill.id)
  if (reported === null || attendance === null) return null
  const { callOutId } = reported
  const rehearsed = callOutId === null ? null : await actionOf(installation, EVERYTHING, callOutId)
  return {
    state: drill.state,
    people: attendance.people,
    attendanceLeast: reported.attendanceLeast,
    teamWanted: wantedIn(drill.team),
    rehearsed: rehearsed === null ? null : rehearsed.action.findings.filter(({ side }) => side === 'improvement'),
  }
}

/** Looks at drills that ended a week ago for what their villages are to improve; gives how many it looked at. */
export const reviewDrills = async (installation: Installation): Promise<number> => {
  const { database, clock } = installation
  const now = clock.now()
  const due = await drillsToReview(database, new Date(now.getTime() - REVIEW_AFTER_MS), MOST_AT_ONCE)
  let kept = 0
  for (const drill of due) {
    const outcome = await outcomeOf(installation, drill)
    if (outcome !== null && (await keepReview(database, drill, reviewOf(outcome), now))) kept += 1
  }
  return kept
}
