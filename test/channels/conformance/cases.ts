import assert from 'node:assert/strict'
import type { OutgoingMessage } from '../../../src/channels/channel.ts'
import type { SendOutcome } from '../../../src/mobilisation/notice.ts'
import { anSms } from '../a-message.ts'
import { sending } from '../sending.ts'
import { assertDiscreet, NUMBER, playing, SETTINGS } from './playing.ts'
import type { Certificate, Driver, Move } from './stand.ts'
import { EVERY_SIGN, HOSTILE } from './texts.ts'

/** One promise that every adapter keeps. Throws where it is broken. */
export interface Case {
  readonly name: string
  run(driver: Driver): Promise<void>
}

/** One message, one move: its outcome, and how many messages the gateway then has. */
const oneMove = (
  name: string,
  move: Move,
  kinds: readonly SendOutcome['kind'][],
  more?: (outcome: SendOutcome) => void,
): Case => ({
  name,
  run: (driver) =>
    playing(driver, async ({ stand, send }) => {
      stand.does(move)
      const outcome = await send()
      assert.ok(kinds.includes(outcome.kind), `got ${outcome.kind}, expected ${kinds.join(' or ')}`)
      assert.ok(stand.arrivals.length <= 1, `it was asked ${stand.arrivals.length} times`)
      more?.(outcome)
    }),
})

const refusedUnheard = (name: string, message: Partial<OutgoingMessage>, reason: string): Case => ({
  name,
  run: (driver) =>
    playing(driver, async ({ stand, send }) => {
      assert.deepEqual(await send(message), { kind: 'refused', reason })
      assert.equal(stand.bytes(), 0)
    }),
})

const arrivesWhole = (name: string, text: string): Case => ({
  name,
  run: (driver) =>
    playing(driver, async ({ stand, send }) => {
      assert.equal((await send({ text })).kind, 'accepted')
      assert.deepEqual(
        stand.arrivals.map((arrival) => [arrival.to, arrival.text]),
        [[NUMBER, text]],
      )
    }),
})

const reached = (name: string, certificate: Certificate, kind: SendOutcome['kind'], messages: number): Case => ({
  name,
  run: (driver) =>
    playing(
      driver,
      async ({ stand, send }) => {
        assert.equal((await send()).kind, kind)
        assert.equal(stand.arrivals.length, messages)
        assert.equal(stand.bytes() > 0, messages > 0)
      },
      { certificate },
    ),
})

const pauseOf = (outcome: SendOutcome): number => (outcome.kind === 'try-again' ? outcome.afterMs : Number.NaN)

const CASES_OF_ONE_MOVE: readonly Case[] = [
  oneMove("accepted, with the gateway's own id", { kind: 'accept', id: '4711' }, ['accepted'], (outcome) =>
    assert.equal(outcome.kind === 'accepted' && outcome.providerRef, '4711'),
  ),
  oneMove('a slow first byte is waited for', { kind: 'accept-late', afterMs: 150 }, ['accepted']),
  oneMove('a number that cannot be reached is refused', { kind: 'refuse-number' }, ['refused']),
  oneMove('a wrong password is told, never called unknown', { kind: 'refuse-us' }, ['refused', 'try-again']),
  oneMove('throttled: later', { kind: 'throttle', pauseS: null }, ['try-again'], (outcome) =>
    assert.ok(pauseOf(outcome) >= 1_000, `a pause of ${pauseOf(outcome)} ms`),
  ),
  oneMove('throttled with a pause: after that pause', { kind: 'throttle', pauseS: 7 }, ['try-again'], (outcome) =>
    assert.equal(pauseOf(outcome), 7_000),
  ),
  oneMove('out of order, not taken: later', { kind: 'fail-untaken' }, ['try-again']),
  oneMove('out of order, perhaps taken: unknown', { kind: 'fail-taken' }, ['unknown']),
  oneMove('no answer after the last byte: unknown', { kind: 'silence' }, ['unknown']),
  oneMove('cut after the last byte: unknown', { kind: 'cut' }, ['unknown']),
  oneMove('cut within the answer: unknown', { kind: 'half-answer' }, ['unknown']),
  oneMove('an answer that is none: unknown', { kind: 'garbage' }, ['unknown']),
]

const CASES_WITHOUT_A_GATEWAY: readonly Case[] = [
  {
    name: 'nobody listens: later',
    run: async (driver) => {
      const channel = sending(driver.channelToNobody('loopback', SETTINGS))
      const outcome = await channel.send(anSms({ to: NUMBER })).finally(() => channel.close())
      assert.equal(outcome.kind, 'try-again')
      assertDiscreet(driver, outcome)
    },
  },
  {
    name: 'an invented person stays on this machine',
    run: async (driver) => {
      const channel = sending(driver.channelToNobody('elsewhere', SETTINGS))
      try {
        const refused = { kind: 'refused', reason: 'synthetic' }
        assert.deepEqual(await channel.send(anSms({ synthetic: true })), refused)
        assert.deepEqual(await channel.send(anSms({ to: '+6284100000001' })), refused)
      } finally {
        await channel.close()
      }
    },
  },
]

const CASES_OF_MANY: readonly Case[] = [
  {
    name: 'after a silence the session is another one, and the next message goes',
    run: (driver) =>
      playing(
        driver,
        async ({ stand, send }) => {
          stand.does({ kind: 'silence' })
          assert.equal((await send()).kind, 'unknown')
          stand.does({ kind: 'accept', id: null })
          assert.equal((await send({ ref: 'n-0002' })).kind, 'accepted')
        },
        { settings: { connections: 2 } },
      ),
  },
  {
    name: 'never more at once than allowed, each once',
    run: (driver) =>
      playing(
        driver,
        async ({ stand, send }) => {
          stand.does({ kind: 'accept-late', afterMs: 5 })
          const outcomes = await Promise.all(Array.from({ length: 30 }, (_, n) => send({ ref: `n-${n}` })))
          assert.ok(outcomes.every(({ kind }) => kind === 'accepted'))
          assert.equal(stand.arrivals.length, 30)
          assert.ok(stand.mostAtOnce() <= 3, `${stand.mostAtOnce()} at once`)
        },
        { settings: { connections: 3, answerMs: 5_000 } },
      ),
  },
  {
    name: 'closing waits for what is under way, then nothing leaves',
    run: (driver) =>
      playing(
        driver,
        async ({ stand, channel, send }) => {
          stand.does({ kind: 'hold' })
          const underWay = send()
          while (stand.arrivals.length === 0) await new Promise((resolve) => setImmediate(resolve))
          let closed = false
          const closing = channel.close().then(() => {
            closed = true
          })
          assert.equal((await send({ ref: 'n-0002' })).kind, 'try-again')
          assert.equal(closed, false)
          stand.release()
          assert.equal((await underWay).kind, 'accepted')
          await closing
          assert.equal((await send({ ref: 'n-0003' })).kind, 'try-again')
          assert.equal(stand.arrivals.length, 1)
        },
        { settings: { answerMs: 5_000 } },
      ),
  },
  {
    name: 'what is ready and not sent leaves no byte, and gives its turn on',
    run: (driver) =>
      playing(
        driver,
        async ({ stand, channel, send }) => {
          const dropped = await channel.prepare(anSms({ to: NUMBER, ref: 'n-0002' }))
          const waiting = send({ ref: 'n-0003' })
          assert.equal(stand.bytes(), 0)
          dropped.letGo()
          dropped.letGo()
          assert.equal((await waiting).kind, 'accepted')
          assert.equal(stand.arrivals.length, 1)
        },
        { settings: { connections: 1 } },
      ),
  },
]

export const CASES: readonly Case[] = [
  ...CASES_OF_ONE_MOVE,
  ...CASES_WITHOUT_A_GATEWAY,
  ...CASES_OF_MANY,
  refusedUnheard('a bad number is refused without a byte', { to: '081234567890' }, 'bad-address'),
  refusedUnheard('a message of mode test leaves no byte', { mode: 'test' }, 'mode-test'),
  arrivesWhole('every sign of GSM-7 arrives as it was', EVERY_SIGN),
  arrivesWhole('quotes, braces, breaks and placeholders arrive as they were', HOSTILE),
  arrivesWhole('signs beyond GSM-7 arrive as they were', 'Banjir – “siaga” 🙏 ½'),
  {
    name: 'our name of the message reaches the gateway',
    run: (driver) =>
      playing(driver, async ({ stand, send }) => {
        await send({ ref: 'n-0190a8f2.7' })
        assert.deepEqual(
          stand.arrivals.map(({ ref }) => ref),
          ['n-0190a8f2.7'],
        )
      }),
  },
  reached('TLS with the right name is used', 'own-name', 'accepted', 1),
  reached('TLS with another name: no byte, later', 'other-name', 'try-again', 0),
]
