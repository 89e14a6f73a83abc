import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maskContact, show } from '../../src/intake/shown.ts'
import { maskContacts } from '../../src/masking.ts'

test.each([
  ['+628123456789', '***789'],
  ['0812-3456-789', '***789'],
  ['sari@bpbd.go.id', '***@bpbd.go.id'],
  ['12', '***'],
  ['', '***'],
])('the contact %s is shown as %s', (contact, shown) => {
  expect(maskContact(contact)).toBe(shown)
})

test('a contact in any text is masked, and what only looks like one is not', () => {
  expect(maskContacts('hubungi 0812 3456 789 atau sari@bpbd.go.id')).toBe('hubungi ***789 atau ***@bpbd.go.id')
  for (const text of [
    '2026-11-22T13:21:00+07:00',
    '32.04.15.2003',
    '107.5161',
    '0.123456789',
    '0190a8f2-0000-7000-8000-000000000001',
  ])
    expect(maskContacts(text)).toBe(text)
})

test('no mobile survives in what is shown of any text', () => {
  const mobiles = fc.stringMatching(/^8[1-9]\d{8,9}$/).map((national) => `+62${national}`)
  fc.assert(
    fc.property(mobiles, fc.constantFrom('', 'telp ', 'x:'), (mobile, before) => {
      expect(show(`${before}${mobile} terima kasih`)).not.toContain(mobile.slice(3, -3))
    }),
  )
})

test.each([
  [undefined, 'nothing'],
  [null, 'null'],
  [3, '3'],
  [[1, 2], 'a list of 2'],
  [{ a: 1 }, 'an object'],
  ['x', '"x"'],
  [true, 'true'],
])('%j is shown as %s', (value, shown) => {
  expect(show(value)).toBe(shown)
})

test('a contact is masked though it was written as a number', () => {
  expect(show(628123456789, true)).toBe('***789')
  expect(show('x'.repeat(500)).length).toBeLessThan(100)
})
