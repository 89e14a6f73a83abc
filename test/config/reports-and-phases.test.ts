import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { phasesSchema, readPhases } from '../../config/phases-config.ts'
import { readReports, reportsSchema } from '../../config/reports-config.ts'
import type { Fault } from '../../src/errors.ts'
import { lines, PACKAGE_ROOT, withFolder } from './folders.ts'

const HOUR = 3_600_000

const reading = <Read>(read: (file: string, faults: Fault[]) => Read, text: string) =>
  withFolder({ 'given.yaml': text }, (folder) => {
    const faults: Fault[] = []
    const value = read(join(folder, 'given.yaml'), faults)
    return { value, faults: lines(faults.map((fault) => ({ ...fault, path: fault.path.replace(`${folder}/`, '') }))) }
  })

const PHASES = `
siaga-darurat: { style: wave, wording: stand-by, needTimes: 0.5, ackDeadline: 30m, overcall: 1.2, maxWaves: 3 }
tanggap-darurat: { style: wave }
transisi-darurat: { style: rota, rota: { shift: 12h, shifts: 6, startsAt: "07:30" }, note: bergiliran }
`

test('the terms of reports are read, with what is left out', () => {
  expect(reading(readReports, 'kinds: [ksb_member]\n')).toEqual({
    value: { kinds: new Set(['ksb_member']), perPersonPerDay: 5, decideWithinMs: 600_000, language: 'id' },
    faults: [],
  })
  expect(reading(readReports, 'kinds: []\nperPersonPerDay: 1\ndecideWithin: 1m\nlanguage: en\n').value).toEqual({
    kinds: new Set(),
    perPersonPerDay: 1,
    decideWithinMs: 60_000,
    language: 'en',
  })
})

test('every fault of reports is listed with its line', () => {
  const { value, faults } = reading(
    readReports,
    'kinds: [ksb_member, ksb_member, babinsa]\nperPersonPerDay: 0\ndecideWithin: 10\nlanguage: jv\nlimit: 3\n',
  )
  expect(value).toBeUndefined()
  expect(faults.map((line) => line.split(' | ').slice(0, 2).join(' | '))).toEqual([
    'given.yaml:1 | kinds.2: "babinsa"',
    'given.yaml:2 | perPersonPerDay: 0',
    'given.yaml:3 | decideWithin: 10',
    'given.yaml:4 | language: "jv"',
    'given.yaml:5 | limit (unknown key)',
  ])
  expect(reading(readReports, 'kinds: [tksk, tksk]\n').faults).toEqual([
    'given.yaml:1 | kinds: ["tksk","tksk"] | each kind once',
  ])
})

test('the rules of each phase are read, with what is left out', () => {
  const usual = { ackDeadlineMs: null, overcall: null, maxWaves: null, rota: null, note: '', needTimes: 1 }
  expect(reading(readPhases, PHASES)).toEqual({
    value: {
      'siaga-darurat': {
        ...usual,
        style: 'wave',
        wording: 'stand-by',
        needTimes: 0.5,
        ackDeadlineMs: HOUR / 2,
        overcall: 1.2,
        maxWaves: 3,
      },
      'tanggap-darurat': { ...usual, style: 'wave', wording: 'call-out' },
      'transisi-darurat': {
        ...usual,
        style: 'rota',
        wording: 'rota',
        rota: { shiftMs: 12 * HOUR, shifts: 6, startsAtMs: 7.5 * HOUR },
        note: 'bergiliran',
      },
    },
    faults: [],
  })
})

test.each([
  [
    'style: wave }',
    'style: rota }',
    'given.yaml:3 | tanggap-darurat: {"style":"rota"} | rota with style rota, and with no other',
  ],
  [
    'shift: 12h',
    'shift: 5h',
    'given.yaml:4 | transisi-darurat.rota.shift: "5h" | a whole part of a day, such as 6h, 8h, 12h or 24h',
  ],
  ['"07:30"', '7', 'given.yaml:4 | transisi-darurat.rota.startsAt: 7 | a time of day in quotes, such as "07:00"'],
  [
    '"07:30"',
    '"24:00"',
    'given.yaml:4 | transisi-darurat.rota.startsAt: "24:00" | a time of day from "00:00" to "23:59"',
  ],
  ['shifts: 6', 'shifts: 0', 'given.yaml:4 | transisi-darurat.rota.shifts: 0 | number to be >=1'],
  ['needTimes: 0.5', 'needTimes: 0', 'given.yaml:2 | siaga-darurat.needTimes: 0 | number to be >0'],
])('%s written as %s is a fault', (right, wrong, fault) => {
  const { value, faults } = reading(readPhases, PHASES.replace(right, wrong))
  expect(value).toBeUndefined()
  expect(faults).toEqual([fault])
})

test('a file that is not there is a fault', () => {
  const faults: Fault[] = []
  expect([readReports('/nowhere/reports.yaml', faults), readPhases('/nowhere/phases.yaml', faults)]).toEqual([
    undefined,
    undefined,
  ])
  expect(faults).toHaveLength(2)
})

test('the shipped files have no fault and name their schemas', () => {
  const faults: Fault[] = []
  const terms = readReports(join(PACKAGE_ROOT, 'config/reports.yaml'), faults)
  const rules = readPhases(join(PACKAGE_ROOT, 'config/phases.yaml'), faults)
  expect(faults).toEqual([])
  expect(terms).toMatchObject({ perPersonPerDay: 5, decideWithinMs: 600_000, language: 'id' })
  expect(rules?.['tanggap-darurat']).toMatchObject({ style: 'wave', wording: 'call-out', needTimes: 1, overcall: null })
  expect(rules?.['siaga-darurat']).toMatchObject({ wording: 'stand-by', needTimes: 0.5, ackDeadlineMs: HOUR / 2 })
  expect(rules?.['transisi-darurat'].rota).toEqual({ shiftMs: 12 * HOUR, shifts: 6, startsAtMs: 7 * HOUR })
  for (const name of ['reports', 'phases'])
    expect(readFileSync(join(PACKAGE_ROOT, `config/${name}.yaml`), 'utf8').split('\n')[0]).toBe(
      `# yaml-language-server: $schema=schemas/${name}.schema.json`,
    )
})

test('the JSON Schemas are what the code checks', () => {
  for (const [name, schema] of Object.entries({ reports: reportsSchema, phases: phasesSchema }))
    expect(readFileSync(join(PACKAGE_ROOT, `config/schemas/${name}.schema.json`), 'utf8')).toBe(
      `${JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2)}\n`,
    )
})
