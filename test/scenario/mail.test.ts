import { createTransport } from 'nodemailer'
import { expect, onTestFinished, test } from 'vitest'
import { taggedAddress } from '../../src/channels/mail-in/tag.ts'
import { hearingOf } from '../../src/main/hearing.ts'
import { mailKey } from '../../src/main/mail-intake.ts'
import { startService } from '../../src/main/service.ts'
import { postfix } from '../channels/mail-in/bounces.ts'
import { aFlood } from '../support/hazards.ts'
import { aTagana, mailOf, phoneOf } from '../support/people.ts'
import { type Officer, openVillage } from '../support/village.ts'

const kentongan = await openVillage()
const { phone, mail, clock, installation } = kentongan
const MAILBOX = 'kentongan@posko.example'

/** A service of this installation that receives mail, with a real client before it. */
const aPostBox = async () => {
  const { configuration } = installation
  const terms = { costRupiah: 0, perSecond: null, burst: 1, order: 1, lanes: ['live', 'exercise'] } as const
  const email = [
    {
      ...terms,
      name: 'email',
      kind: 'smtp',
      url: 'smtp://127.0.0.1:1',
      from: 'Kentongan <siaga@posko.example>',
      replyTo: MAILBOX,
      bounceTo: MAILBOX,
      connections: 1,
      timeoutMs: 1_000,
    },
  ] as const
  const channels = { ...configuration.channels, email }
  const environment = { ...configuration.environment, mailListen: { host: '127.0.0.1', port: 0 } }
  const service = await startService(
    { ...installation, configuration: { ...configuration, channels, environment } },
    'api',
    { ticking: false },
  )
  onTestFinished(() => service.stop())
  const port = Number(
    /"port":(\d+)/.exec(kentongan.logged.findLast((line) => line.includes('mail is received')) ?? '')?.[1],
  )
  const client = createTransport({ host: '127.0.0.1', port, ignoreTLS: true })
  return async (raw: string, to: string, from = 'siapa@contoh.id'): Promise<void> => {
    clock.moveBy({ s: 1 })
    const { response } = await client.sendMail({ raw, envelope: { from, to } })
    expect(response).toMatch(/^250/)
    await kentongan.settle()
  }
}

let sent = 0
const aReply = (from: string, text: string, headers = ''): string => {
  sent += 1
  return `From: ${from}\r\nMessage-ID: <${sent}@contoh.id>\r\n${headers}\r\n${text}\r\n`
}

const serialOf = async (ref: string): Promise<bigint> => {
  const [row] = await kentongan.rows<{ serial: string }>`SELECT serial::text FROM notice WHERE ref = ${ref}`
  return BigInt(row?.serial ?? 0)
}

const inbox = () =>
  kentongan.rows<{ outcome: string; reason: string }>`
    SELECT outcome, reason FROM inbound_message WHERE channel = 'email' ORDER BY received_at, id`

const answers = () =>
  kentongan.rows<object>`SELECT r.external_id AS who, a.meaning, a.via, a.weak, a.reason
      FROM answer a JOIN responder r ON r.id = a.responder_id ORDER BY a.at, who`

test('a call by mail is answered by mail, by whom it went to and not by who claims to be', async () => {
  await kentongan.enrol(
    aTagana('R-0001', { kmNorth: 1, mail: true }),
    aTagana('R-0002', { kmNorth: 2, mail: true }),
    aTagana('R-0003', { kmNorth: 3, mail: true }),
  )
  const post = await aPostBox()
  const { callOutId } = await kentongan.receive(aFlood(clock.now(), { need: { tagana: 3 } }))
  const ids = ['R-0001', 'R-0002', 'R-0003']
  for (const id of ids) phone(id).received(/MOBILISASI/)
  const [one, two] = ids.map((id) => mail(id).received(/MOBILISASI/))
  const key = mailKey(installation.seal)
  const serial = await serialOf(one?.ref ?? '')
  const replyTo = taggedAddress(MAILBOX, { use: 'reply', serial }, key)
  const bounceTo = taggedAddress(MAILBOX, { use: 'bounce', serial }, key)

  // A scanner, within three seconds; a holiday's notice; somebody who only writes another's name in front.
  await post(aReply(mailOf('R-0001'), 'Siap'), replyTo)
  clock.moveBy({ s: 4 })
  await post(aReply(mailOf('R-0001'), 'Siap', 'Auto-Submitted: auto-replied\r\n'), replyTo, '')
  await post(aReply(mailOf('R-0003'), 'Siap'), MAILBOX)
  await post(aReply(mailOf('R-0003'), 'stop'), MAILBOX)
  await post(aReply('orang@lain.id', 'Siap'), MAILBOX)
  // An autoresponder that marks nothing writes to the envelope's sender.
  await post(aReply(mailOf('R-0001'), 'Sakit, hubungi kantor'), bounceTo)
  expect((await kentongan.callOut(callOutId ?? '')).filled).toEqual({ tagana: 0 })
  expect(await inbox()).toEqual([
    { outcome: 'answered', reason: 'weak' },
    { outcome: 'kept', reason: 'automatic' },
    { outcome: 'answered', reason: 'weak' },
    { outcome: 'inbox', reason: 'sender not proven' },
    { outcome: 'inbox', reason: 'unknown-address' },
    { outcome: 'inbox', reason: 'where-bounces-go' },
  ])

  // By the address that only R-0001 got, from anywhere; by the Message-ID that only R-0002 got; the same mail twice.
  const byTag = aReply(
    'rumah@keluarga.id',
    'Siap!\r\n\r\nPada Min, 22 Nov 2026 Kentongan <k@posko.example> menulis:\r\n> 2 TIDAK',
  )
  await post(byTag, replyTo)
  await post(byTag, replyTo)
  await post(
    aReply(mailOf('R-0002'), 'tidak bisa, anak sakit', `In-Reply-To: <${two?.ref}@posko.example>\r\n`),
    MAILBOX,
  )
  expect(await answers()).toEqual([
    { who: 'R-0001', meaning: 'yes', via: 'mail', weak: true, reason: 'within 3 seconds of hand-over' },
    { who: 'R-0003', meaning: 'yes', via: 'mail', weak: true, reason: 'sender not proven' },
    { who: 'R-0001', meaning: 'yes', via: 'mail', weak: false, reason: null },
    { who: 'R-0002', meaning: 'no', via: 'mail', weak: false, reason: null },
  ])
  expect((await kentongan.callOut(callOutId ?? '')).filled).toEqual({ tagana: 1 })

  // Where our own code fails on a mail a human reads it, and its sender is not told to come again for days.
  await kentongan.rows`ALTER TABLE responder ADD CONSTRAINT fails CHECK (opted_out_at IS NULL)`
  const stop = aReply('rumah@keluarga.id', 'STOP', `In-Reply-To: <${two?.ref}@posko.example>\r\n`)
  await post(stop, MAILBOX)
  await post(stop, MAILBOX)
  await kentongan.rows`ALTER TABLE responder DROP CONSTRAINT fails`
  expect((await inbox()).slice(-2)).toEqual([
    { outcome: 'answered', reason: 'counted' },
    { outcome: 'inbox', reason: 'not-handled' },
  ])
  const said = kentongan.logged.filter((line) => line.includes('"level":"error"'))
  expect(said).toEqual([expect.stringContaining('an operator has to read it')])
  kentongan.logged.splice(0, kentongan.logged.length, ...kentongan.logged.filter((line) => !said.includes(line)))

  // "Stop" by the same way ends it on every channel.
  await post(aReply('rumah@keluarga.id', 'STOP', `In-Reply-To: <${two?.ref}@posko.example>\r\n`), MAILBOX)
  expect(await kentongan.rows`SELECT external_id FROM responder WHERE opted_out_at IS NOT NULL`).toEqual([
    { external_id: 'R-0002' },
  ])
  mail('R-0002').received(/STOP diterima/)

  // What nobody understands is acknowledged by mail to whom the mail went, and whoever answers that answers the call.
  await post(aReply('rumah@keluarga.id', 'jam berapa pak?'), replyTo)
  const noted = mail('R-0001').received(/diteruskan ke petugas posko/)
  clock.moveBy({ s: 4 })
  await post(aReply('rumah@keluarga.id', '2', `In-Reply-To: <${noted.ref}@posko.example>\r\n`), MAILBOX)
  expect((await answers()).at(-1)).toEqual({ who: 'R-0001', meaning: 'no', via: 'mail', weak: false, reason: null })
  for (const word of [mailOf('R-0001'), 'keluarga.id', 'anak sakit'])
    expect(kentongan.logged.join('')).not.toContain(word)
})

test('a bounce flags the address, and the call goes by the next channel', async () => {
  await kentongan.enrol(aTagana('R-0001', { mail: true }))
  const post = await aPostBox()
  const { callOutId } = await kentongan.receive(aFlood(clock.now(), { need: { tagana: 1 } }))
  phone('R-0001').received(/MOBILISASI/)
  const call = mail('R-0001').received(/MOBILISASI/)
  // One receipt that no row can hold, heard in the same moment, keeps none of the others from being kept.
  const heard = {
    gateway: 'smpp',
    ref: null,
    providerRef: 'a\0',
    state: 'failed',
    reason: 'b\0',
    at: clock.now(),
  } as const
  await hearingOf(installation, { wake: async () => undefined }).receipt(heard)
  // As if it had been called by mail alone.
  await kentongan.rows`UPDATE notice SET purpose = 'correction' WHERE channel = 'sms'`
  await post(postfix(call.ref), MAILBOX, '')
  await post(postfix(`kn-${'0'.repeat(32)}`).replace('20261122062200.1', '2'), MAILBOX, '')
  expect(
    await kentongan.rows`SELECT channel, state, follows IS NOT NULL AS follows FROM notice
    WHERE purpose = 'call-out' ORDER BY serial`,
  ).toEqual([
    { channel: 'email', state: 'failed', follows: false },
    { channel: 'sms', state: 'accepted', follows: true },
  ])
  phone('R-0001').received(/MOBILISASI/)
  expect(await kentongan.rows`SELECT channel, reason FROM contact_flag`).toEqual([
    { channel: 'email', reason: '5.1.1 550 5.1.1 User unknown' },
  ])
  expect((await kentongan.callOut(callOutId ?? '')).filled).toEqual({ tagana: 0 })
  expect(await inbox()).toEqual([{ outcome: 'kept', reason: 'bounce of no known mail' }])
})

test("what no rule can read waits in the operators' inbox, masked and each in its jurisdiction", async () => {
  await kentongan.enrol(aTagana('R-0001'))
  await kentongan.replies('R-0001', `nomor saya ganti ${phoneOf('R-0009')}`)
  phone('R-0001').received(/diteruskan ke posko/)
  await kentongan.replies('R-0008', 'halo')
  const elsewhere = await kentongan.addOfficer({ role: 'sender', jurisdiction: '33.71' })
  const listed = async (by?: Officer, query = '') => {
    const reply = await kentongan.ask(`/v1/inbox${query}`, by)
    const page: unknown = await reply.json()
    return page as { readonly entries: readonly object[]; readonly next: string | null }
  }
  const known = { channel: 'sms', from: '***001', text: 'nomor saya ganti ***009', reason: 'unclear' }
  const unknown = { from: '***008', text: 'halo', reason: 'unknown-number', responderId: null, name: null }
  const all = await listed(kentongan.admin())
  expect(all).toMatchObject({ entries: [unknown, { ...known, name: 'Warga R-0001' }], next: null })
  expect(await listed(kentongan.officer())).toMatchObject({ entries: [{ text: known.text }] })
  expect(await listed(elsewhere)).toEqual({ entries: [], next: null })
  const first = await listed(kentongan.admin(), '?limit=1')
  expect(first).toMatchObject({ entries: [unknown] })
  expect(await listed(kentongan.admin(), `?limit=1&before=${first.next}`)).toMatchObject({
    entries: [{ text: known.text }],
  })
})

test('of several texts one is acknowledged in ten minutes, of the same words none again, and a row says why', async () => {
  await kentongan.enrol(aTagana('R-0001'))
  await kentongan.receive(aFlood(clock.now(), { mode: 'exercise', need: { tagana: 1 } }))
  phone('R-0001').received(/LATIHAN/)
  const noted = () => phone('R-0001').received(/diteruskan ke posko/)
  const writes = (text: string) => kentongan.replies('R-0001', text)
  await writes('jam berapa pak?')
  expect(noted().text).toMatch(/^LATIHAN - .*2 TIDAK, kode .* LATIHAN$/)
  await writes('Jam  berapa pak?')
  await writes('lewat jalan mana?')
  await kentongan.replies('R-0001', '1')
  clock.moveBy({ min: 10 })
  await writes('jam berapa pak?')
  await writes('ada makan siang?')
  noted()
  const row = { purpose: 'inbox-noted', channel: 'sms', mode: 'actual' }
  const none = { ...row, state: 'cancelled' }
  const left = { ...row, mode: 'exercise', state: 'accepted', reason: null }
  expect(
    await kentongan.rows`SELECT purpose, channel, mode, state, reason FROM notice
      WHERE purpose = 'inbox-noted' ORDER BY serial`,
  ).toEqual([
    left,
    { ...none, reason: 'the same text again' },
    { ...none, reason: 'noted a short while ago' },
    { ...none, reason: 'the same text again' },
    left,
  ])
})
