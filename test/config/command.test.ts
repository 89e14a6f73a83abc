import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { authoritiesSchema, mutualAidSchema, readMutualAid, readStandingOrders } from '../../config/command-config.ts'
import type { Fault } from '../../src/errors.ts'
import { authorityFor } from '../../src/mobilisation/authority.ts'
import { lines, PACKAGE_ROOT, withFolder } from './folders.ts'

const ORDERS = `standingOrders:
  - region: "34.02"
    name: Ibu Sari
    office: Dinas Sosial Kab. Bantul
    basis: 460/17/2026
    from: "2026-01-02"
    until: "2026-12-31"
`

const AID = `agreements:
  - between: ["34.02", "33"]
    basis: PKS 360/45/2026
    from: "2026-03-03"
    until: "2028-03-02"
`

const reading =
  <Read>(name: string, read: (file: string, faults: Fault[]) => Read) =>
  (text: string) =>
    withFolder({ [name]: text }, (folder) => {
      const faults: Fault[] = []
      const value = read(join(folder, name), faults)
      return { value, faults: lines(faults.map((one) => ({ ...one, path: one.path.replace(`${folder}/`, '') }))) }
    })

const orders = reading('authorities.yaml', readStandingOrders)
const aid = reading('mutual-aid.yaml', readMutualAid)

const shipped = <Read>(name: string, read: (file: string, faults: Fault[]) => Read): Read => {
  const faults: Fault[] = []
  const value = read(join(PACKAGE_ROOT, 'config', name), faults)
  expect(faults).toEqual([])
  return value
}

/** What stands in a shipped file's comments as an example, its marks taken away. */
const exampleIn = (name: string, key: string): string => {
  const text = readFileSync(join(PACKAGE_ROOT, 'config', name), 'utf8')
  const marked = text.split('\n').filter((one) => one === `# ${key}:` || one.startsWith('#   '))
  return marked.map((one) => one.slice(2)).join('\n')
}

// After a change of a schema: UPDATE_SCHEMAS=1 npx vitest run test/config/command.test.ts
test.each([
  ['authorities', authoritiesSchema],
  ['mutual-aid', mutualAidSchema],
])('the JSON Schema of %s is what the code checks, and the shipped file names it', (name, schema) => {
  const file = join(PACKAGE_ROOT, 'config', 'schemas', `${name}.schema.json`)
  const written = `${JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2)}\n`
  if (process.env['UPDATE_SCHEMAS'] === '1') writeFileSync(file, written)
  expect(readFileSync(file, 'utf8')).toBe(written)
  const [first] = readFileSync(join(PACKAGE_ROOT, 'config', `${name}.yaml`), 'utf8').split('\n')
  expect(first).toBe(`# yaml-language-server: $schema=schemas/${name}.schema.json`)
})

describe('standing orders', () => {
  test('hold from the beginning of their first day to the end of their last, by the clocks of the region', () => {
    expect(orders(ORDERS)).toEqual({
      value: [
        {
          region: '34.02',
          name: 'Ibu Sari',
          office: 'Dinas Sosial Kab. Bantul',
          basis: '460/17/2026',
          from: new Date('2026-01-01T17:00:00Z'),
          until: new Date('2026-12-31T17:00:00Z'),
          example: false,
        },
      ],
      faults: [],
    })
    expect(orders(ORDERS.replace('34.02', '94')).value?.[0]?.from).toEqual(new Date('2026-01-01T15:00:00Z'))
    expect(orders(ORDERS.replace('34.02', '')).value?.[0]?.from).toEqual(new Date('2026-01-01T17:00:00Z'))
  })

  test('may be none at all', () => {
    expect(orders('standingOrders: []')).toEqual({ value: [], faults: [] })
  })

  test('with faults are listed with their lines and what belongs there', () => {
    const file = ORDERS.replace('"34.02"', '34.02')
      .replace('Ibu Sari', '""')
      .replace('Dinas Sosial Kab. Bantul', 'BPBD Kab. Bantul')
      .replace('"2026-01-02"', '"2026-02-30"')
      .replace('basis', 'basys')
    expect(orders(`${file}    example: "yes"\n`)).toEqual({
      value: undefined,
      faults: [
        'authorities.yaml:2 | standingOrders.0.region: 34.02 | a Kemendagri region code with dots, such as "32" or "32.04", or "" for the whole country',
        'authorities.yaml:3 | standingOrders.0.name: "" | one line of 1 to 200 characters',
        'authorities.yaml:4 | standingOrders.0.office: "BPBD Kab. Bantul" | a Dinas Sosial or the Kementerian Sosial, who command Tagana',
        'authorities.yaml:2 | standingOrders.0.basis: nothing | text',
        'authorities.yaml:6 | standingOrders.0.from: "2026-02-30" | a day such as "2026-01-31", in quotes',
        'authorities.yaml:8 | standingOrders.0.example: "yes" | boolean',
        'authorities.yaml:5 | standingOrders.0.basys (unknown key) | a key that the schema named in the first line lists',
      ],
    })
  })

  test('end no earlier than they begin', () => {
    expect(orders(ORDERS.replace('2026-12-31', '2026-01-01')).faults).toEqual([
      'authorities.yaml:7 | standingOrders.0.until: "2026-01-01" | a day not before from',
    ])
    expect(orders(ORDERS.replace('2026-12-31', '2026-01-02')).faults).toEqual([])
  })

  test('are shown by an example that is right once its marks are taken away', () => {
    const { value, faults } = orders(exampleIn('authorities.yaml', 'standingOrders'))
    expect(faults).toEqual([])
    expect(value).toMatchObject([{ region: '34.02', example: false }])
  })

  test('shipped are one example for the whole country, which counts only while nothing leaves', () => {
    const given = shipped('authorities.yaml', readStandingOrders) ?? []
    expect(given).toMatchObject([{ region: '', example: true }])
    const under = (channelsLive: boolean) =>
      authorityFor({ mode: 'actual', authorisedBy: null }, { tagana: 1 }, '34.02', given, channelsLive, new Date())
    expect(under(false).kind).toBe('standing')
    expect(under(true)).toMatchObject({ kind: 'missing', why: 'example-only' })
  })
})

describe('mutual aid', () => {
  test('holds between its parties, by the clocks of the first', () => {
    expect(aid(AID)).toEqual({
      value: [
        {
          between: ['34.02', '33'],
          basis: 'PKS 360/45/2026',
          from: new Date('2026-03-02T17:00:00Z'),
          until: new Date('2028-03-02T17:00:00Z'),
        },
      ],
      faults: [],
    })
  })

  test.each([
    ['["34.02"]', '["34.02"] | two regencies or provinces at least'],
    ['["34.02", "34.02"]', '["34.02","34.02"] | each region once'],
  ])('between %s is none', (between, fault) => {
    expect(aid(AID.replace('["34.02", "33"]', between)).faults).toEqual([
      `mutual-aid.yaml:2 | agreements.0.between: ${fault}`,
    ])
  })

  test.each([
    ['a kecamatan', '"34.02.10"', 'the code of a province or a regency, such as "32" or "32.04"'],
    ['a number', '33', 'a region code as text, such as "32.04"'],
    ['no code', '"DIY"', 'a Kemendagri region code with dots, such as "32", "32.04" or "32.04.15.2003"'],
  ])('takes %s for no party', (_words, code, expected) => {
    expect(aid(AID.replace('"33"', code)).faults).toEqual([
      `mutual-aid.yaml:2 | agreements.0.between.1: ${code} | ${expected}`,
    ])
  })

  test('shipped is none, with an example that is right once its marks are taken away', () => {
    expect(shipped('mutual-aid.yaml', readMutualAid)).toEqual([])
    const { value, faults } = aid(exampleIn('mutual-aid.yaml', 'agreements'))
    expect(faults).toEqual([])
    expect(value).toMatchObject([{ between: ['34.02', '34.04', '33.10'] }])
  })
})
