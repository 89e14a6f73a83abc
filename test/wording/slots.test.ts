import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fillSlots, readSlots, type SlotReading, type Slotted, slotsIn } from '../../src/wording/slots.ts'

const VALUES = {
  to: '+62812',
  'to.local': '0812',
  'to.plain': '62812',
  text: `Banjir {ref} $\{X} $& $1`,
  coding: '0',
  minutes: '60',
  priority: '0',
  ref: 'n-1',
  sender: 'DINSOS',
  id: '',
}

const slottedOf = (reading: SlotReading): Slotted => {
  if (reading.kind === 'unknown-slot') throw new Error(`unknown: ${reading.name}`)
  return reading.slotted
}

test('what is filled in is not looked through for further places', () => {
  const slotted = slottedOf(readSlots('k-{ref}: {text}|{to}|{to.local}|{to.plain}|{sender}'))
  expect(fillSlots(slotted, VALUES)).toBe(`k-n-1: Banjir {ref} $\{X} $& $1|+62812|0812|62812|DINSOS`)
  expect(slotsIn(slotted)).toEqual(['ref', 'text', 'to', 'to.local', 'to.plain', 'sender'])
})

test.each([
  ['{{to}}', '{to}'],
  ['{{{to}}}', '{+62812}'],
  ['a } b', 'a } b'],
  ['', ''],
])('%j reads as %j', (text, filled) => {
  expect(fillSlots(slottedOf(readSlots(text)), VALUES)).toBe(filled)
})

test.each([
  ['{phone}', 'phone'],
  ['{ to }', ' to '],
  ['{}', ''],
  ['x {to', ''],
  ['{toString}', 'toString'],
])('%j names no place', (text, name) => {
  expect(readSlots(text)).toEqual({ kind: 'unknown-slot', name })
})

test('any text with its braces doubled is that text', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('{', '}', 'a', '$', '\n', 'to') }), (text) => {
      const doubled = text.replaceAll('{', '{{').replaceAll('}', '}}')
      expect(fillSlots(slottedOf(readSlots(doubled)), VALUES)).toBe(text)
    }),
  )
})
