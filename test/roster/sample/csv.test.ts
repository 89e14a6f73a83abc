import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { renderCsv } from '../../../src/roster/sample/csv.ts'

test('plain cells go as they are, the others in quotes', () => {
  const rows = [
    { name: 'Lubuk Pakam I,II', note: 'Soka"an' },
    { name: '+6284', note: '' },
  ]
  expect(renderCsv(['name', 'note'], rows)).toBe('name,note\n"Lubuk Pakam I,II","Soka""an"\n+6284,\n')
})

test('whatever is written is read back', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'ñ', ',', '"', ';', '\n', '\r', ' ') })
  fc.assert(
    fc.property(fc.array(fc.record({ one: text, two: text }), { minLength: 1 }), (rows) => {
      expect(parse(renderCsv(['one', 'two'], rows), { columns: true, record_delimiter: '\n' })).toEqual(rows)
    }),
  )
})
