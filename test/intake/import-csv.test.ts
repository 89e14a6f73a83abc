import { expect, test } from 'vitest'
import { InvalidInput } from '../../src/errors.ts'
import { readResponders, readSites } from '../../src/intake/import-csv.ts'
import { CONTEXT, csv, PERSON, SITE } from './csv-rows.ts'

test('good rows go in beside bad ones, each bad one with its line', () => {
  const second = { ...PERSON, external_id: 'TAG-2', name: 'a "b", c' }
  const text = csv(PERSON, { ...PERSON, kind: 'x' }, second, PERSON, { ...PERSON, source: 'bnpb' })
  const { rows, rejected } = readResponders(`\ufeff${text}\r\n\r\n,,\r\nTAG-9,dinsos\r\n`, CONTEXT)
  expect(rows.map(({ source, externalId, name }) => [source, externalId, name])).toEqual([
    ['dinsos', 'TAG-1', 'Budi Santoso'],
    ['dinsos', 'TAG-2', 'a "b", c'],
    ['bnpb', 'TAG-1', 'Budi Santoso'],
  ])
  expect(rejected.map(({ line, column, why }) => [line, column, why])).toEqual([
    [3, 'kind', 'is not a kind that we know'],
    [5, 'external_id', 'stands in line 2 already'],
    [9, '', 'has 2 cells, the header 21'],
  ])
})

test('a site that stands twice is taken once', () => {
  const { rows, rejected } = readSites(csv(SITE, SITE), CONTEXT)
  expect(rows).toHaveLength(1)
  expect(rejected).toMatchObject([{ line: 3, column: 'site_code' }])
})

test('lines are counted through cells of several lines', () => {
  const { rejected } = readResponders(csv({ ...PERSON, name: 'a\nb\nc' }, { ...PERSON, kind: 'x' }), CONTEXT)
  expect(rejected.map(({ line, column }) => [line, column])).toEqual([
    [2, 'name'],
    [5, 'kind'],
  ])
})

const PERSON_REST = csv(PERSON).slice(csv(PERSON).indexOf(',dinsos'))

test('a quote in the wrong place rejects its line alone', () => {
  const text = `${csv(PERSON)}\n"x"y${PERSON_REST}\n${csv({ ...PERSON, external_id: 'TAG-2' }).split('\r\n')[1]}`
  const { rows, rejected } = readResponders(text, CONTEXT)
  expect(rows.map(({ externalId }) => externalId)).toEqual(['TAG-1', 'TAG-2'])
  expect(rejected).toMatchObject([{ line: 3, column: 'external_id', why: 'has a quote in the wrong place' }])
})

test('with a source given the column may be left out, or its cells empty', () => {
  const { source: _source, ...rest } = PERSON
  const context = { ...CONTEXT, source: 'dinsos-2026' }
  expect(readResponders(csv(rest), context).rows).toMatchObject([{ source: 'dinsos-2026' }])
  expect(readResponders(csv({ ...PERSON, source: '' }), context).rows).toMatchObject([{ source: 'dinsos-2026' }])
  expect(readResponders(csv(PERSON), context).rows).toMatchObject([{ source: 'dinsos' }])
})

const faultsOf = (content: Uint8Array | string) => {
  try {
    readResponders(content, CONTEXT)
  } catch (thrown) {
    return thrown instanceof InvalidInput ? thrown.faults : []
  }
  return []
}

const HEADER = Object.keys(PERSON).join(',')

test.each<[string, Uint8Array | string, RegExp]>([
  ['nothing', '', /empty file/],
  ['semicolons between the columns', HEADER.replaceAll(',', ';'), /separated by ;/],
  ['tabs between the columns', HEADER.replaceAll(',', '\t'), /separated by TAB/],
  ['a mistyped column', HEADER.replace('phone', 'fone'), /did you mean phone/],
  ['a column twice', `${HEADER},kind`, /column kind twice/],
  ['no name and no kind', 'external_id,source,phone', /no column name.*no column kind/],
  ['a quote that is never closed', `${HEADER}\n"TAG-1,dinsos\nTAG-2,dinsos`, /unclosed quote/],
  ['bytes that are not UTF-8', Buffer.from(`${HEADER}\nTAG-1,caf\xe9`, 'latin1'), /UTF-8/],
  ['a workbook', Buffer.from([0x50, 0x4b, 3, 4, 0xff, 0xfe]), /UTF-8/],
  ['200,001 rows', `${HEADER}\n${`${','.repeat(20)}\n`.repeat(200_001)}`, /at most 200000/],
])('a file with %s is refused as a whole', (_what, content, saying) => {
  expect(JSON.stringify(faultsOf(content))).toMatch(saying)
})

test('column names may be in capitals, in any order, with blanks round them', () => {
  const text = ' Name , KIND,phone,Source,external_id,village_code\nBudi,tagana,08123456789,dinsos,T-1,32.04.15.2003\n'
  expect(readResponders(text, CONTEXT).rows).toMatchObject([{ name: 'Budi', phone: '+628123456789', bornYear: null }])
})

test('80,000 rows take a few seconds', () => {
  const row = csv(PERSON).split('\r\n')[1] ?? ''
  const rows = Array.from({ length: 80_000 }, (_, at) => row.replace('TAG-1', `TAG-${at}`))
  const started = performance.now()
  expect(readResponders(Buffer.from([HEADER, ...rows].join('\n')), CONTEXT).rows).toHaveLength(80_000)
  // A bound that a busy machine keeps; alone it takes about 1.5 s.
  expect(performance.now() - started).toBeLessThan(20_000)
}, 30_000)
