import { beforeEach, describe, expect, test } from 'vitest'
import type { EventMessage } from '../../src/mobilisation/event-message.ts'
import type { HazardEvent } from '../../src/mobilisation/hazard-event.ts'
import { sql } from '../../src/store/sql.ts'
import { aMessage, openIncidentGround } from '../support/incident-ground.ts'
import { aTagana, PANGALENGAN, placeFrom } from '../support/people.ts'

const ground = await openIncidentGround([
  aTagana('R-0001', { kmNorth: 1 }),
  aTagana('R-0002', { kmNorth: 2 }),
  aTagana('R-0003', { kmNorth: 9 }),
])

const { database, post } = ground
const NOWHERE: Partial<HazardEvent> = { messageType: 'update', geometry: null, radiusKm: null }
const wants = (tagana: number): Partial<HazardEvent> => ({ need: { kinds: { tagana }, skills: {} } })
const update = (
  sourceId: string,
  event: Partial<HazardEvent> = {},
  more: Partial<EventMessage> = {},
  as: Parameters<typeof post>[1] = {},
) => post(aMessage(sourceId, { ...NOWHERE, ...event }, more), as)

const toGo = async (): Promise<readonly string[]> =>
  Object.entries(await ground.told())
    .flatMap(([id, { isToGo }]) => (isToGo ? [id] : []))
    .toSorted()

/** Sender names may be anybody's: what counts is the operator. */
const operator = (id: string, organisation: string, jurisdiction: string) =>
  database.run(sql`
    INSERT INTO operator (id, name, organisation, jurisdiction, role, secret_sealed, token_index, created_at)
    VALUES (${id}, ${id}, ${organisation}, ${jurisdiction}, 'sender', '', ${id}, now()) ON CONFLICT DO NOTHING`)

const UNPLACED = { kind: 'refused', status: 422, faults: [{ path: 'area', got: 'no place' }] }

beforeEach(() => ground.forget())

describe('an update that names no area', () => {
  test('stays where its alert was, and calls people there', async () => {
    await post(aMessage('banjir-1', { ...wants(1), villageCodes: ['32.04.15.2003'] }))
    expect(await toGo()).toEqual(['R-0001'])
    const updated = await update('banjir-1', wants(2))
    expect(updated).toMatchObject({
      kind: 'new',
      answer: {
        decision: 'mobilise',
        reason: 'update',
        warnings: ['it names no place: that of banjir-1 stays'],
      },
    })
    expect(await toGo()).toEqual(['R-0001', 'R-0002'])
    const places = await database.rows(sql`
      SELECT geometry, radius_km, village_codes, regions, regency_code, west, north FROM hazard_event ORDER BY revision`)
    expect(places[1]).toEqual(places[0])
  })

  test('keeps a radius of its own', async () => {
    await post(aMessage('banjir-1', { radiusKm: 5 }))
    await update('banjir-1', { radiusKm: 8 })
    expect(await database.rows(sql`SELECT radius_km FROM hazard_event ORDER BY revision`)).toEqual([
      { radius_km: 5 },
      { radius_km: 8 },
    ])
  })

  test('stays where the newest message put it, not the first', async () => {
    const moved = { type: 'Point' as const, coordinates: [...placeFrom(PANGALENGAN, { kmNorth: 8 })] as const }
    await post(aMessage('banjir-1', wants(1)))
    await post(
      aMessage('banjir-1', {
        ...wants(1),
        messageType: 'update',
        geometry: { ...moved, coordinates: [...moved.coordinates] },
      }),
    )
    await update('banjir-1', wants(1))
    const [newest] = await database.rows<{ geometry: unknown }>(
      sql`SELECT geometry FROM hazard_event ORDER BY revision DESC LIMIT 1`,
    )
    expect(newest?.geometry).toEqual({ type: 'Point', coordinates: [...moved.coordinates] })
    expect(await toGo()).toEqual(['R-0003'])
  })

  test('finds it by what it refers to, and by what refers to the same', async () => {
    const sent = (min: number) => ({ sentAt: new Date(ground.clock.now().getTime() + min * 60_000), language: 'id' })
    const refers = (sourceId: string) => ({
      references: [{ source: 'BPBD Kab. Bandung', sourceId, sentAt: sent(0).sentAt }],
    })
    await post(aMessage('cap-2', wants(1), { ...sent(1), ...refers('cap-1') }))
    expect(await update('cap-3', wants(2), { ...sent(2), ...refers('cap-2') })).toMatchObject({ kind: 'new' })
    expect(await update('cap-4', wants(1), { ...sent(3), ...refers('cap-1') })).toMatchObject({
      kind: 'new',
      answer: { reason: 'update', warnings: ['it names no place: that of cap-3 stays', expect.any(String)] },
    })
    expect(await toGo()).toEqual(['R-0001'])
  })

  test('posted twice it is one', async () => {
    await post(aMessage('banjir-1', wants(1)))
    await update('banjir-1', wants(2))
    expect(await update('banjir-1', wants(2))).toMatchObject({ kind: 'repeated', answer: { revision: 2 } })
  })
})

describe('it is refused', () => {
  test('where it refers to nothing known', async () => {
    expect(await update('banjir-1')).toMatchObject(UNPLACED)
    const references = [{ source: 'BPBD Kab. Bandung', sourceId: 'banjir-0', sentAt: null }]
    expect(await update('banjir-1', {}, { references })).toMatchObject(UNPLACED)
    expect(await database.rows(sql`SELECT 1 FROM hazard_event`)).toEqual([])
  })

  test('where only a cancel of it is known, or an exercise', async () => {
    await post(aMessage('banjir-1', { ...NOWHERE, messageType: 'cancel', hazard: null }))
    expect(await update('banjir-1')).toMatchObject(UNPLACED)
    await post(aMessage('banjir-2', { mode: 'exercise' }))
    expect(await update('banjir-2')).toMatchObject(UNPLACED)
  })

  test('where what it refers to is somebody else’s, whatever name it is posted under', async () => {
    await operator('O-1', 'BPBD Kab. Bandung', '32.04')
    await operator('O-2', 'BPBD Kab. Garut', '32')
    await operator('O-3', 'BPBD Kab. Bandung', '32')
    await post(aMessage('banjir-1', wants(1)))
    const provinceWide = { jurisdiction: '32' }
    expect(await update('banjir-1', {}, {}, { ...provinceWide, actorId: 'O-2' })).toMatchObject(UNPLACED)
    expect(await update('banjir-1', {}, {}, { ...provinceWide, actorId: 'O-3' })).toMatchObject({ kind: 'new' })
  })

  test('where its sender no longer answers for that place', async () => {
    await post(aMessage('banjir-1', wants(1)))
    expect(await update('banjir-1', {}, {}, { jurisdiction: '32.05' })).toMatchObject({
      kind: 'refused',
      status: 403,
      faults: [{ path: 'area', got: '32.04', expected: 'a place within 32.05' }],
    })
  })
})
