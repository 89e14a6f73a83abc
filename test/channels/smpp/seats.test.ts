import { expect, test } from 'vitest'
import type { Link } from '../../../src/channels/smpp/link.ts'
import { openSeats } from '../../../src/channels/smpp/seats.ts'
import type { Session } from '../../../src/channels/smpp/session.ts'

/** Nothing is submitted here: places alone are given out. */
const session: Session = {
  submit: () => Promise.reject(new Error('nothing is submitted')),
  query: () => Promise.reject(new Error('nothing is asked')),
  drop: () => undefined,
  unbind: () => Promise.resolve(),
}

const aLink = (): Link => ({ standing: { session, reserved: 0 }, coming: true, close: () => Promise.resolve() })

/**
 * Time by hand whose alarms ring `earlyMs` too soon, as those of Node do: they count from the beginning of the turn in
 * which they were set, and the clock from the moment.
 */
const earlyTimers = (earlyMs: number) => {
  let nowMs = Date.parse('2026-11-22T10:00:00Z')
  let alarms: { readonly atMs: number; readonly run: () => void }[] = []
  return {
    now: () => new Date(nowMs),
    after: (ms: number, run: () => void) => {
      const alarm = { atMs: nowMs + Math.max(1, ms - earlyMs), run }
      alarms.push(alarm)
      return () => {
        alarms = alarms.filter((one) => one !== alarm)
      }
    },
    random: () => 0.5,
    /** Lets so much time pass, alarm by alarm. */
    pass: (ms: number) => {
      const endMs = nowMs + ms
      for (;;) {
        const [next] = alarms.filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs)
        if (next === undefined) break
        alarms = alarms.filter((one) => one !== next)
        nowMs = Math.max(nowMs, next.atMs)
        next.run()
      }
      nowMs = endMs
    },
  }
}

test.each([0, 1, 7])(
  'whoever waits while the gateway pauses sits when it is over, though its alarm rings %d ms early',
  async (earlyMs) => {
    const timers = earlyTimers(earlyMs)
    const seats = openSeats(() => [aLink()], 4, timers)
    expect(seats.throttled()).toBe(1_000)
    const seated: number[] = []
    const all = [1, 2, 3].map((nth) => seats.take().then((seat) => seated.push(nth) && seat?.leave()))
    timers.pass(999)
    await Promise.resolve()
    expect(seated).toEqual([])
    timers.pass(2)
    await Promise.all(all)
    expect(seated).toEqual([1, 2, 3])
  },
)

test('a pause that is made longer while one is on is waited for to its end, by one alarm', async () => {
  const timers = earlyTimers(1)
  const link = aLink()
  const seats = openSeats(() => [link], 4, timers)
  seats.throttled()
  timers.pass(1_000)
  expect(seats.throttled()).toBe(2_000)
  let sits = false
  const seat = seats.take().then((one) => {
    sits = true
    return one
  })
  timers.pass(1_999)
  await Promise.resolve()
  expect(sits).toBe(false)
  timers.pass(1)
  expect(await seat).toMatchObject({ session })
})
