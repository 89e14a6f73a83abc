import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isGsm7, septets, smsParts, smsSegments, toGsm7, ucs2Segments, withoutUnseen } from '../../src/wording/gsm7.ts'

const MESSAGE_143 = `${'Banjir Kec. Imogiri 13.21 WIB. '.repeat(4)}Balas 1 / 2. A7K2 x`

test('plain letters take one septet and extension characters two', () => {
  expect(septets('Banjir 13.21')).toBe(12)
  expect(septets('[LATIHAN] {x}')).toBe(13 + 4)
  expect(septets('^~|\\€')).toBe(10)
  expect(septets('é@$\n')).toBe(4)
})

test('a character outside the alphabet cannot be counted in septets', () => {
  expect(() => septets('banjir 😀')).toThrow(RangeError('U+1f600 is not in the GSM 7-bit alphabet'))
  expect(isGsm7('banjir 😀')).toBe(false)
  expect(isGsm7('Ñandú')).toBe(false) // ú has no place in the alphabet, Ñ has
  expect(isGsm7('Ñ£¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÜ§¿äöñüà')).toBe(true)
})

test('one emoji, dash or curly quote makes three parts of one', () => {
  expect(MESSAGE_143).toHaveLength(143)
  expect(smsParts(MESSAGE_143)).toBe(1)
  expect(smsParts(`${MESSAGE_143}😀`)).toBe(3)
  expect(smsParts(`${MESSAGE_143}–`)).toBe(3)
  expect(smsParts(`${MESSAGE_143}’`)).toBe(3)
})

test('parts end at 160 and 153 septets, or 70 and 67 units', () => {
  expect([0, 160, 161, 306, 307].map((length) => smsParts('x'.repeat(length)))).toEqual([1, 1, 2, 2, 3])
  expect([70, 71, 134, 135].map((length) => smsParts('я'.repeat(length)))).toEqual([1, 2, 2, 3])
  expect(smsParts('€'.repeat(80))).toBe(1)
})

test('an extension character is never split between two parts', () => {
  // 152 letters and a 2-septet sign pass the first part's 153 septets, so the sign opens the second, which then overflows.
  expect(smsParts(`${'x'.repeat(152)}€${'x'.repeat(151)}`)).toBe(2)
  expect(smsParts(`${'x'.repeat(152)}€${'x'.repeat(152)}`)).toBe(3)
})

test('signs and accents take their plain forms', () => {
  expect(toGsm7('“Awas” – Gunung Ili Lewotolok… naïve Jawaḥ')).toBe('"Awas" - Gunung Ili Lewotolok... naive Jawah')
  expect(toGsm7('Ma\u2019rang\u00A0km\u2009\u2022 ①')).toBe("Ma'rang km - 1")
  expect(toGsm7('ｂａｎｊｉｒ ﬁ Łódź œ é')).toBe('banjir fi Lodz oe é')
  expect(toGsm7('⅓')).toBe('1/3')
})

test('emoji and unseen characters leave nothing, other scripts a question mark', () => {
  expect(toGsm7('awas 🌊👨‍👩‍👧🏽🇮🇩1️⃣!')).toBe('awas 1!')
  expect(toGsm7('ban\u200Bjir\uFEFF')).toBe('banjir')
  expect(toGsm7('水')).toBe('?')
  expect(toGsm7('\u0301')).toBe('?')
  expect(withoutUnseen('a\u202Eb')).toBe('ab')
})

test('whatever is written becomes 7-bit text, and 7-bit text stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const plain = toGsm7(text)
      expect(isGsm7(plain)).toBe(true)
      expect(toGsm7(plain)).toBe(plain.replace(/[\r\n\f]/g, (sign) => toGsm7(sign)))
    }),
  )
})

const gsm7Text = fc.string({ unit: fc.constantFrom(...'aZ9 @\n€[]^~é_Δ'), maxLength: 700 })

test('the parts of a text make it whole again, and each fits', () => {
  fc.assert(
    fc.property(gsm7Text, (text) => {
      const { in: alphabet, parts } = smsSegments(text)
      expect(alphabet).toBe('gsm7')
      expect(parts.join('')).toBe(text)
      expect(parts).toHaveLength(smsParts(text))
      const room = parts.length === 1 ? 160 : 153
      for (const part of parts) expect(septets(part)).toBeLessThanOrEqual(room)
      // Full but for one place at most.
      for (const part of parts.slice(0, -1)) expect(septets(part)).toBeGreaterThanOrEqual(152)
    }),
  )
})

test('in UCS-2 no part ends within a pair of units', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('я', '🙏', 'a'), maxLength: 400 }), (text) => {
      const { parts } = ucs2Segments(text)
      expect(parts.join('')).toBe(text)
      for (const part of parts) {
        expect(part.length).toBeLessThanOrEqual(parts.length === 1 ? 70 : 67)
        expect(part).not.toMatch(/\p{Surrogate}/u)
      }
    }),
  )
  // Each part but the last holds 33 pairs and one place stays empty: 34 pairs more than 67 units.
  expect(smsParts('🙏'.repeat(67))).toBe(3)
  expect(smsSegments('я'.repeat(71))).toEqual({ in: 'ucs2', parts: ['я'.repeat(67), 'я'.repeat(4)] })
})
