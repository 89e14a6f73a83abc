import { setTimeout as pause } from 'node:timers/promises'
import smpp from 'smpp'
import { expect, test } from 'vitest'
import type { SendOutcome } from '../../../src/mobilisation/notice.ts'
import { anSms } from '../a-message.ts'
import { bound } from './bound.ts'
import type { Reply, Submitted } from './smsc.ts'

/** The same sequence of chances for the same seed (Lehmer). */
const chances = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state * 48_271) % 0x7fff_ffff
    return state / 0x7fff_ffff
  }
}

type Fate = 'taken' | 'not-taken' | 'unsaid'

test.each([7])(
  '400 messages through an SMSC that does everything wrong (seed %d): none twice, each told as it was',
  async (seed) => {
    const chance = chances(seed)
    // Longer than a busy machine stands still: each answer that comes later costs a session.
    const { smsc, gateway } = await bound({ sessions: 3, window: 6, answerMs: 2_000 })
    const fates = new Map<string, Fate[]>()
    const note = ({ text }: Submitted, fate: Fate): void => {
      fates.set(text, [...(fates.get(text) ?? []), fate])
    }
    smsc.onSubmit = async (one, nth): Promise<Reply> => {
      const { pdu, session } = one
      const luck = chance()
      await pause(chance() * 8)
      const say = (fate: Fate, reply: Reply): Reply => {
        note(one, session.socket.destroyed ? 'unsaid' : fate)
        return reply
      }
      if (luck < 0.005) return say('unsaid', 'cut')
      if (luck < 0.01) return say('unsaid', 'nothing')
      if (luck < 0.015) {
        session.socket.write(Buffer.from('ff00ff00ff00ff00', 'hex'))
        return say('unsaid', 'nothing')
      }
      if (luck < 0.02) return say('not-taken', { command_status: 0x58 })
      if (luck < 0.06) return say('not-taken', { command_status: 0x08 })
      if (luck < 0.1) return say('not-taken', { command_status: 0x0b })
      if (luck < 0.105) {
        session.send(new smpp.PDU('unbind', {}))
        return say('taken', { message_id: `m-${nth}` })
      }
      // Twice, and an answer to nothing.
      if (luck < 0.3) session.send(pdu.response({ message_id: `m-${nth}` }))
      if (luck < 0.35) session.send(new smpp.PDU('submit_sm_resp', { sequence_number: 99_999, message_id: 'x' }))
      return say('taken', { message_id: `m-${nth}` })
    }
    const send = async (nth: number): Promise<SendOutcome> => {
      const outcome = await gateway.send(anSms({ ref: `n-${nth}`, text: `message ${nth}` }))
      if (outcome.kind !== 'try-again') return outcome
      await pause(200)
      return send(nth)
    }
    const outcomes = await Promise.all(Array.from({ length: 400 }, (_, nth) => send(nth)))
    const count = { accepted: 0, 'try-again': 0, refused: 0, unknown: 0 }
    for (const [nth, outcome] of outcomes.entries()) {
      count[outcome.kind] += 1
      const told = fates.get(`message ${nth}`) ?? []
      // Tried again only after the SMSC had said that it did not take it; the last try is as it was told.
      expect(told.slice(0, -1).every((fate) => fate === 'not-taken')).toBe(true)
      if (outcome.kind === 'accepted') expect(told.at(-1)).toBe('taken')
      if (outcome.kind === 'refused') expect(told.at(-1)).toBe('not-taken')
    }
    expect(count.accepted).toBeGreaterThan(300)
    expect(count.refused).toBeGreaterThan(5)
    expect(count.unknown).toBeGreaterThan(0)
    // It recovers from all of that.
    smsc.onSubmit = (_, nth) => ({ message_id: `m-${nth}` })
    await expect
      .poll(async () => (await gateway.send(anSms({ ref: 'last', text: 'last' }))).kind, { timeout: 20_000 })
      .toBe('accepted')
  },
  // A machine that stands still for seconds costs sessions, and those who wait try again all the same.
  180_000,
)
