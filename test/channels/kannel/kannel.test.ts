import fastify from 'fastify'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { IncomingText, Receipt } from '../../../src/channels/hearing.ts'
import { templateGateway } from '../../../src/channels/template-http/gateway.ts'
import { systemClock } from '../../../src/clock.ts'
import { gatewayRoutes } from '../../../src/intake/gateway-routes.ts'
import { until } from '../../support/processes.ts'
import { anSms } from '../a-message.ts'
import { sending } from '../sending.ts'
import { type Kannel, MOST_WAITING, startKannel } from './a-kannel.ts'
import { describedKannel, SECRET } from './described.ts'

const receipts: Pick<Receipt, 'ref' | 'providerRef' | 'state' | 'reason'>[] = []
const texts: Pick<IncomingText, 'id' | 'from' | 'to' | 'text'>[] = []
/** Fails to keep a text so often. */
let failures = 0
const app = fastify()
const closing: (() => Promise<void>)[] = []
let kannel: Kannel
let callback: string

/** A channel through Kannel to one of its SMSCs. */
const through = (smsc: string, more: Parameters<typeof describedKannel>[0] = {}) => {
  const {
    kind,
    lookup,
    receipts: _,
    replies,
    ...described
  } = describedKannel({ url: kannel.sendsms, callback, smsc, ...more })
  const channel = sending(templateGateway({ ...described, connectMs: 1_000, answerMs: 2_000 }))
  closing.push(() => channel.close())
  return channel
}

beforeAll(async () => {
  const { receipts: rule, replies } = describedKannel({})
  gatewayRoutes(
    app,
    {
      rules: new Map([['kannel', { receipts: rule, replies }]]),
      receipt: async ({ ref, providerRef, state, reason }) => void receipts.push({ ref, providerRef, state, reason }),
      text: async ({ id, from, to, text }) => {
        failures -= 1
        if (failures >= 0) throw new Error('the database is away')
        texts.push({ id, from, to, text })
      },
    },
    systemClock(),
    { warn: () => undefined, error: () => undefined },
  )
  callback = await app.listen({ host: '127.0.0.1', port: 0 })
  kannel = await startKannel(`${callback}/v1/gateways/kannel/texts?key=${SECRET}`)
})

beforeEach(() => {
  receipts.length = 0
  texts.length = 0
})

afterAll(async () => {
  await Promise.all(closing.map((close) => close()))
  await kannel.close()
  await app.close()
})

const statesOf = (ref: string) => receipts.flatMap((one) => (one.ref === ref ? [one.state] : []))
const ACCEPTED = (ref: string) => ({ kind: 'accepted', providerRef: ref })

test("Kannel's fake SMSC gets one part, several and other alphabets, each is told as delivered once, and it brings a text", async () => {
  const sentTo = await kannel.fake('+6281234567890 5000 text 1 a7k2 ya')
  const channel = through('palsu', { sender: 'BPBD-BANTUL', exerciseSender: '5001' })
  const long = 'Banjir di Pangalengan. '.repeat(12)
  await expect(channel.send(anSms({ ref: 'n-1', text: 'Banjir {1} €' }))).resolves.toEqual(ACCEPTED('n-1'))
  await expect(channel.send(anSms({ ref: 'n-2', text: long, mode: 'exercise' }))).resolves.toEqual(ACCEPTED('n-2'))
  await expect(channel.send(anSms({ ref: 'n-3', text: 'Siaga – “ya”' }))).resolves.toEqual(ACCEPTED('n-3'))
  for (const ref of ['n-1', 'n-2', 'n-3'])
    await until(`${ref} is delivered`, () => statesOf(ref).length === 2 && statesOf(ref).includes('delivered'))
  expect(statesOf('n-2').sort()).toEqual(['delivered', 'waiting'])
  const [first, second, third, ...others] = sentTo()
  expect(first).toBe('BPBD-BANTUL +6281234567890 text Banjir {1} €')
  expect(second).toMatch(/^5001 \+6281234567890 udh %05%00%03...%02%01 data Banjir\+di/)
  expect(third).toMatch(/%02%02 data /)
  expect(others).toEqual([expect.stringMatching(/ ucs-2 %00S%00i%00a%00g%00a%00\+\+%13/)])
  await until('the text is here', () => texts.length > 0)
  expect(texts).toMatchObject([{ from: '+6281234567890', to: '5000', text: '1 a7k2 ya' }])
})

test('what an SMSC of SMPP says of a number and of time is told, and a validity goes with the message', async () => {
  const channel = through('operator')
  const { smsc } = kannel
  smsc.onSubmit = () => ({ command_status: 0x0b })
  await channel.send(anSms({ ref: 'n-4' }))
  await until('it is told', () => statesOf('n-4').length > 0)
  expect(receipts).toEqual([
    { ref: 'n-4', providerRef: null, state: 'failed-for-good', reason: 'NACK/0x0000000b/Invalid Destination Address' },
  ])
  smsc.onSubmit = (_, nth) => ({ message_id: `id-${nth}` })
  const expiresAt = new Date(Date.now() + 30 * 60_000)
  await channel.send(anSms({ ref: 'n-5', expiresAt }))
  await until('the SMSC has it', () => statesOf('n-5').length > 0)
  const validity: unknown = smsc.submitted.at(-1)?.pdu['validity_period']
  expect(Math.abs(Number(validity) - expiresAt.getTime())).toBeLessThan(120_000)
  const report = (id: string, said: string) =>
    smsc.bring({
      source_addr: '6281234567890',
      source_addr_ton: 1,
      destination_addr: '5000',
      esm_class: 4,
      short_message: `id:${id} sub:001 dlvrd:000 submit date:2611221200 done date:2611221201 ${said} text:`,
    })
  await report(`id-${smsc.submitted.length}`, 'stat:EXPIRED err:000')
  await until('it is told', () => statesOf('n-5').length > 1)
  expect(statesOf('n-5')).toEqual(['waiting', 'expired'])
})

test('a long text in another alphabet is one text; one that was not kept is brought again', async () => {
  const part = (number: number, text: string) =>
    kannel.smsc.bring({
      source_addr: '6281234567890',
      source_addr_ton: 1,
      destination_addr: '5000',
      esm_class: 0x40,
      data_coding: 8,
      short_message: { udh: Buffer.of(5, 0, 3, 7, 2, number), message: text },
    })
  await kannel.smsc.bring({
    source_addr: '6281234567891',
    source_addr_ton: 1,
    destination_addr: '5000',
    data_coding: 0,
    // In the 7-bit alphabet: é € @.
    short_message: Buffer.from([0x79, 0x61, 0x20, 0x05, 0x20, 0x1b, 0x65, 0x20, 0x00]),
  })
  await until('the plain one is here', () => texts.length > 0)
  expect(texts.splice(0)).toMatchObject([{ from: '+6281234567891', text: 'ya é € @' }])
  failures = 1
  await part(1, 'Saya “siap” – ')
  await part(2, 'berangkat 🙏')
  await until('the text is here', () => texts.length > 0)
  expect(texts).toMatchObject([{ from: '+6281234567890', to: '5000', text: 'Saya “siap” – berangkat 🙏' }])
})

test('an urgent message goes before others that wait for their SMSC', async () => {
  const channel = through('operator')
  const { smsc } = kannel
  let release = (): void => undefined
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const before = smsc.submitted.length
  smsc.onSubmit = async (_, nth) => {
    await released
    return { message_id: `id-${nth}` }
  }
  await channel.send(anSms({ ref: 'u-0', text: 'pertama' }))
  await until('the SMSC is busy', () => smsc.submitted.length > before)
  for (const [nth, urgent] of [false, false, true].entries())
    await channel.send(anSms({ ref: `u-${nth + 1}`, text: urgent ? 'segera' : 'biasa', urgent }))
  release()
  await until('all are there', () => smsc.submitted.length === before + 4)
  expect(smsc.submitted.slice(before).map(({ text }) => text)).toEqual(['pertama', 'segera', 'biasa', 'biasa'])
})

test('an SMSC that is down: Kannel keeps messages until its queue is full, then takes none', async () => {
  const channel = through('mati')
  const outcomes = []
  for (let nth = 0; nth < MOST_WAITING + 2; nth += 1) outcomes.push(await channel.send(anSms({ ref: `w-${nth}` })))
  expect(outcomes[0]).toEqual(ACCEPTED('w-0'))
  expect(outcomes.at(-1)).toEqual({
    kind: 'try-again',
    reason: 'gateway answered 503 Temporal failure, try again later.',
    afterMs: 30_000,
  })
  expect(outcomes.filter(({ kind }) => kind === 'accepted').length).toBeGreaterThanOrEqual(MOST_WAITING)
})

test('a bearerbox that is gone takes nothing', async () => {
  const channel = through('operator')
  kannel.killBearerbox()
  const before = kannel.smsc.submitted.length
  await until('it is told', async () => (await channel.send(anSms({ ref: 'n-9' }))).kind === 'try-again')
  expect(kannel.smsc.submitted.length).toBe(before)
})
