import { afterAll, expect, test } from 'vitest'
import { createXmlReader } from '../../../src/intake/cap/xml-reader.ts'
import { changed, FULL_ALERT, readText, swap, without } from './a-cap-alert.ts'
import { ALERT_VIOLATIONS } from './alert-violations.ts'
import { AREA, AREA_VIOLATIONS, POLYGON } from './area-violations.ts'
import { INFO_VIOLATIONS } from './info-violations.ts'

const reader = createXmlReader()
afterAll(reader.close)

const INFO = 'alert/info[1]'

for (const [what, from, to, path, rule] of [...ALERT_VIOLATIONS, ...INFO_VIOLATIONS, ...AREA_VIOLATIONS])
  test(`${what} is refused, with its path and rule`, async () => {
    const reading = await readText(reader, changed([from, to]))
    const faults = reading.kind === 'refused' ? reading.faults : []
    expect(faults.map((fault) => fault.path)).toContain(path)
    expect(faults.find((fault) => fault.path === path)?.expected).toMatch(rule)
    // One mistake is one fault, or three where a text stands in the place of two elements.
    expect(faults.length).toBeLessThanOrEqual(3)
  })

test('an alert without info is refused, a system message without is not', async () => {
  const bare = without(FULL_ALERT, '<info>', '</info>')
  const reading = await readText(reader, bare)
  expect(reading.kind === 'refused' && reading.faults).toMatchObject([{ path: 'alert/info', got: 'nothing' }])
  expect((await readText(reader, swap(bare, '>Actual<', '>System<'))).kind).toBe('alert')
})

test.each([
  ['1.0', 'http://www.incident.com/cap/1.0'],
  ['1.1', 'urn:oasis:names:tc:emergency:cap:1.1'],
])('CAP %s is refused by name', async (version, namespace) => {
  const reading = await readText(reader, changed(['urn:oasis:names:tc:emergency:cap:1.2', namespace]))
  expect(reading.kind === 'refused' && reading.faults).toMatchObject([{ path: 'alert', got: `CAP ${version}` }])
})

test.each([
  ['no namespace', '<alert/>', 'alert', 'no namespace'],
  ['a foreign namespace', '<alert xmlns="foo"/>', 'alert', 'namespace "foo"'],
  ['the namespace in capitals', '<alert xmlns="URN:OASIS:names:tc:emergency:cap:1.2"/>', 'alert', 'URN:OASIS'],
  ['another root', '<rss xmlns="urn:oasis:names:tc:emergency:cap:1.2"/>', 'rss', 'element "rss"'],
  ['an empty envelope', '<alerts/>', 'alerts', 'an envelope without an alert'],
])('%s is no CAP', async (_, xml, path, got) => {
  const reading = await readText(reader, xml)
  expect(reading.kind === 'refused' && reading.faults).toMatchObject([{ path, got: expect.stringContaining(got) }])
})

test('every violation is listed at once, in the order of the document by block', async () => {
  const reading = await readText(
    reader,
    changed(
      ['bantul.2026', 'bantul,2026'],
      ['>Public<', '>Everybody<'],
      ['>Severe<', '>Bad<'],
      ['110.39 2.5', '110.39 -1'],
      ['>image/png<', '>png<'],
      ['<ceiling>1000<', '<ceiling>x<'],
    ),
  )
  expect(reading.kind === 'refused' && reading.faults.map(({ path }) => path).sort()).toEqual(
    [
      'alert/identifier',
      'alert/scope',
      `${INFO}/severity`,
      `${INFO}/resource[1]/mimeType`,
      `${AREA}/circle[1]`,
      `${AREA}/ceiling`,
    ].sort(),
  )
})

test('of a thousand violations 200 are listed, the last of which counts the rest', async () => {
  const reading = await readText(reader, changed(['<code>', `${'<code x="1"/>'.repeat(1_000)}<code>`]))
  expect(reading.kind === 'refused' && reading.faults.length).toBe(200)
  expect(reading.kind === 'refused' && reading.faults.at(-1)?.hint).toBe('801 more are not listed')
})

test('a fault shows no address and no telephone number', async () => {
  const reading = await readText(
    reader,
    changed(
      ['pusdalops@bpbd-bantul', 'pus dal ops@bpbd-bantul'],
      ['>Banjir<', '> <'],
      ['>Severe<', '>+62 812 3456 7890<'],
    ),
  )
  const text = JSON.stringify(reading)
  expect(text).toContain('***@bpbd-bantul.invalid')
  expect(text).not.toMatch(/ops@|3456/)
})

test('several alerts in one envelope are refused with their number', async () => {
  const alert = FULL_ALERT.slice(FULL_ALERT.indexOf('<alert'))
  const reading = await readText(reader, `<alerts xmlns="urn:x">${alert}${alert}</alerts>`)
  expect(reading.kind === 'refused' && reading.faults).toMatchObject([
    { path: 'alerts', got: '2 alerts in one envelope' },
  ])
})

test('the 40,000th pair of a polygon is named when it is wrong', async () => {
  const pairs = Array.from({ length: 41_000 }, (_, at) => `${(at / 1e4).toFixed(4)},110.5`)
  pairs[39_999] = '91,110.5'
  const reading = await readText(reader, changed([POLYGON, pairs.join(' ')]))
  expect(reading.kind === 'refused' && reading.faults).toMatchObject([
    { path: `${AREA}/polygon[1]`, got: '"pair 40000: 91,110.5"' },
  ])
})
