import { setTimeout as pause } from 'node:timers/promises'
import fc from 'fast-check'
import smpp from 'smpp'
import { expect, onTestFinished, test } from 'vitest'
import { anSms } from '../a-message.ts'
import { sending } from '../sending.ts'
import { aGateway, PASSWORD, quietLog } from './a-gateway.ts'
import { bound, many } from './bound.ts'
import { handTimers } from './hand-timers.ts'
import { openSmsc } from './smsc.ts'

test('a peer that takes octets and answers nothing is found and the session built again within 30 s; what left is unknown', async () => {
  const timers = handTimers()
  const { smsc, gateway, lines } = await bound({ timers, answerMs: 60_000 })
  const [first] = smsc.bound.keys()
  smsc.deaf = true
  const sent = many(6).map((message) => gateway.send(message))
  await timers.advance(15_000)
  // From here on it answers those who come anew, as a restarted one does; the old connection stays dead.
  smsc.deaf = false
  await timers.advance(14_000)
  const outcomes = await Promise.all(sent)
  expect(outcomes.map(({ kind }) => kind)).toEqual([...Array(4).fill('unknown'), 'accepted', 'accepted'])
  expect(smsc.bound.has(first as never)).toBe(false)
  expect(smsc.binds).toHaveLength(2)
  expect(smsc.submitted).toHaveLength(2)
  expect(lines.some((line) => line.includes('SMPP session ended'))).toBe(true)
})

test('an idle session is asked whether it lives, answers when it is asked, and stays', async () => {
  const timers = handTimers()
  const { smsc } = await bound({ timers })
  await timers.advance(60_000)
  expect(smsc.requests.filter(({ command }) => command === 'enquire_link').length).toBeGreaterThanOrEqual(5)
  expect(smsc.binds).toHaveLength(1)
  const answer = await new Promise<{ command: string }>((resolve) => {
    const [session] = smsc.bound.keys()
    session?.send(new smpp.PDU('enquire_link', {}), resolve)
  })
  expect(answer.command).toBe('enquire_link_resp')
})

test('an SMSC that answers its link but no message loses its session, and an answer after the time settles the message', async () => {
  const { smsc, gateway, receipts } = await bound({ answerMs: 200 })
  const held: (() => void)[] = []
  smsc.onSubmit = (_, nth) =>
    nth === 1 ? new Promise((resolve) => held.push(() => resolve({ message_id: 'm-1' }))) : { message_id: `m-${nth}` }
  const slow = gateway.send(anSms({ ref: 'slow' }))
  await expect.poll(() => smsc.submitted.length).toBe(1)
  // Others are answered meanwhile: the session is well, only this one is late.
  await expect(gateway.send(anSms({ ref: 'quick' }))).resolves.toMatchObject({ kind: 'accepted' })
  await expect(slow).resolves.toEqual({ kind: 'unknown', reason: 'no answer within 200 ms' })
  held[0]?.()
  await expect
    .poll(() => receipts)
    .toMatchObject([{ gateway: 'operator', ref: 'slow', providerRef: 'm-1', state: 'waiting' }])
  smsc.onSubmit = () => 'nothing'
  await expect(gateway.send(anSms({ ref: 'never' }))).resolves.toMatchObject({ kind: 'unknown' })
  await expect.poll(() => smsc.binds.length).toBe(2)
})

test('a bind that is refused is said once and asked again after a pause; then messages go', async () => {
  const timers = handTimers()
  const smsc = await openSmsc()
  const lines: string[] = []
  smsc.onBind = () => ({ command_status: 0x0e })
  const gateway = sending(aGateway(smsc.port, { timers, log: quietLog(lines), answerMs: 60_000 }))
  onTestFinished(async () => {
    await smsc.close()
    await gateway.close()
  })
  const outcome = await gateway.send(anSms())
  expect(outcome).toEqual({ kind: 'try-again', reason: 'no SMPP session stands', afterMs: 5_000 })
  await timers.advance(60_000)
  expect(smsc.binds.length).toBe(3)
  const said = lines.filter((line) => line.includes('bind refused'))
  expect(said).toHaveLength(1)
  expect(said[0]).toContain('ESME_RINVPASWD (0x0E)')
  expect(lines.join()).not.toContain(PASSWORD)
  smsc.onBind = () => ({ system_id: 'smsc' })
  await timers.advance(60_000)
  await expect(gateway.send(anSms())).resolves.toMatchObject({ kind: 'accepted' })
})

test('unbound in mid window: what is under way is answered, what waits goes by the next session, nothing twice', async () => {
  const { smsc, gateway } = await bound({ window: 2, answerMs: 5_000 })
  const held: (() => void)[] = []
  smsc.onSubmit = (_, nth) =>
    nth <= 2
      ? new Promise((resolve) => held.push(() => resolve({ message_id: `m-${nth}` })))
      : { message_id: `m-${nth}` }
  const sent = many(5).map((message) => gateway.send(message))
  await expect.poll(() => held.length).toBe(2)
  const [session] = smsc.bound.keys()
  const goodbye = new Promise<string>((resolve) => {
    session?.send(new smpp.PDU('unbind', {}), ({ command }) => resolve(command))
  })
  await pause(30)
  expect(smsc.submitted).toHaveLength(2)
  for (const answer of held) answer()
  await expect(goodbye).resolves.toBe('unbind_resp')
  const outcomes = await Promise.all(sent)
  expect(outcomes.map(({ kind }) => kind)).toEqual(Array(5).fill('accepted'))
  expect(smsc.submitted).toHaveLength(5)
  expect(smsc.binds).toHaveLength(2)
})

test('an SMSC that has forgotten the bind is bound anew', async () => {
  const { smsc, gateway } = await bound()
  smsc.onSubmit = (_, nth) => (nth === 1 ? { command_status: 0x04 } : { message_id: `m-${nth}` })
  await expect(gateway.send(anSms())).resolves.toMatchObject({ kind: 'try-again' })
  await expect.poll(() => smsc.binds.length, { timeout: 5_000 }).toBe(2)
  await expect(gateway.send(anSms())).resolves.toMatchObject({ kind: 'accepted' })
})

test('octets that are no SMPP end the session and not the process', async () => {
  const { smsc, gateway, lines } = await bound()
  const [session] = smsc.bound.keys()
  session?.socket.write(Buffer.from('ffffffff00000000', 'hex'))
  await expect.poll(() => smsc.binds.length, { timeout: 5_000 }).toBe(2)
  await expect(gateway.send(anSms())).resolves.toMatchObject({ kind: 'accepted' })
  expect(lines.some((line) => line.includes('no SMPP: a PDU of 4294967295 octets'))).toBe(true)
})

test('a process that was held up reads the answers that came meanwhile before it calls them lost', async () => {
  const timers = handTimers()
  const { smsc, gateway } = await bound({ timers, answerMs: 20_000 })
  await timers.advance(1_000)
  const sent = gateway.send(anSms())
  await timers.advance(500)
  smsc.onSubmit = () => 'nothing'
  const never = gateway.send(anSms({ ref: 'never' }))
  await expect.poll(() => smsc.submitted.length).toBe(2)
  await expect(sent).resolves.toMatchObject({ kind: 'accepted' })
  smsc.submitted[1]?.session.send(smsc.submitted[1].pdu.response({ message_id: 'm-2' }))
  timers.jump(60_000)
  await expect(never).resolves.toEqual({ kind: 'accepted', providerRef: 'm-2' })
  expect(smsc.binds).toHaveLength(1)
})

test('an SMSC that lets us in and never answers the bind is given up, and messages are told to come later', async () => {
  const timers = handTimers()
  const smsc = await openSmsc()
  smsc.onBind = () => 'nothing'
  const gateway = sending(aGateway(smsc.port, { timers, connectMs: 10_000 }))
  onTestFinished(async () => {
    await smsc.close()
    await gateway.close()
  })
  const sent = gateway.send(anSms())
  await expect.poll(() => smsc.binds.length).toBe(1)
  await timers.advance(10_500)
  await expect(sent).resolves.toMatchObject({ kind: 'try-again' })
  // From now on nobody waits for it.
  await expect(gateway.send(anSms())).resolves.toMatchObject({ kind: 'try-again', afterMs: 5_000 })
  smsc.onBind = () => ({ system_id: 'smsc' })
  await timers.advance(2_000)
  await expect(gateway.send(anSms())).resolves.toMatchObject({ kind: 'accepted' })
})

test('no octets from an SMSC end the process', async () => {
  const { smsc, gateway } = await bound({ reference: false })
  const bytes = fc.sample(fc.uint8Array({ minLength: 4, maxLength: 300 }), { numRuns: 60, seed: 11 })
  for (const some of bytes) {
    const [session] = smsc.bound.keys()
    // Sometimes as the inside of a PDU whose length is right.
    const whole = Buffer.concat([Buffer.alloc(4), Buffer.from(some), Buffer.alloc(12)])
    whole.writeUInt32BE(whole.length, 0)
    session?.socket.write(some.length % 5 === 0 ? Buffer.from(some) : whole)
    await pause(2)
  }
  await expect
    .poll(async () => (await gateway.send(anSms({ ref: `n-${smsc.submitted.length}` }))).kind, { timeout: 20_000 })
    .toBe('accepted')
})
