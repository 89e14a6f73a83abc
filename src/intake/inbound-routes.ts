import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { bytesHash } from './content-hash.ts'
import { instantField } from './event-fields.ts'
import { bearerOf, refuseUnknown } from './operator.ts'
import { senderNumber } from './phone.ts'
import { isPlainLine } from './plain-text.ts'
import { readBody } from './request-reading.ts'
import { wants } from './zod-faults.ts'

/** A text message that somebody sent to us. */
export interface InboundText {
  readonly gateway: string
  /** The gateway's own id: the same one again is the same text. */
  readonly gatewayId: string
  /** E.164 where it is a number, else as the gateway gave it. */
  readonly from: string
  readonly text: string
  readonly receivedAt: Date
  /** Nobody wrote: they let it ring. */
  readonly missedCall: boolean
}

export interface InboundNeeds {
  /** What gateways show us; null where none is set, and then none is let in. */
  readonly token: string | null
  /** A repeat of the same id gives the same outcome and does nothing. */
  receiveText(text: InboundText): Promise<{ readonly outcome: string; readonly reason?: string | null }>
}

/** Ten parts of a long text message, in the larger alphabet. */
export const MAX_TEXT = 1_600

/** What no phone shows; a text is never refused for it, since its sender cannot help it. */
const UNSHOWN = /(?![\r\n\t])[\p{Cc}\p{Cs}]/gu

/** A text as its reader sees it. */
export const readableText = (text: string): string => text.replace(UNSHOWN, '').normalize('NFC')

const visible = (max: number) =>
  z.custom<string>(
    (value) => typeof value === 'string' && value.trim() !== '' && value.length <= max && isPlainLine(value),
    {
      error: wants(`text of 1 to ${max} characters`, 'without control characters'),
    },
  )

const inboundBody = z.strictObject(
  {
    id: visible(200),
    from: visible(32),
    missedCall: z
      .boolean({ error: wants('true or false', 'true where somebody rang and wrote nothing; text is then empty') })
      .default(false),
    text: z
      .string({ error: wants('text') })
      .max(MAX_TEXT, { error: wants(`text of at most ${MAX_TEXT} characters`) })
      .transform(readableText),
    receivedAt: instantField,
  },
  { error: wants('an object with id, from, text and receivedAt') },
)

/** Whether a request shows the token of gateways. */
export const showsToken = (request: FastifyRequest, secret: string | null): boolean => {
  const token = bearerOf(request)
  return token !== null && secret !== null && sameSecret(token, secret)
}

/** Hashed first, so that neither length nor content shows in the time it takes. */
export const sameSecret = (given: string, secret: string): boolean =>
  timingSafeEqual(Buffer.from(bytesHash(Buffer.from(given))), Buffer.from(bytesHash(Buffer.from(secret))))

/** POST /v1/inbound/http: a gateway hands over a text. */
export const inboundRoutes = (app: FastifyInstance, needs: InboundNeeds): void => {
  const requireGateway = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    return showsToken(request, needs.token) ? undefined : refuseUnknown(reply)
  }

  app.post('/v1/inbound/http', { onRequest: requireGateway, bodyLimit: 16 * 1024 }, async (request, reply) => {
    const body = readBody(inboundBody, request, reply)
    if (body.kind === 'refused') return body.reply
    const { id, from, text, receivedAt, missedCall } = body.value
    const { outcome, reason } = await needs.receiveText({
      gateway: 'http',
      gatewayId: id,
      from: senderNumber(from),
      text,
      receivedAt,
      missedCall,
    })
    return reply.send(reason ? { outcome, reason } : { outcome })
  })
}
