import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type RequestDescription, writeRequest } from '../../src/wording/gateway-request.ts'

const ASKED: RequestDescription = {
  method: 'POST',
  url: 'https://gateway.example.id/send?v=2',
  query: [['pesan', [{ slot: 'text' }]]],
  headers: [['x-ref', ['k-', { slot: 'ref' }]]],
  body: { kind: 'none' },
}

const TEXT = [['text', [{ slot: 'text' }]]] as const

const aMessage = (text: string) => ({
  to: '+6281234567890',
  'to.local': '081234567890',
  'to.plain': '6281234567890',
  text,
  coding: '0',
  minutes: '60',
  priority: '0',
  ref: 'n-1',
  sender: '',
  id: '',
})

/** What a browser or a phone can send: no halves of surrogate pairs. */
const anyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom('"', '\\', '&', '=', '\r\n', '+', '%', ' ', '{'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
  ),
})

test('a text never leaves its field, however it is written', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const asked = writeRequest({ ...ASKED, body: { kind: 'form', fields: TEXT } }, aMessage(text))
      expect([...new URLSearchParams(asked.body ?? '')]).toEqual([['text', text]])
      expect([...asked.url.searchParams]).toEqual([
        ['v', '2'],
        ['pesan', text],
      ])
      const { body } = writeRequest(
        { ...ASKED, body: { kind: 'json', value: { kind: 'text', slotted: [{ slot: 'text' }] } } },
        aMessage(text),
      )
      expect(JSON.parse(body ?? '')).toBe(text)
    }),
  )
})

test('a JSON body keeps its shape, and types of what is no text', () => {
  const { body, headers, url } = writeRequest(
    {
      ...ASKED,
      body: {
        kind: 'json',
        value: {
          kind: 'object',
          fields: [
            ['to', { kind: 'list', items: [{ kind: 'text', slotted: [{ slot: 'to.plain' }] }] }],
            ['flash', { kind: 'plain', value: false }],
            ['ttl', { kind: 'plain', value: 60 }],
            ['__proto__', { kind: 'plain', value: null }],
          ],
        },
      },
    },
    aMessage('x'),
  )
  expect(body).toBe('{"to":["6281234567890"],"flash":false,"ttl":60,"__proto__":null}')
  expect(headers).toEqual({ 'content-type': 'application/json', 'x-ref': 'k-n-1' })
  expect(url.host).toBe('gateway.example.id')
})

test('a GET has no body, and a POST without fields an empty one', () => {
  expect(writeRequest({ ...ASKED, method: 'GET' }, aMessage('x'))).toMatchObject({ method: 'GET', body: null })
  expect(writeRequest(ASKED, aMessage('x'))).toMatchObject({ method: 'POST', body: '', headers: { 'x-ref': 'k-n-1' } })
})

test('a content type of the description stands above the usual one', () => {
  const asked = writeRequest(
    { ...ASKED, headers: [['content-type', ['text/x']]], body: { kind: 'form', fields: TEXT } },
    aMessage('x'),
  )
  expect(asked.headers).toEqual({ 'content-type': 'text/x' })
})
