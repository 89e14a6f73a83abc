import type { FastifyInstance } from 'fastify'
import { type Operator, type OperatorNeeds, operatorOf, requireRole } from './operator.ts'
import { REPORT_HEADERS, REPORT_TYPES, type ReportFormat, reportQuery } from './report-forms.ts'
import { idOf, readQuery, sendNotFound } from './request-reading.ts'

export interface CallOutReportNeeds {
  /** The report as it stands; null where the call-out is unknown or outside the operator's jurisdiction. */
  write(query: {
    readonly operator: Operator
    readonly callOutId: string
    readonly format: ReportFormat
  }): Promise<string | null>
}

/** GET /v1/call-outs/{id}/report: the after-action report, in any format that it is written in. */
export const callOutReportRoutes = (
  app: FastifyInstance,
  needs: CallOutReportNeeds,
  operators: OperatorNeeds,
): void => {
  app.get('/v1/call-outs/:id/report', { onRequest: requireRole(operators, 'viewer') }, async (request, reply) => {
    const callOutId = idOf(request)
    if (callOutId === null) return sendNotFound(reply, 'call-out')
    const query = readQuery(reportQuery, request, reply)
    if (query.kind === 'refused') return query.reply
    const { format } = query.value
    const text = await needs.write({ operator: operatorOf(request), callOutId, format })
    return text === null
      ? sendNotFound(reply, 'call-out')
      : reply.headers(REPORT_HEADERS).type(REPORT_TYPES[format]).send(text)
  })
}
