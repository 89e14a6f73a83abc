import { expect, onTestFinished, test } from 'vitest'
import { LEASE_MS } from '../../jobs/send-notices.ts'
import { mobilisationRuns } from '../../src/main/mobilisation-runs.ts'
import type { EventId } from '../../src/mobilisation/hazard-event.ts'
import { aFlood } from '../support/hazards.ts'
import { beginOne, claimFor } from '../support/leaving.ts'
import { aTagana } from '../support/people.ts'
import { wipeQueues } from '../support/queue-watch.ts'
import { openVillage } from '../support/village.ts'

// No worker: what is posted waits until a test starts one.
const kentongan = await openVillage({ role: 'api' })
const { phone, mail, clock, installation } = kentongan

const CALL = /MOBILISASI TAGANA/i

const aWorker = async (): Promise<void> => {
  const worker = await kentongan.start('worker')
  onTestFinished(() => kentongan.stop(worker))
}

const threePeople = () =>
  kentongan.enrol(
    aTagana('R-0001', { kmNorth: 1 }),
    aTagana('R-0002', { kmNorth: 2 }),
    aTagana('R-0003', { kmNorth: 3 }),
  )

test('an event whose wake was lost with the queues is planned a second later', async () => {
  await threePeople()
  await kentongan.post(aFlood(clock.now()))
  await wipeQueues(kentongan)
  await aWorker()
  expect((await kentongan.callOut()).status).toBe('planning')
  await kentongan.advance({ s: 1 })
  phone('R-0001').received(CALL)
  phone('R-0002').received(CALL)
})

test('of forty events at once each is planned, though the queue was asked for the first only', async () => {
  const numbers = Array.from({ length: 40 }, (_, nth) => nth)
  const answers = await Promise.all(
    numbers.map((nth) => {
      const geometry = { type: 'Point', coordinates: [107.51 + nth / 1000, -7.19] }
      return kentongan.post(aFlood(clock.now(), { id: `uji-${nth}`, mode: 'test', area: { geometry, radiusKm: 0.1 } }))
    }),
  )
  expect(new Set(answers.map(({ httpStatus }) => httpStatus))).toEqual(new Set([202]))
  await aWorker()
  await kentongan.advance({ s: 1 })
  expect(await kentongan.rows`SELECT id FROM hazard_event WHERE assessed_at IS NULL`).toEqual([])
})

test('queues wiped at every step of a running call-out lose nothing and repeat nothing', async () => {
  await threePeople()
  await aWorker()
  await kentongan.receive(aFlood(clock.now(), { need: { tagana: 1 } }))
  phone('R-0001').received(CALL)
  await wipeQueues(kentongan)
  await kentongan.advance({ min: 10 })
  phone('R-0002').received(CALL)
  await wipeQueues(kentongan)
  await kentongan.replies('R-0002', '2')
  phone('R-0003').received(CALL)
  await wipeQueues(kentongan)
  await kentongan.replies('R-0003', '1')
  phone('R-0001').received(/CUKUP/)
  await wipeQueues(kentongan)
  await kentongan.advance({ h: 13 })
  expect((await kentongan.callOut()).status).toBe('closed')
})

test('a row that is due twice at the same instant is looked at twice', async () => {
  await threePeople()
  await aWorker()
  await kentongan.receive(aFlood(clock.now(), { need: { tagana: 1 } }))
  phone('R-0001').received(CALL)
  const versionAfterDue = async (): Promise<number> => {
    const due = clock.now()
    await kentongan.rows`UPDATE call_out SET review_due_at = ${due}`
    await kentongan.settle()
    const [row] = await kentongan.rows<{ version: number }>`SELECT version FROM call_out`
    return row?.version ?? -1
  }
  const [once, twice] = [await versionAfterDue(), await versionAfterDue()]
  expect(twice).toBe(once + 1)
})

/** Plans a call-out and takes its notices as a process does that dies before it says another word. */
const claimAndDie = async () => {
  const { database, seal } = installation
  const { eventId } = await kentongan.post(aFlood(clock.now()))
  await mobilisationRuns(installation, async () => undefined).assessEvent({ eventId: eventId as EventId })
  const leaseUntil = new Date(clock.now().getTime() + LEASE_MS)
  const claim = async (channel: 'sms' | 'email') =>
    (await claimFor(database, seal, { lane: 'live', channel }, 50, clock.now(), leaseUntil)).notices
  return { claimed: [...(await claim('sms')), ...(await claim('email'))], leaseUntil }
}

test('what a dead sender had claimed is sent by another when its lease is over, and not before', async () => {
  await threePeople()
  expect((await claimAndDie()).claimed).toHaveLength(2)
  await aWorker()
  await kentongan.advance({ ms: LEASE_MS - 1 })
  expect(kentongan.outbox.everything()).toEqual([])
  await kentongan.advance({ ms: 1 })
  phone('R-0001').received(CALL)
  phone('R-0002').received(CALL)
})

test('what was leaving when its sender died is unknown, told to operators once, and never repeated', async () => {
  await threePeople()
  const { claimed, leaseUntil } = await claimAndDie()
  const [leaving] = claimed
  if (leaving === undefined) throw new Error('nothing was claimed')
  await beginOne(installation.database, leaving, clock.now(), leaseUntil)
  await aWorker()
  await kentongan.advance({ ms: LEASE_MS })
  phone('R-0002').received(CALL)
  phone('O-9001').received(/^\nPERIKSA Ref \w+: 1 pesan Banjir Warnasari/)
  mail('O-9001').received(/PERIKSA/)
  expect((await kentongan.callOut()).notices).toEqual({ unknown: 1, accepted: 3 })
  await kentongan.advance({ min: 5 })
  expect((await kentongan.callOut()).notices).toEqual({ unknown: 1, accepted: 3 })
  // Perhaps it did arrive: an answer to it counts like any other.
  await kentongan.replies('R-0001', '1')
  expect((await kentongan.callOut()).filled).toEqual({ tagana: 1 })
})

test('what expired before it could leave is not sent', async () => {
  await threePeople()
  await claimAndDie()
  await aWorker()
  await kentongan.advance({ min: 30 })
  const shown = await kentongan.callOut()
  expect(shown.notices).toMatchObject({ expired: 2 })
  // Silence is silence, whatever its cause.
  phone('R-0003').received(CALL)
})

test('a stop cancels what had not left, on every channel', async () => {
  await kentongan.enrol(aTagana('R-0001', { kmNorth: 1, mail: true }), aTagana('R-0002', { kmNorth: 2 }))
  const { eventId } = await kentongan.post(aFlood(clock.now(), { need: { tagana: 1 } }))
  await mobilisationRuns(installation, async () => undefined).assessEvent({ eventId: eventId as EventId })
  expect(await kentongan.replies('R-0001', 'Stop!')).toMatchObject({ outcome: 'opted-out' })
  expect((await kentongan.callOut()).notices).toEqual({ cancelled: 2 })
  await aWorker()
  await kentongan.advance({ s: 1 })
  phone('R-0001').received(/STOP diterima/)
  phone('R-0002').received(CALL)
})

test('a stop between claiming and sending keeps the message back', async () => {
  await threePeople()
  const { claimed, leaseUntil } = await claimAndDie()
  await kentongan.rows`UPDATE responder SET opted_out_at = ${clock.now()} WHERE external_id = 'R-0001'`
  const departures = []
  for (const notice of claimed) departures.push(await beginOne(installation.database, notice, clock.now(), leaseUntil))
  expect(departures).toEqual([{ kind: 'dropped' }, { kind: 'go', tries: 1 }])
})
