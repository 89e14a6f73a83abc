import { createHmac, timingSafeEqual } from 'node:crypto'

/** Whose drills a feed tells: a village's, those that somebody is invited to, or all within a region. */
export type FeedOf =
  | { readonly kind: 'site'; readonly siteCode: string }
  | { readonly kind: 'responder'; readonly responderId: string }
  | { readonly kind: 'region'; readonly regionCode: string }

/** 96 bits, as in the links of notices: not to be guessed through a route that limits tries. */
const MAC_BYTES = 12

/** The router takes parameters of 100 characters: these bytes are 96, and `.ics` stands behind. */
const MAX_BYTES = 72

/** The longest name that a token holds, in bytes of UTF-8; a responder's is a uuid. */
export const LONGEST_FEED_NAME = MAX_BYTES - MAC_BYTES - 1

const SHAPE = /^[A-Za-z0-9_-]{18,96}$/

const macOf = (body: Buffer, key: Buffer): Buffer =>
  // The label keeps these MACs apart from others made with the same key.
  createHmac('sha256', key).update('kentongan calendar 1\n').update(body).digest().subarray(0, MAC_BYTES)

const bodyOf = (feed: FeedOf): string => {
  switch (feed.kind) {
    case 'site':
      return `s${feed.siteCode}`
    case 'responder':
      return `r${feed.responderId}`
    case 'region':
      return `g${feed.regionCode}`
  }
}

/**
 * The token of a feed: what it is about, readable to who looks, and a MAC over that. None is stored: the same arguments
 * give the same token, and it holds as long as the key does. Throws RangeError for a name longer than 59 bytes.
 */
export const calendarToken = (feed: FeedOf, key: Buffer): string => {
  const body = Buffer.from(bodyOf(feed))
  if (body.length + MAC_BYTES > MAX_BYTES)
    throw new RangeError(`feed of a ${feed.kind}: expected a name of at most ${LONGEST_FEED_NAME} bytes`)
  return Buffer.concat([body, macOf(body, key)]).toString('base64url')
}

/** What a token that we made with this key is about; null for anything else. Compares in constant time. */
export const readCalendarToken = (token: string, key: Buffer): FeedOf | null => {
  if (!SHAPE.test(token)) return null
  const bytes = Buffer.from(token, 'base64url')
  // One token has one form: the spare bits of the last character would give it others.
  if (bytes.toString('base64url') !== token) return null
  const body = bytes.subarray(0, -MAC_BYTES)
  if (!timingSafeEqual(bytes.subarray(-MAC_BYTES), macOf(body, key))) return null
  const name = body.toString('utf8', 1)
  switch (body.toString('utf8', 0, 1)) {
    case 's':
      return { kind: 'site', siteCode: name }
    case 'r':
      return { kind: 'responder', responderId: name }
    case 'g':
      return { kind: 'region', regionCode: name }
    default:
      return null
  }
}
