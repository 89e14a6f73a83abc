import { expect, test } from 'vitest'
import { type AnswerTable, verdictOf } from '../../src/mobilisation/answer-table.ts'

const TABLE: AnswerTable = {
  form: 'json',
  id: 'id',
  accepted: { status: [[200, 299]], field: 'ok', is: ['true'] },
  rows: [
    { when: { field: 'error', contains: ['number'] }, means: 'refused-number', afterMs: null },
    { when: { field: 'error', contains: ['credit'] }, means: 'try-again', afterMs: 300_000 },
    { when: { field: 'error', is: ['spam'] }, means: 'refused', afterMs: null },
    { when: { field: 'error', is: ['maybe'] }, means: 'unknown', afterMs: null },
    { when: { field: 'error', is: ['sent before'] }, means: 'accepted', afterMs: null },
  ],
}

test.each([
  [200, '{"ok":true,"id":71}', { kind: 'accepted', id: '71' }],
  [200, '{"ok":"TRUE","id":" "}', { kind: 'accepted', id: null }],
  [200, `{"ok":true,"id":"${'x'.repeat(201)}"}`, { kind: 'accepted', id: null }],
  [200, '{"ok":true}', { kind: 'accepted', id: null }],
  [200, '{"ok":true,"error":"Number not valid"}', { kind: 'refused-number' }],
  [500, '{"error":"no credit"}', { kind: 'try-again', afterMs: 300_000 }],
  [200, '{"error":"spam"}', { kind: 'refused' }],
  [200, '{"error":"maybe"}', { kind: 'unknown' }],
  [409, '{"error":"sent before","id":"9"}', { kind: 'accepted', id: '9' }],
  [200, '{"ok":false}', { kind: 'unknown' }],
  [200, '<html>', { kind: 'unknown' }],
  [500, '{"ok":true}', { kind: 'unknown' }],
  [100, '', { kind: 'unknown' }],
  [429, '', { kind: 'try-again', afterMs: null }],
  [503, '', { kind: 'try-again', afterMs: null }],
  [302, '', { kind: 'try-again', afterMs: 60_000 }],
  [401, '', { kind: 'try-again', afterMs: 60_000 }],
  [404, '', { kind: 'try-again', afterMs: 60_000 }],
  [400, '', { kind: 'refused' }],
  [422, '', { kind: 'refused' }],
])('an answer %i %s', (status, body, verdict) => {
  expect(verdictOf(TABLE, status, body)).toEqual(verdict)
})

test('a gateway that gives no name of a message', () => {
  const table: AnswerTable = { ...TABLE, id: null }
  expect(verdictOf(table, 200, '{"ok":true,"id":71}')).toEqual({ kind: 'accepted', id: null })
})
