import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { HAZARDS } from '../../src/mobilisation/hazard.ts'
import { SEVERITIES } from '../../src/mobilisation/hazard-event.ts'
import { KINDS, type Kind } from '../../src/roster/responder.ts'
import { faultsIn, lines, load, PACKAGE_ROOT, withFolder } from './folders.ts'

const CALL_OUT = `ackDeadline: 45s
maxWaves: 3
searchRadiusKm: 25.5
overcall: 1
closeAfter: 6h
approvalAbove: 50
need:
  default:
    minor: { tagana: 1 }
    severe: { tagana: 4 }
  flood:
    unknown: { ksb_member: 2 }
`

const prior = (usual: number, of: Partial<Record<Kind, number>>) =>
  Object.fromEntries(KINDS.map((kind) => [kind, of[kind] ?? usual]))

const WAVE = {
  target: 0.95,
  searchWithinMin: null,
  odds: {
    prior: prior(0.5, { tagana: 0.6, ksb_member: 0.6, bhabinkamtibmas: 0.6, volunteer: 0.3 }),
    priorAnswers: 20,
    regencyAnswers: 20,
    kindAnswers: 4,
    otherBands: 0.25,
    least: 0.05,
    most: 0.95,
  },
  halfLifeMs: 15_552_000_000,
  inviteWeight: 0.25,
  fairness: { mostCalls: 3, callsWithinMs: 604_800_000, restAfterServingMs: 43_200_000, fairWithinMin: 5 },
}

const FALLBACK = {
  afterMs: 90_000,
  atOnce: {
    severities: ['extreme', 'severe'],
    urgencies: ['immediate', 'unknown'],
    hazards: ['tsunami', 'flash_flood'],
  },
}

test('the shipped policy is the documented one', () => {
  const { policy } = load({})
  expect(policy.callOut).toEqual({
    ackDeadlineMs: 600_000,
    teams: {
      most: 20,
      kinds: ['tagana', 'pendamping_desa'],
      kelurahan: ['tagana', 'psm'],
      orElse: ['tksk', 'ksb_member'],
    },
    maxWaves: 5,
    searchRadiusKm: 50,
    overcall: 1.5,
    closeAfterMs: 43_200_000,
    siteAlerts: { contactsPerSite: 3, mostSites: 500 },
    wave: WAVE,
    safety: { hazards: HAZARDS.filter((hazard) => hazard !== 'drought' && hazard !== 'non_natural'), odds: 0.8 },
    fallback: FALLBACK,
  })
  expect(policy.approvalAbove).toBe(200)
  for (const hazard of HAZARDS)
    for (const severity of SEVERITIES)
      expect(Object.values(policy.need[hazard][severity]).some((count) => count > 0)).toBe(true)
})

test('a severity takes the next milder, then the next graver; unknown takes moderate; a hazard takes the default', () => {
  const { policy, policySource } = withFolder({ 'call-out.yaml': CALL_OUT }, (folder) =>
    load({ KENTONGAN_CONFIG: folder }),
  )
  const one = { tagana: 1 }
  const four = { tagana: 4 }
  expect(policy.need.fire).toEqual({ extreme: four, severe: four, moderate: one, minor: one, unknown: four })
  expect(policy.need.flood.extreme).toEqual({ ksb_member: 2 })
  expect(policy.callOut.ackDeadlineMs).toBe(45_000)
  expect(policySource).toMatchObject({ ackDeadline: '45s', need: { default: { severe: four } } })
})

test('the smallest sufficient wave is sought unless a file chooses otherwise', () => {
  const waveOf = (wave: string) =>
    withFolder({ 'call-out.yaml': CALL_OUT + wave }, (folder) => load({ KENTONGAN_CONFIG: folder })).policy.callOut.wave
  expect(waveOf('')).toEqual({ ...WAVE, odds: { ...WAVE.odds, prior: prior(0.5, {}) } })
  expect(waveOf('wave: { method: overcall }\n')).toBeNull()
  const own = waveOf('wave: { target: 99%, searchWithin: 90m, odds: { priorOf: { pkh: 12.5% } }, fairness: {} }\n')
  expect(own).toMatchObject({ target: 0.99, searchWithinMin: 90, odds: { prior: prior(0.5, { pkh: 0.125 }) } })
  expect(own?.fairness).toEqual({ ...WAVE.fairness, fairWithinMin: 0 })
})

test.each([
  ['target: 0.95', 'wave.target: 0.95 | a share from 80% to 99.9%, with its sign'],
  ['target: 79%', 'wave.target: "79%" | a share from 80% to 99.9%, with its sign'],
  ['odds: { least: 50%, most: 40% }', 'wave.odds: {"least":"50%","most":"40%"} | least below most'],
  ['odds: { prior: 100% }', 'wave.odds.prior: "100%" | a share from 1% to 99%, with its sign'],
  ['fairness: { mostCalls: 0 }', 'wave.fairness.mostCalls: 0 | number to be >=1'],
  ['method: nearest', 'wave.method: "nearest" | one of "sufficient"|"overcall"'],
])('a wave with %s is refused', (wave, fault) => {
  expect(lines(faultsIn({ 'call-out.yaml': `${CALL_OUT}wave: { ${wave} }\n` }))).toEqual([
    `call-out.yaml:13 | ${fault}`,
  ])
})

test('skills are wanted by their own words or a synonym, and teams may be left out', () => {
  const skilled = CALL_OUT.replace('{ tagana: 1 }', '{ tagana: 1, skills: { tenda: 1, shelter: 2 } }')
  const { policy } = withFolder({ 'call-out.yaml': `${skilled}\nteams: { most: 0 }\n` }, (folder) =>
    load({ KENTONGAN_CONFIG: folder }),
  )
  expect(policy.skills.drought.minor).toEqual({ shelter: 2 })
  expect(policy.need.drought.minor).toEqual({ tagana: 1 })
  expect(policy.callOut.teams).toBeNull()
  const odd = CALL_OUT.replace('{ tagana: 1 }', '{ tagana: 1, skills: { menjahit: 1 } }')
  expect(lines(faultsIn({ 'call-out.yaml': odd }))).toEqual([
    expect.stringContaining('need.default.minor.skills.menjahit'),
  ])
  const alike = `${CALL_OUT}\nteams: { kinds: [tagana, tagana] }\n`
  expect(lines(faultsIn({ 'call-out.yaml': alike }))).toEqual([expect.stringContaining('two different kinds')])
})

test('every fault of the policy is listed with its line and what belongs there', () => {
  const file = CALL_OUT.replace('45s', '500ms')
    .replace('maxWaves: 3', 'maxWaves: 21')
    .replace('25.5', '0')
    .replace('overcall: 1', 'overcall: lots')
    .replace('closeAfter: 6h', 'closeAftr: 6h')
    .replace('{ tagana: 1 }', '{ tagana: -1, tagna: 2 }')
    .replace('{ ksb_member: 2 }', '{ ksb_member: 0 }')
  expect(lines(faultsIn({ 'call-out.yaml': file }))).toEqual([
    'call-out.yaml:1 | ackDeadline: "500ms" | a duration from 1s to 24h, such as 45s, 10m, 6h or 14d',
    'call-out.yaml:2 | maxWaves: 21 | number to be <=20',
    'call-out.yaml:3 | searchRadiusKm: 0 | number to be >0',
    'call-out.yaml:4 | overcall: "lots" | a number',
    'call-out.yaml:9 | need.default.minor.tagana: -1 | number to be >=0',
    'call-out.yaml:9 | need.default.minor.tagna (unknown key) | a key that the schema named in the first line lists',
    'call-out.yaml:12 | need.flood.unknown: {"ksb_member":0} | at least one person of some kind',
    'call-out.yaml:5 | closeAftr (unknown key) | a key that the schema named in the first line lists',
  ])
})

test('a deadline longer than a day is refused, and one of a second is not', () => {
  expect(lines(faultsIn({ 'call-out.yaml': CALL_OUT.replace('45s', '25h') }))).toEqual([
    'call-out.yaml:1 | ackDeadline: "25h" | a duration from 1s to 24h, such as 45s, 10m, 6h or 14d',
  ])
  expect(faultsIn({ 'call-out.yaml': CALL_OUT.replace('45s', '1s') })).toEqual([])
})

test('what is not YAML, a key twice, an empty file and a contact are reported without quoting the contact', () => {
  expect(
    lines(faultsIn({ 'call-out.yaml': 'a: [1\nb: 2\n', 'hazards.yaml': 'flood: 1\nflood: 2\n' })).map(
      (line) => line.split(' | ')[0],
    ),
  ).toEqual(['hazards.yaml:2', 'call-out.yaml:2'])
  expect(lines(faultsIn({ 'call-out.yaml': '' }))).toEqual(['call-out.yaml:1 | null | keys with values'])
  const [fault] = faultsIn({ 'call-out.yaml': CALL_OUT.replace('ackDeadline: 45s', 'ackDeadline: "+628123456789"') })
  expect(fault?.got).toBe('ackDeadline: "***789"')
})

test('hazards reach as far as the shipped file says, by level and magnitude too', () => {
  const { hazards } = load({})
  expect(hazards.volcano.byLevel).toMatchObject({ iii: 7, awas: 12 })
  expect(hazards.tsunami.byLevel['siaga']).toBe(100)
  expect(hazards.earthquake.byMagnitude.map(({ from }) => from)).toEqual([0, 5, 5.5, 6, 6.5, 7, 7.5, 8])
  for (const hazard of HAZARDS)
    for (const severity of SEVERITIES) expect(hazards[hazard].radiusKm[severity]).toBeGreaterThan(0)
})

test('levels are read whatever their case; steps must rise and radii be possible', () => {
  const shipped = readFileSync(join(PACKAGE_ROOT, 'config/hazards.yaml'), 'utf8')
  const { hazards } = withFolder({ 'hazards.yaml': shipped.replace('waspada: 50', 'WASPADA: 60') }, (folder) =>
    load({ KENTONGAN_CONFIG: folder }),
  )
  expect(hazards.tsunami.byLevel['waspada']).toBe(60)
  const broken = shipped
    .replace('from: 5.0, radiusKm: 20', 'from: 9.0, radiusKm: 20')
    .replace('extreme: 200', 'extreme: 501')
  expect(lines(faultsIn({ 'hazards.yaml': broken })).map((line) => line.split(' | ').slice(1))).toEqual([
    [expect.stringContaining('earthquake.byMagnitude'), 'steps that rise by from'],
    ['tsunami.radiusKm.extreme: 501', 'number to be <=500'],
  ])
  expect(
    lines(
      faultsIn({
        'hazards.yaml': shipped.replace('{ extreme: 20, severe: 10, moderate: 5, minor: 2, unknown: 5 }', '{}'),
      }),
    )[0],
  ).toMatch(/flood\.radiusKm: \{\} \| at least one severity$/)
})

test('a misspelt file is a fault, because the shipped one would stand in for it', () => {
  expect(lines(faultsIn({ 'callout.yaml': CALL_OUT }))).toEqual([
    'callout.yaml | callout.yaml | authorities.yaml, calendar.yaml, call-out.yaml, channels.yaml, crossings.yaml, feeds.yaml, ' +
      'hazards.yaml, mutual-aid.yaml, phases.yaml, reach.yaml, reports.yaml',
  ])
})

test('what a folder of one’s own lacks is the shipped one, but never its drills', () => {
  withFolder({ 'call-out.yaml': CALL_OUT }, (folder) => {
    const own = load({ KENTONGAN_CONFIG: folder })
    const shipped = load({})
    expect(own.hazards).toEqual(shipped.hazards)
    expect(own.templates).toEqual(shipped.templates)
    expect([own.reach, own.crossings]).toEqual([shipped.reach, shipped.crossings])
    expect([own.seatsFile, own.islandsFile]).toEqual([shipped.seatsFile, shipped.islandsFile])
    expect(shipped.seatsFile).toBe(join(PACKAGE_ROOT, 'config/gazetteer/seats.csv'))
    expect(own.programmes).toEqual([])
    expect(shipped.programmes).not.toEqual([])
  })
})

test('people in danger are asked first unless a file chooses otherwise', () => {
  const safetyOf = (text: string) =>
    withFolder({ 'call-out.yaml': CALL_OUT + text }, (folder) => load({ KENTONGAN_CONFIG: folder })).policy.callOut
      .safety
  expect(safetyOf('')).toEqual(load({}).policy.callOut.safety)
  expect(safetyOf('safety: { hazards: [fire], odds: 100% }\n')).toEqual({ hazards: ['fire'], odds: 1 })
  expect(safetyOf('safety: { hazards: [] }\n')).toEqual({ hazards: [], odds: 0.8 })
  expect(lines(faultsIn({ 'call-out.yaml': `${CALL_OUT}safety: { odds: 5% }\n` }))).toEqual([
    'call-out.yaml:13 | safety.odds: "5%" | a share from 10% to 100%, with its sign',
  ])
})

test('the channels of a person follow each other as the file says', () => {
  const fallbackOf = (text: string) =>
    withFolder({ 'call-out.yaml': `${CALL_OUT}${text}` }, (folder) => load({ KENTONGAN_CONFIG: folder })).policy.callOut
      .fallback
  expect(fallbackOf('')).toEqual(FALLBACK)
  expect(fallbackOf('fallback: { after: 30s, atOnce: { hazards: [] } }\n')).toEqual({
    afterMs: 30_000,
    atOnce: { ...FALLBACK.atOnce, hazards: [] },
  })
  expect(fallbackOf('fallback: { order: at-once }\n')).toBeNull()
  expect(lines(faultsIn({ 'call-out.yaml': `${CALL_OUT}fallback: { after: 2h }\n` }))).toEqual([
    'call-out.yaml:13 | fallback.after: "2h" | a duration from 1s to 1h, such as 45s, 10m, 6h or 14d',
  ])
})
