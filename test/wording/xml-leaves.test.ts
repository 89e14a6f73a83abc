import fc from 'fast-check'
import { expect, test } from 'vitest'
import { xmlLeaves } from '../../src/wording/xml-leaves.ts'

test('leaves have their path from the root, without prefixes, and their text', () => {
  const text =
    '<?xml version="1.0"?>\n<!-- <x>no</x> --><s:response a="1">\n <message><to>08 1</to><status code="0">0</status>' +
    '<text><![CDATA[a <b> & c]]> d</text><empty/></message>\n <message><status>1</status></message></s:response>'
  expect(xmlLeaves(text)).toEqual([
    { path: 'response.message.to', text: '08 1' },
    { path: 'response.message.status', text: '0' },
    { path: 'response.message.text', text: 'a <b> & c d' },
    { path: 'response.message.empty', text: '' },
    { path: 'response.message.status', text: '1' },
  ])
})

test('characters by name and by number are read, others stay as they are', () => {
  const [leaf] = xmlLeaves('<a>&lt;&gt;&amp;&quot;&apos; &#65;&#x42; &#x110000; &euro; &toString; &</a>')
  expect(leaf?.text).toBe(`<>&"' AB &#x110000; &euro; &toString; &`)
})

test.each([
  '',
  'OK',
  '<a>',
  '<a></b>',
  '</a>',
  '<a><b></a></b>',
  '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
  '<a><![CDATA[x</a>',
  '<a',
  `${'<a>'.repeat(33)}${'</a>'.repeat(33)}`,
])('%j has no leaves', (text) => {
  expect(xmlLeaves(text)).toEqual([])
})

test('any text ends, and a text written with escapes comes back', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('<', '>', '/', 'a', '!', '[', '&', ' ', '?') }), (text) => {
      xmlLeaves(text)
      const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
      expect(xmlLeaves(`<a>${escaped}</a>`)).toEqual([{ path: 'a', text: text.trim() }])
    }),
  )
})
