import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { aFlood } from '../support/hazards.ts'
import { aRow, names, openWaveVillage } from '../support/wave-village.ts'

const kentongan = await openWaveVillage()
const { phone, mail, clock, heard, chance, entries, skippedBecause } = kentongan

const CALL = /MOBILISASI TAGANA: Banjir/
const ENOUGH = /^\nCUKUP Ref/

const respondersShown = z.looseObject({ responders: z.array(z.looseObject({ reason: z.string() })) })
const reasons = async (callOutId: string): Promise<readonly string[]> => {
  const shown = await kentongan.ask(`/v1/call-outs/${callOutId}/responders`)
  return respondersShown.parse(await shown.json()).responders.map(({ reason }) => reason)
}

describe('a wave', () => {
  test('is as small as the target allows, and its chance is shown with everybody who was looked at', async () => {
    await kentongan.enrol(...aRow(20))
    await kentongan.receive(aFlood(clock.now()))
    // Of eight with even odds two come in 247 of 256 cases, of seven in 120 of 128: less than 95 %.
    heard(names(1, 8), CALL)
    expect(await kentongan.callOut()).toMatchObject({ status: 'calling', called: 8, wave: 1 })
    expect(await chance()).toMatchObject({
      chance: 0.964,
      target: 0.95,
      reached: true,
      limits: [],
      parts: [{ by: 'kind', name: 'tagana', count: 2, coming: 0, chance: 0.964 }],
    })
    const [planned] = await entries('planned')
    expect(planned).toMatchObject({ called: { tagana: 8 }, chance: { chance: 0.964 } })
    const first = await kentongan.idOf('R-0001')
    // 15 min to get ready, and 1.4 km of road at half of 30 km/h.
    expect(planned?.['chosen']).toContainEqual(
      expect.objectContaining({ responderId: first, odds: 0.5, via: [], minutes: expect.any(Number) }),
    )
    // Eight are as few as can be, whoever lives farther away: nobody else had to be looked at.
    expect(await skippedBecause('enough-called')).toEqual([])
  })

  test('of too few people is all of them, and what keeps it from the target is said', async () => {
    await kentongan.enrol(...aRow(3))
    await kentongan.receive(aFlood(clock.now()))
    heard(names(1, 3), CALL)
    expect(await chance()).toMatchObject({ chance: 0.5, reached: false, limits: ['tagana'] })
  })

  test('is the same for the same roster', async () => {
    await kentongan.enrol(...aRow(20))
    const chosen = async () => {
      await kentongan.receive(aFlood(clock.now()))
      heard(names(1, 8), CALL)
      const [planned] = await entries('planned')
      return planned?.['chosen']
    }
    const once = await chosen()
    await kentongan.rows`
      TRUNCATE answer, call_out, call_out_responder, delivery, event_link, hazard_event, incident, notice, timeline_entry`
    kentongan.outbox.empty()
    expect(await chosen()).toEqual(once)
  })

  test('of an update calls those whom the larger need takes more, and sends nobody home', async () => {
    await kentongan.enrol(...aRow(20))
    const began = clock.now()
    await kentongan.receive(aFlood(began, { need: { tagana: 1 } }))
    heard(names(1, 5), CALL)
    await kentongan.advance({ min: 2 })
    await kentongan.receive(aFlood(began, { messageType: 'update', need: { tagana: 2 } }))
    heard(names(6, 8), CALL)
    expect(await kentongan.callOut()).toMatchObject({ called: 8, answers: { stoodDown: 0 } })
    // Two minutes of silence leave the first five 4 in 9 of their even odds: eight people make a little less than 95 %.
    const [anew] = await entries('planned-anew')
    expect(anew).toMatchObject({ called: { tagana: 3 }, chance: { reached: false } })
  })
})

describe('a no', () => {
  test('calls nobody while the target is still reached, and as many as it takes once it is not', async () => {
    await kentongan.enrol(...aRow(20))
    await kentongan.receive(aFlood(clock.now()))
    heard(names(1, 8), CALL)
    await kentongan.replies('R-0001', '1')
    // One more of seven: 127 of 128; of six still 63 of 64.
    await kentongan.replies('R-0002', '2')
    expect(await kentongan.callOut()).toMatchObject({ called: 8, status: 'calling' })
    const [still] = await entries('still-sufficient')
    expect(still).toMatchObject({
      called: {},
      because: [{ responderId: await kentongan.idOf('R-0002'), because: 'said-no' }],
      chance: { chance: 0.984, reached: true },
    })
    expect(await chance()).toMatchObject({ chance: 0.984 })
    await kentongan.replies('R-0003', '2')
    expect((await entries('still-sufficient')).length).toBe(2)
    // Of four 15 of 16 is too few: one more is called, the next in order of reach.
    await kentongan.replies('R-0004', '2')
    heard(['R-0009'], CALL)
    expect(await entries('topped-up')).toMatchObject([{ called: { tagana: 1 }, chance: { chance: 0.968 } }])
    expect(await kentongan.callOut()).toMatchObject({ called: 9, wave: 1 })
    await kentongan.replies('R-0009', 'siap')
    heard(['R-0005', 'R-0006', 'R-0007', 'R-0008'], ENOUGH)
    expect(await kentongan.callOut()).toMatchObject({ status: 'filled', filled: { tagana: 2 } })
  })

  test('late in the deadline calls more, for those who kept silent so long hardly come', async () => {
    await kentongan.enrol(...aRow(20))
    await kentongan.receive(aFlood(clock.now(), { need: { tagana: 1 } }))
    heard(names(1, 5), CALL)
    await kentongan.advance({ min: 9 })
    await kentongan.replies('R-0001', '2')
    // Four with 1/11 left each and four with even odds: 1 - (10/11)^4 / 16.
    heard(names(6, 9), CALL)
    expect(await chance()).toMatchObject({ chance: 0.957 })
  })
})

describe('silence', () => {
  test('calls the next wave at the deadline, and the waves end where the policy says', async () => {
    await kentongan.enrol(...aRow(20))
    await kentongan.receive(aFlood(clock.now(), { need: { tagana: 1 } }))
    heard(names(1, 5), CALL)
    await kentongan.advance({ min: 10 })
    // Five silences count already: odds of their kind are (0 + 20 x 0.5) / (5 + 20), and 1 - 0.6^6 is 95.3 %.
    heard(names(6, 11), CALL)
    const { callOutId, ...shown } = await kentongan.callOut()
    expect(shown).toMatchObject({ status: 'calling', wave: 2, called: 11 })
    expect(await reasons(callOutId)).toEqual([
      ...Array.from({ length: 5 }, () => 'chosen'),
      ...Array.from({ length: 5 }, () => 'in-place-of-another'),
      // One more, for the chance that is wanted.
      'chosen',
    ])
    await kentongan.advance({ min: 10 })
    phone('O-9001').received(/KURANG ORANG/)
    mail('O-9001').received(/KURANG ORANG/)
    expect(await kentongan.callOut()).toMatchObject({
      status: 'exhausted',
      called: 11,
      shortfall: ['waves-exhausted:tagana'],
    })
  })

  test('of the last person in reach ends the call-out, and not before', async () => {
    await kentongan.enrol(...aRow(6))
    await kentongan.receive(aFlood(clock.now(), { need: { tagana: 1 } }))
    heard(names(1, 5), CALL)
    for (const id of names(1, 4)) await kentongan.replies(id, '2')
    heard(['R-0006'], CALL)
    await kentongan.replies('R-0005', '2')
    const alone = await entries('nobody-left-in-reach')
    expect(alone.at(-1)).toMatchObject({ called: {}, chance: { chance: 0.5, reached: false, limits: ['tagana'] } })
    expect((await kentongan.callOut()).status).toBe('calling')
    await kentongan.replies('R-0006', '2')
    phone('O-9001').received(/KURANG ORANG/)
    mail('O-9001').received(/KURANG ORANG/)
    expect((await kentongan.callOut()).status).toBe('exhausted')
  })
})

describe('what people did before', () => {
  test('changes how many are called: who came in an exercise makes a smaller set do', async () => {
    await kentongan.enrol(...aRow(20))
    await kentongan.receive(aFlood(clock.now(), { mode: 'exercise', need: { tagana: 1 } }))
    heard(names(1, 5), /LATIHAN/)
    await kentongan.replies('R-0001', '1')
    heard(names(2, 5), /LATIHAN/)
    await kentongan.advance({ days: 1 })
    await kentongan.receive(aFlood(clock.now(), { id: 'f-2', need: { tagana: 1 } }))
    heard(names(1, 4), CALL)
    expect(phone('R-0005').waiting()).toBe(0)
  })

  test('lets those rest who were called often, unless there are no others', async () => {
    await kentongan.enrol(...aRow(9))
    for (const id of ['f-1', 'f-2']) {
      const { callOutId } = await kentongan.receive(aFlood(clock.now(), { id, need: { tagana: 1 } }))
      heard(names(1, 5), CALL)
      await kentongan.act(`/v1/call-outs/${callOutId}/stand-down`, {}, kentongan.admin())
      heard(names(1, 5), /./)
      await kentongan.advance({ h: 6 })
    }
    const { callOutId } = await kentongan.receive(aFlood(clock.now(), { id: 'f-3', need: { tagana: 1 } }))
    // Four rested ones do not reach 95 %: one of those who rest is called with them, the nearest.
    heard([...names(6, 9), 'R-0001'], CALL)
    expect(await skippedBecause('called-often')).toEqual(names(2, 5))
    expect((await kentongan.callOut(String(callOutId))).called).toBe(5)
  })
})
