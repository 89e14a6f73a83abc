import { createHmac, timingSafeEqual } from 'node:crypto'

const ID_BYTES = 16
const EXPIRY_BYTES = 4

/** 96 bits, as in the links of notices: not to be guessed through a route that limits tries. */
const MAC_BYTES = 12

/** 32 bytes are 43 characters of base64url. */
const SHAPE = /^[A-Za-z0-9_-]{43}$/

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Seconds that fit into four bytes: until the year 2106. */
const MAX_SECONDS = 2 ** 32 - 1

const macOf = (body: Buffer, key: Buffer): Buffer =>
  // The label keeps these MACs apart from others made with the same key.
  createHmac('sha256', key).update('kentongan report link 1\n').update(body).digest().subarray(0, MAC_BYTES)

/**
 * The token of somebody's own report form: their row's id, until when it holds (cut to whole seconds), and a MAC over
 * both; 43 characters of base64url. None is stored: the same arguments give the same token. Throws RangeError for an id
 * that is no lower-case uuid, or an instant before 1970 or after 2106.
 */
export const reportToken = (responderId: string, expiresAt: Date, key: Buffer): string => {
  if (!UUID.test(responderId)) throw new RangeError('responderId: expected a uuid in lower case')
  const seconds = Math.floor(expiresAt.getTime() / 1000)
  if (!(seconds >= 0 && seconds <= MAX_SECONDS))
    throw new RangeError('expiresAt: expected an instant from 1970 to 2106')
  const body = Buffer.alloc(ID_BYTES + EXPIRY_BYTES)
  body.write(responderId.replaceAll('-', ''), 'hex')
  body.writeUInt32BE(seconds, ID_BYTES)
  return Buffer.concat([body, macOf(body, key)]).toString('base64url')
}

/** Whose token it is, while it holds; `expired` for one of ours whose time is over, null for anything else. */
export const readReportToken = (
  token: string,
  key: Buffer,
  now: Date,
): { readonly responderId: string } | 'expired' | null => {
  if (!SHAPE.test(token)) return null
  const bytes = Buffer.from(token, 'base64url')
  // One token has one form: the spare bits of the last character would give it others.
  if (bytes.toString('base64url') !== token) return null
  const body = bytes.subarray(0, ID_BYTES + EXPIRY_BYTES)
  if (!timingSafeEqual(bytes.subarray(-MAC_BYTES), macOf(body, key))) return null
  if (body.readUInt32BE(ID_BYTES) * 1000 <= now.getTime()) return 'expired'
  const [, a = '', b = '', c = '', d = '', e = ''] =
    /^(.{8})(.{4})(.{4})(.{4})(.{12})$/.exec(body.toString('hex', 0, ID_BYTES)) ?? []
  return { responderId: [a, b, c, d, e].join('-') }
}
