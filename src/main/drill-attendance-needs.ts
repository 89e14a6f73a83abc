import { attendanceRefusalWords } from '../drills/attendance.ts'
import type { DrillAttendanceNeeds } from '../intake/drill-attendance-routes.ts'
import { drillReport, written } from './after-action.ts'
import { attendanceShown, markAttendance } from './drill-attendance.ts'
import type { Installation } from './installation.ts'

/** What the routes of drills need. */
export const drillAttendanceNeeds = (installation: Installation): DrillAttendanceNeeds => ({
  report: async ({ operator, drillId, format }) => {
    const report = await drillReport(installation, operator, drillId)
    return report === null ? null : written(report, format)
  },
  attendance: ({ operator, drillId }) => attendanceShown(installation, operator, drillId),
  record: async ({ operator, address, drillId, marks }) => {
    const { operatorId } = operator
    const recorded = await markAttendance(installation, operator, drillId, marks, { operatorId, address })
    switch (recorded.kind) {
      case 'recorded': {
        const { kind: _kind, ...body } = recorded
        return { kind: 'recorded', body }
      }
      case 'too-early':
      case 'cancelled':
        return { kind: 'refused', detail: attendanceRefusalWords(recorded.kind) }
      case 'no-such-drill':
        return { kind: 'no-such-drill' }
      case 'unknown-people':
        return recorded
    }
  },
})
