import { setTimeout as pause } from 'node:timers/promises'
import smpp from 'smpp'
import { expect, test } from 'vitest'
import { anSms } from '../a-message.ts'
import { bound, LONG, many } from './bound.ts'
import { handTimers } from './hand-timers.ts'
import type { Reply } from './smsc.ts'

test('two sessions share the messages, and neither ever has more unanswered than its window', async () => {
  const { smsc, gateway } = await bound({ sessions: 2, window: 5, answerMs: 5_000 })
  smsc.onSubmit = async (_, nth): Promise<Reply> => {
    await pause((nth * 7) % 11)
    return { message_id: `m-${nth}` }
  }
  const outcomes = await Promise.all(many(200).map((message) => gateway.send(message)))
  expect(outcomes.every(({ kind }) => kind === 'accepted')).toBe(true)
  expect(gateway.connections).toBe(10)
  expect(smsc.mostAtOnce()).toBe(5)
  expect(new Set(outcomes.map((one) => 'providerRef' in one && one.providerRef)).size).toBe(200)
  for (const session of smsc.bound.keys())
    expect(smsc.submitted.filter((one) => one.session === session).length).toBeGreaterThan(50)
})

test('answers in another order and answers that come twice reach the right message once', async () => {
  const { smsc, gateway } = await bound({ window: 3 })
  const waiting: (() => void)[] = []
  smsc.onSubmit = ({ pdu, session, text }) =>
    new Promise((resolve) => {
      waiting.push(() => {
        session.send(pdu.response({ message_id: `first ${text}` }))
        resolve({ message_id: `again ${text}` })
      })
    })
  const sent = ['a', 'b', 'c'].map((text) => gateway.send(anSms({ ref: text, text })))
  await expect.poll(() => waiting.length).toBe(3)
  for (const answer of waiting.toReversed()) answer()
  expect(await Promise.all(sent)).toEqual(
    ['a', 'b', 'c'].map((text) => ({ kind: 'accepted', providerRef: `first ${text}` })),
  )
})

test('a throttling answer slows the whole gateway: nothing leaves in its pause, and then half as many go at once', async () => {
  const timers = handTimers()
  const { smsc, gateway } = await bound({ window: 8, timers, answerMs: 60_000 })
  const held: (() => void)[] = []
  smsc.onSubmit = (_, nth) =>
    nth <= 8 ? { command_status: 0x58 } : new Promise((resolve) => held.push(() => resolve({ message_id: `m-${nth}` })))
  const throttled = await Promise.all(many(8).map((message) => gateway.send(message)))
  for (const outcome of throttled)
    expect(outcome).toEqual({ kind: 'try-again', reason: 'SMSC answered ESME_RTHROTTLED (0x58)', afterMs: 1_000 })
  const later = many(20).map((message) => gateway.send(message))
  await timers.advance(500)
  expect(smsc.submitted).toHaveLength(8)
  await timers.advance(500)
  expect(smsc.submitted).toHaveLength(8 + 4)
  // Each that is taken makes room for itself and one more, until the window is full.
  held.splice(0).forEach((answer) => void answer())
  await expect.poll(() => smsc.submitted.length).toBe(8 + 4 + 8)
  smsc.onSubmit = (_, nth) => ({ message_id: `m-${nth}` })
  held.splice(0).forEach((answer) => void answer())
  const outcomes = await Promise.all(later)
  expect(outcomes.every(({ kind }) => kind === 'accepted')).toBe(true)
  expect(smsc.mostAtOnce()).toBe(8)
})

test('an SMSC that goes on throttling is asked less and less often', async () => {
  const timers = handTimers()
  const { smsc, gateway } = await bound({ timers, answerMs: 60_000 })
  smsc.onSubmit = () => ({ command_status: 0x14 })
  const pauses: number[] = []
  for (const message of many(7)) {
    const sent = gateway.send(message)
    // The last pause, and a moment.
    await timers.advance((pauses.at(-1) ?? 0) + 500)
    const outcome = await sent
    pauses.push(outcome.kind === 'try-again' ? outcome.afterMs : -1)
  }
  expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 16_000, 16_000])
})

test('a long text goes in parts on one session and has one outcome; two parts lost half-way make it unknown', async () => {
  const { smsc, gateway } = await bound({ sessions: 2 })
  await expect(gateway.send(anSms({ text: LONG }))).resolves.toEqual({ kind: 'accepted', providerRef: 'm-1 m-2 m-3' })
  expect(new Set(smsc.submitted.map(({ session }) => session)).size).toBe(1)
  expect(smsc.submitted.map(({ text }) => text).join('')).toBe(LONG)
  smsc.onSubmit = (_, nth) => (nth % 3 === 1 ? { message_id: 'x' } : 'cut')
  await expect(gateway.send(anSms({ text: LONG, ref: 'n-2' }))).resolves.toMatchObject({
    kind: 'unknown',
    reason: expect.stringMatching(/^part 2 of 3: /),
  })
  expect(smsc.submitted).toHaveLength(3 + 2)
})

test('a later part that the SMSC is too busy for is handed over again, the parts before it are not', async () => {
  const timers = handTimers()
  const { smsc, gateway } = await bound({ timers, answerMs: 60_000 })
  smsc.onSubmit = (_, nth) => (nth === 2 ? { command_status: 0x58 } : { message_id: `m-${nth}` })
  const sent = gateway.send(anSms({ text: LONG }))
  await timers.advance(3_000)
  await expect(sent).resolves.toEqual({ kind: 'accepted', providerRef: 'm-1 m-3 m-4' })
  expect(smsc.submitted.map(({ text }) => text)[1]).toBe(smsc.submitted[2]?.text)
  smsc.onSubmit = (_, nth) => (nth === 5 ? { message_id: 'm' } : { command_status: 0x0b })
  await expect(gateway.send(anSms({ text: LONG, ref: 'n-2' }))).resolves.toMatchObject({ kind: 'refused' })
})

test('a pair sends on one session and hears on the other', async () => {
  const { smsc, gateway, texts } = await bound({ bind: 'pair' })
  expect([...smsc.bound.values()].toSorted()).toEqual(['bind_receiver', 'bind_transmitter'])
  await gateway.send(anSms())
  const [one] = smsc.submitted
  expect(one && smsc.bound.get(one.session)).toBe('bind_transmitter')
  const answer = await smsc.bring({ source_addr: '6281234567890', source_addr_ton: 1, short_message: '1' })
  expect(answer.command_status).toBe(0)
  expect(texts).toMatchObject([{ from: '+6281234567890', text: '1' }])
})

test('what we do not speak is refused by name, and a part of a PDU as well', async () => {
  const { smsc } = await bound()
  const [session] = smsc.bound.keys()
  const answer = await new Promise<{ command: string; command_status: number }>((resolve) => {
    session?.send(new smpp.PDU('data_sm', {}), resolve)
  })
  expect(answer).toMatchObject({ command: 'generic_nack', command_status: 3 })
  expect(smsc.bound.size).toBe(1)
})

test('an exercise has a sender of its own, and an expiry goes along', async () => {
  const { smsc, gateway } = await bound({ exerciseSource: 'LATIHAN', timers: handTimers() })
  await gateway.send(anSms({ expiresAt: new Date('2026-11-22T12:00:00Z') }))
  await gateway.send(anSms({ mode: 'exercise' }))
  const [real, exercise] = smsc.submitted.map(({ pdu }) => pdu)
  expect(real).toMatchObject({ source_addr: 'BPBD', source_addr_ton: 5, destination_addr: '6281234567890' })
  expect(exercise).toMatchObject({ source_addr: 'LATIHAN' })
  expect(new Date(String(real?.['validity_period'])).getTime()).toBeGreaterThan(0)
})

test('how long a message is of use is told by the clock that all processes share, not by the machine’s own', async () => {
  const clock = { now: () => new Date('2031-01-01T11:30:00Z') }
  const { smsc, gateway } = await bound({ clock })
  await gateway.send(anSms({ expiresAt: new Date('2031-01-01T12:00:00Z') }))
  // The library adds what was told to its own time.
  const toldMin = (new Date(String(smsc.submitted[0]?.pdu['validity_period'])).getTime() - Date.now()) / 60_000
  expect(toldMin).toBeGreaterThan(28)
  expect(toldMin).toBeLessThan(32)
})

test('closing says goodbye on every session', async () => {
  const { smsc, gateway } = await bound({ sessions: 2 })
  await gateway.close()
  expect(smsc.requests.filter(({ command }) => command === 'unbind')).toHaveLength(2)
  await expect.poll(() => smsc.bound.size).toBe(0)
})

test('closing acknowledges first what is being kept', async () => {
  let release = (): void => undefined
  const gate = new Promise<void>((resolve) => {
    release = resolve
  })
  const { smsc, gateway } = await bound({ hearing: { text: () => gate, receipt: () => gate } })
  const answer = smsc.bring({ source_addr: '6281234567890', source_addr_ton: 1, short_message: '1' })
  await pause(20)
  const closed = gateway.close()
  release()
  expect((await answer).command_status).toBe(0)
  await closed
  expect(smsc.requests.at(-1)?.command).toBe('unbind')
})

test('a message that the SMSC gave no id has our own', async () => {
  const { smsc, gateway } = await bound()
  smsc.onSubmit = () => ({ message_id: '' })
  await expect(gateway.send(anSms({ ref: 'n-5' }))).resolves.toEqual({ kind: 'accepted', providerRef: 'n-5' })
})
