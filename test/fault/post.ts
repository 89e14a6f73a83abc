import { Webhook } from 'standardwebhooks'
import { z } from 'zod'
import type { Sender } from './crowd.ts'

const answerSchema = z.object({ callOutId: z.string().nullish() })

/** Posts an event as any operator's program would: signed over id, time and body. */
export const postSigned = async (
  url: string,
  { operatorId, secret }: Sender,
  webhookId: string,
  body: string,
): Promise<{ status: number; callOutId: string | null }> => {
  const at = new Date()
  const response = await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'kentongan-operator': operatorId,
      'webhook-id': webhookId,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(secret).sign(webhookId, at, body),
    },
    body,
  })
  const answer = answerSchema.safeParse(await response.json().catch(() => null))
  return { status: response.status, callOutId: answer.data?.callOutId ?? null }
}
