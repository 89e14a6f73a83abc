import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { Operator, OperatorNeeds } from './operator.ts'
import { isVisibleAscii } from './plain-text.ts'

/** Standard Webhooks, "Verifying signatures": how far a sender's clock may be from ours. */
const TOLERANCE_S = 300

/** More than any rotation needs; each one costs a comparison. */
const MAX_SIGNATURES = 10

/** Stands in for the secret of somebody unknown, so that the answer takes as long. */
const NOBODYS_SECRET = `whsec_${randomBytes(24).toString('base64')}`

interface Signed {
  readonly webhookId: string
  readonly at: Date
  readonly candidates: readonly string[]
  readonly operatorId: string
}

const headerOf = (headers: IncomingHttpHeaders, name: string): string => {
  const value = headers[name]
  return typeof value === 'string' ? value : ''
}

const readHeaders = (headers: IncomingHttpHeaders): Signed | null => {
  const webhookId = headerOf(headers, 'webhook-id')
  const timestamp = headerOf(headers, 'webhook-timestamp')
  const candidates = headerOf(headers, 'webhook-signature').split(' ')
  const operatorId = headerOf(headers, 'kentongan-operator')
  const wellFormed =
    isVisibleAscii(webhookId, 256) &&
    /^\d{1,11}$/.test(timestamp) &&
    candidates.length <= MAX_SIGNATURES &&
    isVisibleAscii(operatorId, 100)
  return wellFormed ? { webhookId, at: new Date(Number(timestamp) * 1000), candidates, operatorId } : null
}

const sameText = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/** Standard Webhooks, "Symmetric signatures": a secret is base64 behind this. */
const PREFIX = 'whsec_'

/**
 * What a secret gives for a message of this instant, whole seconds of it (Standard Webhooks v1). By Node's own HMAC: the
 * `standardwebhooks` package reads the body as UTF-8 first, which alters an alert in UTF-16, and its HMAC in JavaScript
 * would hold up everybody for the time of a large one.
 */
export const signatureOf = (secret: string, webhookId: string, at: Date, body: Buffer): string => {
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
  const hmac = createHmac('sha256', key)
    .update(`${webhookId}.${Math.floor(at.getTime() / 1000)}.`)
    .update(body)
  return `v1,${hmac.digest('base64')}`
}

/** Whether any of the candidates is what one of the secrets gives; every pair is compared. */
const isSigned = (signed: Signed, body: Buffer, secrets: readonly string[]): boolean =>
  secrets
    .map((secret) => signatureOf(secret, signed.webhookId, signed.at, body))
    .flatMap((expected) => signed.candidates.map((candidate) => sameText(candidate, expected)))
    .includes(true)

export interface SignedDelivery {
  readonly operator: Operator
  readonly webhookId: string
}

/**
 * Whose delivery this is, by its signature (Standard Webhooks v1) over the bytes as they came and a timestamp within
 * 300 s of `now`. Null for a missing or malformed header, a stale time, an unknown or revoked operator and a wrong
 * signature: the sender learns nothing of which, nor how near it was.
 */
export const verifyDelivery = async (
  headers: IncomingHttpHeaders,
  body: Buffer,
  needs: Pick<OperatorNeeds, 'byId' | 'secretsOf'>,
  now: Date,
): Promise<SignedDelivery | null> => {
  const signed = readHeaders(headers)
  if (signed === null || Math.abs(now.getTime() - signed.at.getTime()) > TOLERANCE_S * 1000) return null
  const [operator, secrets] = await Promise.all([needs.byId(signed.operatorId), needs.secretsOf(signed.operatorId)])
  const known = operator !== null && secrets.length > 0
  const matches = isSigned(signed, body, known ? secrets : [NOBODYS_SECRET])
  return known && matches ? { operator, webhookId: signed.webhookId } : null
}
