import { beforeEach, describe, expect, test } from 'vitest'
import { aSite, aTagana, placeFrom } from '../support/people.ts'
import type { EventAnswered } from '../support/shown.ts'
import { type Officer, openVillage } from '../support/village.ts'

const village = await openVillage()
const { phone, clock } = village

/** On the beach of Pangandaran, within the strip of a tsunami's awas; and in the hills north of it. */
const BEACH = [108.465, -7.789] as const
const HILLS = placeFrom([...BEACH], { kmNorth: 20 })
const ON_THE_BEACH = /Sukajaya/
const IN_THE_HILLS = /Sidamulih/
const CALLED = ['R-0001', 'R-0002'] as const

let jabar: Officer

beforeEach(async () => {
  jabar = await village.addOfficer({ role: 'sender', jurisdiction: '32', organisation: 'BPBD Jawa Barat' })
  await village.found(
    aSite('3218-1', { name: 'KSB Sukajaya', villageCode: '32.18.01.2001', position: [...BEACH] }),
    aSite('3218-2', { name: 'KSB Sidamulih', villageCode: '32.18.02.2001', position: HILLS }),
  )
  await village.enrol(
    ...CALLED.map((id, nth) =>
      aTagana(id, { position: placeFrom([...BEACH], { kmNorth: 10 + nth }), villageCode: '32.18.01.2001' }),
    ),
  )
})

const post = (event: object): Promise<EventAnswered> =>
  village.receive(
    { mode: 'actual', messageType: 'alert', occurredAt: clock.now().toISOString(), ...event },
    { by: jabar },
  )

const quake = (changes: object = {}) =>
  post({
    id: 'gempa-1',
    hazard: 'earthquake',
    severity: 'extreme',
    magnitude: 7.4,
    area: { geometry: { type: 'Point', coordinates: [108.3, -8.0] } },
    need: { tagana: 2 },
    ...changes,
  })

/** A warning that calls nobody of its own. */
const tsunami = (changes: object = {}) =>
  post({
    id: 'tsunami-1',
    hazard: 'tsunami',
    area: { regions: [{ code: '32.18', level: 'AWAS (> 3 m)' }] },
    need: { tagana: 0 },
    ...changes,
  })

const flood = (changes: object = {}) =>
  post({
    id: 'banjir-1',
    hazard: 'flood',
    area: { geometry: { type: 'Point', coordinates: [...BEACH] }, radiusKm: 3 },
    need: { tagana: 2 },
    ...changes,
  })

const allReceive = (pattern: RegExp): void => {
  for (const id of CALLED) phone(id).received(pattern)
}

const timeline = async (kind: string) =>
  (await village.rows<{ kind: string }>`SELECT kind FROM timeline_entry`).filter((entry) => entry.kind === kind).length

test('a quake whose message says that a tsunami is possible gathers people beyond the reach of the water', async () => {
  await quake({ level: 'Berpotensi TSUNAMI' })
  allReceive(IN_THE_HILLS)
})

test('where no gardu is safe, they are told to wait for the word of the posko, and that is left alone', async () => {
  await village.rows`DELETE FROM site WHERE site_code = '3218-2'`
  await village.found()
  await quake({ level: 'berpotensi-tsunami' })
  allReceive(/Ke: tunggu arahan posko/)
  await village.advance({ s: 5 })
  expect(await timeline('muster-endangered')).toBe(0)
})

describe('a tsunami warning after the call-out of a quake', () => {
  beforeEach(async () => {
    await quake()
    allReceive(ON_THE_BEACH)
  })

  test('everybody on the way to the coast, or there already, is sent to safe ground at once and only once', async () => {
    await village.replies('R-0001', '1')
    await village.replies('R-0002', '1')
    await village.replies('R-0002', '3')
    await tsunami()
    await village.advance({ s: 2 })
    for (const id of CALLED) phone(id).received(/RALAT[\s\S]*Sidamulih/)
    await village.advance({ s: 5 })
    await village.advance({ min: 1 })
    expect(await timeline('muster-endangered')).toBe(1)
    expect(await village.callOut()).toMatchObject({ status: 'filled' })
    const priorities = await village.rows`SELECT DISTINCT priority FROM notice WHERE purpose = 'correction'`
    expect(priorities).toEqual([{ priority: 0 }])
  })

  test('so are those who have not answered yet, also by a proposal that nobody approved', async () => {
    await village.addOfficer({ role: 'approver', jurisdiction: '32' })
    await tsunami({ need: { tagana: 300 } })
    expect(await village.rows`SELECT standing FROM hazard_event WHERE hazard = 'tsunami'`).toEqual([
      { standing: 'waiting' },
    ])
    await village.advance({ s: 2 })
    for (const id of CALLED) phone(id).received(/RALAT[\s\S]*Sidamulih/)
  })

  test.each([
    ['of an exercise', { mode: 'exercise' }],
    ['for another coast', { area: { regions: [{ code: '51.02', level: 'awas' }] } }],
    ['that is unlikely', { certainty: 'unlikely' }],
  ])('one %s moves nobody', async (_words, changes) => {
    const bali = await village.addOfficer({ role: 'sender', jurisdiction: '' })
    jabar = bali
    await tsunami(changes)
    await village.advance({ s: 2 })
    expect(await timeline('muster-endangered')).toBe(0)
  })
})

describe('while a tsunami is open', () => {
  const level = { level: 'berpotensi-tsunami', need: { tagana: 0 } }

  test.each<[string, () => Promise<unknown>, RegExp]>([
    ['its coast is avoided by a flood', () => tsunami(), IN_THE_HILLS],
    ['so is the coast of a quake after which one is possible', () => quake(level), IN_THE_HILLS],
    [
      'it counts no more once it has expired',
      () => tsunami({ expiresAt: new Date(clock.now().getTime() + 60_000).toISOString() }),
      ON_THE_BEACH,
    ],
  ])('%s', async (_words, warn, where) => {
    await warn()
    clock.moveBy({ min: 2 })
    await flood()
    allReceive(where)
  })

  test('an update that names no place leaves the coast of the message before it', async () => {
    await tsunami()
    await village.rows`
      INSERT INTO hazard_event
      SELECT (jsonb_populate_record(e, '{"id": "0190a8f2-0000-7000-8000-0000000000e1", "revision": 2, "sequence": 2,
               "west": null, "south": null, "east": null, "north": null, "geometry": null, "regions": []}')).* FROM hazard_event e`
    await flood()
    allReceive(IN_THE_HILLS)
  })

  test('its end opens the coast again, for a quake that may have caused it as well', async () => {
    await quake(level)
    await tsunami()
    clock.moveBy({ h: 3 })
    await post({ id: 'tsunami-1', messageType: 'all-clear' })
    await flood()
    allReceive(ON_THE_BEACH)
  })

  test('a newer message that warns of less takes the place of the one before', async () => {
    await tsunami()
    clock.moveBy({ min: 5 })
    await tsunami({ messageType: 'update', area: { regions: [{ code: '32.12', level: 'waspada' }] } })
    await flood()
    allReceive(ON_THE_BEACH)
  })

  test('a muster point of another event on its coast is not used', async () => {
    await tsunami()
    await flood({ musterPoint: { name: 'Pantai Barat', coordinates: [...BEACH] } })
    allReceive(IN_THE_HILLS)
  })
})

describe('a muster point is refused', () => {
  test.each([
    ['abroad', { name: 'London', coordinates: [-0.12, 51.5] }, /in Indonesia/],
    ['at the other end of the country', { name: 'Jayapura', coordinates: [140.7, -2.53] }, /at most 50 km beyond/],
  ])('%s, for any event', async (_words, musterPoint, expected) => {
    const { httpStatus, errors } = await flood({ musterPoint })
    expect({ httpStatus, errors }).toMatchObject({
      httpStatus: 422,
      errors: [{ path: 'musterPoint', expected: expect.stringMatching(expected) }],
    })
    expect(await village.rows`SELECT id FROM hazard_event`).toEqual([])
  })

  test('on a beach, for a tsunami that reaches it', async () => {
    const refused = await tsunami({ musterPoint: { name: 'Pantai Barat', coordinates: [...BEACH] } })
    expect(refused).toMatchObject({
      httpStatus: 422,
      errors: [{ path: 'musterPoint', expected: 'a place outside the area of the tsunami' }],
    })
  })
})

describe('the zone of a volcano of another incident', () => {
  const volcano = (changes: object = {}) =>
    post({
      id: 'gunung-1',
      hazard: 'volcano',
      level: 'III',
      area: { geometry: { type: 'Point', coordinates: [...BEACH] }, radiusKm: 8 },
      need: { tagana: 0 },
      ...changes,
    })

  test('moves the muster point of what runs once, gathers nobody in it, and its end opens it again', async () => {
    await flood()
    allReceive(ON_THE_BEACH)
    await volcano()
    await village.advance({ min: 1 })
    allReceive(/RALAT.*Sidamulih/)
    await village.advance({ min: 2 })
    await post({
      id: 'longsor-1',
      hazard: 'landslide',
      severity: 'minor',
      need: { tagana: 0 },
      area: { geometry: { type: 'Point', coordinates: [...BEACH] }, radiusKm: 3 },
    })
    const [moved] = await village.rows<{ n: number }>`
      SELECT count(*)::int AS n FROM timeline_entry WHERE kind = 'muster-endangered'`
    expect(moved).toEqual({ n: 1 })
    await post({ id: 'gunung-1', messageType: 'all-clear' })
    await flood({ messageType: 'update' })
    allReceive(/RALAT.*Sukajaya/)
  })

  test('a rehearsed one moves no real people, and its own muster point stays', async () => {
    await flood()
    allReceive(ON_THE_BEACH)
    await volcano({ mode: 'exercise', musterPoint: { name: 'Lapangan', coordinates: [...HILLS] } })
    await village.advance({ min: 1 })
  })
})
