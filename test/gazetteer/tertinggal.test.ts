import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { InvalidInput } from '../../src/errors.ts'
import { loadGazetteer } from '../../src/gazetteer/load.ts'
import { readTertinggal } from '../../src/gazetteer/tertinggal.ts'

const folder = mkdtempSync(join(tmpdir(), 'kentongan-tertinggal-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = join(folder, 'tertinggal.csv')
const faultsOf = (text: string): unknown => {
  writeFileSync(file, text)
  try {
    return readTertinggal(file)
  } catch (thrown) {
    return thrown instanceof InvalidInput
      ? [thrown.message, ...thrown.faults.map(({ path, got }) => [path, got])]
      : thrown
  }
}
const HEADING = 'code,name,provisional,source'

test('the shipped list has the 62 kabupaten of the decree, each in the gazetteer under its name', () => {
  const gazetteer = loadGazetteer({ seatsFile: 'config/gazetteer/seats.csv' })
  const list = readTertinggal('config/gazetteer/tertinggal.csv')
  expect(new Set(list.map(({ regencyCode }) => regencyCode)).size).toBe(62)
  for (const { regencyCode, name } of list) expect(gazetteer.find(regencyCode)?.name, regencyCode).toBe(name)
  expect(list.filter(({ provisional }) => provisional)).toHaveLength(5)
})

test('every fault of a table is told with its line', () => {
  expect(
    faultsOf(`${HEADING}\n53.12,Kabupaten Sumba Barat,no,Perpres\n53,NTT,no,x\n53.11,A,maybe,x\n53.11,,yes,x\n`),
  ).toEqual([
    'read the daerah tertinggal: 3 rows cannot be used',
    [`${file}:3 code`, '53'],
    [`${file}:4 provisional`, 'maybe'],
    [`${file}:5`, 'an empty cell'],
  ])
  expect(faultsOf('kode,nama\n')).toEqual([
    'read the daerah tertinggal: the heading is another',
    [`${file}:1`, 'kode,nama'],
  ])
  expect(faultsOf('')).toEqual(['read the daerah tertinggal: the heading is another', [`${file}:1`, 'nothing']])
  expect(() => readTertinggal(join(folder, 'none.csv'))).toThrow(/read the daerah tertinggal: .*ENOENT/)
})
