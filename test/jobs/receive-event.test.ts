import { describe, expect, test } from 'vitest'
import { polygonArea } from '../../src/geo/area.ts'
import type { HazardEvent } from '../../src/mobilisation/hazard-event.ts'
import { anEvent } from '../mobilisation/sample.ts'
import { anOffice, CALL_OUT_ID, CROSSED, EVENT_ID, NEW, NOWHERE, square, UNSOUND } from './receiving-office.ts'

test('a good alert is saved with its regency, and only then assessed', async () => {
  const { done, saved, post } = anOffice()
  expect(await post()).toEqual(NEW)
  expect(saved).toEqual([
    {
      placed: { kind: 'placed', event: anEvent(), point: [107.5161, -7.1908], area: null, notes: ['a point'] },
      belongs: { regencyCode: '32.04', approvals: [], warnings: ['a point'] },
    },
  ])
  expect(done).toEqual(['save', `assess ${EVENT_ID} actual`])
})

test('what is not new wakes nobody, and neither does what asks for nothing', async () => {
  for (const received of [{ kind: 'old' }, { kind: 'new', assess: null, standDown: null }] as const) {
    const { done, post } = anOffice({ received })
    expect(await post()).toEqual(received)
    expect(done).toEqual(['save'])
  }
})

test('a message that ends a call-out wakes its end, in the lane of its mode', async () => {
  const { done, post } = anOffice({ received: { kind: 'new', assess: null, standDown: CALL_OUT_ID }, known: '32.04' })
  await post({ ...NOWHERE, messageType: 'cancel', mode: 'exercise' })
  expect(done).toEqual(['known x-1', 'save', `end ${CALL_OUT_ID} exercise`])
})

test('the outline is saved as it was mended, with what was done to it', async () => {
  const { saved, post } = anOffice()
  await post({ geometry: square(107.5, -7.1) })
  expect(saved[0]?.placed).toMatchObject({ event: { headline: 'mended' }, area: { geometry: square(107.5, -7.1) } })
  expect(saved[0]?.belongs).toEqual({ regencyCode: '32.04', approvals: [], warnings: ['its outline was mended'] })
})

describe('refused, and nothing is kept', () => {
  test('places that do not exist, each with its place in the list, before anything else is looked at', async () => {
    const { done, post } = anOffice()
    const refused = await post({
      geometry: CROSSED,
      villageCodes: ['32.04.15.2003', '32.04.15.2999', '99.99.99.2001'],
      regions: ['32.04', '77'].map((code) => ({ code, level: null })),
    })
    const faults = [
      { path: 'area.villageCodes[1]', got: '32.04.15.2999', hint: expect.stringMatching(/BPS/) },
      { path: 'area.villageCodes[2]', got: '99.99.99.2001', hint: expect.stringMatching(/BPS/) },
      { path: 'area.regions[1].code', got: '77', expected: expect.stringMatching(/province, regency or district/) },
    ]
    expect(refused).toMatchObject({
      kind: 'refused',
      status: 422,
      detail: expect.stringMatching(/do not exist/),
      faults,
    })
    expect(done).toEqual([])
  })

  test('an outline that cannot be mended, with its faults as they were found', async () => {
    const { done, post } = anOffice()
    const refused = await post({ geometry: CROSSED })
    expect(refused).toEqual({ kind: 'refused', status: 422, detail: 'The area cannot be used.', faults: [UNSOUND] })
    expect(done).toEqual([])
  })

  test.each(['alert', 'update'] as const)('an %s that does not say where', async (messageType) => {
    const { done, post } = anOffice()
    expect(await post({ geometry: null, messageType })).toMatchObject({
      kind: 'refused',
      status: 422,
      faults: [{ path: 'area', got: 'no place' }],
    })
    expect(done.filter((step) => !step.startsWith('place'))).toEqual([])
  })

  test.each([
    [{ kind: 'abroad' }, 'a place in Indonesia', /longitude comes first/],
    [{ kind: 'too-far', km: 3412.4, withinKm: 50 }, "a place at most 50 km beyond the event's area", /3412 km beyond/],
    [{ kind: 'in-danger', hazard: 'tsunami' }, 'a place outside the area of the tsunami', /name a place beyond/],
  ] as const)('a muster point where nobody can be called: %j', async (doubt, expected, hint) => {
    const { done, post } = anOffice({ doubt })
    const refused = await post({ musterPoint: { name: 'Posko', position: [107.52, -7.19] } })
    expect(refused).toMatchObject({
      kind: 'refused',
      status: 422,
      faults: [{ path: 'musterPoint', got: '107.52, -7.19', expected, hint: expect.stringMatching(hint) }],
    })
    expect(done).toEqual([])
  })

  const point = (longitude: number, latitude: number): Partial<HazardEvent> => ({
    geometry: { type: 'Point', coordinates: [longitude, latitude] },
  })
  test.each<[string, Partial<HazardEvent>, string, string, RegExp]>([
    ['a point abroad', point(151.2, -33.9), '', '151.2, -33.9', /a place in Indonesia/],
    ['an outline abroad', { geometry: square(151, -34) }, '32', '151.03, -33.97', /a place within 32$/],
    ['a point of another regency', point(107.9, -7.2), '32.04', 'nearest known place 32.05', /within 32\.04/],
    ['a village of another', { geometry: null, villageCodes: ['32.05.01.2001'] }, '32.04', '32.05.01.2001', /within/],
    [
      'regions of another',
      { geometry: null, regions: ['32.05', '32.04'].map((code) => ({ code, level: 'awas' })) },
      '32.04',
      '32.05',
      /within/,
    ],
  ])('%s', async (_words, event, jurisdiction, got, expected) => {
    const { done, post } = anOffice()
    expect(await post(event, jurisdiction)).toMatchObject({
      kind: 'refused',
      status: 403,
      faults: [{ path: 'area', got, expected: expect.stringMatching(expected) }],
    })
    expect(done).toEqual([])
  })

  test('a point where no place is known at all, and one outside the office’s own polygon', async () => {
    const lost = await anOffice({ places: [] }).post()
    expect(lost).toMatchObject({ status: 403, faults: [{ got: 'nearest known place none' }] })
    const elsewhere = await anOffice().post({}, '32.04', polygonArea(square(107, -7)))
    expect(elsewhere).toMatchObject({ status: 403, faults: [{ got: 'nearest known place 32.04' }] })
  })
})

describe('near a border', () => {
  const nearBorder: Partial<HazardEvent> = { geometry: { type: 'Point', coordinates: [107.74, -7.12] } }

  test('a bare point is doubted, and a second operator must look at it', async () => {
    const { saved, post } = anOffice()
    await post(nearBorder)
    expect(saved[0]?.belongs).toEqual({
      regencyCode: '32.04',
      approvals: [{ reason: 'awaiting-approval', warning: expect.stringMatching(/names no codes/) }],
      warnings: ['a point', expect.stringMatching(/check that it is yours/)],
    })
  })

  test.each<[string, Partial<HazardEvent>]>([
    ['a village', { villageCodes: ['32.04.15.2003'] }],
    ['a region', { regions: [{ code: '32.04', level: null }] }],
  ])('one that names %s is doubted only', async (_words, codes) => {
    const { saved, post } = anOffice()
    await post({ ...nearBorder, ...codes })
    expect(saved[0]?.belongs).toMatchObject({
      regencyCode: '32.04',
      approvals: [],
      warnings: ['a point', expect.stringMatching(/check that it is yours/)],
    })
  })

  test('codes that may lie outside the office’s polygon are doubted, and looked at by a second operator', async () => {
    const { saved, post } = anOffice()
    await post({ geometry: null, villageCodes: ['32.04.15.2003'] }, '32.04', polygonArea(square(107, -7)))
    expect(saved[0]?.belongs).toMatchObject({
      approvals: [{ reason: 'awaiting-approval', warning: expect.stringMatching(/do not show/) }],
      warnings: [expect.stringMatching(/give a point too/)],
    })
  })

  test.each<[string, Partial<HazardEvent>]>([
    ['bare', {}],
    ['with the village’s code', { villageCodes: ['32.04.15.2003'] }],
  ])('a point that only the seat of the regency is near, %s, waits for an office below it', async (_words, codes) => {
    const { saved, post } = anOffice()
    await post(codes, '32.04.15.2003')
    expect(saved[0]?.belongs).toEqual({
      regencyCode: '32.04',
      approvals: [{ reason: 'awaiting-approval', warning: expect.stringMatching(/your part of the regency/) }],
      warnings: ['a point', expect.stringMatching(/your part of the regency/)],
    })
  })

  test('an outline that reaches beyond is told so', async () => {
    const { saved, post } = anOffice()
    await post({ geometry: square(107.3, -7.35, 0.7) })
    expect(saved[0]?.belongs.warnings).toContainEqual(expect.stringMatching(/beyond your jurisdiction \(32\.05\)/))
  })
})

describe('a cancel that does not say where', () => {
  const cancel = { ...NOWHERE, messageType: 'cancel' } as const

  test('belongs where the event that it ends does', async () => {
    const { saved, post } = anOffice({ known: '32.04' })
    await post(cancel, '32')
    expect(saved[0]?.belongs).toEqual({ regencyCode: '32.04', approvals: [], warnings: [] })
  })

  test('may not end what lies outside, wherever it says it is', async () => {
    const { done, post } = anOffice({ known: '32.05' })
    const refused = { kind: 'refused', status: 403, faults: [{ got: 'nearest known place 32.05' }] }
    expect(await post(cancel)).toMatchObject(refused)
    expect(await post({ messageType: 'all-clear' })).toMatchObject(refused)
    expect(done).toEqual(['known x-1', 'known x-1'])
  })

  test('of an event that nobody knows belongs to its sender', async () => {
    const { saved, post } = anOffice()
    await post(cancel, '32.04.15')
    await post(cancel, '')
    expect(saved.map(({ belongs }) => belongs.regencyCode)).toEqual(['32.04', ''])
  })

  test('one that does say where is judged by that', async () => {
    const { saved, post } = anOffice()
    await post({ messageType: 'cancel' })
    await post({ ...cancel, villageCodes: ['32.04.15.2003'] })
    expect(saved.map(({ belongs }) => belongs.regencyCode)).toEqual(['32.04', '32.04'])
    const abroad = { geometry: { type: 'Point', coordinates: [107.9, -7.2] } } as const
    expect(await post({ ...abroad, messageType: 'cancel' })).toMatchObject({ kind: 'refused', status: 403 })
  })
})
