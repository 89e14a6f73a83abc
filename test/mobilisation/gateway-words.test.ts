import { expect, test } from 'vitest'
import { type Condition, holds, jsonField, readSaid } from '../../src/mobilisation/gateway-words.ts'

test.each([
  ['id.0', '71'],
  ['data.ok', 'true'],
  ['data.name', 'x'],
  ['data', null],
  ['data.none', null],
  ['data.name.length', null],
  ['id.1', null],
  ['toString', null],
  ['none.at.all', null],
])('the JSON field %s is %j', (path, value) => {
  const said = readSaid('json', 200, '{"id":[71],"data":{"ok":true,"name":"x","none":null}}')
  expect(said.field(path)).toBe(value)
})

test('a list by itself has its items as fields, and what is not JSON none', () => {
  expect(jsonField([{ id: 1 }], '0.id')).toBe('1')
  expect(readSaid('json', 200, '<html>').field('id')).toBeNull()
  expect(readSaid('json', 200, '').field('id')).toBeNull()
})

test('an XML field is the first whose path ends so, by whole names', () => {
  const said = readSaid('xml', 200, '<r><m><xstatus>9</xstatus><status>0</status></m><status>7</status></r>')
  expect(said.field('status')).toBe('0')
  expect(said.field('r.status')).toBe('7')
  expect(said.field('tatus')).toBeNull()
})

test('a field of plain words is what follows them', () => {
  const said = readSaid('text', 200, ' OK Id= a-1; parts=2\n')
  expect(said.field('id=')).toBe('a-1')
  expect(said.field('PARTS=')).toBe('2')
  expect(said.field('cost=')).toBeNull()
  expect(said.field('=2')).toBeNull()
  expect(said.whole).toBe('OK Id= a-1; parts=2')
})

const SAID = readSaid('json', 202, '{"status":"Success","code":7}')

test.each<[Condition, boolean]>([
  [{}, true],
  [{ status: [[200, 299]] }, true],
  [
    {
      status: [
        [100, 201],
        [203, 599],
      ],
    },
    false,
  ],
  [{ field: 'status' }, true],
  [{ field: 'none' }, false],
  [{ field: 'status', is: ['success '] }, true],
  [{ field: 'status', is: ['succes'] }, false],
  [{ field: 'code', is: ['1', '7'] }, true],
  [{ field: 'status', startsWith: ['SUC'] }, true],
  [{ field: 'status', startsWith: ['UCC'] }, false],
  [{ contains: ['"CODE":7'] }, true],
  [{ contains: ['nothing'] }, false],
  [{ status: [[200, 299]], field: 'status', is: ['no'] }, false],
])('the condition %j: %s', (condition, expected) => {
  expect(holds(condition, SAID)).toBe(expected)
})
