import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linkToken, looksLikeToken, readLinkToken } from '../../src/intake/token.ts'

const KEY = Buffer.alloc(32, 1)
const serials = fc.bigInt({ min: 1n, max: 2n ** 48n - 1n })

test('a token gives its serial back and fits a text message', () => {
  fc.assert(
    fc.property(serials, (serial) => {
      const token = linkToken(serial, KEY)
      expect(token.length).toBeLessThanOrEqual(24)
      expect(looksLikeToken(token)).toBe(true)
      expect(readLinkToken(token, KEY)).toBe(serial)
      expect(linkToken(serial, KEY)).toBe(token)
    }),
  )
})

test('a token with any character changed, added or taken away is not ours', () => {
  fc.assert(
    fc.property(serials, fc.nat(23), fc.constantFrom(...'AZaz09-_'), (serial, at, sign) => {
      const token = linkToken(serial, KEY)
      const place = at % token.length
      const changed = token.slice(0, place) + sign + token.slice(place + 1)
      if (changed !== token) expect(readLinkToken(changed, KEY)).toBeNull()
      expect(readLinkToken(token.slice(0, -1), KEY)).toBeNull()
      expect(readLinkToken(`A${token}`, KEY)).toBeNull()
    }),
  )
})

test('a token made with another key is not ours', () => {
  expect(readLinkToken(linkToken(7n, KEY), Buffer.alloc(32, 2))).toBeNull()
})

test('a serial out of bounds is the mistake of the caller', () => {
  expect(() => linkToken(0n, KEY)).toThrow(RangeError)
  expect(() => linkToken(2n ** 48n, KEY)).toThrow(RangeError)
})
