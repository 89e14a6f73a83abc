import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { readRegionCode } from '../roster/region.ts'
import { type Operator, type OperatorNeeds, operatorOf, requireRole } from './operator.ts'
import { isPlainLine } from './plain-text.ts'
import { endingCursorField, limitField, readQuery } from './request-reading.ts'
import { wants } from './zod-faults.ts'

export interface CompetencyNeeds {
  /** Of people of the operator's jurisdiction. */
  list(query: {
    readonly operator: Operator
    readonly region: string
    readonly siteCode: string | null
    /** Only what ends within so many days or has ended; null: whatever it is. */
    readonly expiringDays: number | null
    readonly limit: number
    /** What `next` of the page before said; null: the first page. */
    readonly after: string | null
  }): Promise<object>
}

const regionError = wants('a Kemendagri region code with dots, such as 34, 34.02 or 34.02.10.2004')
const siteError = wants('the code of a KSB, as /v1/sites gives it')
const daysError = wants('a whole number of days from 0 to 3650')

const MOST_DAYS = 3_650

const competencyQuery = z.strictObject({
  region: z
    .string({ error: regionError })
    .refine((text) => readRegionCode(text).kind === 'code', { error: regionError })
    .transform((text) => text.trim())
    .default(''),
  site: z
    .string({ error: siteError })
    .max(64, { error: siteError })
    .refine(isPlainLine, { error: siteError })
    .nullable()
    .default(null),
  expiringDays: z
    .string({ error: daysError })
    .regex(/^\d{1,4}$/, { error: daysError })
    .transform(Number)
    .refine((days) => days <= MOST_DAYS, { error: daysError })
    .nullable()
    .default(null),
  limit: limitField(500, 5_000),
  after: endingCursorField,
})

/** GET /v1/competencies: who has learned what at drills, until when. */
export const competencyRoutes = (app: FastifyInstance, needs: CompetencyNeeds, operators: OperatorNeeds): void => {
  app.get('/v1/competencies', { onRequest: requireRole(operators, 'viewer') }, async (request, reply) => {
    const query = readQuery(competencyQuery, request, reply)
    if (query.kind === 'refused') return query.reply
    const { site: siteCode, ...rest } = query.value
    return reply
      .headers({ 'cache-control': 'no-store' })
      .send(await needs.list({ operator: operatorOf(request), siteCode, ...rest }))
  })
}
