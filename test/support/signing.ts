import { createHmac } from 'node:crypto'

/** The signature of Standard Webhooks v1 over bytes as they are, whatever they hold. */
export const signBytes = (secret: string, webhookId: string, at: Date, body: Buffer): string => {
  const said = Buffer.concat([Buffer.from(`${webhookId}.${Math.floor(at.getTime() / 1_000)}.`), body])
  return `v1,${createHmac('sha256', Buffer.from(secret.replace('whsec_', ''), 'base64'))
    .update(said)
    .digest('base64')}`
}
