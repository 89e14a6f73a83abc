import { afterAll, expect, test } from 'vitest'
import { createXmlReader } from '../../../src/intake/cap/xml-reader.ts'
import { changed, FULL_ALERT, swap, utf8, validAlert, without } from './a-cap-alert.ts'
import { POLYGON } from './area-violations.ts'

const reader = createXmlReader()
afterAll(reader.close)

const alertOf = (xml: string | Uint8Array) => validAlert(reader, xml)

const ROOT = FULL_ALERT.slice(FULL_ALERT.indexOf('<alert'))

test('everything that an alert may carry is read', async () => {
  expect(await alertOf(FULL_ALERT)).toEqual({
    identifier: 'bpbd-bantul.2026.000123',
    sender: 'pusdalops@bpbd-bantul.invalid',
    sent: new Date('2026-11-22T06:25:00Z'),
    status: 'Actual',
    msgType: 'Alert',
    source: 'Pos pantau Kali Oyo',
    scope: 'Public',
    restriction: null,
    addresses: [],
    code: ['kentongan-uji'],
    note: 'Air naik cepat',
    references: [],
    incidents: ['oyo-2026', 'jembatan lama'],
    signed: false,
    info: [
      {
        language: 'id',
        category: ['Met', 'Safety'],
        event: 'Banjir',
        responseType: ['Evacuate'],
        urgency: 'Immediate',
        severity: 'Severe',
        certainty: 'Observed',
        audience: 'Warga bantaran',
        eventCode: [{ valueName: 'BNPB', value: '101' }],
        effective: new Date('2026-11-22T06:20:00Z'),
        onset: new Date('2026-11-22T06:21:00Z'),
        expires: new Date('2026-11-22T12:00:00Z'),
        senderName: 'BPBD Bantul',
        headline: 'Banjir Kali Oyo di Imogiri',
        description: 'Tinggi muka air di atas siaga satu.',
        instruction: 'Pindah ke tempat tinggi.',
        web: 'https://bpbd-bantul.invalid/oyo',
        contact: 'Pusdalops',
        parameter: [{ valueName: 'tinggi air', value: '4,1 m' }],
        resource: [
          {
            resourceDesc: 'Foto jembatan',
            mimeType: 'image/png',
            size: 8,
            uri: 'https://bpbd-bantul.invalid/oyo.png',
            derefUri: 'iVBORw0KGgo=',
            digest: 'f1d2d2f924e986ac86fdf7b36c94bcdf32beec15',
          },
        ],
        area: [
          {
            areaDesc: 'Imogiri',
            polygons: [
              [
                [110.37, -7.9],
                [110.41, -7.9],
                [110.41, -7.95],
                [110.37, -7.95],
                [110.37, -7.9],
              ],
            ],
            circles: [{ centre: [110.39, -7.93], radiusKm: 2.5 }],
            geocodes: [{ valueName: 'kemendagri', value: '34.02.10.2004' }],
            altitude: 0,
            ceiling: 1000,
          },
        ],
      },
    ],
  })
})

const PREFIXED = ROOT.replaceAll(/<(\/?)(?=[a-z])/gi, '<$1cap:').replace('xmlns=', 'xmlns:cap=')

test.each<[string, string | Uint8Array]>([
  ['a prefix', PREFIXED],
  ['no XML declaration', ROOT],
  ['a stylesheet in front', `<?xml version="1.0" ?><?xml-stylesheet type="text/xsl" href="/gaya.xsl"?>${ROOT}`],
  ['comments everywhere', FULL_ALERT.replaceAll('\n', '<!-- catatan -->\n').replace('<!-- catatan -->', '')],
  ['CDATA', changed(['>Banjir<', '><![CDATA[Banjir]]><'])],
  ['UTF-16', Buffer.from(`\ufeff${ROOT}`, 'utf16le')],
  ['UTF-8 with its mark', utf8(`\ufeff${FULL_ALERT}`)],
  ['Windows line ends', FULL_ALERT.replaceAll('\n', '\r\n')],
  ['an envelope with one alert', `<alerts xmlns="https://smhi.invalid/x">${ROOT}</alerts>`],
  [
    'EDXL-DE round one alert',
    `<EDXLDistribution xmlns="urn:oasis:names:tc:emergency:EDXL:DE:1.0"><senderID>x</senderID><contentObject><xmlContent>
     <embeddedXMLContent>${ROOT}</embeddedXMLContent></xmlContent></contentObject></EDXLDistribution>`,
  ],
  [
    'a place for its schema',
    changed([
      'cap:1.2">',
      'cap:1.2" xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:schemaLocation="u cap.xsd">',
    ]),
  ],
])('%s changes nothing', async (_, xml) => {
  expect(await alertOf(xml)).toEqual(await alertOf(FULL_ALERT))
})

test('the least that an alert may say', async () => {
  const alert =
    await alertOf(`<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>a</identifier><sender>b</sender>
    <sent>2026-01-01T00:00:00-00:00</sent><status>Test</status><msgType>Alert</msgType><scope>Public</scope><info>
    <category>Geo</category><event>x</event><urgency>Unknown</urgency><severity>Unknown</severity>
    <certainty>Unknown</certainty></info></alert>`)
  expect(alert).toMatchObject({ sent: new Date('2026-01-01T00:00:00Z'), status: 'Test', source: null, references: [] })
  expect(alert.info).toMatchObject([{ language: null, expires: null, headline: null, area: [], resource: [] }])
})

const REFERENCES =
  '<references>a@b.invalid,x-1,2026-11-22T13:00:00+07:00\n  a@b.invalid,x-2,2026-11-22T06:10:00+00:00</references>'

test('a cancel without info names what it cancels', async () => {
  const bare = swap(without(FULL_ALERT, '<info>', '</info>'), '<incidents>', `${REFERENCES}<incidents>`)
  expect(await alertOf(swap(bare, '>Alert<', '>Cancel<'))).toMatchObject({
    msgType: 'Cancel',
    info: [],
    references: [
      { sender: 'a@b.invalid', identifier: 'x-1', sent: new Date('2026-11-22T06:00:00Z') },
      { sender: 'a@b.invalid', identifier: 'x-2', sent: new Date('2026-11-22T06:10:00Z') },
    ],
  })
})

test('a private message names those whom it is for, with blanks in quotes', async () => {
  const addresses = '<addresses>"pos satu" pos2</addresses><code>'
  expect(await alertOf(changed(['>Public<', '>Private<'], ['<code>', addresses]))).toMatchObject({
    scope: 'Private',
    addresses: ['pos satu', 'pos2'],
  })
})

test('a restricted message says its rule; addresses may stand beside any scope', async () => {
  const rest = '<restriction>BPBD saja</restriction><addresses>a b</addresses><code>'
  expect(await alertOf(changed(['>Public<', '>Restricted<'], ['<code>', rest]))).toMatchObject({
    restriction: 'BPBD saja',
    addresses: ['a', 'b'],
  })
})

test('what is optional may stand there empty', async () => {
  const empties = '<restriction/><addresses/><code>'
  const xml = changed(
    ['<code>', empties],
    ['>Pusdalops<', '><'],
    ['>https://bpbd-bantul.invalid/oyo<', '> <'],
    ['4,1 m', ''],
  )
  expect(await alertOf(xml)).toMatchObject({
    restriction: null,
    addresses: [],
    info: [{ contact: null, web: null, parameter: [{ valueName: 'tinggi air', value: '' }] }],
  })
})

test('several languages and several areas are all read', async () => {
  const info = FULL_ALERT.slice(FULL_ALERT.indexOf('<info>'), FULL_ALERT.indexOf('</alert>'))
  const english = info.replace('>id<', '>en-US<').replace('</info>', '<area><areaDesc>Pundong</areaDesc></area></info>')
  const alert = await alertOf(changed(['</alert>', `${english}</alert>`]))
  expect(alert.info.map(({ language, area }) => [language, area.length])).toEqual([
    ['id', 1],
    ['en-US', 2],
  ])
})

test.each(['en', 'EN', 'fr-CA', 'en-scouse', 'i-klingon', 'x-pig-latin', 'de-1901', 'zh-Hans-HK'])(
  'the language %s is one of RFC 3066',
  async (language) => {
    expect((await alertOf(changed(['>id<', `>${language}<`]))).info[0]?.language).toBe(language)
  },
)

test.each([
  [
    '1,2 3,4 5,6 1,2',
    [
      [2, 1],
      [4, 3],
      [6, 5],
      [2, 1],
    ],
  ],
  [
    '-11.,-12.1 13.2,14. +15,.16 -11,-12.1',
    [
      [-12.1, -11],
      [14, 13.2],
      [0.16, 15],
      [-12.1, -11],
    ],
  ],
  [
    '\n  90,180\n  -90,-180\t0,0  90,180\n',
    [
      [180, 90],
      [-180, -90],
      [0, 0],
      [180, 90],
    ],
  ],
])('the polygon %j is read longitude first', async (text, ring) => {
  expect((await alertOf(changed([POLYGON, text]))).info[0]?.area[0]?.polygons).toEqual([ring])
})

test.each([
  ['-7.9,110.3 0', 0],
  [' -7.9,110.3\n 12.50 ', 12.5],
])('the circle %j is read', async (text, radiusKm) => {
  const alert = await alertOf(changed(['-7.93,110.39 2.5', text]))
  expect(alert.info[0]?.area[0]?.circles).toEqual([{ centre: [110.3, -7.9], radiusKm }])
})

test('a polygon of 41,009 places in 882 KB is read whole', async () => {
  const places = Array.from({ length: 41_008 }, (_, at) => {
    const angle = (at / 41_008) * 2 * Math.PI
    return `${(-7.9 + Math.sin(angle)).toFixed(7)},${(110.4 + Math.cos(angle)).toFixed(7)}`
  })
  const xml = changed([POLYGON, [...places, places[0]].join(' ')])
  expect(xml.length).toBeGreaterThan(880_000)
  expect((await alertOf(xml)).info[0]?.area[0]?.polygons[0]?.length).toBe(41_009)
})

test('a link beside the file itself may be relative', async () => {
  const alert = await alertOf(changed(['https://bpbd-bantul.invalid/oyo.png', 'oyo.png']))
  expect(alert.info[0]?.resource[0]?.uri).toBe('oyo.png')
})

test('a file of 450 KB within the alert is read whole', async () => {
  const file = 'QUJD'.repeat(150_000)
  const alert = await alertOf(
    changed(['iVBORw0KGgo=', file.replaceAll(/.{76}/g, '$&\n')], ['<size>8<', '<size>450000<']),
  )
  expect(alert.info[0]?.resource[0]?.derefUri).toBe(file)
})
