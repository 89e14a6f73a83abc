import { describe, expect, test } from 'vitest'
import { type Incoming, type Needs, receiveEvent } from '../../jobs/receive-event.ts'
import type { CallOutId, EventId, HazardEvent } from '../../src/mobilisation/hazard-event.ts'
import type { CodedPlace } from '../../src/mobilisation/jurisdiction.ts'
import { anEvent } from '../mobilisation/sample.ts'

const EVENT_ID = '0190a8f2-0000-7000-8000-0000000000e1' as EventId
const CALL_OUT_ID = '0190a8f2-0000-7000-8000-000000000001' as CallOutId
const PLACES: readonly CodedPlace[] = [
  { code: '32.04', position: [107.53, -7.03] },
  { code: '32.05', position: [107.9, -7.2] },
]
const VILLAGES = ['32.04.15.2003', '32.05.01.2001']
const NOWHERE = { geometry: null, hazard: null } as const

type Received =
  | { readonly kind: 'new'; readonly assess: EventId | null; readonly standDown: CallOutId | null }
  | { readonly kind: 'old' }

const NEW: Received = { kind: 'new', assess: EVENT_ID, standDown: null }

const anOffice = (received: Received = NEW, known: string | null = null) => {
  const done: string[] = []
  const saved: Parameters<Needs<Incoming, Received>['save']>[1][] = []
  const receive = receiveEvent<Incoming, Received>({
    villageExists: (code) => VILLAGES.includes(code),
    codedPlaces: async () => PLACES,
    regencyOfKnown: async () => known,
    policyNeed: () => ({ tagana: 6 }),
    save: async (_message, belongs) => {
      saved.push(belongs)
      done.push('save')
      return received
    },
    followUp: (given) => (given.kind === 'new' ? given : null),
    wakeAssess: async (id, mode) => void done.push(`assess ${id} ${mode}`),
    wakeEnd: async (id, mode) => void done.push(`end ${id} ${mode}`),
  })
  const post = (event: Partial<HazardEvent> = {}, jurisdiction = '32.04') =>
    receive({ operatorId: 'op-1', jurisdiction, source: 'BPBD', sourceId: 'x-1', event: anEvent(event) })
  return { done, saved, post }
}

test('a good alert is saved with its regency and the policy’s need, and only then assessed', async () => {
  const { done, saved, post } = anOffice()
  expect(await post()).toEqual(NEW)
  expect(saved).toEqual([{ regencyCode: '32.04', need: { tagana: 6 }, warnings: [] }])
  expect(done).toEqual(['save', `assess ${EVENT_ID} actual`])
})

test('a need that the sender states beats the policy, even a need of nobody', async () => {
  const { saved, post } = anOffice()
  await post({ need: { kinds: { pkh: 1 }, skills: {} } })
  await post({ need: { kinds: { tagana: 0 }, skills: {} } })
  await post({ need: { kinds: {}, skills: { medis: 1 } } })
  expect(saved.map(({ need }) => need)).toEqual([{ pkh: 1 }, { tagana: 0 }, { tagana: 6 }])
})

test('what is not new wakes nobody', async () => {
  const { done, post } = anOffice({ kind: 'old' })
  expect(await post()).toEqual({ kind: 'old' })
  expect(done).toEqual(['save'])
})

test('a message that ends a call-out wakes its end, in the lane of its mode', async () => {
  const { done, post } = anOffice({ kind: 'new', assess: null, standDown: CALL_OUT_ID }, '32.04')
  await post({ ...NOWHERE, messageType: 'cancel', mode: 'exercise' })
  expect(done).toEqual(['save', `end ${CALL_OUT_ID} exercise`])
})

test('villages that do not exist are refused, each with its place in the list', async () => {
  const { done, post } = anOffice()
  const refused = await post({ villageCodes: ['32.04.15.2003', '32.04.15.2999', '99.99.99.2001'] })
  expect(refused).toMatchObject({
    kind: 'refused',
    status: 422,
    faults: [
      { path: 'area.villageCodes[1]', got: '32.04.15.2999' },
      { path: 'area.villageCodes[2]', got: '99.99.99.2001' },
    ],
  })
  expect(done).toEqual([])
})

describe('outside', () => {
  test.each<[string, Partial<HazardEvent>, string, string]>([
    ['a point abroad', { geometry: { type: 'Point', coordinates: [151.2, -33.9] } }, '', '151.2, -33.9'],
    [
      'a point of another regency',
      { geometry: { type: 'Point', coordinates: [107.9, -7.2] } },
      '32.04',
      'nearest known place 32.05',
    ],
    ['a village of another regency', { geometry: null, villageCodes: ['32.05.01.2001'] }, '32.04', '32.05.01.2001'],
    ['nowhere at all', { geometry: null }, '32.04', 'nearest known place none'],
  ])('%s is refused and nothing is kept', async (_words, event, jurisdiction, got) => {
    const { done, post } = anOffice()
    expect(await post(event, jurisdiction)).toMatchObject({
      kind: 'refused',
      status: 403,
      faults: [{ path: 'area', got }],
    })
    expect(done).toEqual([])
  })

  test('a point near the border is taken with a doubt', async () => {
    const { saved, post } = anOffice()
    await post({ geometry: { type: 'Point', coordinates: [107.74, -7.12] } })
    expect(saved).toEqual([
      { regencyCode: '32.04', need: { tagana: 6 }, warnings: [expect.stringMatching(/check that it is yours/)] },
    ])
  })

  test('a polygon belongs where its middle lies', async () => {
    const ring: [number, number][] = [
      [107.5, -7.1],
      [107.56, -7.1],
      [107.56, -7],
      [107.5, -7],
      [107.5, -7.1],
    ]
    const { saved, post } = anOffice()
    await post({ geometry: { type: 'Polygon', coordinates: [ring] } })
    expect(saved[0]?.regencyCode).toBe('32.04')
  })
})

describe('a cancel that does not say where', () => {
  const cancel = { ...NOWHERE, messageType: 'cancel' } as const

  test('belongs where the event that it ends does', async () => {
    const { saved, post } = anOffice(NEW, '32.04')
    await post(cancel, '32')
    expect(saved[0]?.regencyCode).toBe('32.04')
  })

  test('may not end what lies outside', async () => {
    const { done, post } = anOffice(NEW, '32.05')
    expect(await post(cancel)).toMatchObject({ kind: 'refused', status: 403 })
    expect(done).toEqual([])
  })

  test('of an event that nobody knows belongs to its sender', async () => {
    const { saved, post } = anOffice(NEW, null)
    await post(cancel, '32.04.15')
    await post(cancel, '')
    expect(saved.map(({ regencyCode }) => regencyCode)).toEqual(['32.04', ''])
  })
})
