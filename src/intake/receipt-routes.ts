import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { ReceiptState } from '../mobilisation/receipt.ts'
import { showsToken } from './inbound-routes.ts'
import { refuseUnknown } from './operator.ts'
import { isPlainLine } from './plain-text.ts'
import { readBodies } from './request-reading.ts'
import { wants } from './zod-faults.ts'

/** What a gateway said of one message; by our name of it or by the gateway's own. */
export interface ReceiptRead {
  readonly ref: string | null
  readonly providerRef: string | null
  readonly state: ReceiptState
  readonly reason: string | null
  readonly at: Date
}

export interface ReceiptNeeds {
  /** What gateways show us; null where none is set, and then none is let in. */
  readonly token: string | null
  /** Kept for good when it resolves; what was said before changes nothing. Gives how many were new. */
  receive(receipts: readonly ReceiptRead[]): Promise<number>
}

/** More go into several requests. */
export const MOST_RECEIPTS = 1_000

/** Gateways' own words for our five; SMPP 3.4's short names among them (appendix B). In lower case. */
const WORDS: Readonly<Record<string, ReceiptState>> = {
  delivered: 'delivered',
  delivrd: 'delivered',
  read: 'delivered',
  failed: 'failed',
  undelivered: 'failed',
  undeliverable: 'failed',
  undeliv: 'failed',
  rejected: 'failed',
  rejectd: 'failed',
  deleted: 'failed',
  error: 'failed',
  'failed-for-good': 'failed-for-good',
  invalid: 'failed-for-good',
  expired: 'expired',
  waiting: 'waiting',
  accepted: 'waiting',
  acceptd: 'waiting',
  enroute: 'waiting',
  queued: 'waiting',
  pending: 'waiting',
  sent: 'waiting',
}

const line = (max: number) =>
  z.custom<string>(
    (value) => typeof value === 'string' && value.trim() !== '' && value.length <= max && isPlainLine(value),
    { error: wants(`text of 1 to ${max} characters`, 'without control characters') },
  )

const receiptBody = z
  .strictObject(
    {
      id: line(200).nullish(),
      ref: line(64).nullish(),
      status: z
        .custom<string>((value) => typeof value === 'string' && Object.hasOwn(WORDS, value.trim().toLowerCase()), {
          error: wants(
            'one of delivered, failed, failed-for-good, expired, waiting',
            'failed-for-good where nobody can be reached by the number; failed where this one message did not arrive',
          ),
        })
        .transform((word) => WORDS[word.trim().toLowerCase()] ?? 'waiting'),
      reason: z
        .string({ error: wants('text') })
        .max(500, { error: wants('text of at most 500 characters') })
        .nullish(),
    },
    { error: wants('an object with id or ref, and status') },
  )
  .superRefine(({ id, ref }, context) => {
    if ((id ?? null) === null && (ref ?? null) === null)
      context.addIssue({
        code: 'custom',
        path: ['id'],
        message: wants('id or ref', 'id is what you answered when you took the message, ref what we called it'),
      })
  })

/** POST /v1/receipts/http: a gateway tells what became of messages that it took; one, or a list of them. */
export const receiptRoutes = (app: FastifyInstance, needs: ReceiptNeeds, clock: Clock): void => {
  app.post(
    '/v1/receipts/http',
    {
      onRequest: async (request, reply) => (showsToken(request, needs.token) ? undefined : refuseUnknown(reply)),
      bodyLimit: 512 * 1024,
    },
    async (request, reply) => {
      const bodies = readBodies(receiptBody, MOST_RECEIPTS, request, reply)
      if (bodies.kind === 'refused') return bodies.reply
      const at = clock.now()
      const isNew = await needs.receive(
        bodies.value.map(({ id, ref, status, reason }) => ({
          ref: ref ?? null,
          providerRef: id ?? null,
          state: status,
          reason: reason ?? null,
          at,
        })),
      )
      return reply.send({ taken: bodies.value.length, repeated: bodies.value.length - isNew })
    },
  )
}
