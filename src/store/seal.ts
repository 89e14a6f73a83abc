import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

/** Keeps contacts unreadable at rest, and findable without being read. */
export interface Seal {
  /** AES-256-GCM: one version byte, 12 bytes of nonce, the text, 16 bytes of tag. */
  seal(text: string): Buffer
  /** The same for bytes, whatever they hold. */
  sealBytes(bytes: Uint8Array): Buffer
  /** Throws if the bytes were changed, or sealed with another secret. */
  open(sealed: Uint8Array): string
  /** Blind index: the same for the same text, telling nothing about it without the secret. */
  index(text: string): string
  /** A key of its own for another purpose, 32 bytes. */
  key(purpose: string): Buffer
}

const VERSION = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Nonces are drawn so many at a time: one question to the system costs more than a sealing. */
const NONCES_DRAWN = 1_000

const drawNonces = (): (() => Buffer) => {
  let drawn = Buffer.alloc(0)
  return () => {
    if (drawn.length === 0) drawn = randomBytes(NONCES_DRAWN * NONCE_BYTES)
    const nonce = drawn.subarray(0, NONCE_BYTES)
    drawn = drawn.subarray(NONCE_BYTES)
    return nonce
  }
}

/** Derives every key from the installation's secret with HKDF-SHA256 (RFC 5869), one per purpose. */
export const createSeal = (secret: string): Seal => {
  const key = (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', Buffer.from(secret), Buffer.from('kentongan'), Buffer.from(purpose), 32))
  const sealing = key('field encryption 1')
  const indexing = key('blind index 1')
  const drawNonce = drawNonces()
  const sealBytes = (bytes: Uint8Array): Buffer => {
    const nonce = drawNonce()
    const cipher = createCipheriv('aes-256-gcm', sealing, nonce)
    const body = Buffer.concat([cipher.update(bytes), cipher.final()])
    return Buffer.concat([Buffer.of(VERSION), nonce, body, cipher.getAuthTag()])
  }
  return {
    seal: (text) => sealBytes(Buffer.from(text, 'utf8')),
    sealBytes,
    open: (sealed) => {
      const bytes = Buffer.from(sealed)
      if (bytes[0] !== VERSION) throw new RangeError(`sealed field has version ${bytes[0]}, expected ${VERSION}`)
      const decipher = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(1, 1 + NONCE_BYTES))
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
      return Buffer.concat([decipher.update(bytes.subarray(1 + NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString()
    },
    index: (text) => createHmac('sha256', indexing).update(text).digest('base64url'),
    key,
  }
}
