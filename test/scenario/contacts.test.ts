import { expect, onTestFinished, test } from 'vitest'
import { mobilisationRuns } from '../../src/main/mobilisation-runs.ts'
import type { EventId } from '../../src/mobilisation/hazard-event.ts'
import { aFlood, theCancel } from '../support/hazards.ts'
import { linkIn, tap } from '../support/links.ts'
import { aTagana, mailOf, phoneOf } from '../support/people.ts'
import { watchQueues } from '../support/queue-watch.ts'
import { openVillage } from '../support/village.ts'

// No worker: each test starts one when it is ready.
const kentongan = await openVillage({ role: 'api' })
const { phone, mail, clock, installation } = kentongan

const startWorking = async (): Promise<void> => {
  const worker = await kentongan.start('worker')
  onTestFinished(() => kentongan.stop(worker))
}

const IDS = ['R-0001', 'R-0002', 'R-0003', 'O-9001', 'O-9002']

/** Contacts in every form in which they could slip through, and the names. */
const personal = IDS.flatMap((id) => [phoneOf(id), phoneOf(id).slice(3), mailOf(id), `Warga ${id}`])

test('neither the log at level debug nor the queues ever hold a number, an address or a name', async () => {
  const queued = await watchQueues(kentongan)
  await kentongan.enrol(
    aTagana('R-0001', { kmNorth: 1, mail: true }),
    aTagana('R-0002', { kmNorth: 2, mail: true }),
    aTagana('R-0003', { kmNorth: 3, mail: true }),
  )
  // What somebody writes into a free field is theirs to write, and still nothing for a log.
  const event = aFlood(clock.now(), { need: { tagana: 1 }, contact: phoneOf('O-9002') })
  const { eventId } = await kentongan.post(event)
  await mobilisationRuns(installation, async () => undefined).assessEvent({ eventId: eventId as EventId })
  // Lost between planning and sending, so that the log has something to say of this person.
  await kentongan.rows`
    UPDATE responder SET email_sealed = NULL, email_index = NULL, channels = '{sms}' WHERE external_id = 'R-0001'`
  await startWorking()
  await kentongan.settle()
  const link = linkIn(phone('R-0001').received(/MOBILISASI/))
  await tap(link, 'no')
  await kentongan.settle()
  phone('R-0002').received(/MOBILISASI/)
  mail('R-0002').received(/MOBILISASI/)
  await kentongan.replies('R-0002', `hubungi ${phoneOf('R-0003')} atau ${mailOf('R-0003')}`)
  phone('R-0002').received(/diteruskan ke posko/)
  await kentongan.replies('R-0002', 'stop')
  phone('R-0002').received(/STOP diterima/)
  phone('R-0003').received(/MOBILISASI/)
  mail('R-0003').received(/MOBILISASI/)
  await kentongan.receive({ ...event, need: { tagana: 1 }, contact: 'bukan nomor' })
  await kentongan.receive({ ...event, id: 'banjir-2', area: null, [phoneOf('R-0001')]: mailOf('R-0001') })
  await kentongan.advance({ min: 10 })
  phone('O-9001').received(/KURANG/)
  mail('O-9001').received(/KURANG/)
  await kentongan.receive(theCancel(clock.now()))
  phone('R-0003').received(/BATAL/)
  mail('R-0003').received(/BATAL/)

  const payloads = await queued()
  // Both were really read: a check of nothing would pass as well.
  expect(payloads).toContain('send-notices')
  expect(payloads).toContain('callOutId')
  expect(kentongan.logged.join('')).toContain('no email contact in the register')
  const log = kentongan.logged.join('\n')
  for (const word of personal) {
    expect(payloads).not.toContain(word)
    expect(log).not.toContain(word)
  }
})

test('the rows hold no number and no address in the clear', async () => {
  await kentongan.enrol(aTagana('R-0001', { mail: true }))
  await startWorking()
  await kentongan.receive(aFlood(clock.now(), { need: { tagana: 1 }, contact: phoneOf('O-9002') }))
  phone('R-0001').received(/MOBILISASI/)
  mail('R-0001').received(/MOBILISASI/)
  await kentongan.replies('R-0001', `1, nomor baru ${phoneOf('R-0002')}`)
  phone('R-0001').received(/diteruskan ke posko/)
  const [dump] = await kentongan.rows<{ words: string }>`
    SELECT concat(
      (SELECT json_agg(r) FROM responder r), (SELECT json_agg(o) FROM operator o), (SELECT json_agg(n) FROM notice n),
      (SELECT json_agg(e) FROM hazard_event e), (SELECT json_agg(d) FROM delivery d), (SELECT json_agg(a) FROM answer a),
      (SELECT json_agg(i) FROM inbound_message i), (SELECT json_agg(t) FROM timeline_entry t),
      (SELECT json_agg(c) FROM call_out c), (SELECT json_agg(p) FROM call_out_responder p)) AS words`
  expect(dump?.words).toContain('Warga R-0001')
  for (const id of IDS) for (const contact of [phoneOf(id), mailOf(id)]) expect(dump?.words).not.toContain(contact)
})
