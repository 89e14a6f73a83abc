import { expect, test } from 'vitest'
import { readSender, readSmtpUrl } from '../../src/channels/smtp-address.ts'
import { InvalidInput } from '../../src/errors.ts'

test('a mail server is read from its URL, with the usual ports', () => {
  expect(readSmtpUrl('smtp://mail.example.id')).toEqual({
    host: 'mail.example.id',
    port: 587,
    secure: false,
    requireTls: false,
    login: undefined,
  })
  expect(readSmtpUrl('smtps://u%40x:p%2Fw@mail.example.id')).toEqual({
    host: 'mail.example.id',
    port: 465,
    secure: true,
    requireTls: true,
    login: { user: 'u@x', pass: 'p/w' },
  })
  expect(readSmtpUrl('smtp://[::1]:25')).toMatchObject({ host: '::1', port: 25 })
})

test('a password wants TLS on the way to another machine, unless the operator says otherwise', () => {
  expect(readSmtpUrl('smtp://u:p@mail.example.id').requireTls).toBe(true)
  expect(readSmtpUrl('smtp://u:p@127.0.0.1').requireTls).toBe(false)
  expect(readSmtpUrl('smtp://u:p@mail.example.id?requireTLS=false').requireTls).toBe(false)
  expect(readSmtpUrl('smtp://mail.example.id?requireTLS=true').requireTls).toBe(true)
})

test.each(['mail', 'http://mail.example.id', 'smtp://', 'smtp://m?tls=no', 'smtp://u:geheim@m?requireTLS=1'])(
  'the server %j cannot be used, and its password is not repeated',
  (url) => {
    expect(() => readSmtpUrl(url)).toThrow(InvalidInput)
    try {
      readSmtpUrl(url)
    } catch (thrown) {
      expect(JSON.stringify(thrown)).not.toContain('geheim')
    }
  },
)

test.each([
  ['siaga@example.id', '', 'siaga@example.id'],
  [' siaga@example.id ', '', 'siaga@example.id'],
  ['Kentongan <siaga@example.id>', 'Kentongan', 'siaga@example.id'],
  ['"Dinas Sosial, Kab. Bandung" <siaga@example.id>', 'Dinas Sosial, Kab. Bandung', 'siaga@example.id'],
])('the sender %j is read', (text, name, address) => {
  expect(readSender(text)).toEqual({ name, address, domain: 'example.id' })
})

test.each(['', 'siaga', 'A <siaga@example>', 'A <a@example.id>, B <b@example.id>', 'A\r\nBcc: x <a@example.id>'])(
  'the sender %j cannot be used',
  (text) => {
    expect(() => readSender(text)).toThrow(InvalidInput)
  },
)
