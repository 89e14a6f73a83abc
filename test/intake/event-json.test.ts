import { expect, test } from 'vitest'
import { eventMessage, readEventJson } from '../../src/intake/event-json.ts'
import { anEvent } from './stand-ins.ts'

const faultsOf = (body: unknown) => {
  const reading = readEventJson(body)
  return reading.kind === 'refused' ? reading.faults : []
}

const received = (body: unknown) => {
  const reading = readEventJson(body)
  if (reading.kind === 'refused') throw new Error(JSON.stringify(reading.faults))
  return reading.received
}

const square = [
  [107, -7],
  [108, -7],
  [108, -6],
  [107, -7],
]

test("the contract's example is read whole", () => {
  expect(received(anEvent())).toEqual({
    sourceId: 'bpbd-bandung-2026-000123',
    revision: 1,
    contact: '+628123456789',
    event: {
      messageType: 'alert',
      mode: 'actual',
      hazard: 'flood',
      severity: 'severe',
      urgency: 'immediate',
      certainty: 'observed',
      occurredAt: new Date('2026-11-22T06:21:00Z'),
      expiresAt: new Date('2026-11-22T12:00:00Z'),
      headline: 'Banjir Kec. Pangalengan',
      description: 'Tanggul jebol.\nAir setinggi dada.',
      geometry: { type: 'Point', coordinates: [107.5161, -7.1908] },
      radiusKm: 5,
      villageCodes: ['32.04.15.2003'],
      regions: [],
      sectors: [],
      felt: [],
      magnitude: null,
      depthKm: null,
      level: null,
      need: { kinds: { tagana: 6, pendamping_desa: 2 }, skills: { dapur_umum: 2 } },
      musterPoint: { name: 'Gardu KSB', position: [107.52, -7.19] },
      safeToApproach: true,
      authorisedBy: { name: 'Ibu Sari', office: 'Dinas Sosial Kab. Bandung' },
    },
  })
})

test('what is left out is unknown, not zero', () => {
  const bare = {
    id: 'x',
    mode: 'exercise',
    messageType: 'alert',
    hazard: '101',
    occurredAt: '2026-11-22T13:21:00+07:00',
  }
  const { event, revision, contact } = received({ ...bare, area: { villageCodes: ['32.04.15.2003', '32.04.15.2003'] } })
  expect(revision).toBeNull()
  expect(contact).toBeNull()
  expect(event).toMatchObject({ hazard: 'flood', severity: 'unknown', magnitude: null, need: null, geometry: null })
  expect(event.villageCodes).toEqual(['32.04.15.2003'])
})

test.each(['cancel', 'all-clear'])('a %s needs only what it is about', (messageType) => {
  const body = { id: 'x', mode: 'actual', messageType, occurredAt: '2026-11-22T13:21:00+07:00' }
  expect(received(body).event).toMatchObject({ messageType, hazard: null, geometry: null })
})

test.each([
  ['hazard', { hazard: 'Banjir Bandang' }, { hazard: 'flash_flood' }],
  ['hazard', { hazard: 101 }, { hazard: 'flood' }],
  ['level', { level: 3 }, { level: '3' }],
  ['level', { hazard: 'volcano', level: 3 }, { hazard: 'volcano', level: 'III' }],
  ['level', { hazard: 'volcano', level: ' 4 ' }, { level: 'IV' }],
  ['level', { hazard: 111, level: 1 }, { hazard: 'volcano', level: 'I' }],
  ['level', { hazard: 'gunung api', level: '2' }, { level: 'II' }],
  ['level', { hazard: 'volcano', level: 'Siaga' }, { level: 'III' }],
  ['level', { hazard: 'volcano', level: 'Level IV (Awas)' }, { level: 'IV' }],
  ['level', { hazard: 'tsunami', level: 'Awas (>3 m)' }, { level: 'awas' }],
  ['level', { hazard: 'earthquake', level: 'Berpotensi tsunami' }, { level: 'berpotensi-tsunami' }],
  ['level', { hazard: 'earthquake', level: 'tidak berpotensi tsunami' }, { level: null }],
  [
    'the level of a region',
    { hazard: 'tsunami', area: { regions: [{ code: '32.18', level: 'SIAGA (0,5-3 m)' }, { code: '32.07' }] } },
    {
      regions: [
        { code: '32.18', level: 'siaga' },
        { code: '32.07', level: null },
      ],
    },
  ],
  ['level', { hazard: 'volcano', level: null }, { level: null }],
  ['level', { hazard: 'flood', level: '1' }, { level: '1' }],
  ['area', { area: { geometry: { type: 'Polygon', coordinates: [square] } } }, { radiusKm: null }],
  ['area', { area: { geometry: { type: 'MultiPolygon', coordinates: [[square]] } } }, { villageCodes: [] }],
  ['need', { need: { tagana: null, ksb_member: 0 } }, { need: { kinds: { ksb_member: 0 }, skills: {} } }],
  ['headline', { headline: '', description: '' }, { headline: '', description: '' }],
])('%s may be written so, too', (_field, changes, expected) => {
  expect(received(anEvent(changes)).event).toMatchObject(expected)
})

const at = (coordinates: unknown) => ({ area: { geometry: { type: 'Point', coordinates } } })
const polygon = (...rings: unknown[]) => ({ area: { geometry: { type: 'Polygon', coordinates: rings } } })

test.each<[string, Record<string, unknown>, string, RegExp]>([
  ['no mode', { mode: undefined }, 'mode', /actual, exercise, test/],
  ['a mode that there is not', { mode: 'drill' }, 'mode', /actual/],
  ['a level that a volcano does not have', { hazard: 'volcano', level: 5 }, 'level', /I \(Normal\).*IV \(Awas\)/],
  ['a colour for a level', { hazard: 'gunung api', level: 'merah' }, 'level', /I \(Normal\).*IV \(Awas\)/],
  ['a level that contradicts itself', { hazard: 'volcano', level: 'III (Awas)' }, 'level', /must mean the same/],
  [
    'the level of a region that no tsunami has',
    { hazard: 'tsunami', area: { regions: ['x', { code: '32.18', level: '3' }] } },
    'area.regions[1].level',
    /waspada.*siaga.*awas/,
  ],
  ['an empty id', { id: ' ' }, 'id', /1 to 200/],
  ['an id with a control character', { id: 'a\u0007' }, 'id', /1 to 200/],
  ['an id of 201 characters', { id: 'x'.repeat(201) }, 'id', /1 to 200/],
  ['revision 0', { revision: 0 }, 'revision', /whole number from 1/],
  ['a revision as text', { revision: '1' }, 'revision', /whole number/],
  ['a mistyped field', { occuredAt: '2026-11-22T13:21:00+07:00' }, 'occuredAt', /did you mean occurredAt/],
  ['an unknown field', { foobarbaz: 1 }, 'foobarbaz', /no such field/],
  ['an unknown field of the area', { area: { radius: 5, villageCodes: ['32.04.15.2003'] } }, 'area.radius', /radiusKm/],
  ['an unknown kind', { need: { tagna: 2 } }, 'need.tagna', /did you mean tagana/],
  ['a hazard that nobody knows', { hazard: 'flod' }, 'hazard', /did you mean flood/],
  ['a code that BNPB does not have', { hazard: 999 }, 'hazard', /BNPB code/],
  ['half a code', { hazard: 101.5 }, 'hazard', /BNPB code/],
  ['no hazard', { hazard: null }, 'hazard', /only a cancel/],
  ['an alert that leaves its area out', { area: undefined }, 'area', /geometry, village codes or regions/],
  ['no area', { area: null }, 'area', /geometry, village codes or regions/],
  ['an area of nothing', { area: { villageCodes: [] } }, 'area', /geometry, village codes or regions/],
  ['a time without offset', { occurredAt: '2026-11-22T13:21:00' }, 'occurredAt', /\+07:00 is WIB/],
  ['a time as a number', { occurredAt: 1_763_793_600 }, 'occurredAt', /offset/],
  ['a day that there is not', { occurredAt: '2026-02-30T13:21:00+07:00' }, 'occurredAt', /offset/],
  ['an end before the beginning', { expiresAt: '2026-11-22T13:20:00+07:00' }, 'expiresAt', /after occurredAt/],
  ['an end at the beginning', { expiresAt: '2026-11-22T14:21:00+08:00' }, 'expiresAt', /after occurredAt/],
  ['magnitude 11', { magnitude: 11 }, 'magnitude', /0 to 10/],
  ['magnitude -1', { magnitude: -1 }, 'magnitude', /null where it is not known/],
  ['magnitude as text', { magnitude: '5.6' }, 'magnitude', /a number/],
  ['a depth of 801 km', { depthKm: 801 }, 'depthKm', /0 to 800/],
  ['radius 0', { area: { ...at([107, -7]).area, radiusKm: 0 } }, 'area.radiusKm', /more than 0/],
  ['a radius of 501 km', { area: { ...at([107, -7]).area, radiusKm: 501 } }, 'area.radiusKm', /at most 500/],
  ['a place at 0, 0', at([0, 0]), 'area.geometry.coordinates', /missing/],
  ['swapped coordinates', at([-7.19, 107.51]), 'area.geometry.coordinates', /swapped/],
  ['a longitude of 181', at([181, -7]), 'area.geometry.coordinates', /longitude/],
  ['three coordinates', at([107, -7, 10]), 'area.geometry.coordinates', /altitude/],
  ['coordinates as text', at(['107', '-7']), 'area.geometry.coordinates', /two numbers/],
  [
    'another geometry',
    { area: { geometry: { type: 'LineString', coordinates: square } } },
    'area.geometry.type',
    /Polygon/,
  ],
  [
    'a ring that is open',
    polygon(square.slice(0, 3).concat([[107.5, -6.5]])),
    'area.geometry.coordinates[0]',
    /closed/,
  ],
  ['a ring of three places', polygon(square.slice(1)), 'area.geometry.coordinates[0]', /at least 4/],
  ['a ring round nothing', polygon(Array(4).fill([107, -7])), 'area.geometry.coordinates[0]', /surface/],
  ['a polygon without rings', polygon(), 'area.geometry.coordinates', /one ring/],
  ['swapped corners', polygon(square.map(([x, y]) => [y, x])), 'area.geometry.coordinates[0][0]', /swapped/],
  ['1,001 rings', polygon(...Array(1001).fill(square)), 'area.geometry.coordinates', /1000 rings/],
  ['a village without dots', { area: { villageCodes: ['3204152003'] } }, 'area.villageCodes[0]', /BPS/],
  ['a village as a number', { area: { villageCodes: [32.04] } }, 'area.villageCodes[0]', /quotes/],
  ['a district for a village', { area: { villageCodes: ['32.04.15'] } }, 'area.villageCodes[0]', /district/],
  ['a need below 0', { need: { tagana: -1 } }, 'need.tagana', /0 to 5000/],
  ['half a person', { need: { tagana: 1.5 } }, 'need.tagana', /whole/],
  ['a skill in capitals', { need: { skills: { 'Dapur Umum': 1 } } }, 'need.skills.Dapur Umum', /dapur_umum/],
  ['an empty muster point', { musterPoint: {} }, 'musterPoint.name', /1 to 100/],
  ['text for yes', { safeToApproach: 'yes' }, 'safeToApproach', /true, false/],
  ['a headline of 201 characters', { headline: 'x'.repeat(201) }, 'headline', /200/],
  ['a headline of two lines', { headline: 'a\nb' }, 'headline', /control/],
  ['a headline turned round', { headline: 'a\u202eb' }, 'headline', /control/],
  ['half a character', { headline: 'a\ud800' }, 'headline', /control/],
  ['a description of 5,001 characters', { description: 'x'.repeat(5001) }, 'description', /5000/],
  ['a description with a NUL', { description: 'a\u0000b' }, 'description', /control/],
  ['nobody as authority', { authorisedBy: { name: 'x' } }, 'authorisedBy.office', /1 to 200/],
  ['a contact without +', { contact: '6281234567890' }, 'contact', /without a \+/],
  ['a contact that is no number', { contact: 'sari@bpbd.go.id' }, 'contact', /phone number/],
])('%s is refused', (_what, changes, path, saying) => {
  const faults = faultsOf(anEvent(changes))
  const fault = faults.find((candidate) => candidate.path === path)
  expect(fault, JSON.stringify(faults)).toBeDefined()
  expect(`${fault?.expected} ${fault?.hint}`).toMatch(saying)
})

test('every fault is said at once, those between fields too', () => {
  const faults = faultsOf(
    anEvent({ mode: 'x', severity: 'bad', magnitude: 99, extra: 1, expiresAt: '2026-11-22T10:00:00+07:00', area: {} }),
  )
  expect(faults.map(({ path }) => path).sort()).toEqual(['area', 'expiresAt', 'extra', 'magnitude', 'mode', 'severity'])
})

test('a contact in a fault shows its last digits or its domain only', () => {
  const text = JSON.stringify([
    ...faultsOf(anEvent({ contact: '6281234567890' })),
    ...faultsOf(anEvent({ contact: 'sari@bpbd.go.id', mode: '+6281234567890', phone: '081234567890' })),
  ])
  expect(text).not.toMatch(/1234567|sari/)
  expect(text).toContain('***890')
  expect(text).toContain('***@bpbd.go.id')
})

test('thousands of faults are counted rather than listed', () => {
  const faults = faultsOf(anEvent(polygon([...Array(3000).fill(['x'])])))
  expect(faults).toHaveLength(200)
  expect(faults.at(-1)?.hint).toMatch(/more are not listed/)
})

test.each([null, 1, 'text', [], [anEvent()]])('%j is no event', (body) => {
  expect(faultsOf(body)).toMatchObject([{ path: '', expected: 'a JSON object' }])
})

test.each([
  ['certainty unlikely', { certainty: 'unlikely' }, 'unlikely'],
  ['urgency past', { urgency: 'past' }, 'past'],
  ['an update of urgency past', { messageType: 'update', urgency: 'past' }, 'past'],
  ['a cancel of urgency past', { messageType: 'cancel', urgency: 'past' }, null],
  ['an all-clear whose certainty is unlikely', { messageType: 'all-clear', certainty: 'unlikely' }, null],
  ['urgency future', { urgency: 'future' }, null],
])('of %s, what holds it back is %s', (_words, changes, reason) => {
  const { restraint } = eventMessage(received(anEvent(changes)), 'BPBD')
  expect([restraint?.decision ?? null, restraint?.reason ?? null]).toEqual([reason === null ? null : 'record', reason])
})
