import { expect, test } from 'vitest'
import { OTHER, type PERSON, personWith, type SITE, siteWith, VILLAGE } from './csv-rows.ts'

test('a site is read whole', () => {
  expect(siteWith({})).toEqual({
    rejected: [],
    rejectedRows: 0,
    rows: [
      {
        siteCode: 'KSB-1',
        name: 'KSB Warnasari',
        villageCode: VILLAGE,
        position: [107.52, -7.19],
        accuracyM: null,
        hazards: ['flood', 'landslide'],
        serviceRadiusKm: 7.5,
        gardu: [107.521, -7.191],
        lumbung: null,
        chairName: 'Ibu Sari',
        chairPhone: '+628123456789',
        establishedOn: '2021-11-16',
        boardUntil: '2027-10-09',
        verifiedOn: '2026-09-26',
        synthetic: false,
      },
    ],
  })
})

test('a responder is read whole', () => {
  expect(personWith({}).rows).toEqual([
    {
      externalId: 'TAG-1',
      source: 'dinsos',
      name: 'Budi Santoso',
      kind: 'tagana',
      level: 'Muda',
      phone: '+628123456789',
      email: 'budi@dinsos.go.id',
      channels: ['sms', 'email'],
      villageCode: VILLAGE,
      servesCodes: [],
      siteCode: null,
      position: [107.52, -7.19],
      accuracyM: 50,
      skills: ['dapur_umum', 'logistik'],
      language: 'id',
      consentOn: '2025-09-16',
      optedOutUntil: null,
      unavailableUntil: null,
      bornYear: 1990,
      synthetic: false,
    },
  ])
})

test.each<[string, Partial<typeof PERSON>, object]>([
  ['a village alone', { longitude: '', latitude: '', accuracy_m: '' }, { position: [107.55, -7.2], accuracyM: 9_000 }],
  ['a village and an accuracy', { longitude: '', latitude: '' }, { position: [107.55, -7.2], accuracyM: 50 }],
  [
    'the villages served alone',
    { village_code: '', longitude: '', latitude: '', accuracy_m: '', serves_codes: `${VILLAGE};${OTHER}` },
    { villageCode: null, servesCodes: [VILLAGE, OTHER], position: [107.55, -7.2], accuracyM: 9_000 },
  ],
  [
    'a site alone',
    { village_code: '', longitude: '', latitude: '', accuracy_m: '', site_code: 'KSB-1' },
    { siteCode: 'KSB-1', position: null, accuracyM: null },
  ],
  ['coordinates without accuracy', { accuracy_m: '', village_code: '' }, { villageCode: null, accuracyM: null }],
  ['channels in their order', { channels: 'email; SMS' }, { channels: ['email', 'sms'] }],
  ['no email', { email: '' }, { channels: ['sms'], email: null }],
  ['no phone', { phone: '' }, { channels: ['email'], phone: null }],
  ['a kind in words', { kind: 'Pendamping Desa' }, { kind: 'pendamping_desa' }],
  ['a day to be away', { unavailable_until: '2026-12-01' }, { unavailableUntil: new Date('2026-12-01T16:59:59Z') }],
  ['an instant', { opted_out_until: '2026-12-01T08:00:00+07:00' }, { optedOutUntil: new Date('2026-12-01T01:00:00Z') }],
  ['TRUE in capitals', { synthetic: 'TRUE', phone: '+6284123456789', email: 'x@y.invalid' }, { synthetic: true }],
  ['a domain in capitals', { email: 'Budi.S@DINSOS.go.id' }, { email: 'Budi.S@dinsos.go.id' }],
  ['letters composed otherwise', { name: 'Andre\u0301' }, { name: 'André' }],
])('%s is read', (_what, changes, expected) => {
  const { rows, rejected } = personWith(changes)
  expect(rejected).toEqual([])
  expect(rows).toMatchObject([expected])
})

test.each<[string, Partial<typeof PERSON>, string, RegExp]>([
  ['no id', { external_id: '' }, 'external_id', /empty/],
  ['no source', { source: '' }, 'source', /empty/],
  ['no name', { name: '' }, 'name', /empty/],
  ['a formula for a name', { name: '=HYPERLINK("x")' }, 'name', /formula/],
  ['an unknown kind', { kind: 'tagna' }, 'kind', /did you mean tagana/],
  ['no kind', { kind: '' }, 'kind', /empty/],
  ['no contact', { phone: '', email: '' }, 'phone', /at least one/],
  ['62 without +', { phone: '62811234567' }, 'phone', /without a \+/],
  ['a lost 0', { phone: '8123456789' }, 'phone', /leading 0/],
  ['powers of ten', { phone: '6.28E+12' }, 'phone', /powers of ten/],
  ['a landline', { phone: '0215551234' }, 'phone', /not a mobile/],
  ['an address with a name', { email: 'Budi <budi@x.id>' }, 'email', /plain address/],
  ['two addresses', { email: 'a@x.id,b@x.id' }, 'email', /plain address/],
  ['an address with a header', { email: 'a@x.id\r\nBcc: b@x.id' }, 'email', /control/],
  ['an address without a domain', { email: 'budi@localhost' }, 'email', /plain address/],
  ['two dots', { email: 'a..b@x.id' }, 'email', /plain address/],
  ['an unknown channel', { channels: 'sms;fax' }, 'channels', /do not have/],
  ['a channel without contact', { channels: 'email', email: '' }, 'channels', /without a contact/],
  ['a village without dots', { village_code: '3204152003' }, 'village_code', /BPS/],
  ['a village as a number', { village_code: '320415.2003' }, 'village_code', /spreadsheet/],
  ['a village that there is not', { village_code: '32.04.15.2099' }, 'village_code', /2025 list/],
  ['a district', { village_code: '32.04.15' }, 'village_code', /district/],
  ['a served village that there is not', { serves_codes: `${VILLAGE};99.99.99.2001` }, 'serves_codes', /2025 list/],
  ['swapped coordinates', { longitude: '-7.19', latitude: '107.52' }, 'longitude', /swapped/],
  ['a place at 0, 0', { longitude: '0', latitude: '0' }, 'longitude', /missing/],
  ['a place in Europe', { longitude: '4.9', latitude: '52.37' }, 'longitude', /outside Indonesia/],
  ['a longitude of 1075', { longitude: '1075.2' }, 'longitude', /-180 to 180/],
  ['a comma decimal', { longitude: '107,52' }, 'longitude', /comma/],
  ['degrees and minutes', { latitude: '7°11\'24"S' }, 'latitude', /decimal point/],
  ['half a place', { latitude: '' }, 'latitude', /longitude is not/],
  ['a place far from its village', { longitude: '119.4', latitude: '-5.1' }, 'longitude', /500 km/],
  ['no place at all', { village_code: '', longitude: '', latitude: '' }, 'village_code', /nothing else says where/],
  ['accuracy 0', { accuracy_m: '0' }, 'accuracy_m', /1 to 500000/],
  ['half a metre', { accuracy_m: '1.5' }, 'accuracy_m', /whole/],
  ['a skill that is no word', { skills: 'dapur_umum;100%' }, 'skills', /not a word/],
  ['51 skills', { skills: Array.from({ length: 51 }, (_, at) => `s${at}`).join(';') }, 'skills', /at most 50/],
  ['a language in words', { language: 'Indonesia' }, 'language', /write id or en/],
  ['a day the Indonesian way', { consent_on: '16-09-2025' }, 'consent_on', /YYYY-MM-DD/],
  ['an end that is no day', { unavailable_until: 'besok' }, 'unavailable_until', /2026-11-22/],
  ['a birth in the past century but one', { born_year: '1890' }, 'born_year', /1900/],
  ['perhaps synthetic', { synthetic: 'maybe' }, 'synthetic', /true or false/],
  ['an invented phone of a real person', { phone: '+6284123456789' }, 'phone', /reaches nobody/],
  ['an invented address of a real person', { email: 'a@b.invalid' }, 'email', /reaches nobody/],
  ['a real phone of an invented person', { synthetic: 'true', email: '' }, 'phone', /real person/],
  ['a real address of an invented person', { synthetic: 'true', phone: '' }, 'email', /real person/],
  ['201 characters', { name: 'x'.repeat(201) }, 'name', /201 characters/],
  ['a zero-width space', { name: 'Budi\u200bSantoso' }, 'name', /invisible/],
  ['a change of direction', { level: 'a\u202eb' }, 'level', /invisible/],
  ['a line break', { name: 'Budi\nSantoso' }, 'name', /invisible/],
])('%s rejects the row, with what to do', (_what, changes, column, saying) => {
  const { rows, rejected, rejectedRows } = personWith(changes)
  expect(rows).toEqual([])
  expect(rejectedRows).toBe(1)
  const fault = rejected.find((candidate) => candidate.column === column)
  expect(fault, JSON.stringify(rejected)).toMatchObject({ line: 2 })
  expect(`${fault?.why}: ${fault?.remedy}`).toMatch(saying)
})

test.each<[string, Partial<typeof SITE>, string, RegExp]>([
  ['no code', { site_code: '' }, 'site_code', /empty/],
  ['neither village nor place', { village_code: '', longitude: '', latitude: '' }, 'village_code', /coordinates/],
  ['an unknown hazard', { hazards: 'flood;flod' }, 'hazards', /did you mean flood/],
  ['radius 0', { service_radius_km: '0' }, 'service_radius_km', /leave it empty/],
  ['a radius of 501 km', { service_radius_km: '501' }, 'service_radius_km', /0 to 500/],
  ['half a gardu', { gardu_latitude: '' }, 'gardu_latitude', /give both/],
  ['a board that ended before it began', { board_until: '2020-01-01' }, 'board_until', /before established_on/],
  ['an invented chair', { chair_phone: '+6284123456789' }, 'chair_phone', /reaches nobody/],
  ['a chair whom nobody can call', { chair_phone: '12' }, 'chair_phone', /neither national|one number/],
])('a site with %s is rejected', (_what, changes, column, saying) => {
  const { rows, rejected } = siteWith(changes)
  expect(rows).toEqual([])
  const fault = rejected.find((candidate) => candidate.column === column)
  expect(`${fault?.why}: ${fault?.remedy}`, JSON.stringify(rejected)).toMatch(saying)
})

test('every fault of a row is listed, contacts masked', () => {
  const { rejected } = personWith({
    name: '',
    phone: '6281234567890',
    email: 'budi@@x.id',
    born_year: 'x',
    kind: '+628123456789',
  })
  expect(rejected.map(({ column }) => column).sort()).toEqual(['born_year', 'email', 'kind', 'name', 'phone'])
  expect(JSON.stringify(rejected)).not.toMatch(/1234567|budi/)
  expect(rejected.find(({ column }) => column === 'phone')?.value).toBe('***890')
})
