import { expect, test } from 'vitest'
import { until } from '../support/processes.ts'
import { grounds, SLOW_MS } from './a-ground.ts'
import { underWay, untilAllLeft } from './kills.ts'
import { judge } from './verdict.ts'

const { aGround } = grounds(1)

const LIMIT_MS = 180_000

test(
  'a worker that is asked to stop in the middle finishes what is leaving, puts the rest back, and ends within 30 s',
  async () => {
    const ground = await aGround({ people: 60, sinkMs: SLOW_MS })
    const { url } = await ground.startApi()
    const worker = ground.startWorker()
    await ground.post(url, 'once')
    await until('messages are on their way', () => ground.ledger().length >= 20)
    const { status, tookMs, killed } = await worker.end()
    expect({ status, killed }).toEqual({ status: 0, killed: false })
    console.log(`stopped in ${tookMs} ms`)
    expect(tookMs).toBeLessThanOrEqual(30_000)
    const left = await ground.notices()
    expect(left.filter(({ state }) => state === 'sending' || state === 'claimed' || state === 'unknown')).toEqual([])
    expect(await underWay(ground)).toBeGreaterThan(0)
    // Every message that a gateway took is known as taken.
    expect(judge(120, left, ground.ledger())).toMatchObject({ doubled: 0, contradicted: 0 })

    ground.startWorker()
    await untilAllLeft(ground, 120)
    expect(judge(120, await ground.notices(), ground.ledger())).toMatchObject({
      sent: 120,
      lost: 0,
      doubled: 0,
      unknown: 0,
    })
  },
  LIMIT_MS,
)
