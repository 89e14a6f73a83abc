import { randomUUID } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { type EventAnswered, eventAnswered } from './shown.ts'

/** An operator, as far as a signature needs one. */
interface Signer {
  readonly operatorId: string
  readonly secret: string
}

export interface Posting {
  readonly by?: Signer
  readonly webhookId?: string
  /** Of the content; of a text, CAP's, unless another is given. */
  readonly type?: string
  /** With a signature that is not the sender's. */
  readonly forged?: boolean
}

/** Posts an event in JSON, or a text as it is, as the officer signs it at this instant. */
export const postEvent = async (
  url: string,
  event: object | string,
  { by, webhookId = `msg_${randomUUID()}`, type, forged = false }: Posting & { readonly by: Signer },
  at: Date,
): Promise<EventAnswered> => {
  const isText = typeof event === 'string'
  const body = isText ? event : JSON.stringify(event)
  const reply = await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: {
      'content-type': type ?? (isText ? 'application/cap+xml' : 'application/json'),
      'webhook-id': webhookId,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(by.secret).sign(webhookId, at, forged ? `${body} ` : body),
      'kentongan-operator': by.operatorId,
    },
    body,
  })
  return eventAnswered.parse({
    status: reply.status,
    ...((await reply.json()) as object),
    httpStatus: reply.status,
    isRepeat: reply.headers.get('idempotency-replayed') === 'true',
  })
}
