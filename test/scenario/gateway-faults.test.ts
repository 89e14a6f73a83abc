import { expect, onTestFinished, test } from 'vitest'
import { inboundToken } from '../../src/main/answer-needs.ts'
import { hearingOf } from '../../src/main/hearing.ts'
import { type Service, startService } from '../../src/main/service.ts'
import { startRawSmtp } from '../channels/raw-smtp.ts'
import { isClean, judge, type NoticeRow } from '../fault/verdict.ts'
import { FAULTS, faultyGateway } from '../support/faulty-gateway.ts'
import { aFlood } from '../support/hazards.ts'
import { aTagana, phoneOf } from '../support/people.ts'
import { openVillage } from '../support/village.ts'

// No worker: each test starts one whose gateways are real and on this machine.
const kentongan = await openVillage({ role: 'api' })
const { clock, installation } = kentongan

/** Long beside what a loaded machine takes for an answer on loopback. */
const ANSWER_MS = 1_500

const IDS = Object.keys(FAULTS)

const TERMS = { costRupiah: 0, perSecond: null, burst: 1, order: 1, lanes: ['live', 'exercise'] } as const

/** A worker that really sends, by these gateways. */
const sendingBy = async (smsUrl: string, smtpUrl: string, honoursIdempotency: boolean): Promise<Service> => {
  const { configuration } = installation
  const service = await startService(
    {
      ...installation,
      configuration: {
        ...configuration,
        environment: { ...configuration.environment, channels: 'live' },
        channels: {
          ...configuration.channels,
          sms: [
            {
              ...TERMS,
              name: 'sms',
              kind: 'http',
              url: smsUrl,
              token: 'uji',
              connections: 10,
              timeoutMs: ANSWER_MS,
              honoursIdempotency,
            },
          ],
          email: [
            {
              ...TERMS,
              name: 'email',
              kind: 'smtp',
              replyTo: null,
              bounceTo: null,
              url: smtpUrl,
              from: 'siaga@kentongan.example.id',
              connections: 2,
              timeoutMs: 2_000,
            },
          ],
        },
      },
    },
    'worker',
    { ticking: false },
  )
  onTestFinished(() => service.stop())
  return service
}

/** Nothing of what left was kept in the outbox of the village, which compares it with the rows at the end of each test. */
const forgetSent = () => kentongan.rows`UPDATE notice SET accepted_at = NULL`

const rowsNow = () =>
  kentongan.rows<NoticeRow>`SELECT ref, channel, purpose, state, tries, repeats FROM notice ORDER BY serial`

const tell = async (...receipts: readonly object[]): Promise<void> => {
  const reply = await kentongan.act('/v1/receipts/http', receipts, {
    ...kentongan.officer(),
    token: inboundToken(installation),
  })
  expect(reply.status).toBe(200)
}

/** Seven people by phone, and the last of them by mail too. */
const everybody = () =>
  kentongan.enrol(...IDS.map((id, nth) => aTagana(id, { kmNorth: nth + 1, mail: id === 'R-0007' })))

test('a gateway at its worst loses nothing, doubles nothing, and what nobody can know is counted and told', async () => {
  await everybody()
  const gateway = await faultyGateway()
  const script: Record<string, string> = { dot: 'cut' }
  const smtp = await startRawSmtp(script)
  onTestFinished(() => smtp.close())
  const service = await sendingBy(gateway.url, smtp.url, false)
  const advance = async (seconds: number): Promise<void> => {
    clock.moveBy({ s: seconds })
    await service.settle()
  }
  const { callOutId } = await kentongan.post(aFlood(clock.now(), { need: { tagana: IDS.length } }))
  await service.settle()
  await advance(1)
  const unknown = IDS.length - 3
  const ofSms = async () =>
    judge(
      IDS.length,
      (await rowsNow()).filter(({ channel }) => channel === 'sms'),
      gateway.ledger,
    )
  expect(await ofSms()).toMatchObject({ lost: 0, doubled: 0, unknown, unknownTaken: 3, unknownNotTaken: { sms: 1 } })

  // Told at the first sweep after it became known; the mail's outcome is unknown as well.
  const told = await kentongan.rows<{ late: number; purpose: string }>`
    SELECT extract(epoch FROM reported_at - ended_at)::int AS late, purpose FROM notice
     WHERE state = 'unknown' AND operator_id IS NULL`
  expect(told.map(({ late }) => late)).toEqual(Array.from({ length: unknown + 1 }, () => expect.toBeOneOf([0, 1])))

  // Receipts that are wrong in every way: before, twice, of another system, in the wrong order.
  const [taken = '', throttled = '', after502 = ''] = (await rowsNow()).map(({ ref }) => ref)
  await tell({ id: `gw-${taken}`, status: 'delivered' }, { id: `gw-${taken}`, status: 'delivered' })
  await tell({ id: `gw-${taken}`, status: 'failed' }, { id: 'of-somebody-else', status: 'failed' })
  await tell({ ref: throttled, status: 'delivered' }, { ref: throttled, status: 'waiting' })
  await tell({ ref: after502, status: 'delivered' }, { ref: after502, status: 'delivered' })
  const shown = await kentongan.callOut(callOutId ?? '')
  expect(shown['outcomes']).toMatchObject({
    // The mail to one of them, and that to the operator of whom they were told.
    byChannel: { sms: { unknown: unknown - 1 }, email: { unknown: 2 } },
    delivered: 3,
    repeated: 0,
    settledByReceipt: 1,
  })
  expect(shown.filled).toEqual({ tagana: 0 })

  // Two minutes later the mail goes out once more under the same name; no SMS ever does.
  delete script['dot']
  await advance(120)
  const names = smtp.mails.map((mail) => /^Message-ID: (.*)$/im.exec(mail)?.[1])
  expect(new Set(names).size).toBeLessThan(names.length)
  await advance(300)
  expect(new Set(gateway.ledger.map(({ ref }) => ref)).size).toBe(gateway.ledger.length)
  expect(gateway.requests.filter((ref) => ref === after502)).toHaveLength(1)
  const end = await kentongan.callOut(callOutId ?? '')
  expect(end['outcomes']).toMatchObject({
    byChannel: { email: { accepted: 2 } },
    unknown: unknown - 1,
    repeated: 2,
    settledByReceipt: 1,
  })
  expect(await ofSms()).toMatchObject({ lost: 0, doubled: 0, strangers: 0 })
  await forgetSent()
})

test('by a gateway that takes one key once every message arrives, each one time', async () => {
  await everybody()
  const gateway = await faultyGateway()
  const smtp = await startRawSmtp()
  onTestFinished(() => smtp.close())
  const service = await sendingBy(gateway.url, smtp.url, true)
  await kentongan.post(aFlood(clock.now(), { need: { tagana: IDS.length } }))
  for (const seconds of [0, 1, 10]) {
    clock.moveBy({ s: seconds })
    await service.settle()
  }
  const rows = (await rowsNow()).filter(({ channel }) => channel === 'sms')
  const verdict = judge(IDS.length, rows, gateway.ledger)
  expect(isClean(verdict)).toBe(true)
  expect(verdict).toMatchObject({ sent: IDS.length, doubled: 0, unknown: 0, states: { accepted: IDS.length } })
  expect(rows.filter(({ repeats }) => repeats > 0).length).toBeGreaterThanOrEqual(4)

  // What a gateway says of a number is for whoever keeps the roster.
  await tell({ ref: rows[0]?.ref, status: 'failed-for-good', reason: 'tidak terdaftar' })
  const flagged = await kentongan.ask('/v1/responders?flagged=true')
  expect(await flagged.json()).toMatchObject({
    features: [
      { id: await kentongan.idOf('R-0001'), properties: { flags: [{ channel: 'sms', reason: 'tidak terdaftar' }] } },
    ],
  })
  await forgetSent()
})

test('what a gateway says of its own accord is kept with the rest: an answer counts, a receipt does not', async () => {
  await kentongan.enrol(aTagana('R-0001', { kmNorth: 1 }), aTagana('R-0002', { kmNorth: 2 }))
  const worker = await kentongan.start('worker')
  onTestFinished(() => kentongan.stop(worker))
  await kentongan.receive(aFlood(clock.now(), { need: { tagana: 2 } }))
  for (const id of ['R-0001', 'R-0002']) kentongan.phone(id).received(/MOBILISASI/)
  const gateway = hearingOf(installation, { wake: async () => undefined })
  const [one = '', two = ''] = (await rowsNow()).map(({ ref }) => ref)
  const receipt = {
    gateway: 'sms',
    ref: one,
    providerRef: null,
    state: 'delivered',
    reason: null,
    at: clock.now(),
  } as const
  await Promise.all([receipt, receipt, { ...receipt, ref: two }, { ...receipt, ref: 'kn-x' }].map(gateway.receipt))
  expect((await kentongan.callOut()).notices).toEqual({ delivered: 2 })
  expect((await kentongan.callOut()).filled).toEqual({ tagana: 0 })

  const text = { gateway: 'smsc', id: 'mo-1', from: phoneOf('R-0001'), to: null, text: 'Siap', receivedAt: clock.now() }
  await gateway.text(text)
  await gateway.text(text)
  await kentongan.advance({ s: 1 })
  expect((await kentongan.callOut()).filled).toEqual({ tagana: 1 })
  expect(await kentongan.rows`SELECT gateway, outcome FROM inbound_message`).toEqual([
    { gateway: 'smsc', outcome: 'answered' },
  ])
})

test('a text with signs that no phone shows is kept without them, and one of 255 parts as far as an answer goes', async () => {
  const hearing = hearingOf(installation, { wake: async () => undefined })
  const text = { gateway: 'smsc', from: '+6281234567890', to: null, receivedAt: clock.now() }
  await hearing.text({ ...text, id: 'nul', text: 'halo\u0000\u001b apa \ud800kabar' })
  await hearing.text({ ...text, id: 'long', text: 'halo '.repeat(7_000) })
  const kept = await kentongan.rows<{
    sealed: Buffer
  }>`SELECT text_sealed AS sealed FROM inbound_message ORDER BY gateway_id`
  expect(kept.map(({ sealed }) => installation.seal.open(sealed))).toEqual(['halo '.repeat(320), 'halo apa kabar'])
})

test('every unknown outcome is with the operators within ten seconds, in a stream of them too', async () => {
  const many = Array.from({ length: 20 }, (_, nth) => `R-${String(nth + 1).padStart(4, '0')}`)
  await kentongan.enrol(...many.map((id, nth) => aTagana(id, { kmNorth: nth + 1 })))
  const worker = await kentongan.start('worker')
  onTestFinished(() => kentongan.stop(worker))
  await kentongan.receive(aFlood(clock.now(), { need: { tagana: many.length } }))
  for (const id of many) kentongan.phone(id).received(/MOBILISASI/)
  const ends = new Map<string, Date>()
  for (const { ref } of await rowsNow()) {
    ends.set(ref, clock.now())
    await kentongan.rows`UPDATE notice SET state = 'sending', lease_until = ${clock.now()} WHERE ref = ${ref}`
    await kentongan.advance({ s: 1 })
  }
  for (let second = 0; second < 9; second += 1) await kentongan.advance({ s: 1 })
  const unknown = await kentongan.rows<{ ref: string; reported_at: Date }>`
    SELECT ref, reported_at FROM notice WHERE state = 'unknown'`
  expect(unknown).toHaveLength(many.length)
  const waits = unknown.map(({ ref, reported_at }) => reported_at.getTime() - (ends.get(ref)?.getTime() ?? 0))
  expect(Math.max(...waits)).toBeLessThanOrEqual(10_000)
  // Not one message for each.
  let told = 0
  for (const reader of [kentongan.phone('O-9001'), kentongan.mail('O-9001')])
    for (; reader.waiting() > 0; told += 1) reader.received(/PERIKSA/)
  expect(told).toBeLessThanOrEqual(8)
})
