import { afterAll, expect, test } from 'vitest'
import { createXmlReader } from '../../../src/intake/cap/xml-reader.ts'
import { changed, FULL_ALERT, readText, validAlert } from './a-cap-alert.ts'
import { POLYGON } from './area-violations.ts'

const reader = createXmlReader()
afterAll(reader.close)

const warningsOf = async (xml: string): Promise<readonly string[]> => {
  const reading = await readText(reader, xml)
  return reading.kind === 'alert' ? reading.warnings : [JSON.stringify(reading.faults)]
}

const ROOT = FULL_ALERT.slice(FULL_ALERT.indexOf('<alert'))

const SIGNATURE =
  '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo><ds:Reference URI=""/></ds:SignedInfo>' +
  '<ds:SignatureValue>AA==</ds:SignatureValue></ds:Signature>'

const REFERENCES =
  '<references>a@b.invalid,x-1,2026-11-22T13:00:00+07:00\n  a@b.invalid,x-2,2026-11-22T06:10:00+00:00</references>'

/** A comb whose teeth all have the same width: each side is beside each other one. */
const ring = (teeth: number): string => {
  const places = Array.from({ length: teeth }, (_, at) => `${(-9 + at / 1000).toFixed(3)},${at % 2 === 0 ? 110 : 112}`)
  return [...places, '-7,109', '-9,109', places[0]].join(' ')
}

test('an alert that keeps every rule and counsel has no warning', async () => {
  expect(await warningsOf(FULL_ALERT)).toEqual([])
})

test('a signature is named, and not checked', async () => {
  const xml = changed(['</alert>', `${SIGNATURE}${SIGNATURE}</alert>`])
  expect((await validAlert(reader, xml)).signed).toBe(true)
  expect(await warningsOf(xml)).toEqual(['the XML signature is not checked'])
})

test('an envelope is told', async () => {
  expect(await warningsOf(`<alerts>${ROOT}</alerts>`)).toEqual([
    'the alert stands in the envelope alerts, which is not read',
  ])
})

test.each<[string, readonly (readonly [string, string])[], RegExp]>([
  [
    'an exercise without its name',
    [
      ['>Actual<', '>Exercise<'],
      ['<note>Air naik cepat</note>', ''],
    ],
    /note should name the exercise/,
  ],
  [
    'a web address that begins with www.',
    [['https://bpbd-bantul.invalid/oyo<', 'www.bpbd-bantul.invalid<']],
    /info\[1\]\/web is no absolute URI/,
  ],
  [
    'a line beside a polygon',
    [['<circle>', '<polygon>-7,110 -8,111 -7,110</polygon><circle>']],
    /polygon\[2\] has 3 pairs/,
  ],
  ['a polygon like an eight', [[POLYGON, '-7,110 -8,111 -7,111 -8,110 -7,110']], /polygon\[1\] crosses itself/],
  [
    'an error without a reason',
    [
      ['>Alert<', '>Error<'],
      ['<note>Air naik cepat</note>', ''],
      ['<incidents>', `${REFERENCES}<incidents>`],
    ],
    /note should say why/,
  ],
  ['an end at the time of sending', [['22T19:00:00', '22T13:25:00']], /has expired before it came/],
  [
    'an onset in two years',
    [
      ['2026-11-22T13:21', '2028-11-22T13:21'],
      ['2026-11-22T19', '2028-11-23T19'],
    ],
    /more than a year/,
  ],
  ['HTML in the text', [['siaga satu', '&lt;b&gt;siaga&lt;/b&gt;']], /description holds HTML/],
  ['HTML entities in the text', [['siaga satu', '<![CDATA[siaga&nbsp;1]]>']], /description holds HTML/],
  ['a file without its size', [['<size>8</size>', '']], /size of the file is not given/],
  ['an area without a name', [['>Imogiri<', '><']], /areaDesc is empty/],
  [
    'an area with a name only',
    [['</area>', '</area><area><areaDesc>Pundong</areaDesc></area>']],
    /area\[2\] has a name only/,
  ],
])('%s is a warning', async (_, changes, warning) => {
  expect(await warningsOf(changed(...changes))).toEqual([expect.stringMatching(warning)])
})

test('blocks that do not fit together are warned of', async () => {
  const other = `<info><language>en</language><category>Geo</category><event>Banjir</event><urgency>Past</urgency>
    <severity>Minor</severity><certainty>Likely</certainty></info>`
  expect(await warningsOf(changed(['</alert>', `${other}</alert>`]))).toEqual([
    expect.stringContaining('info[2]/category shares no word'),
    expect.stringContaining('info[2]/event has the text of info[1]'),
    expect.stringContaining('info[2] names no area'),
  ])
})

test.each([
  ['touches itself', '-7,110 -8,110 -8,111 -7,110 -6,111 -6,110 -7,110'],
  ['goes out and back', '-7,110 -8,110 -8,111 -8,112 -8,111 -7,111 -7,110'],
  ['doubles a place', '-7,110 -8,110 -8,110 -8,111 -7,110'],
  ['has more sides at one longitude than are compared', ring(800)],
])('a polygon that %s is not warned of', async (_, text) => {
  expect(await warningsOf(changed([POLYGON, text]))).toEqual([])
})

test('an end that has passed is no fault in what is over anyway', async () => {
  const ended = changed(['>Evacuate<', '>AllClear<'], ['22T19:00:00', '22T10:00:00'])
  expect((await validAlert(reader, ended)).info[0]?.responseType).toEqual(['AllClear'])
  const cancel = changed(
    ['>Alert<', '>Cancel<'],
    ['<incidents>', `${REFERENCES}<incidents>`],
    ['22T19:00:00', '22T10:00:00'],
  )
  expect((await validAlert(reader, cancel)).msgType).toBe('Cancel')
})
