import { expect, test } from 'vitest'
import { InvalidInput } from '../../src/errors.ts'
import { readAttendance } from '../../src/intake/attendance-csv.ts'

test('a list by ids and numbers, in the words that people use', () => {
  const list = [
    'external_id,source,phone,name,came',
    'T-1,tagana,,Ani,ya',
    'T-2,,,Budi,TIDAK',
    ',,0812-3456-7890,Citra,',
    'T-4,,081234567891,Dewi,absen',
  ].join('\n')
  expect(readAttendance(list)).toEqual({
    rows: [
      { line: 2, externalId: 'T-1', source: 'tagana', phone: null, came: true },
      { line: 3, externalId: 'T-2', source: null, phone: null, came: false },
      { line: 4, externalId: null, source: null, phone: '+6281234567890', came: true },
      { line: 5, externalId: 'T-4', source: null, phone: '+6281234567891', came: false },
    ],
    rejected: [],
  })
})

test('a bad row is rejected alone, with its line and what to do, and shows no number', () => {
  const list = ['phone,external_id,came', '0812,,ya', ',,ya', ',T-1,mungkin', ',T-2,1', 'a,b'].join('\n')
  const { rows, rejected } = readAttendance(list)
  expect(rows.map(({ externalId }) => externalId)).toEqual(['T-2'])
  expect(rejected.map(({ line, column }) => [line, column])).toEqual([
    [6, ''],
    [2, 'phone'],
    [3, 'external_id'],
    [4, 'came'],
  ])
  for (const { why, remedy } of rejected) expect([why, remedy].every((words) => words.length > 5)).toBe(true)
  expect(JSON.stringify(rejected)).not.toContain('0812')
})

test('what is no table is refused whole', () => {
  expect(() => readAttendance('')).toThrow(InvalidInput)
  expect(() => readAttendance('nama;hadir\nAni;ya')).toThrow(InvalidInput)
  expect(() => readAttendance('external_id,datang\nT-1,ya')).toThrow(InvalidInput)
})
