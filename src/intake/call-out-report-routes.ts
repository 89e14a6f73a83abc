import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { type Operator, type OperatorNeeds, operatorOf, requireRole } from './operator.ts'
import { idOf, readQuery, sendNotFound } from './request-reading.ts'
import { wants } from './zod-faults.ts'

/** What a report of a call-out may be written as, with the type that it is sent as. */
const REPORT_TYPES = {
  json: 'application/json; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  html: 'text/html; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
} as const

type ReportFormat = keyof typeof REPORT_TYPES

const FORMATS = ['json', 'md', 'html', 'csv'] as const satisfies readonly ReportFormat[]

export interface CallOutReportNeeds {
  /** The report as it stands; null where the call-out is unknown or outside the operator's jurisdiction. */
  write(query: {
    readonly operator: Operator
    readonly callOutId: string
    readonly format: ReportFormat
  }): Promise<string | null>
}

const reportQuery = z.strictObject({
  format: z.enum(FORMATS, { error: wants(`one of ${FORMATS.join(', ')}`) }).default('json'),
})

/** It names people: nobody keeps a copy on the way, and a page of it runs and fetches nothing. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex, nofollow',
  'x-content-type-options': 'nosniff',
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
      : reply.headers(HEADERS).type(REPORT_TYPES[format]).send(text)
  })
}
