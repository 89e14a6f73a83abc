import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { liesWithin, readRegionCode } from '../roster/region.ts'
import { type Operator, type OperatorNeeds, operatorOf, requireRole } from './operator.ts'
import { REPORT_HEADERS, REPORT_TYPES, type ReportFormat, reportQuery } from './report-forms.ts'
import { readQuery, sendNotFound } from './request-reading.ts'
import { wants } from './zod-faults.ts'

interface Asked {
  /** A region's code; '' for the country. */
  readonly region: string
  readonly format: ReportFormat
}

/** Reports on KSB, each as the text of its format. None names a person. */
export interface StandingNeeds {
  /** Whether the gazetteer has a region of this code. */
  regionExists(code: string): boolean
  readiness(asked: Asked): Promise<string>
  /** One KSB with its history; null where the operator's jurisdiction has none of this code. */
  siteReadiness(asked: {
    readonly operator: Operator
    readonly siteCode: string
    readonly format: ReportFormat
  }): Promise<string | null>
  region(asked: Asked): Promise<string>
  overdue(asked: Asked & { readonly months: number; readonly soonDays: number }): Promise<string>
}

const regionError = wants('a Kemendagri region code with dots, such as 34 or 34.02')

const region = z
  .string({ error: regionError })
  .refine((text) => readRegionCode(text).kind === 'code', { error: regionError })
  .optional()

const named = z.object({ site: z.string().max(64) })

const regionQuery = reportQuery.extend({ region })

const wholeFrom = (least: number, most: number, usual: number) => {
  const error = wants(`a whole number from ${least} to ${most}`)
  return z.coerce.number({ error }).int({ error }).min(least, { error }).max(most, { error }).default(usual)
}

const overdueQuery = regionQuery.extend({ months: wholeFrom(1, 120, 12), ahead: wholeFrom(0, 3_650, 90) })

/** GET /v1/readiness, /v1/readiness/{site}, /v1/region-report and /v1/overdue: how the KSB of one's own jurisdiction stand. */
export const standingRoutes = (app: FastifyInstance, needs: StandingNeeds, operators: OperatorNeeds): void => {
  const asViewer = { onRequest: requireRole(operators, 'viewer') }

  /** The region that is meant, the whole jurisdiction where none is named; null where it is not theirs to see. */
  const regionOf = (request: FastifyRequest, given: string | undefined): string | null => {
    const { jurisdiction } = operatorOf(request)
    if (given === undefined) return jurisdiction
    return needs.regionExists(given) && liesWithin(given, jurisdiction) ? given : null
  }
  const send = (reply: FastifyReply, format: ReportFormat, text: string): FastifyReply =>
    reply.headers(REPORT_HEADERS).type(REPORT_TYPES[format]).send(text)

  app.get('/v1/readiness', asViewer, async (request, reply) => {
    const query = readQuery(regionQuery, request, reply)
    if (query.kind === 'refused') return query.reply
    const { format } = query.value
    const meant = regionOf(request, query.value.region)
    return meant === null
      ? sendNotFound(reply, 'region')
      : send(reply, format, await needs.readiness({ region: meant, format }))
  })

  app.get('/v1/readiness/:site', asViewer, async (request, reply) => {
    const given = named.safeParse(request.params)
    if (!given.success) return sendNotFound(reply, 'site')
    const query = readQuery(reportQuery, request, reply)
    if (query.kind === 'refused') return query.reply
    const { format } = query.value
    const text = await needs.siteReadiness({ operator: operatorOf(request), siteCode: given.data.site, format })
    return text === null ? sendNotFound(reply, 'site') : send(reply, format, text)
  })

  app.get('/v1/region-report', asViewer, async (request, reply) => {
    const query = readQuery(regionQuery, request, reply)
    if (query.kind === 'refused') return query.reply
    const { format } = query.value
    const meant = regionOf(request, query.value.region)
    return meant === null
      ? sendNotFound(reply, 'region')
      : send(reply, format, await needs.region({ region: meant, format }))
  })

  app.get('/v1/overdue', asViewer, async (request, reply) => {
    const query = readQuery(overdueQuery, request, reply)
    if (query.kind === 'refused') return query.reply
    const { format, months, ahead } = query.value
    const meant = regionOf(request, query.value.region)
    return meant === null
      ? sendNotFound(reply, 'region')
      : send(reply, format, await needs.overdue({ region: meant, format, months, soonDays: ahead }))
  })
}
