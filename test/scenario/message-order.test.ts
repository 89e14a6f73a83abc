import { beforeEach, describe, expect, test } from 'vitest'
import { aFlood, theCancel } from '../support/hazards.ts'
import { aTagana } from '../support/people.ts'
import { BEGIN, openVillage } from '../support/village.ts'

const kentongan = await openVillage()
const { phone } = kentongan

type Body = Readonly<Record<string, unknown>>

const flood = (changes: Body = {}) => kentongan.receive(aFlood(BEGIN, changes))
const ahead = (min: number): Date => new Date(BEGIN.getTime() + min * 60_000)
const told = (pattern: RegExp, ...ids: readonly string[]): void => {
  for (const id of ids) phone(id).received(pattern)
}

beforeEach(() => kentongan.enrol(aTagana('R-0001', { kmNorth: 1 }), aTagana('R-0002', { kmNorth: 2 })))

describe('out of order', () => {
  test('an update that comes before its alert calls people; the alert then changes nothing', async () => {
    const update = await flood({ messageType: 'update', revision: 2, need: { tagana: 2 } })
    expect(update).toMatchObject({ httpStatus: 202, decision: 'mobilise', reason: 'alert', revision: 2 })
    told(/MOBILISASI/, 'R-0001', 'R-0002')
    const alert = await flood({ revision: 1, need: { tagana: 1 } })
    expect(alert).toMatchObject({
      httpStatus: 200,
      isRepeat: false,
      decision: 'record',
      reason: 'older-revision',
      callOutId: update.callOutId,
    })
    expect(alert.warnings?.join(' ')).toMatch(/older than what is known/)
    expect(await kentongan.callOut()).toMatchObject({ need: { tagana: 2 } })
  })

  test('an update without a number before its alert leaves the alert its number', async () => {
    expect(await flood({ messageType: 'update' })).toMatchObject({ decision: 'mobilise', revision: 2 })
    told(/MOBILISASI/, 'R-0001', 'R-0002')
    expect(await flood()).toMatchObject({ httpStatus: 200, reason: 'older-revision', revision: 1 })
  })

  test('an older update after a newer one changes nothing', async () => {
    await flood({ need: { tagana: 1 } })
    told(/MOBILISASI/, 'R-0001')
    await flood({ messageType: 'update', revision: 3, need: { tagana: 2 } })
    told(/MOBILISASI/, 'R-0002')
    expect(await flood({ messageType: 'update', revision: 2, need: { tagana: 1 } })).toMatchObject({
      httpStatus: 200,
      isRepeat: false,
      reason: 'older-revision',
    })
  })

  test('a cancel of something unknown is kept with a warning, and its alert then calls nobody', async () => {
    const cancel = await kentongan.receive(theCancel(BEGIN))
    expect(cancel).toMatchObject({ httpStatus: 202, decision: 'record', reason: 'nothing-to-cancel', callOutId: null })
    expect(cancel.warnings?.join(' ')).toMatch(/no call-out is known for this event/)
    expect(await flood()).toMatchObject({ httpStatus: 200, reason: 'older-revision' })
    expect(await flood({ messageType: 'update', revision: 5 })).toMatchObject({
      httpStatus: 202,
      decision: 'record',
      reason: 'incident-ended',
    })
    expect(await kentongan.rows`SELECT 1 FROM call_out`).toEqual([])
  })

  test('an alert or an update after the cancel calls nobody any more', async () => {
    await flood()
    told(/MOBILISASI/, 'R-0001', 'R-0002')
    expect(await kentongan.receive(theCancel(BEGIN))).toMatchObject({ decision: 'record', reason: 'stood-down' })
    told(/BATAL/, 'R-0001', 'R-0002')
    for (const [revision, messageType] of [
      [7, 'alert'],
      [8, 'update'],
    ])
      expect(await flood({ revision, messageType, need: { tagana: 1 } })).toMatchObject({
        httpStatus: 202,
        decision: 'record',
        reason: 'incident-ended',
      })
    expect(await kentongan.callOut()).toMatchObject({ status: 'stood-down', reason: 'cancelled' })
  })

  test('a second cancel stands nobody down again', async () => {
    await flood()
    told(/MOBILISASI/, 'R-0001', 'R-0002')
    await kentongan.receive(theCancel(BEGIN))
    told(/BATAL/, 'R-0001', 'R-0002')
    expect(await kentongan.receive(theCancel(BEGIN, { messageType: 'all-clear', revision: 9 }))).toMatchObject({
      httpStatus: 202,
      decision: 'record',
    })
  })

  test('a number that came with other content is refused', async () => {
    await flood()
    told(/MOBILISASI/, 'R-0001', 'R-0002')
    const other = await flood({ revision: 1, need: { tagana: 1 } })
    expect(other).toMatchObject({ httpStatus: 422, errors: [{ path: 'revision' }] })
  })
})

describe('out of time', () => {
  test.each<[string, Body, string]>([
    ['began yesterday', { occurredAt: ahead(-24 * 60 - 1).toISOString() }, 'stale'],
    ['began last year', { occurredAt: '2025-11-22T06:21:00Z' }, 'stale'],
    ['begins in more than a day', { occurredAt: ahead(24 * 60 + 1).toISOString() }, 'far-future'],
    ['is over', { occurredAt: ahead(-60).toISOString(), expiresAt: ahead(-1).toISOString() }, 'expired'],
  ])('what %s calls nobody', async (_words, times, reason) => {
    const answered = await flood(times)
    expect(answered).toMatchObject({ httpStatus: 202, decision: 'record', reason, callOutId: null })
    expect(answered.warnings?.join(' ')).toMatch(/nobody is called/)
  })

  test.each([
    ['23 hours and 59 minutes ago', -24 * 60 + 1, []],
    ['5 minutes ahead', 5, []],
    ['6 minutes ahead', 6, [expect.stringMatching(/still ahead: people are called now/)]],
    ['23 hours and 59 minutes ahead', 24 * 60 - 1, [expect.stringMatching(/still ahead/)]],
  ])('what begins %s calls people', async (_words, min, warnings) => {
    expect(await flood({ occurredAt: ahead(min).toISOString() })).toMatchObject({ decision: 'mobilise', warnings })
    told(/MOBILISASI/, 'R-0001', 'R-0002')
  })

  test('an update that came too late leaves those who were called as they are', async () => {
    await flood({ need: { tagana: 2 } })
    told(/MOBILISASI/, 'R-0001', 'R-0002')
    const late = { messageType: 'update', revision: 2, need: { tagana: 1 }, expiresAt: ahead(1).toISOString() }
    kentongan.clock.moveBy({ min: 2 })
    expect(await flood(late)).toMatchObject({ decision: 'record', reason: 'expired' })
    expect(await kentongan.callOut()).toMatchObject({ status: 'calling', need: { tagana: 2 } })
  })
})
