import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contentHash } from '../../src/intake/content-hash.ts'

test('the order of fields and the revision change nothing', () => {
  const a = { id: 'x', revision: 1, area: { radiusKm: 5, geometry: null }, list: [1, 2] }
  const b = { list: [1, 2], area: { geometry: null, radiusKm: 5 }, id: 'x', revision: 2 }
  expect(contentHash(a)).toBe(contentHash(b))
  expect(contentHash(a)).toMatch(/^[0-9a-f]{64}$/)
  expect(contentHash({ id: 'x' })).toBe(contentHash({ revision: 9, id: 'x' }))
})

test('another value, another order of a list or a revision deeper down is other content', () => {
  const hash = contentHash({ list: [1, 2], need: { revision: 1 } })
  expect(contentHash({ list: [2, 1], need: { revision: 1 } })).not.toBe(hash)
  expect(contentHash({ list: [1, 2], need: { revision: 2 } })).not.toBe(hash)
})

test('any JSON has a hash, the same after a round trip', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(contentHash(JSON.parse(JSON.stringify(value)))).toBe(contentHash(value))
    }),
  )
})
