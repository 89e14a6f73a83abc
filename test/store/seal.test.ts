import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSeal } from '../../src/store/seal.ts'

const SECRET = 'a secret of this test alone, long enough'
const seal = createSeal(SECRET)
const PHONE = '+6284000000123'

test('what was sealed opens to the same text, with any seal of the same secret', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      expect(createSeal(SECRET).open(seal.seal(text))).toBe(text)
    }),
    { numRuns: 200, seed: 1 },
  )
})

test('a sealed text has a version, a nonce and a tag, and shows nothing of what is in it', () => {
  const sealed = seal.seal(PHONE)
  expect(sealed).toHaveLength(1 + 12 + PHONE.length + 16)
  expect(sealed[0]).toBe(1)
  expect(sealed.includes(Buffer.from('6284'))).toBe(false)
})

test('no nonce comes twice, over several draws of them', () => {
  const nonces = Array.from({ length: 5_000 }, () => seal.seal('x').subarray(1, 13).toString('hex'))
  expect(new Set(nonces).size).toBe(5_000)
})

test('a byte changed anywhere, or cut off, is noticed', () => {
  const sealed = seal.seal(PHONE)
  for (const at of sealed.keys()) {
    const changed = Buffer.from(sealed)
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(() => seal.open(changed)).toThrow()
  }
  for (const length of [0, 1, 13, 17, 28, sealed.length - 1])
    expect(() => seal.open(sealed.subarray(0, length))).toThrow()
})

test('another version is refused by its number, and the message holds nothing of the text', () => {
  const newer = seal.seal(PHONE)
  newer[0] = 2
  expect(() => seal.open(newer)).toThrow('sealed field has version 2, expected 1')
  expect(() => seal.open(new Uint8Array())).toThrow(RangeError)
})

test('another secret opens nothing', () => {
  expect(() => createSeal('another secret').open(seal.seal(PHONE))).toThrow()
})

test('an index finds the same text, and tells nothing without the secret', () => {
  expect(seal.index(PHONE)).toBe(createSeal(SECRET).index(PHONE))
  expect(seal.index(PHONE)).toMatch(/^[\w-]{43}$/)
  expect(seal.index(PHONE)).not.toBe(seal.index('+6284000000124'))
  expect(seal.index(PHONE)).not.toBe(createSeal('another secret').index(PHONE))
})

test('each purpose has a key of its own, of 32 bytes, which stays the same', () => {
  expect(seal.key('links')).toHaveLength(32)
  expect(seal.key('links')).toEqual(createSeal(SECRET).key('links'))
  expect(seal.key('links')).not.toEqual(seal.key('nonces'))
  expect(seal.key('links')).not.toEqual(createSeal('another secret').key('links'))
})

test('keys are those that RFC 5869 gives: a change would make every kept contact unreadable', () => {
  const hmac = (key: string | Buffer, text: string | Buffer): Buffer => createHmac('sha256', key).update(text).digest()
  const expanded = (purpose: string): Buffer => hmac(hmac('kentongan', SECRET), Buffer.from(`${purpose}\u0001`))
  expect(seal.key('links')).toEqual(expanded('links'))
  expect(seal.index(PHONE)).toBe(hmac(expanded('blind index 1'), PHONE).toString('base64url'))
})
