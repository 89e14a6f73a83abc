import { beforeEach, describe, expect, test } from 'vitest'
import type { ResponderId } from '../../src/roster/responder.ts'
import type { CallContext } from '../../src/store/calls.ts'
import { recallPeople } from '../../src/store/recalls.ts'
import { aFlood } from '../support/hazards.ts'
import { aTagana, PANGALENGAN, placeFrom } from '../support/people.ts'
import { BEGIN, openVillage } from '../support/village.ts'

const kentongan = await openVillage()
const { phone, mail, clock } = kentongan

const GO = /MOBILISASI/
const NOT_NEEDED = /TIDAK PERLU BERANGKAT/

type Body = Readonly<Record<string, unknown>>

const flood = (tagana: number, changes: Body = {}) => kentongan.receive(aFlood(BEGIN, { need: { tagana }, ...changes }))
const update = (revision: number, tagana: number, changes: Body = {}) =>
  flood(tagana, { messageType: 'update', revision, ...changes })

const told = (words: RegExp, ...ids: readonly string[]): void => {
  for (const id of ids) phone(id).received(words)
}

const operatorsHear = (words: RegExp): void => {
  for (const reader of [phone, mail]) reader('O-9001').received(words)
}

/** A deadline passes without a word. */
const silence = () => kentongan.advance({ min: 10 })

/** Nine Tagana to the north, a kilometre from one to the next; three waves at most. */
beforeEach(() => kentongan.enrol(...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((nth) => aTagana(`R-000${nth}`, { kmNorth: nth }))))

describe('people called by an update have waves of their own', () => {
  test('when those of the alert are used up, whoever is silent or declines is replaced as at first', async () => {
    await flood(1)
    told(GO, 'R-0001')
    for (const next of ['R-0002', 'R-0003']) {
      await silence()
      told(GO, next)
    }
    await silence()
    operatorsHear(/KURANG/)
    await update(2, 2)
    told(NOT_NEEDED, 'R-0003') // R-0001 and R-0002 are the two nearest and may still say yes
    told(GO, 'R-0004', 'R-0005')
    await kentongan.replies('R-0004', '2')
    told(GO, 'R-0006')
    await silence()
    told(GO, 'R-0007', 'R-0008')
    await silence()
    told(GO, 'R-0009') // and nobody is left beyond
    expect(await kentongan.callOut()).toMatchObject({ status: 'calling', wave: 3 })
    await silence()
    operatorsHear(/KURANG/)
    expect(await kentongan.callOut()).toMatchObject({ status: 'exhausted', shortfall: ['none-left-in-reach:tagana'] })
  })

  test('and these are bounded by the policy, too', async () => {
    await flood(1)
    told(GO, 'R-0001')
    await silence()
    told(GO, 'R-0002')
    await update(2, 2)
    told(GO, 'R-0003')
    await silence() // R-0002 was in the second wave, R-0003 in a first
    told(GO, 'R-0004', 'R-0005')
    await silence()
    told(GO, 'R-0006')
    await silence()
    operatorsHear(/KURANG/)
    expect(await kentongan.callOut()).toMatchObject({ status: 'exhausted', shortfall: ['waves-exhausted:tagana'] })
  })
})

describe('people called again', () => {
  /** R-0004 is called in the last wave, sent home by a smaller update, and called again by a larger one. */
  const calledAgain = async () => {
    await flood(2)
    told(GO, 'R-0001', 'R-0002')
    await kentongan.replies('R-0001', '1')
    for (const next of ['R-0003', 'R-0004']) {
      await silence()
      told(GO, next)
    }
    await update(2, 1)
    told(/TIDAK PERLU|CUKUP/, 'R-0002', 'R-0003', 'R-0004')
    await update(3, 2)
    told(GO, 'R-0004')
  }

  test('are replaced when they are silent', async () => {
    await calledAgain()
    await silence()
    told(GO, 'R-0005')
    await silence()
    told(GO, 'R-0006')
  })

  test('are replaced when they decline', async () => {
    await calledAgain()
    await kentongan.replies('R-0004', '2')
    told(GO, 'R-0005')
    await silence()
    told(GO, 'R-0006')
  })

  test('fill the call-out when they come', async () => {
    await calledAgain()
    await kentongan.replies('R-0004', '1')
    expect(await kentongan.callOut()).toMatchObject({ status: 'filled', filled: { tagana: 2 } })
  })

  test('whom the rows refuse have others called in their place, and are named', async () => {
    await flood(2)
    told(GO, 'R-0001', 'R-0002')
    await update(2, 1)
    told(NOT_NEEDED, 'R-0002')
    await kentongan.installation.roster() // loaded; the row changes below it, and no version says so
    await kentongan.rows`UPDATE responder SET opted_out_at = ${clock.now()} WHERE external_id = 'R-0002'`
    await update(3, 2)
    told(GO, 'R-0003')
    const { timeline, called, shortfall } = await kentongan.callOut()
    expect({ called, shortfall }).toEqual({ called: 3, shortfall: [] })
    expect(timeline.findLast(({ kind }) => kind === 'planned-anew')?.detail).toMatchObject({
      recalled: 0,
      refusedByRows: [await kentongan.idOf('R-0002')],
    })
  })

  test('whom the rows refuse are missing when nobody else is in reach', async () => {
    await kentongan.rows`DELETE FROM responder WHERE external_id > 'R-0002'`
    await flood(2)
    told(GO, 'R-0001', 'R-0002')
    await update(2, 1)
    told(NOT_NEEDED, 'R-0002')
    await kentongan.installation.roster()
    await kentongan.rows`UPDATE responder SET opted_out_at = ${clock.now()} WHERE external_id = 'R-0002'`
    await update(3, 2)
    operatorsHear(/TIDAK ADA ORANG/)
    expect(await kentongan.callOut()).toMatchObject({ shortfall: ['none-in-reach:tagana'] })
  })

  /** Tries to call R-0002 again, who was sent home, as a plan would that knows no better. */
  const recallSecond = async (): Promise<number> => {
    const [row] = await kentongan.rows<{ id: string; responder_id: ResponderId }>`
      SELECT c.id, p.responder_id FROM call_out c JOIN call_out_responder p ON p.call_out_id = c.id
       WHERE p.stood_down_at IS NOT NULL`
    if (row === undefined) throw new Error('nobody was sent home')
    const context: CallContext = {
      callOutId: row.id as CallContext['callOutId'],
      mode: 'actual',
      fields: {},
      fieldsByThread: {},
      fieldsOfShift: {},
      asksFirst: () => false,
      ackDeadlineMs: 600_000,
      eventExpiresAt: null,
    }
    const second = {
      responderId: row.responder_id,
      kind: 'tagana',
      km: 2,
      threadId: null,
      wave: 1,
      shiftAt: null,
    } as const
    const recalled = await recallPeople(kentongan.installation.database, context, [second], clock.now())
    return recalled.size
  }

  const secondSentHome = async (): Promise<void> => {
    await flood(2)
    told(GO, 'R-0001', 'R-0002')
    await update(2, 1)
    told(NOT_NEEDED, 'R-0002')
  }

  test('are not those who said yes to another real call-out meanwhile', async () => {
    await secondSentHome()
    const yes = {
      area: { geometry: { type: 'Point', coordinates: placeFrom(PANGALENGAN, { kmNorth: 2 }) }, radiusKm: 1 },
    }
    await flood(1, { id: 'longsor-1', hazard: 'landslide', ...yes })
    told(GO, 'R-0002')
    await kentongan.replies('R-0002', '1')
    expect(await recallSecond()).toBe(0)
  })

  test.each([
    ['withdrew consent', "opted_out_at = '2026-11-22T00:00:00Z'"],
    ['are away', "unavailable_until = '2026-11-23T00:00:00Z'"],
    ['are of another kind now', "kind = 'psm'"],
    ['have no phone any more', "phone_sealed = NULL, phone_index = NULL, channels = '{email}'"],
  ])('are not those who %s', async (_, change) => {
    await secondSentHome()
    await kentongan.installation.database.run({
      text: `UPDATE responder SET ${change} WHERE external_id = 'R-0002'`,
      values: [],
    })
    expect(await recallSecond()).toBe(0)
  })

  test('are those whom nothing of this keeps', async () => {
    await secondSentHome()
    expect(await recallSecond()).toBe(1)
    await kentongan.settle()
    told(GO, 'R-0002')
  })
})
