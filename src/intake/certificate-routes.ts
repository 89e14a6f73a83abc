import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { type Operator, type OperatorNeeds, operatorOf, requireRole } from './operator.ts'
import { sendProblem } from './problem.ts'
import { REPORT_HEADERS, REPORT_TYPES } from './report-forms.ts'
import { idOf, readBody, readQuery, sendNotFound, uuidField } from './request-reading.ts'
import { showText } from './shown.ts'
import { wants } from './zod-faults.ts'

export const CERTIFICATE_FORMATS = ['json', 'md', 'html'] as const
type CertificateFormat = (typeof CERTIFICATE_FORMATS)[number]

export type CertificatesWritten =
  | { readonly kind: 'written'; readonly text: string }
  | { readonly kind: 'no-such-drill' }
  /** Why there is nothing to certify. */
  | { readonly kind: 'refused'; readonly detail: string }

export interface CertificateNeeds {
  /** Hands out the certificates of a drill; asked again it gives the same numbers. */
  write(act: {
    readonly operator: Operator
    readonly address: string
    readonly drillId: string
    readonly responderId: string | null
    readonly format: CertificateFormat
  }): Promise<CertificatesWritten>
  /** What a number stands for now; null where none was handed out with it. */
  check(number: string): Promise<object | null>
}

const certificateQuery = z.strictObject({
  format: z.enum(CERTIFICATE_FORMATS, { error: wants(`one of ${CERTIFICATE_FORMATS.join(', ')}`) }).default('json'),
})
const certificateBody = z.strictObject(
  { responderId: uuidField.nullable().default(null) },
  { error: wants('an object, with responderId where one person is meant') },
)

/** POST /v1/drills/{id}/certificates: of whoever came. GET /v1/certificates/{number}: whose a number is, and what is left. */
export const certificateRoutes = (app: FastifyInstance, needs: CertificateNeeds, operators: OperatorNeeds): void => {
  app.post('/v1/drills/:id/certificates', { onRequest: requireRole(operators, 'sender') }, async (request, reply) => {
    const drillId = idOf(request)
    if (drillId === null) return sendNotFound(reply, 'drill')
    const query = readQuery(certificateQuery, request, reply)
    if (query.kind === 'refused') return query.reply
    const body = readBody(certificateBody, request, reply)
    if (body.kind === 'refused') return body.reply
    const { format } = query.value
    const { responderId } = body.value
    const by = { operator: operatorOf(request), address: request.ip }
    const made = await needs.write({ ...by, drillId, responderId: responderId?.toLowerCase() ?? null, format })
    if (made.kind === 'no-such-drill') return sendNotFound(reply, 'drill')
    if (made.kind === 'refused') return sendProblem(reply, { status: 409, detail: made.detail })
    return reply.headers(REPORT_HEADERS).type(REPORT_TYPES[format]).send(made.text)
  })

  app.get<{ Params: { number: string } }>(
    '/v1/certificates/:number',
    { onRequest: requireRole(operators, 'viewer') },
    async (request, reply) => {
      const found = await needs.check(request.params.number)
      if (found !== null) return reply.headers({ 'cache-control': 'no-store' }).send(found)
      return sendProblem(reply, {
        status: 404,
        detail: 'There is no such certificate.',
        faults: [
          {
            path: 'number',
            got: showText(request.params.number),
            expected: 'the number of a certificate, such as KTG-7Q2M4-XKD92',
          },
        ],
      })
    },
  )
}
