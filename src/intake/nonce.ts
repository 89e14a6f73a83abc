import { createHmac, timingSafeEqual } from 'node:crypto'

/** A page that lay open longer than this is shown again before its answer counts. */
const LIFETIME_S = 24 * 3600

/** Clocks of our own processes agree better than this. */
const LEEWAY_S = 60

const secondsOf = (at: Date): number => Math.floor(at.getTime() / 1000)

const macOf = (token: string, issued: string, key: Buffer): Buffer =>
  createHmac('sha256', key).update('kentongan answer page 1\n').update(`${token}\n${issued}`).digest()

/** What the answer page carries, to tell a person who saw it from a robot that only posts. Holds for 24 hours. */
export const pageNonce = (token: string, key: Buffer, now: Date): string => {
  const issued = secondsOf(now).toString(36)
  return `${issued}.${macOf(token, issued, key).toString('base64url')}`
}

/** Whether the page of this very token carried it, within the last 24 hours. */
export const isPageNonce = (nonce: string, token: string, key: Buffer, now: Date): boolean => {
  const [, issued, mac] = /^([0-9a-z]{1,9})\.([A-Za-z0-9_-]{43})$/.exec(nonce) ?? []
  if (issued === undefined || mac === undefined) return false
  if (!timingSafeEqual(Buffer.from(mac, 'base64url'), macOf(token, issued, key))) return false
  const age = secondsOf(now) - Number.parseInt(issued, 36)
  return age >= -LEEWAY_S && age <= LIFETIME_S
}
