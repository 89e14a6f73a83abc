import { expect, test } from 'vitest'
import { NO_SENTENCE } from '../../config/drill-sentences.ts'
import { reloadDrills } from '../../config/load.ts'
import type { CurriculumModule } from '../../src/drills/curriculum.ts'
import { modulesAt } from '../../src/drills/curriculum.ts'
import type { DrillProgramme } from '../../src/drills/drill-plan.ts'
import { packageRoot } from '../../src/main/package-root.ts'
import { faultsIn, lines, load, withFolder } from './folders.ts'

const DRILL = `id: gladi
type: pelatihan
hazard: tsunami
sites: all
startsAt: 2027-04-26T10:00
duration: 2h
invite: 7d
`

const MODULE = `id: renang
title: { id: Renang, en: Swimming }
summary: { id: Mengapung., en: Floating. }
minutes: 60
`

const SMONG = `${MODULE.replace('renang', 'smong')}regions: ["11.09"]\nhazards: [tsunami]\nvalidFor: 2 years\n`

const reload = (configDir: string) => reloadDrills({ configDir, packageRoot: packageRoot() })

const read = (drill: string, modules: Readonly<Record<string, string>> = {}): DrillProgramme => {
  const files = Object.fromEntries(Object.entries(modules).map(([name, text]) => [`curriculum/${name}.yaml`, text]))
  const reading = withFolder({ 'drills/one.yaml': drill, ...files }, reload)
  if (reading.kind === 'faults' || reading.plans.programmes[0] === undefined) throw new Error(JSON.stringify(reading))
  return reading.plans.programmes[0]
}

/** Each fault has its words in Bahasa Indonesia: none sends the reader to the English ones. */
const faultsFor = (files: Readonly<Record<string, string>>): readonly string[] => {
  const faults = faultsIn(files)
  for (const { expected, expectedId } of faults) expect([expected, expectedId]).not.toContain(NO_SENTENCE)
  for (const { expectedId } of faults) expect(expectedId).toEqual(expect.any(String))
  return lines(faults)
}

const ids = (modules: readonly CurriculumModule[] | undefined): readonly string[] => (modules ?? []).map(({ id }) => id)

test('the shipped modules are there for every folder without its own, local wisdom only where it belongs', () => {
  const named = `${DRILL}curriculum: [pertolongan-pertama, dapur-umum]\nlocalWisdom: true\n`
  const { curriculum } = read(named)
  expect(ids(modulesAt(curriculum, '11.09.01.2001'))).toEqual(['pertolongan-pertama', 'dapur-umum', 'smong'])
  expect(ids(modulesAt(curriculum, '34.02.10.2004'))).toEqual(['pertolongan-pertama', 'dapur-umum', 'kentongan'])
  expect(ids(modulesAt(curriculum, '91.71.01.2001'))).toEqual(['pertolongan-pertama', 'dapur-umum'])
  expect(curriculum?.[0]).toMatchObject({ minutes: 120, validFor: { count: 24, unit: 'months' } })
  const nias = read(named.replace('tsunami', 'earthquake')).curriculum
  expect(ids(modulesAt(nias, '12.14.01.2001'))).toEqual(['pertolongan-pertama', 'dapur-umum', 'omo-hada'])
})

test('the shipped programme of 26 April teaches the kentongan in Bantul', () => {
  const { programmes } = load({})
  const programme = programmes.find(({ id }) => id === 'hari-kesiapsiagaan-bencana')
  expect(ids(modulesAt(programme?.curriculum, '34.02.10.2004'))).toEqual(['evakuasi-mandiri', 'kentongan'])
})

test('a folder of one’s own stands in for the shipped one, whole', () => {
  const { curriculum } = read(`${DRILL}curriculum: [renang]\nlocalWisdom: true\n`, { a: MODULE, b: SMONG })
  expect(curriculum).toEqual([
    {
      ...{ id: 'renang', title: { id: 'Renang', en: 'Swimming' }, summary: { id: 'Mengapung.', en: 'Floating.' } },
      minutes: 60,
    },
    {
      ...{ id: 'smong', title: { id: 'Renang', en: 'Swimming' }, summary: { id: 'Mengapung.', en: 'Floating.' } },
      ...{ minutes: 60, regions: ['11.09'], hazards: ['tsunami'], validFor: { count: 2, unit: 'years' } },
    },
  ])
  expect(read(DRILL, { a: MODULE })).not.toHaveProperty('curriculum')
})

test('a filter means villages whose competencies end, and goes with no plan', () => {
  const expiring = '{ filter: { expiring: { module: pertolongan-pertama, within: 90d } } }'
  expect(read(DRILL.replace('all', expiring)).sites).toEqual({
    kind: 'filter',
    expiring: { module: 'pertolongan-pertama', within: { count: 90, unit: 'days' } },
  })
  const planned = `${DRILL.replace('all', expiring)}plan: { within: 30d, travelKmMost: 100 }\n`
  expect(faultsFor({ 'drills/one.yaml': planned }).join()).toMatch(/no plan: beside .* or expiring/)
})

test.each([
  [
    'curriculum: [renang, menyelam]',
    /^drills\/one\.yaml:8 \| curriculum: "menyelam" \| a module of config\/curriculum: renang, smong$/,
  ],
  ['curriculum: [renang, renang]', /^drills\/one\.yaml:8 \| curriculum: "renang" \| each module once$/],
  ['curriculum: []', /^drills\/one\.yaml:8 /],
  ['localWisdom: yes please', /^drills\/one\.yaml:8 \| .* \| true, or leave the key out$/],
])('%s in a programme is a fault with its line', (more, line) => {
  const files = { 'drills/one.yaml': `${DRILL}${more}\n`, 'curriculum/a.yaml': MODULE, 'curriculum/b.yaml': SMONG }
  const faults = faultsFor(files)
  expect(faults).toEqual([expect.stringMatching(line)])
})

test('a module for another hazard, and a filter for a module that nobody teaches, are faults', () => {
  const flood = `${DRILL.replace('tsunami', 'flood')}curriculum: [smong]\n`
  expect(faultsFor({ 'drills/one.yaml': flood, 'curriculum/b.yaml': SMONG })).toEqual([
    'drills/one.yaml:8 | curriculum: "smong" | a module for flood, or for any hazard',
  ])
  const filter = DRILL.replace('all', '{ filter: { expiring: { module: menyelam, within: 90d } } }')
  expect(faultsFor({ 'drills/one.yaml': filter, 'curriculum/a.yaml': MODULE })).toEqual([
    'drills/one.yaml:4 | sites.filter.expiring.module: "menyelam" | a module of config/curriculum: renang',
  ])
})

test.each([
  [MODULE.replace('60', '0'), /:4 \| minutes: 0 \| a whole number from 1 to 1440$/],
  [MODULE.replace('Renang', '"Renang; dua"'), /:2 \| .* \| one line of 1 to 60 characters without a semicolon$/],
  [`${MODULE}validFor: selamanya\n`, /:5 \| .* \| a time such as 24 months or 2 years$/],
  [`${MODULE}regions: [11.09]\n`, /:5 \| .* \| a region code as text, such as "32.04"$/],
  [`${MODULE}hazards: [naga]\n`, /:5 \| .* \| one of /],
  [`${MODULE}teacher: Tagana\n`, /:5 \| teacher \(unknown key\)/],
  [MODULE.replace('renang', 'Renang Dasar'), /:1 \| .* \| small letters, digits and hyphens/],
])('a module with a fault is told by file and line: %#', (text, line) => {
  expect(faultsFor({ 'curriculum/a.yaml': text })).toEqual([expect.stringMatching(line)])
})

test('no two modules have one id, and a file that is no YAML is a fault', () => {
  expect(faultsFor({ 'curriculum/a.yaml': MODULE, 'curriculum/b.yaml': MODULE })).toEqual([
    expect.stringMatching(
      /^curriculum\/b\.yaml:1 \| renang \| an id of its own: .*curriculum\/a\.yaml:1 has this one$/,
    ),
  ])
  expect(faultsFor({ 'curriculum/a.yaml': 'id: [', 'curriculum/readme.txt': '' })).not.toEqual([])
})
