import { expect, onTestFinished, test } from 'vitest'
import type { Wake } from '../../src/queue/job.ts'
import { sparing } from '../../src/queue/queue-log.ts'
import { type CronTick, startTicker } from '../../src/queue/ticker.ts'
import { aWake, listeningLog } from './a-backend.ts'

const at = new Date('2026-11-22T04:00:07.250Z')

const aTicker = (ticks: readonly CronTick[], wake: (wakes: readonly Wake[]) => Promise<void>) => {
  const { lines, log } = listeningLog()
  const ticker = startTicker(ticks, { wake, clock: { now: () => at }, log })
  onTestFinished(() => ticker.stop())
  return { lines, ticker }
}

test('a tick asks for its wakes with the second that was due, and goes on after one that failed', async () => {
  const asked: (readonly Wake[])[] = []
  let tell = (): void => undefined
  const twice = new Promise<void>((resolve) => {
    tell = resolve
  })
  const tick = {
    name: 'sweep',
    expression: '* * * * * *',
    wakes: (due: Date) => [aWake({ id: `sweep-${due.getTime()}` })],
  }
  const { lines } = aTicker([tick], async (wakes) => {
    asked.push(wakes)
    if (asked.length === 1) throw new Error('no queue')
    tell()
  })
  await twice
  expect(asked[0]?.[0]?.id).toBe(`sweep-${Date.parse('2026-11-22T04:00:07Z')}`)
  expect(lines).toEqual([
    { line: 'warn tick failed: the next one tries again', fields: { tick: 'sweep', reason: 'no queue' } },
  ])
})

test('a tick whose wakes cannot be made is told, and nothing is asked for', async () => {
  let asked = 0
  const ticked = new Promise<void>((resolve) => {
    const tick = {
      name: 'sweep',
      expression: '* * * * * *',
      wakes: () => {
        resolve()
        throw new Error('a slip')
      },
    }
    aTicker([tick], async () => {
      asked += 1
    })
  })
  await ticked
  expect(asked).toBe(0)
})

test('stopping waits for the tick under way', async () => {
  let over = false
  let began = (): void => undefined
  const underWay = new Promise<void>((resolve) => {
    began = resolve
  })
  let release = (): void => undefined
  const { ticker } = aTicker([{ name: 'sweep', expression: '* * * * * *', wakes: () => [aWake()] }], async () => {
    began()
    await new Promise<void>((resolve) => {
      release = resolve
    })
    over = true
  })
  await underWay
  const stopped = ticker.stop()
  release()
  await stopped
  expect(over).toBe(true)
})

test.each(['', 'every minute', '61 * * * *', '* * * *'])('the expression %j fails at the start', (expression) => {
  expect(() => aTicker([{ name: 'sweep', expression, wakes: () => [] }], async () => undefined)).toThrow(RangeError)
})

test('a line that repeats is told once in five seconds, with how many were left out', () => {
  const { lines, log } = listeningLog()
  let nowMs = 0
  const complain = sparing(log.warn, 5_000, () => nowMs)
  for (nowMs of [0, 1, 4_999, 5_000, 5_001]) complain('a connection was lost', { reason: 'cut' })
  complain('another')
  expect(lines).toEqual([
    { line: 'warn a connection was lost', fields: { reason: 'cut' } },
    { line: 'warn a connection was lost', fields: { reason: 'cut', leftOut: 2 } },
    { line: 'warn another', fields: undefined },
  ])
})
