import { beforeEach, expect, test } from 'vitest'
import { aCap, refersTo } from '../support/cap.ts'
import { aFlood, theCancel } from '../support/hazards.ts'
import { aTagana } from '../support/people.ts'
import { BEGIN, openVillage } from '../support/village.ts'

const kentongan = await openVillage()

type Body = Readonly<Record<string, unknown>>

const OLDER = /older than what is known of this event/

const flood = (changes: Body, webhookId: string) => kentongan.receive(aFlood(BEGIN, changes), { webhookId })
const older = (warnings: readonly string[] = []): number => warnings.filter((warning) => OLDER.test(warning)).length
const called = () => kentongan.rows`SELECT 1 FROM notice WHERE purpose = 'call-out'`

beforeEach(() => kentongan.enrol(aTagana('R-0001', { kmNorth: 1 }), aTagana('R-0002', { kmNorth: 2 })))

/** Two revisions, of which the second came first. */
const overtaken = async () => {
  await flood({ mode: 'test', messageType: 'update', revision: 2 }, 'msg_2')
  return flood({ mode: 'test', revision: 1 }, 'msg_1')
}

test('an older revision is answered 200 with a warning, and is no repeat', async () => {
  const answered = await overtaken()
  expect(answered).toMatchObject({ httpStatus: 200, isRepeat: false, decision: 'record', reason: 'older-revision' })
  expect(older(answered.warnings)).toBe(1)
})

test('the same older revision again is a repeat, by the same delivery or another, and is warned of once', async () => {
  const first = await overtaken()
  for (const webhookId of ['msg_1', 'msg_9']) {
    const again = await flood({ mode: 'test', revision: 1 }, webhookId)
    expect(again).toMatchObject({ httpStatus: 200, isRepeat: true, eventId: first.eventId, reason: 'older-revision' })
    expect(older(again.warnings)).toBe(1)
  }
  expect(await kentongan.rows`SELECT 1 FROM hazard_event`).toHaveLength(2)
})

test('what was the newest when it came is a repeat too, and a new delivery of it is told that it no longer is', async () => {
  const first = await flood({ mode: 'test', revision: 1 }, 'msg_1')
  expect(older(first.warnings)).toBe(0)
  await flood({ mode: 'test', messageType: 'update', revision: 2, need: { tagana: 1 } }, 'msg_2')
  const again = await flood({ mode: 'test', revision: 1 }, 'msg_3')
  expect(again).toMatchObject({ httpStatus: 200, isRepeat: true, eventId: first.eventId, decision: 'mobilise' })
  expect(older(again.warnings)).toBe(1)
  // The very same delivery is answered as it was.
  const replayed = await flood({ mode: 'test', revision: 1 }, 'msg_1')
  expect(replayed).toMatchObject({ httpStatus: 200, isRepeat: true, eventId: first.eventId, warnings: first.warnings })
})

test('a cancel of something unknown is kept once, however often it comes, and answered with its warning each time', async () => {
  for (const [webhookId, httpStatus, isRepeat] of [
    ['msg_1', 202, false],
    ['msg_1', 200, true],
    ['msg_2', 200, true],
  ] as const) {
    const answered = await kentongan.receive(theCancel(BEGIN), { webhookId })
    expect(answered).toMatchObject({ httpStatus, isRepeat, decision: 'record', reason: 'nothing-to-cancel' })
    expect(answered.warnings).toEqual([expect.stringMatching(/no call-out is known for this event/)])
  }
  expect(await kentongan.rows`SELECT 1 FROM hazard_event`).toHaveLength(1)
  expect(await kentongan.rows`SELECT 1 FROM call_out`).toEqual([])
})

test('a repeat of last year, or of a cancelled event, calls nobody however it is repeated', async () => {
  const lastYear = { occurredAt: '2025-11-22T06:21:00Z' }
  expect(await flood(lastYear, 'msg_1')).toMatchObject({ httpStatus: 202, reason: 'stale' })
  for (const webhookId of ['msg_1', 'msg_2'])
    expect(await flood(lastYear, webhookId)).toMatchObject({ httpStatus: 200, isRepeat: true, reason: 'stale' })
  expect(await called()).toEqual([])
})

test('in CAP an older message is warned of too, and its repeat is marked', async () => {
  const later = { sent: '2026-11-22T13:24:00+07:00', msgType: 'Update', references: refersTo('cap-1') }
  await kentongan.receive(aCap({ identifier: 'cap-2', status: 'Test', ...later }))
  for (const isRepeat of [false, true]) {
    const alert = await kentongan.receive(aCap({ status: 'Test' }))
    expect(alert).toMatchObject({ httpStatus: 200, isRepeat, reason: 'older-revision' })
    expect(older(alert.warnings)).toBe(1)
  }
})

test('an update that names no area is taken where its alert was, and refused where there is none, also in CAP', async () => {
  const nowhere = { mode: 'test', messageType: 'update', area: undefined }
  expect(await flood(nowhere, 'msg_1')).toMatchObject({ httpStatus: 422, errors: [{ path: 'area', got: 'no place' }] })
  await flood({ mode: 'test' }, 'msg_2')
  const updated = await flood(nowhere, 'msg_3')
  expect(updated).toMatchObject({ httpStatus: 202, revision: 2 })
  expect(updated.warnings).toContain('it names no place: that of banjir-1 stays')

  const unplaced = (given: Parameters<typeof aCap>[0]): string =>
    aCap({ status: 'Test', ...given }).replace(/<circle>.*<\/circle>|<geocode>.*<\/geocode>/g, '')
  const update = { identifier: 'cap-2', sent: '2026-11-22T13:24:00+07:00', msgType: 'Update' }
  const refused = await kentongan.receive(unplaced({ ...update, references: refersTo('cap-0') }))
  expect(refused).toMatchObject({ httpStatus: 422, errors: [{ path: 'area', got: 'no place' }] })
  await kentongan.receive(aCap({ status: 'Test' }))
  const taken = await kentongan.receive(unplaced({ ...update, references: refersTo('cap-1') }))
  expect(taken).toMatchObject({ httpStatus: 202 })
  expect(taken.warnings).toContain('it names no place: that of cap-1 stays')
})
