import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { importCommand } from '../../src/cli/import.ts'
import { sql } from '../../src/store/sql.ts'
import { command, freshFolder, freshHome } from './commands.ts'

const folder = await freshFolder()
const { home, database } = await freshHome()
const kentongan = command(importCommand, home)

const fileOf = async (name: string, ...lines: readonly string[]): Promise<string> => {
  const file = join(folder, name)
  await writeFile(file, `${lines.join('\n')}\n`)
  return file
}

const VILLAGE = '32.04.15.2003'

const SITES = [
  'site_code,name,village_code,longitude,latitude,hazards,synthetic',
  `KSB-A,KSB Warnasari,${VILLAGE},107.52,-7.19,flood;landslide,true`,
  'KSB-B,KSB Tanpa Desa,,110.36,-7.88,,true',
]

const HEADER =
  'external_id,source,name,kind,phone,email,village_code,serves_codes,site_code,longitude,latitude,synthetic'
const person = (id: string, changes: Partial<Record<string, string>> = {}): string => {
  const row: Record<string, string> = {
    external_id: id,
    source: 'dinsos',
    name: `Budi ${id}`,
    kind: 'tagana',
    phone: `+6284100000${id.replace(/\D/g, '').padStart(3, '0')}`,
    village_code: VILLAGE,
    synthetic: 'true',
    ...changes,
  }
  return HEADER.split(',')
    .map((column) => row[column] ?? '')
    .join(',')
}

const people = () =>
  database.rows<Record<string, unknown>>(sql`
    SELECT external_id AS id, source, name, regency_code AS regency, site_code AS site, lng, lat, accuracy_m AS accuracy,
           landmass IS NOT NULL AS ashore, opted_out_at IS NOT NULL AS out
      FROM responder ORDER BY external_id, source`)

test('sites go in with their land, and one without a village under the nearest seat', async () => {
  const { code, out } = await kentongan('import', 'sites', await fileOf('sites.csv', ...SITES), '--json')
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ register: 'sites', read: 2, saved: 2, rejected: 0, rejections: [] })
  const sites = await database.rows(sql`
    SELECT site_code AS code, village_code AS village, accuracy_m AS accuracy, landmass IS NOT NULL AS ashore FROM site
     ORDER BY site_code`)
  expect(sites).toEqual([
    { code: 'KSB-A', village: VILLAGE, accuracy: 100, ashore: true },
    { code: 'KSB-B', village: '34.02', accuracy: 100, ashore: true },
  ])
})

const MESSY = [
  HEADER,
  person('P1'),
  person('P2', { name: '' }), // 3
  person('P3', { kind: 'tagna' }),
  person('P4', { phone: '6281234567890' }),
  person('P5', { phone: '', email: 'siti@@dinsos.go.id' }),
  person('P6', { phone: '' }),
  person('P7', { phone: '+628123456789' }), // 8: a real number of an invented person
  person('P8', { village_code: '3204152003' }),
  person('P9', { village_code: '32.04.15.2999' }),
  person('P10', { longitude: '-7.19', latitude: '107.52' }),
  person('P11', { longitude: '107.52' }), // 12
  person('P12', { village_code: '' }),
  person('P13', { synthetic: 'mungkin' }),
  `${person('P14')},excess`, // 15
  person('P1'),
  person('P15', { site_code: 'KSB-Z' }), // 17
  person('P16', { site_code: 'KSB-A', village_code: '' }),
  person('P17', { village_code: '', serves_codes: '33.01.01.2001' }),
]

test('a messy file gives up exactly its bad lines, contacts masked, and the good ones are saved', async () => {
  const report = join(folder, 'report.json')
  const { code, out, err } = await kentongan(
    'import',
    'responders',
    await fileOf('messy.csv', ...MESSY),
    '--report',
    report,
  )
  expect(code).toBe(0)
  expect(out).toContain('responders read: 18, saved: 3, rejected: 15')
  expect(out).toMatch(/^17 +site_code +KSB-Z +is no site of the register +import that site first/m)
  const bad: { line: number; column: string; value: string }[] = JSON.parse(await readFile(report, 'utf8'))
  expect(bad.map(({ line, column }) => `${line} ${column}`)).toEqual([
    '3 name',
    '4 kind',
    '5 phone',
    '6 email',
    '7 phone',
    '8 phone',
    '9 village_code',
    '10 village_code',
    '11 longitude',
    '12 latitude',
    '13 village_code',
    '14 synthetic',
    '15 ',
    '16 external_id',
    '17 site_code',
  ])
  expect(bad.find(({ line }) => line === 5)?.value).toBe('***890')
  for (const text of [out, err, JSON.stringify(bad)]) expect(text).not.toMatch(/1234567|siti/)
  expect(await people()).toMatchObject([
    { id: 'P1', regency: '32.04', ashore: true },
    { id: 'P16', regency: '32.04', site: 'KSB-A', lng: 107.52, lat: -7.19, accuracy: 4100 },
    { id: 'P17', regency: '33.01', ashore: true },
  ])
})

test('a source for sites is ignored, and that is said', async () => {
  const file = await fileOf('sourced.csv', ...SITES)
  const { code, out, err } = await kentongan('import', 'sites', file, '--source', 'dinsos', '--json')
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ saved: 2, rejected: 0 })
  expect(err).toContain('sites have no source')
})

test.each(['report.csv', 'report.txt', 'report'])(
  'a report named %s is CSV and has a line for each fault, and no cell that a spreadsheet would run',
  async (name) => {
    const report = join(folder, name)
    const file = await fileOf('formula.csv', HEADER, person('F1', { name: '=1+2' }))
    expect(await kentongan('import', 'responders', file, '--report', report)).toMatchObject({ code: 0 })
    expect(await readFile(report, 'utf8')).toBe(
      "line,column,value,why,remedy\n2,name,'=1+2,begins like a formula,write the name alone\n",
    )
  },
)

test('strict, and as a dry run, nothing goes in; strict with a bad row ends with 2', async () => {
  const before = await people()
  const messy = await fileOf('messy.csv', ...MESSY)
  const strict = await kentongan('import', 'responders', messy, '--strict', '--json')
  expect(strict.code).toBe(2)
  expect(JSON.parse(strict.out)).toMatchObject({ saved: 0, rejected: 15 })
  const good = await fileOf('good.csv', HEADER, person('S1'))
  const dry = await kentongan('import', 'responders', good, '--dry-run')
  expect(dry).toMatchObject({
    code: 0,
    out: expect.stringContaining('saved: 0, rejected: 0 (nothing went in: --dry-run)'),
  })
  expect(await people()).toEqual(before)
  expect(await kentongan('import', 'responders', good, '--strict')).toMatchObject({ code: 0 })
  expect(await people()).toHaveLength(before.length + 1)
})

test('a second import brings rows up to date and leaves consent withdrawn', async () => {
  await database.run(sql`UPDATE responder SET opted_out_at = now() WHERE external_id = 'P1'`)
  const [before] = await database.rows<{ version: number }>(sql`SELECT version::int FROM roster_version`)
  const file = await fileOf('again.csv', HEADER, person('P1', { name: 'Budi Baru', village_code: '34.02.16.2001' }))
  expect(await kentongan('import', 'responders', file)).toMatchObject({ code: 0 })
  expect((await people()).find(({ id }) => id === 'P1')).toMatchObject({
    name: 'Budi Baru',
    regency: '34.02',
    out: true,
  })
  const [after] = await database.rows<{ version: number }>(sql`SELECT version::int FROM roster_version`)
  expect(after?.version).toBe((before?.version ?? 0) + 1)
})

test('a source of ours stands in every row, and two rows that it makes one are one too many', async () => {
  const file = await fileOf(
    'sources.csv',
    HEADER,
    person('Q1', { name: '' }),
    person('Q1'),
    person('Q1', { source: 'kemensos' }),
    person('Q2', { source: '' }),
  )
  const { code, out } = await kentongan('import', 'responders', file, '--source', 'baznas', '--json')
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({
    read: 4,
    saved: 2,
    rejections: [
      { line: 2, column: 'name' },
      { line: 4, column: 'external_id', value: 'Q1' },
    ],
  })
  expect((await people()).filter(({ source }) => source === 'baznas').map(({ id }) => id)).toEqual(['Q1', 'Q2'])
})

test('what is no table is refused whole, with the place of each fault', async () => {
  const wrong = await fileOf('wrong.csv', 'site_code,nama', 'x,y')
  const { code, out } = await kentongan('import', 'sites', wrong, '--json')
  expect(code).toBe(2)
  const { error } = JSON.parse(out)
  expect(error.faults.map(({ path, got }: { path: string; got: string }) => `${path} ${got}`)).toEqual([
    `${wrong}:1 column "nama"`,
    `${wrong}:1 no column name`,
  ])
  const unclosed = await fileOf('unclosed.csv', 'site_code,name', 'a,b', 'c,"d')
  expect((await kentongan('import', 'sites', unclosed)).err).toMatch(/unclosed\.csv:\d: got an unclosed quote/)
  const latin = join(folder, 'latin.csv')
  await writeFile(latin, Buffer.from('site_code,name\nA,Caf\u00e9\n', 'latin1'))
  expect(await kentongan('import', 'sites', latin)).toMatchObject({
    code: 2,
    err: expect.stringContaining('not UTF-8'),
  })
})

test.each([
  [['import', 'sites', 'nowhere.csv'], /nowhere\.csv.*can be read/],
  [['import', 'villages', 'x.csv'], /sites, responders/],
  [['import', 'responders', 'x.csv', '--source', ' '], /1 to 200 characters/],
])('%j is bad usage', async (args, saying) => {
  const { code, out, err } = await kentongan(...args)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toMatch(saying)
})

test('an import gives a place on a small island that island’s land, also to a row that had another', async () => {
  const place = { longitude: '106.614', latitude: '-5.746', village_code: '31.01.02.1001' }
  const file = await fileOf('pramuka.csv', HEADER, person('P87', place))
  await kentongan('import', 'responders', file)
  await database.run(sql`UPDATE responder SET landmass = NULL WHERE external_id = 'P87'`)
  expect((await kentongan('import', 'responders', file)).code).toBe(0)
  expect(await database.rows(sql`SELECT landmass FROM responder WHERE external_id = 'P87'`)).toEqual([
    { landmass: 310140087 },
  ])
})
