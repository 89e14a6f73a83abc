import type { Timers } from '../../../src/channels/smpp/timers.ts'

/** Time that stands still until a test moves it, and chance that is always the same. */
export interface HandTimers extends Timers {
  /** Goes on so far, step by step; sockets are heard between the steps. */
  advance(ms: number): Promise<void>
  /** Goes on so far at once, as for a process that was held up: no socket is heard before what is due runs. */
  jump(ms: number): void
}

/** Lets whatever is on its way on loopback arrive. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 12; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

const STEP_MS = 500

export const handTimers = (): HandTimers => {
  let nowMs = Date.parse('2026-11-22T10:00:00Z')
  let scheduled: { readonly atMs: number; readonly run: () => void }[] = []
  const runDue = (): void => {
    for (;;) {
      const [next] = scheduled.filter(({ atMs }) => atMs <= nowMs).sort((a, b) => a.atMs - b.atMs)
      if (next === undefined) return
      scheduled = scheduled.filter((one) => one !== next)
      next.run()
    }
  }
  return {
    now: () => new Date(nowMs),
    after: (ms, run) => {
      const one = { atMs: nowMs + ms, run }
      scheduled.push(one)
      return () => {
        scheduled = scheduled.filter((each) => each !== one)
      }
    },
    random: () => 0.5,
    jump: (ms) => {
      nowMs += ms
      runDue()
    },
    advance: async (ms) => {
      const endMs = nowMs + ms
      await settle()
      while (nowMs < endMs) {
        nowMs = Math.min(endMs, nowMs + STEP_MS)
        runDue()
        await settle()
      }
    },
  }
}
