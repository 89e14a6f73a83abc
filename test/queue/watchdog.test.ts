import { expect, test } from 'vitest'
import type { Lane } from '../../src/queue/job.ts'
import { canaryWake, isDead, makeWatchdog, nextWatch } from '../../src/queue/watchdog.ts'
import { listeningLog } from './a-backend.ts'

const START = Date.parse('2026-11-22T04:00:00Z')
const after = (seconds: number): Date => new Date(START + seconds * 1_000)

/** A watchdog over two lanes whose clock, backend and canaries the test moves. */
const aWatchdog = () => {
  const { lines, log } = listeningLog()
  const state = { seconds: 0, answers: true, readable: true, alive: new Set<Lane>(['live', 'upkeep']) }
  const signs = new Map<Lane, Date>()
  const dead: Lane[] = []
  const woken: string[] = []
  const watchdog = makeWatchdog({
    lanes: ['live', 'upkeep'],
    wakeCanary: async (lane, at) => {
      woken.push(canaryWake(lane, at).id)
      if (state.alive.has(lane)) signs.set(lane, at)
      else if (state.seconds === 10) throw new Error('no queue')
    },
    lastCanaryAt: async (lane) => {
      if (!state.readable) throw new Error('no database')
      return signs.get(lane)
    },
    ping: async () => state.answers,
    clock: { now: () => after(state.seconds) },
    onDead: (lane) => dead.push(lane),
    log,
  })
  const lookUntil = async (seconds: number): Promise<void> => {
    while (state.seconds < seconds) {
      state.seconds += 5
      await watchdog.look()
    }
  }
  return { state, dead, woken, lines, lookUntil, watchdog }
}

test('lanes that answer their canaries are never dead', async () => {
  const { dead, woken, lookUntil } = aWatchdog()
  await lookUntil(300)
  expect(dead).toEqual([])
  expect(woken).toHaveLength(120)
  expect(new Set(woken).size).toBe(120)
})

test('a lane that falls silent is told once, more than 25 s after its last sign', async () => {
  const { state, dead, lookUntil } = aWatchdog()
  await lookUntil(60)
  state.alive.delete('live')
  await lookUntil(85)
  expect(dead).toEqual([])
  await lookUntil(200)
  expect(dead).toEqual(['live'])
})

test('a lane that never gave a sign is dead 25 s after the start', async () => {
  const { state, dead, lines, lookUntil } = aWatchdog()
  state.alive.clear()
  await lookUntil(25)
  expect(dead).toEqual([])
  await lookUntil(30)
  expect(dead).toEqual(['live', 'upkeep'])
  expect(lines.filter(({ line }) => line.includes('no canary could be woken'))).toHaveLength(2)
})

test('while the backend is away nobody is dead and no canary is woken; afterwards the patience begins anew', async () => {
  const { state, dead, woken, lookUntil } = aWatchdog()
  await lookUntil(30)
  const before = woken.length
  state.answers = false
  await lookUntil(600)
  expect(woken).toHaveLength(before)
  state.answers = true
  state.alive.clear()
  await lookUntil(625)
  expect(dead).toEqual([])
  await lookUntil(630)
  expect(dead).toEqual(['live', 'upkeep'])
})

test('signs that cannot be read count as a backend that is away', async () => {
  const { state, dead, lookUntil } = aWatchdog()
  await lookUntil(30)
  state.readable = false
  await lookUntil(600)
  expect(dead).toEqual([])
})

test('a process that slept does not take its lanes for dead', async () => {
  const { state, dead, lookUntil } = aWatchdog()
  await lookUntil(30)
  state.seconds += 7_200
  await lookUntil(state.seconds + 25)
  expect(dead).toEqual([])
})

test('a look of just three periods late is no sleep, and 25 s to the millisecond is not yet dead', () => {
  const watch = { since: after(0), lookedAt: after(10) }
  expect(nextWatch(watch, { now: after(25), answers: true }, 5_000)).toEqual({ since: after(0), lookedAt: after(25) })
  expect(nextWatch(watch, { now: after(25.001), answers: true }, 5_000).since).toEqual(after(25.001))
  expect(isDead({ since: after(0), lookedAt: after(25) }, undefined, 25_000)).toBe(false)
  expect(isDead({ since: after(0), lookedAt: after(25.001) }, undefined, 25_000)).toBe(true)
  expect(isDead({ since: after(0), lookedAt: after(30) }, after(5), 25_000)).toBe(false)
})
