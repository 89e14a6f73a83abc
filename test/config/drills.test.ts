import { expect, test } from 'vitest'
import { inBothLanguages, NO_SENTENCE } from '../../config/drill-sentences.ts'
import { reloadDrills } from '../../config/load.ts'
import type { DrillProgramme } from '../../src/drills/drill-plan.ts'
import { packageRoot } from '../../src/main/package-root.ts'
import { faultsIn, lines, load, withFolder } from './folders.ts'

const DRILL = `id: gladi
type: gladi-lapang
hazard: flood
sites: { codes: [KSB-1, KSB-2] }
startsAt: 2027-04-26T10:00
duration: 2h
invite: 7d
`

const EVERY = DRILL.replace('startsAt: 2027-04-26T10:00', 'every: 6 months\ntime: 09:00')

const reload = (configDir: string) => reloadDrills({ configDir, packageRoot: packageRoot() })

const read = (text: string): DrillProgramme => {
  const reading = withFolder({ 'drills/one.yaml': text }, reload)
  if (reading.kind === 'faults' || reading.plans.programmes[0] === undefined) throw new Error(JSON.stringify(reading))
  return reading.plans.programmes[0]
}

/** Each fault has its words in Bahasa Indonesia: none sends the reader to the English ones. */
const faultsFor = (text: string): readonly string[] => {
  const faults = faultsIn({ 'drills/one.yaml': text })
  for (const { expected, expectedId } of faults) {
    expect(expectedId, expected).not.toBe(NO_SENTENCE)
    expect(expectedId).toEqual(expect.any(String))
  }
  return lines(faults).map((line) => line.replace('drills/one.yaml:', ''))
}

test('the shipped programmes message few villages and are rehearsed by each one’s own clock', () => {
  const { programmes } = load({})
  expect(programmes.map(({ id, sites, when, zone, rehearse }) => ({ id, sites, when, zone, rehearse }))).toEqual([
    {
      id: 'hari-kesiapsiagaan-bencana',
      sites: { kind: 'filter', hazard: 'earthquake', region: '34.02' },
      when: { kind: 'local', wall: '2027-04-26T10:00' },
      zone: 'site',
      rehearse: 'none',
    },
    {
      id: 'panggilan-berkala',
      sites: { kind: 'filter', hazard: 'flood', region: '34.02' },
      when: { kind: 'every', count: 6, unit: 'months', from: '2027-01-16', time: '09:00' },
      zone: 'site',
      rehearse: 'call-out',
    },
  ])
  expect(programmes[0]).toMatchObject({
    durationMs: 7_200_000,
    closedDays: 'keep',
    inviteBeforeMs: 604_800_000,
    remindBeforeMs: [86_400_000, 7_200_000],
    team: { tagana: 1, pendamping_desa: 1 },
  })
})

test('a reminder may name its channel, and keeps it when they are sorted', () => {
  const mixed = `${DRILL}reminders: [2h, { before: 1d, channel: email }, { before: 30m }]\n`
  expect(read(mixed)).toMatchObject({
    remindBeforeMs: [86_400_000, 7_200_000, 1_800_000],
    remindBy: ['email', null, null],
  })
  expect(read(`${DRILL}reminders: [{ before: 1d }]\n`)).not.toHaveProperty('remindBy')
})

test('places and the time for substitutes are read, and no substitute is looked for before anybody was asked', () => {
  expect(read(`${DRILL}places: 30\nsubstituteBefore: 3d\n`)).toMatchObject({
    places: 30,
    substituteBeforeMs: 259_200_000,
  })
  expect(faultsFor(`${DRILL}substituteBefore: 7d\n`).join()).toMatch(/nearer to the start than the invitation/)
  expect(faultsFor(`${DRILL}places: 0\n`)).toHaveLength(1)
})

test('what may be left out has defaults, and reminders are sorted longest first', () => {
  expect(read(`${DRILL}reminders: [2h, 1d, 30m]\n`)).toEqual({
    id: 'gladi',
    type: 'gladi-lapang',
    hazard: 'flood',
    sites: { kind: 'codes', codes: ['KSB-1', 'KSB-2'] },
    when: { kind: 'local', wall: '2027-04-26T10:00' },
    zone: 'site',
    durationMs: 7_200_000,
    closedDays: 'keep',
    team: {},
    inviteBeforeMs: 604_800_000,
    remindBeforeMs: [86_400_000, 7_200_000, 1_800_000],
    rehearse: 'none',
  })
})

test.each([
  ['all', { kind: 'filter' }],
  ['{ region: "32.04" }', { kind: 'region', region: '32.04' }],
  ['{ filter: { hazard: tsunami } }', { kind: 'filter', hazard: 'tsunami' }],
  [
    '{ filter: { region: "32", sites: [KSB-1], neverDrilled: true, readinessBelow: 60, lastDrilledBefore: 24 months } }',
    {
      ...{ kind: 'filter', region: '32', codes: ['KSB-1'], neverDrilled: true, readinessBelow: 60 },
      lastDrilledBefore: { count: 24, unit: 'months' },
    },
  ],
])('sites: %s', (written, sites) => {
  expect(read(DRILL.replace('{ codes: [KSB-1, KSB-2] }', written)).sites).toEqual(sites)
})

test.each([
  ['14d', 14, 'days'],
  ['1 day', 1, 'days'],
  ['2 weeks', 2, 'weeks'],
  ['1 month', 1, 'months'],
  ['1 year', 1, 'years'],
])('every: %s', (written, count, unit) => {
  expect(read(EVERY.replace('6 months', written)).when).toEqual({
    kind: 'every',
    count,
    unit,
    from: '2026-01-05',
    time: '09:00',
  })
})

const CRON = DRILL.replace('startsAt: 2027-04-26T10:00', 'cron: "0 9 1 */6 *"')
const RRULE = EVERY.replace('every: 6 months', 'rrule: "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=26"')

test('cron and rrule are kept as written, with their first day', () => {
  expect(read(CRON).when).toEqual({ kind: 'cron', cron: '0 9 1 */6 *', from: '2026-01-05' })
  expect(read(`${RRULE}from: 2027-01-01\n`)).toMatchObject({
    when: { kind: 'rrule', rrule: 'FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=26', from: '2027-01-01', time: '09:00' },
    closedDays: 'move',
  })
})

test.each([
  [CRON.replace('0 9', '*/30 9'), /^5 \| cron: .* \| starts an hour apart at least$/],
  [CRON.replace('0 9 1 */6', '0 8-17 * *'), /^5 \| cron: .* \| at most 366 starts a year$/],
  [CRON.replace('1 */6', '30 2'), /^5 \| cron: .* \| a rule that means some day$/],
  [CRON.replace('0 9', '0 25'), /^5 \| cron: .* \| cron, hour: numbers from 0 to 23/],
  [CRON.replace('0 9', '9'), /^5 \| cron: .* \| cron: 5 fields/],
  [`${CRON}time: 09:00\n`, /^8 \| time: "09:00" \| nothing: it belongs to every and rrule/],
  [`${CRON}startsAt: 2027-04-26T10:00\n`, /either startsAt, every, cron or rrule/],
  [`${DRILL}from: 2027-04-26\n`, /^8 \| from: .* \| nothing: it belongs to every, cron and rrule/],
  [RRULE.replace('time: 09:00', ''), /time: nothing \| with every or rrule/],
  [RRULE.replace('YEARLY', 'HOURLY'), /^5 \| rrule: .* \| rrule, FREQ: DAILY/],
  [RRULE.replace('BYMONTHDAY=26', 'COUNT=3'), /^5 \| rrule: .* \| rrule: NAME=VALUE, each once, of FREQ/],
])('a rule that cannot be has its line: %#', (text, expected) => {
  expect(faultsFor(text)).toEqual([expect.stringMatching(expected)])
})

test('a start with an offset is one instant everywhere', () => {
  expect(read(DRILL.replace('T10:00', 'T10:00:00+07:00')).when).toEqual({
    kind: 'instant',
    at: new Date('2027-04-26T03:00:00Z'),
  })
})

test.each([
  [DRILL.replace('2027-04-26T10:00', '2027-02-29T10:00'), /^5 \| startsAt: "2027-02-29T10:00" \| a local time such as/],
  [DRILL.replace('2027-04-26T10:00', '2027-04-26T24:00'), /^5 \| startsAt/],
  [DRILL.replace('2027-04-26T10:00', '2027-04-26T10:00+07:61'), /^5 \| startsAt/],
  [EVERY.replace('6 months', '0 months'), /^5 \| every: "0 months" \| a rhythm such as/],
  [EVERY.replace('time: 09:00', ''), /time: nothing \| with every or rrule: a local time/],
  [EVERY.replace('time: 09:00', 'time: 9:00'), /^6 \| time: "9:00" \| a time from 00:00/],
  [`${EVERY}from: 2026-02-30\n`, /^9 \| from: "2026-02-30" \| a day such as/],
  [`${DRILL}time: 09:00\n`, /^8 \| time: "09:00" \| nothing: it belongs to every and rrule/],
  [`${DRILL}every: 14d\ntime: 09:00\n`, /^8 \| every: "14d" \| either startsAt, every, cron or rrule/],
  [DRILL.replace('startsAt: 2027-04-26T10:00\n', ''), /every: nothing \| either startsAt, every, cron or rrule/],
  [`${DRILL}reminders: [7d]\n`, /^8 \| reminders: \["7d"\] \| reminders nearer/],
  [`${DRILL}reminders: [{ before: 1d, channel: wa }]\n`, /^8 \| reminders\.0: .*channel: sms or email/],
  [`${DRILL}reminders: [1d, { before: 24h }]\n`, /^8 \| reminders.* \| each reminder once/],
  [`${DRILL}reminders: [1d, 24h]\n`, /^8 \| reminders.* \| each reminder once/],
  [`${DRILL}reminders: [4d, 3d, 2d, 1d]\n`, /^8 \| reminders.* \| array to have <=3 items/],
  [
    DRILL.replace('{ codes: [KSB-1, KSB-2] }', '{ region: 32.04 }'),
    /^4 \| sites: \{"region":32.04\} \| all, or one of: codes/,
  ],
  [DRILL.replace('{ codes: [KSB-1, KSB-2] }', '{ region: "3204152003" }'), /^4 \| sites/],
  [
    `${DRILL.replace('{ codes: [KSB-1, KSB-2] }', '{ filter: { neverDrilled: true } }')}plan: { within: 30d, travelKmMost: 50 }\n`,
    /^8 \| plan: .* \| no plan: beside neverDrilled/,
  ],
  ...['readinessBelow: 0', 'readinessBelow: 101', 'neverDrilled: false', 'lastDrilledBefore: long', 'sites: []'].map(
    (wrong): [string, RegExp] => [
      DRILL.replace('{ codes: [KSB-1, KSB-2] }', `{ filter: { ${wrong} } }`),
      /^4 \| sites(?:\.filter\.\w+)?: .* \| (?:a whole number from 1 to 100|a time such as|all, or one|true, or|array to)/,
    ],
  ),
  [DRILL.replace('gladi-lapang', 'pesta'), /^2 \| type: "pesta" \| one of "gladi-ruang"/],
  [DRILL.replace('id: gladi', 'id: Gladi Lapang'), /^1 \| id: "Gladi Lapang" \| small letters/],
  [DRILL.replace('flood', '101'), /^3 \| hazard: 101 \| one of "flood"/],
  [`${DRILL}colour: red\n`, /^8 \| colour \(unknown key\)/],
])('a fault has its line: %#', (text, expected) => {
  expect(faultsFor(text)).toEqual([expect.stringMatching(expected)])
})

test('what is expected stands in Bahasa Indonesia beside the English; what has no words yet sends there', () => {
  const fault = { path: 'a.yaml:1', got: '1', expected: 'a whole number from 1 to 100' }
  expect(inBothLanguages(fault)).toEqual({ ...fault, expectedId: 'bilangan bulat dari 1 sampai 100' })
  expect(inBothLanguages({ ...fault, expected: 'a miracle' }).expectedId).toBe(NO_SENTENCE)
})

test('two programmes with one id are a fault that names both', () => {
  expect(
    lines(faultsIn({ 'drills/a.yaml': DRILL, 'drills/b.yaml': `# b\n${DRILL}`, 'drills/notes.txt': 'x' })),
  ).toEqual([expect.stringMatching(/^drills\/b\.yaml:2 \| gladi \| an id of its own: .*a\.yaml:1 has this one$/)])
})

test('reading again tells faults from programmes, so that a wrong edit can be left aside', () => {
  expect(withFolder({ 'drills/a.yaml': DRILL.replace('2h', 'long') }, reload)).toMatchObject({
    kind: 'faults',
    faults: [{ got: 'duration: "long"' }],
  })
  expect(withFolder({}, reload)).toMatchObject({ kind: 'plans', plans: { programmes: [] } })
  // The calendar is the shipped one where the folder has none of its own.
  expect(withFolder({}, reload)).toMatchObject({ plans: { calendar: load({}).calendar } })
})

test('several hazards stand in the stead of one, and how many have to come is read', () => {
  const several = DRILL.replace('hazard: flood', 'hazards: [flood, landslide]\nattendance: 20')
  expect(read(several)).toMatchObject({ hazard: 'flood', alsoHazards: ['landslide'], attendanceLeast: 20 })
  expect(read(DRILL)).not.toHaveProperty('alsoHazards')
  for (const [wrong, expected] of [
    ['hazard: flood\nhazards: [flood, landslide]', 'either hazard or hazards: one of them, and only one'],
    ['# none', 'either hazard or hazards: one of them, and only one'],
    ['hazards: [flood, flood]', 'each hazard once'],
  ] as const)
    expect(faultsFor(DRILL.replace('hazard: flood', wrong)).join('\n')).toContain(expected)
})

test('a team is counts, or with them skills and levels that each of a kind brings', () => {
  const withTeam = (team: string) => `${DRILL}team: ${team}\n`
  expect(read(withTeam('{ tagana: 2, pkh: { count: 1 } }'))).toMatchObject({ team: { tagana: 2, pkh: 1 } })
  expect(read(withTeam('{ tagana: 2 }'))).not.toHaveProperty('teamWants')
  const wants = read(withTeam('{ tagana: { count: 2, skills: [field_kitchen], levels: [Madya, UTAMA] }, pkh: 1 }'))
  expect(wants).toMatchObject({
    team: { tagana: 2, pkh: 1 },
    teamWants: { tagana: { skills: ['dapur_umum'], levels: ['madya', 'utama'] } },
  })
  for (const [team, saying] of [
    ['{ tagana: -1 }', /whole number from 0 to 1000/],
    ['{ tagana: { count: 1, skills: [juggling] } }', /a skill that is known: dapur_umum/],
    ['{ tagana: { count: 1, levels: [""] } }', /a level as the roster has it/],
    ['{ clown: 1 }', /team/],
  ] as const)
    expect(faultsFor(withTeam(team)).join('\n')).toMatch(saying)
})
