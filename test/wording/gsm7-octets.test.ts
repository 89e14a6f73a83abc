import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isGsm7 } from '../../src/wording/gsm7.ts'
import { fromGsm7Octets, toGsm7Octets } from '../../src/wording/gsm7-octets.ts'

test('characters have the code points of the standard', () => {
  expect(toGsm7Octets('@_ AZaz')).toEqual([0x00, 0x11, 0x20, 0x41, 0x5a, 0x61, 0x7a])
  expect(toGsm7Octets('ΞÆà')).toEqual([0x1a, 0x1c, 0x7f])
  expect(toGsm7Octets('€[')).toEqual([0x1b, 0x65, 0x1b, 0x3c])
  expect(toGsm7Octets('\f^{}\\~]|').filter((code) => code !== 0x1b)).toEqual([
    0x0a, 0x14, 0x28, 0x29, 0x2f, 0x3d, 0x3e, 0x40,
  ])
})

test('a character outside the alphabet is not written', () => {
  expect(() => toGsm7Octets('😀')).toThrow(RangeError('U+1f600 is not in the GSM 7-bit alphabet'))
})

test('whatever is written is read again', () => {
  const sevenBit = fc.string({ unit: 'grapheme' }).map((text) => [...text].filter(isGsm7).join(''))
  fc.assert(fc.property(sevenBit, (text) => fromGsm7Octets(toGsm7Octets(text)) === text))
  fc.assert(fc.property(fc.uint8Array(), (octets) => isGsm7(fromGsm7Octets(octets))))
})

test('an unknown extension is shown without its escape, and an escape of nothing as a space', () => {
  expect(fromGsm7Octets([0x1b, 0x41])).toBe('A')
  expect(fromGsm7Octets([0x41, 0x1b])).toBe('A ')
  expect(fromGsm7Octets([0x1b, 0x1b, 0x65])).toBe(' e')
  expect(fromGsm7Octets([0xc1])).toBe('A')
})
