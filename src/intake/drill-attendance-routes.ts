import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Fault } from '../errors.ts'
import { type Operator, type OperatorNeeds, operatorOf, requireRole } from './operator.ts'
import { sendProblem } from './problem.ts'
import { REPORT_HEADERS, REPORT_TYPES, type ReportFormat, reportQuery } from './report-forms.ts'
import { idOf, readBody, readQuery, sendNotFound, uuidField } from './request-reading.ts'
import { wants } from './zod-faults.ts'

/** Whether one person came. */
interface Mark {
  readonly responderId: string
  readonly came: boolean
}

export type AttendanceTaken =
  | { readonly kind: 'recorded'; readonly body: object }
  /** Ids that nobody on the register has: nothing was taken. */
  | { readonly kind: 'unknown-people'; readonly ids: readonly string[] }
  | { readonly kind: 'refused'; readonly detail: string }
  | { readonly kind: 'no-such-drill' }

export interface DrillAttendanceNeeds {
  /** The report as it stands; null where the drill is unknown or outside the operator's jurisdiction. */
  report(query: {
    readonly operator: Operator
    readonly drillId: string
    readonly format: ReportFormat
  }): Promise<string | null>
  /** Who came; null as for the report. */
  attendance(query: { readonly operator: Operator; readonly drillId: string }): Promise<object | null>
  /** Records who came, all of it or nothing. */
  record(act: {
    readonly operator: Operator
    readonly address: string
    readonly drillId: string
    readonly marks: readonly Mark[]
  }): Promise<AttendanceTaken>
}

/** Ours: more than any village brings together. */
export const MOST_MARKS = 1_000

const marksError = wants(`1 to ${MOST_MARKS} objects with responderId and came`)
const cameError = wants('true or false')

export const attendanceBody = z.strictObject(
  {
    attendance: z
      .array(
        z.strictObject(
          { responderId: uuidField, came: z.boolean({ error: cameError }) },
          { error: wants('an object with responderId and came') },
        ),
        { error: marksError },
      )
      .min(1, { error: marksError })
      .max(MOST_MARKS, { error: marksError }),
  },
  { error: wants('an object with attendance') },
)

/** Who stands in a list twice. */
const twiceIn = (marks: readonly Mark[]): readonly Fault[] =>
  marks.flatMap(({ responderId }, nth) =>
    marks.findIndex((one) => one.responderId === responderId) === nth
      ? []
      : [{ path: `attendance[${nth}].responderId`, got: responderId, expected: 'each person once' }],
  )

/** GET and POST /v1/drills/{id}/attendance: who came. GET /v1/drills/{id}/report: the report of a drill. */
export const drillAttendanceRoutes = (
  app: FastifyInstance,
  needs: DrillAttendanceNeeds,
  operators: OperatorNeeds,
): void => {
  app.get('/v1/drills/:id/report', { onRequest: requireRole(operators, 'viewer') }, async (request, reply) => {
    const drillId = idOf(request)
    if (drillId === null) return sendNotFound(reply, 'drill')
    const query = readQuery(reportQuery, request, reply)
    if (query.kind === 'refused') return query.reply
    const { format } = query.value
    const text = await needs.report({ operator: operatorOf(request), drillId, format })
    return text === null
      ? sendNotFound(reply, 'drill')
      : reply.headers(REPORT_HEADERS).type(REPORT_TYPES[format]).send(text)
  })

  app.get('/v1/drills/:id/attendance', { onRequest: requireRole(operators, 'viewer') }, async (request, reply) => {
    const drillId = idOf(request)
    const found = drillId === null ? null : await needs.attendance({ operator: operatorOf(request), drillId })
    return found === null ? sendNotFound(reply, 'drill') : reply.send(found)
  })

  app.post('/v1/drills/:id/attendance', { onRequest: requireRole(operators, 'sender') }, async (request, reply) => {
    const drillId = idOf(request)
    if (drillId === null) return sendNotFound(reply, 'drill')
    const body = readBody(attendanceBody, request, reply)
    if (body.kind === 'refused') return body.reply
    const marks = body.value.attendance.map((mark) => ({ ...mark, responderId: mark.responderId.toLowerCase() }))
    const faults = twiceIn(marks)
    if (faults.length > 0) return sendProblem(reply, { status: 422, detail: 'The body has faults.', faults })
    const taken = await needs.record({ operator: operatorOf(request), address: request.ip, drillId, marks })
    switch (taken.kind) {
      case 'recorded':
        return reply.send(taken.body)
      case 'no-such-drill':
        return sendNotFound(reply, 'drill')
      case 'refused':
        return sendProblem(reply, { status: 409, detail: taken.detail })
      case 'unknown-people':
        return sendProblem(reply, {
          status: 422,
          detail: 'Somebody is not on the register: nothing was recorded.',
          faults: taken.ids.map((id) => ({
            path: `attendance[${marks.findIndex(({ responderId }) => responderId === id)}].responderId`,
            got: id,
            expected: 'the id of somebody on the register or invited to this drill',
          })),
        })
    }
  })
}
