import { expect, test } from 'vitest'
import { isPageNonce, pageNonce } from '../../src/intake/nonce.ts'

const KEY = Buffer.alloc(32, 3)
const ISSUED = new Date('2026-11-22T06:30:00Z')
const later = (seconds: number): Date => new Date(ISSUED.getTime() + seconds * 1000)
const nonce = pageNonce('token-a', KEY, ISSUED)

test('a nonce holds for its own page for a day', () => {
  expect(isPageNonce(nonce, 'token-a', KEY, ISSUED)).toBe(true)
  expect(isPageNonce(nonce, 'token-a', KEY, later(24 * 3600))).toBe(true)
  expect(isPageNonce(nonce, 'token-a', KEY, later(24 * 3600 + 1))).toBe(false)
})

test('a nonce from the future holds only within the leeway of our clocks', () => {
  expect(isPageNonce(nonce, 'token-a', KEY, later(-60))).toBe(true)
  expect(isPageNonce(nonce, 'token-a', KEY, later(-61))).toBe(false)
})

test('a nonce of another page, another key, or none at all does not hold', () => {
  expect(isPageNonce(nonce, 'token-b', KEY, ISSUED)).toBe(false)
  expect(isPageNonce(nonce, 'token-a', Buffer.alloc(32, 4), ISSUED)).toBe(false)
  expect(isPageNonce('', 'token-a', KEY, ISSUED)).toBe(false)
  const [, mac] = nonce.split('.')
  expect(isPageNonce(`zzzzzz.${mac}`, 'token-a', KEY, ISSUED)).toBe(false)
})
