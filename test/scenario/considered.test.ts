import { expect, test } from 'vitest'
import { z } from 'zod'
import { consideredOf } from '../../src/store/considered-views.ts'
import { aFlood } from '../support/hazards.ts'
import { aPendamping, aTagana, PANGALENGAN, placeFrom } from '../support/people.ts'
import { openVillage } from '../support/village.ts'

const kentongan = await openVillage()
const { phone, clock } = kentongan

const CALL = /MOBILISASI TAGANA/i
const OFF = /TIDAK PERLU|BATAL|TERPENUHI|CUKUP|TIDAK JADI/i

const NEW_YEAR = new Date('2027-01-01T00:00:00Z')

const page = z.object({
  responders: z.array(
    z.looseObject({
      responderId: z.string(),
      name: z.string().nullable(),
      round: z.number(),
      outcome: z.string(),
      reason: z.string(),
      sentence: z.string(),
      state: z.string().nullable(),
      distanceKm: z.number().nullable(),
      detail: z.record(z.string(), z.unknown()),
    }),
  ),
  rounds: z.array(z.looseObject({ round: z.number() })),
  next: z.string().nullable(),
})

const asked = async (query = '') => {
  const { callOutId } = await kentongan.callOut()
  const reply = await kentongan.ask(`/v1/call-outs/${callOutId}/responders${query}`)
  expect(reply.status).toBe(200)
  return page.parse(await reply.json())
}

/** `R-0001 passed opted-out`, by the names that the tests gave. */
const decisions = async (query = ''): Promise<string[]> =>
  (await asked(query)).responders.map(
    ({ round, name, outcome, reason }) => `${round} ${name?.slice(-6)} ${outcome} ${reason}`,
  )

const enrolled = () =>
  kentongan.enrol(
    aTagana('R-0001', { kmNorth: 1 }),
    aTagana('R-0002', { kmNorth: 2, optedOutUntil: NEW_YEAR }),
    aTagana('R-0003', { kmNorth: 3, unavailableUntil: NEW_YEAR }),
    aTagana('R-0004', { kmNorth: 4, phone: null, mail: true }),
    aTagana('R-0005', { kmNorth: 5, villageCode: '32.05.01.2001' }),
    aPendamping('R-0006', { kmNorth: 6 }),
    aTagana('R-0007', { kmNorth: 7 }),
    aTagana('R-0008', { kmNorth: 8 }),
    aTagana('R-0009', { kmNorth: 9 }),
  )

test('everybody who was looked at is listed with the reason, picked ones first, nobody farther away', async () => {
  await enrolled()
  await kentongan.receive(aFlood(clock.now(), { need: { tagana: 2 } }))
  for (const id of ['R-0001', 'R-0007']) phone(id).received(CALL)
  expect(await decisions()).toEqual([
    '1 R-0001 called chosen',
    '1 R-0007 called chosen',
    '1 R-0002 passed opted-out',
    '1 R-0003 passed unavailable',
    '1 R-0004 passed email-only',
    '1 R-0005 passed outside-jurisdiction',
  ])
  const { responders, rounds } = await asked()
  expect(rounds).toEqual([
    {
      round: 1,
      at: clock.now().toISOString(),
      called: 2,
      stays: 0,
      passed: 4,
      leftOut: 0,
      // The Pendamping too, who was not asked for.
      lookedAt: 7,
      fartherAway: 2,
    },
  ])
  expect(responders[0]).toMatchObject({ state: 'called', distanceKm: 1, wave: 1, rank: 1 })
  expect(responders[0]?.sentence).toBe('Dipanggil: termasuk yang paling cepat tiba (1,0 km).')
  expect(responders[2]).toMatchObject({ state: null, wave: null, answer: null, distanceKm: 2 })
  expect(responders[2]?.sentence).toMatch(/^Tidak dipanggil: meminta untuk tidak dihubungi \(2,0 km\)\.$/)
  expect(JSON.stringify(responders)).not.toMatch(/62840000|@contoh/)
})

test('a round of a review lists whom it called in whose place, and does not repeat what an earlier one said', async () => {
  await enrolled()
  await kentongan.receive(aFlood(clock.now(), { need: { tagana: 2 } }))
  for (const id of ['R-0001', 'R-0007']) phone(id).received(CALL)
  await kentongan.rows`UPDATE responder SET opted_out_at = ${clock.now()} WHERE external_id = 'R-0008'`
  await kentongan.replies('R-0001', '2')
  phone('R-0009').received(CALL)
  expect(await decisions('?round=2')).toEqual([
    '2 R-0009 called in-place-of-another',
    '2 R-0008 passed refused-by-rows',
  ])
  expect((await decisions()).slice(0, 3)).toEqual([
    '1 R-0001 called chosen',
    '1 R-0007 called chosen',
    '1 R-0002 passed opted-out',
  ])
  const { responders, rounds } = await asked()
  expect(rounds.map(({ round, called }) => [round, called])).toEqual([
    [1, 2],
    [2, 1],
  ])
  expect(responders.find(({ name }) => name === 'Warga R-0001')).toMatchObject({ state: 'no', answer: 'no' })
  expect(responders.find(({ name }) => name === 'Warga R-0009')?.detail).toMatchObject({
    replaces: await kentongan.idOf('R-0001'),
  })
})

test('an update lists who stays, who is called and who is wanted no more', async () => {
  await kentongan.enrol(
    aTagana('R-0001', { kmNorth: 1 }),
    aTagana('R-0002', { kmNorth: 2 }),
    aTagana('R-0003', { kmNorth: 30 }),
  )
  await kentongan.receive(aFlood(clock.now(), { need: { tagana: 2 } }))
  for (const id of ['R-0001', 'R-0002']) phone(id).received(CALL)
  await kentongan.receive(aFlood(clock.now(), { messageType: 'update', revision: 2, need: { tagana: 1 } }))
  phone('R-0002').received(OFF)
  expect(await decisions()).toEqual(['2 R-0001 stays still-wanted', '2 R-0002 passed wanted-no-more'])
  await kentongan.receive(aFlood(clock.now(), { messageType: 'update', revision: 3, need: { tagana: 3 } }))
  for (const id of ['R-0002', 'R-0003']) phone(id).received(CALL)
  // Who stays as before is not written again.
  expect(await decisions()).toEqual([
    '2 R-0001 stays still-wanted',
    '3 R-0003 called chosen',
    '3 R-0002 recalled wanted-again',
  ])
  expect((await asked('?round=1')).responders.map(({ state }) => state)).toEqual(['called', 'called'])
})

test('later edits of the register change nothing of what was decided', async () => {
  await enrolled()
  await kentongan.receive(aFlood(clock.now(), { need: { tagana: 2 } }))
  for (const id of ['R-0001', 'R-0007']) phone(id).received(CALL)
  const before = await decisions()
  await kentongan.enrol(
    aTagana('R-0001', { kmNorth: 40 }),
    aTagana('R-0002', { kmNorth: 1 }),
    aTagana('R-0005', { kmNorth: 2 }),
  )
  await kentongan.rows`DELETE FROM responder WHERE external_id = 'R-0003'`
  const { responders } = await asked()
  expect(responders.map(({ round, outcome, reason }) => `${round} ${outcome} ${reason}`)).toEqual(
    before.map((line) => line.replace(/ R-\d{4}/, '')),
  )
  expect(responders.map(({ distanceKm }) => distanceKm)).toEqual([1, 7, 2, 3, 4, 5])
  expect(responders[3]).toMatchObject({ name: null, reason: 'unavailable' })
})

test('a call-out that finds nobody says whom it looked at, once', async () => {
  await kentongan.enrol(
    aTagana('R-0001', { kmNorth: 1 }),
    aTagana('R-0002', { kmNorth: 2, villageCode: '32.05.01.2001' }),
    aTagana('R-0003', { position: placeFrom(PANGALENGAN, { kmNorth: 49 }), villageCode: '32.05.01.2001' }),
  )
  await kentongan.receive(aFlood(clock.now(), { need: { tagana: 1 } }))
  phone('R-0001').received(CALL)
  await kentongan.replies('R-0001', '2')
  phone('O-9001').received(/KURANG/)
  kentongan.mail('O-9001').received(/KURANG/)
  const found = await decisions()
  expect(found).toEqual([
    '1 R-0001 called chosen',
    '2 R-0002 passed outside-jurisdiction',
    '2 R-0003 passed outside-jurisdiction',
  ])
  // Reviews that look again and find the same write nothing.
  await kentongan.replies('R-0001', '2')
  await kentongan.advance({ min: 30 })
  expect((await asked()).rounds).toHaveLength(2)
})

test('pages hold everybody once, in one order', async () => {
  await enrolled()
  await kentongan.receive(aFlood(clock.now(), { need: { tagana: 2 } }))
  for (const id of ['R-0001', 'R-0007']) phone(id).received(CALL)
  const { callOutId } = await kentongan.callOut()
  const seen: string[] = []
  for (let after: string | null = null; ; ) {
    const { responders, next } = await consideredOf(kentongan.installation.database, callOutId, {
      round: null,
      limit: 2,
      after,
    })
    seen.push(...responders.map(({ responderId }) => responderId))
    if (next === null) break
    after = next
  }
  expect(seen).toEqual((await asked()).responders.map(({ responderId }) => responderId))
  expect(new Set(seen).size).toBe(6)
})

test('people who were called before rounds were kept come first, without a reason', async () => {
  await enrolled()
  await kentongan.receive(aFlood(clock.now(), { need: { tagana: 2 } }))
  for (const id of ['R-0001', 'R-0007']) phone(id).received(CALL)
  await kentongan.rows`DELETE FROM considered`
  await kentongan.rows`DELETE FROM choice_round`
  expect(await decisions()).toEqual(['0 R-0001 called not-kept', '0 R-0007 called not-kept'])
})

test('the plan and its reasons are kept together or not at all', async () => {
  await enrolled()
  await kentongan.rows`ALTER TABLE considered ADD CONSTRAINT none_for_now CHECK (outcome <> 'called') NOT VALID`
  await kentongan.receive(aFlood(clock.now(), { need: { tagana: 2 } })).catch(() => undefined)
  expect(await kentongan.rows`SELECT 1 FROM call_out_responder`).toEqual([])
  expect(await kentongan.rows`SELECT 1 FROM notice`).toEqual([])
  await kentongan.rows`ALTER TABLE considered DROP CONSTRAINT none_for_now`
  await kentongan.advance({ min: 2 })
  for (const id of ['R-0001', 'R-0007']) phone(id).received(CALL)
  // That it failed once was logged as an error, as it must be.
  kentongan.logged.length = 0
})
