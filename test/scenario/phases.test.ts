import { expect, test } from 'vitest'
import { aFlood, theCancel } from '../support/hazards.ts'
import { aTagana } from '../support/people.ts'
import { openVillage } from '../support/village.ts'

const village = await openVillage()
const { phone, clock } = village

const CALL = /MOBILISASI TAGANA/i
const TURN = /GILIRAN/

const HOUR_MS = 3_600_000
const hoursFrom = (hours: number): string => new Date(clock.now().getTime() + hours * HOUR_MS).toISOString()

const enrol = (count: number): Promise<void> =>
  village.enrol(...Array.from({ length: count }, (_, nth) => aTagana(`R-000${nth + 1}`, { kmNorth: nth + 1 })))

/** Declares a phase of Kab. Bandung, from and until so many hours from now. */
const declare = async (phase: string, from: number, until: number, more: object = {}): Promise<string> => {
  const body = {
    region: '32.04',
    phase,
    from: hoursFrom(from),
    until: hoursFrom(until),
    decree: `360/Kep.${phase}/2026`,
    ...more,
  }
  const reply = await village.act('/v1/phases', body, village.admin())
  expect(reply.status).toBe(201)
  return ((await reply.json()) as { phaseId: string }).phaseId
}

/** Recovery now, after an emergency that has ended. */
const recovery = async (): Promise<string> => {
  await declare('tanggap-darurat', -200, -2)
  return declare('transisi-darurat', -1, 240)
}

/** The need of the policy: 2 Tagana. */
const post = (changes: object = {}) => village.receive(aFlood(clock.now(), { need: undefined, ...changes }))

const turnOf = (id: string): string => /\S{3} \d+\/\d+ \d\d\.\d\d WIB/.exec(phone(id).received(TURN).text)?.[0] ?? ''

test('in recovery people are called by turns, the nearest for the first, and each text names its own', async () => {
  await recovery()
  await enrol(8)
  expect(await post()).toMatchObject({ decision: 'mobilise', reason: 'alert' })
  const shown = await village.callOut()
  // Half of 2 in each of six turns.
  expect(shown).toMatchObject({ status: 'calling', style: 'rota', phase: 'transisi-darurat', need: { tagana: 6 } })
  const ids = ['R-0001', 'R-0002', 'R-0003', 'R-0004', 'R-0005', 'R-0006']
  const turns = ['Min 22/11 19.00 WIB', 'Sen 23/11 07.00 WIB', 'Sen 23/11 19.00 WIB']
  const later = ['Sel 24/11 07.00 WIB', 'Sel 24/11 19.00 WIB', 'Rab 25/11 07.00 WIB']
  expect(ids.map(turnOf)).toEqual([...turns, ...later])

  // Whoever takes the place of somebody takes their turn.
  await village.replies('R-0002', '2')
  expect(turnOf('R-0007')).toBe('Sen 23/11 07.00 WIB')
  for (const id of ['R-0001', 'R-0003', 'R-0004', 'R-0005', 'R-0006', 'R-0007']) await village.replies(id, '1')
  expect(await village.callOut()).toMatchObject({ status: 'filled', filled: { tagana: 6 } })

  // Days later a turn still ahead is given to another, too.
  await village.advance({ h: 30 })
  expect(await village.callOut()).toMatchObject({ status: 'filled' })
  await village.replies('R-0006', '2')
  expect(turnOf('R-0008')).toBe('Rab 25/11 07.00 WIB')
})

test('somebody silent is replaced in their turn at the deadline of the phase', async () => {
  await recovery()
  await enrol(7)
  await post()
  for (const id of ['R-0001', 'R-0002', 'R-0003', 'R-0004', 'R-0005', 'R-0006']) turnOf(id)
  for (const id of ['R-0001', 'R-0002', 'R-0004', 'R-0005', 'R-0006']) await village.replies(id, '1')
  await village.advance({ h: 11, min: 59 })
  expect(village.outbox.unexpected()).toEqual([])
  await village.advance({ min: 1 })
  expect(turnOf('R-0007')).toBe('Sen 23/11 19.00 WIB')
})

test('before a turn that begins soon there is half of the time to it to answer, for whoever takes the place again', async () => {
  await recovery()
  await enrol(8)
  const { decision } = await post() // at 13.21, for 19.00
  expect(decision).toBe('mobilise')
  for (const id of ['R-0001', 'R-0002', 'R-0003', 'R-0004', 'R-0005', 'R-0006']) turnOf(id)
  for (const id of ['R-0002', 'R-0003', 'R-0004', 'R-0005', 'R-0006']) await village.replies(id, '1')
  await village.advance({ h: 2, min: 49 })
  expect(village.outbox.unexpected()).toEqual([])
  await village.advance({ s: 30 })
  expect(turnOf('R-0007')).toBe('Min 22/11 19.00 WIB')
  // At 16.10.30 half of the rest is until 17.35.15; two waves are all that the phase allows.
  await village.advance({ h: 1, min: 24, s: 44 })
  expect(await village.callOut()).toMatchObject({ status: 'calling' })
  await village.advance({ s: 1 })
  for (const told of [phone, village.mail]) told('O-9001').received(/KURANG/)
  expect(await village.callOut()).toMatchObject({ status: 'exhausted', shortfall: ['waves-exhausted:tagana'] })
})

test('whom the rows refuse is replaced in their turn', async () => {
  await recovery()
  await enrol(7)
  await village.installation.roster() // loaded; the row changes below it, and no version says so
  await village.rows`UPDATE responder SET opted_out_at = ${clock.now()} WHERE external_id = 'R-0002'`
  await post()
  expect(turnOf('R-0007')).toBe('Sen 23/11 07.00 WIB')
  for (const id of ['R-0001', 'R-0003', 'R-0004', 'R-0005', 'R-0006']) turnOf(id)
})

test('an update that wants more fills the turns that are still free', async () => {
  await recovery()
  await enrol(5)
  const began = clock.now().toISOString()
  await post({ need: { tagana: 2 } })
  expect(['R-0001', 'R-0002'].map(turnOf)).toEqual(['Min 22/11 19.00 WIB', 'Sen 23/11 07.00 WIB'])
  for (const id of ['R-0001', 'R-0002']) await village.replies(id, '1')
  await village.advance({ h: 4 })
  await post({ messageType: 'update', occurredAt: began, need: { tagana: 4 } })
  expect(['R-0003', 'R-0004'].map(turnOf)).toEqual(['Sen 23/11 19.00 WIB', 'Sel 24/11 07.00 WIB'])
})

test('while a threat rises half of the people are asked to be ready', async () => {
  await declare('siaga-darurat', -1, 24)
  await enrol(3)
  await post()
  const shown = await village.callOut()
  expect(shown).toMatchObject({ style: 'wave', phase: 'siaga-darurat', need: { tagana: 1 } })
  // One needed, times 1.2.
  for (const id of ['R-0001', 'R-0002']) phone(id).received(/^\n?(MOHON )?BERSIAP.*Belum berangkat/)
  await village.advance({ min: 29 })
  expect(village.outbox.unexpected()).toEqual([])
  await village.replies('R-0001', '2')
  phone('R-0003').received(/BERSIAP/)
  await village.receive(theCancel(clock.now()))
  for (const id of ['R-0002', 'R-0003']) phone(id).received(/HENTI|BATAL/)
})

test('while it lasts and after it is over a call is an ordinary one', async () => {
  await declare('tanggap-darurat', -1, 24)
  await enrol(2)
  await post()
  expect(await village.callOut()).toMatchObject({ style: 'wave', phase: 'tanggap-darurat', need: { tagana: 2 } })
  for (const id of ['R-0001', 'R-0002']) phone(id).received(CALL)
})

test.each([
  ['before its first instant', () => declare('siaga-darurat', 1, 24)],
  ['in another regency', () => declare('siaga-darurat', -1, 24, { region: '32.05' })],
  ['for another hazard', () => declare('siaga-darurat', -1, 24, { hazard: 'volcano' })],
  [
    'after its last instant',
    async () => {
      await declare('siaga-darurat', -1, 1)
      await village.advance({ h: 1 })
    },
  ],
  [
    'after it was ended',
    async () => {
      const phaseId = await declare('siaga-darurat', -1, 24)
      await village.advance({ min: 1 })
      expect((await village.act(`/v1/phases/${phaseId}/end`, {}, village.admin())).status).toBe(200)
    },
  ],
])('a phase counts for nothing %s', async (_, given) => {
  await given()
  await enrol(2)
  await post()
  expect(await village.callOut()).toMatchObject({ style: 'wave', phase: null, need: { tagana: 2 } })
  for (const id of ['R-0001', 'R-0002']) phone(id).received(CALL)
})

test('a rota that runs goes on by its own rules when its phase ends', async () => {
  const phaseId = await recovery()
  await enrol(7)
  await post()
  for (const id of ['R-0001', 'R-0002', 'R-0003', 'R-0004', 'R-0005', 'R-0006']) turnOf(id)
  await village.advance({ min: 1 })
  expect((await village.act(`/v1/phases/${phaseId}/end`, {}, village.admin())).status).toBe(200)
  await village.replies('R-0001', '2')
  expect(turnOf('R-0007')).toBe('Min 22/11 19.00 WIB')
  expect(await village.callOut()).toMatchObject({ style: 'rota', phase: 'transisi-darurat' })
})
