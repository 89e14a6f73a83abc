import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emailValue, smsValue } from '../../src/wording/field-value.ts'
import { septets } from '../../src/wording/gsm7.ts'

test('web addresses are taken out, however they are written', () => {
  const addresses = [
    'http://evil.example/x',
    'HTTPS://evil.example',
    'www.evil.example',
    'bit.ly/abc',
    'evil.example/path?a=1',
    'bantuan-bencana.com',
    's.id',
    'ｅｖｉｌ．ｃｏｍ',
    'evi\u200Bl.com',
    'javascript://x',
    ':\\|',
    '://',
    '10.0.0.1/x',
  ]
  for (const address of addresses) {
    expect(smsValue(`Banjir ${address} parah`)).toBe('Banjir parah')
    if (!address.includes('|')) expect(emailValue(`Banjir ${address} parah`)).toBe('Banjir parah')
  }
})

test('no telephone makes a link of what is left, and times and abbreviations stay', () => {
  expect(smsValue('Kec.Sukamaju 13.21 WIB, M6.2')).toBe('Kec. Sukamaju 13.21 WIB, M6.2')
  expect(smsValue('evil.unknownend')).toBe('evil. unknownend')
})

test('line ends, control characters and braces cannot add a header or a field', () => {
  expect(emailValue('Banjir\r\nBcc: x\u0000\u2028{link}')).toBe('Banjir Bcc: x (link)')
})

test('a value begins with a word, whatever stood before it', () => {
  expect(smsValue(' ), . Imogiri.')).toBe('Imogiri.')
})

test('signs that take two septets give way to those that take one', () => {
  expect(smsValue('[LATIHAN] Rp~5^ | €3 \\ x')).toBe('(LATIHAN) Rp-5 / EUR3 / x')
  expect(emailValue('[a] €')).toBe('[a] €')
})

test('a field is one trimmed line without an address, whatever is put in', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.webUrl(), (noise, url) => {
      for (const value of [smsValue(`${noise} ${url} ${noise}`), emailValue(`${noise} ${url}`)]) {
        expect(value).not.toMatch(/\p{Cc}|[{}]|:\/\/|^ | $| {2}/u)
        expect(value).not.toContain(url)
      }
      expect(septets(smsValue(noise))).toBe(smsValue(noise).length)
    }),
  )
})
