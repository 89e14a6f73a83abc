import { expect, test } from 'vitest'
import { until } from '../support/processes.ts'
import { grounds, isRedis, SLOW_MS } from './a-ground.ts'
import { untilAllLeft } from './kills.ts'
import { judge } from './verdict.ts'

const { aGround, aGroundWithDoors } = grounds(3)

const LIMIT_MS = 180_000
/** The connections to this database, but for the one that asks. */
const OF_OTHERS = 'FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()'
const CLEAN = { lost: 0, doubled: 0, contradicted: 0, strangers: 0 }

test(
  'queues emptied three times in the middle of a call-out lose and double nothing',
  async () => {
    const ground = await aGround({ people: 40, sinkMs: SLOW_MS })
    const { url } = await ground.startApi()
    const worker = ground.startWorker()
    await worker.said('kentongan ready')
    // The first comes right after the answer: the wake of the assessment may be lost, its row is not.
    await ground.post(url, 'once')
    await ground.emptyQueues()
    for (const messages of [10, 30]) {
      await until(`${messages} messages came`, () => ground.ledger().length >= messages)
      await ground.emptyQueues()
    }
    await untilAllLeft(ground, 80)
    expect(judge(80, await ground.notices(), ground.ledger())).toMatchObject({ sent: 80, unknown: 0, ...CLEAN })
  },
  LIMIT_MS,
)

test(
  'PostgreSQL ending every connection three times in the middle is healed: nothing lost, doubled or unknown',
  async () => {
    const ground = await aGround({ people: 60, sinkMs: SLOW_MS })
    const { url, running } = await ground.startApi()
    const worker = ground.startWorker()
    await worker.said('kentongan ready')
    await ground.post(url, 'once')
    let ended = 0
    for (const messages of [5, 40, 80]) {
      await until(`${messages} messages came`, () => ground.ledger().length >= messages)
      // Both processes have one, each time: asking whether it is ready is a statement of the API's.
      await fetch(`${url}/readyz`)
      await until('two are connected', async () => (await ground.rows(`SELECT pid ${OF_OTHERS}`)).length > 1)
      ended += (await ground.rows(`SELECT pg_terminate_backend(pid) ${OF_OTHERS}`)).length
    }
    expect(ended).toBeGreaterThanOrEqual(6)
    await untilAllLeft(ground, 120)
    const verdict = judge(120, await ground.notices(), ground.ledger())
    console.log(JSON.stringify(verdict))
    expect(verdict).toMatchObject({ sent: 120, unknown: 0, ...CLEAN })
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    // The processes healed themselves: none was started again.
    expect(worker.lines.filter((line) => line.startsWith('kentongan ready'))).toHaveLength(1)
    expect(running.lines.filter((line) => line.startsWith('kentongan ready'))).toHaveLength(1)
  },
  LIMIT_MS,
)

test(
  isRedis()
    ? 'while Redis is down events are accepted, and their messages leave once it is back, empty'
    : 'while PostgreSQL is down events are answered 503, and once it is back they are accepted and their messages leave',
  async () => {
    const { ground, database, redis } = await aGroundWithDoors({ people: 10 })
    const { url } = await ground.startApi()
    const worker = ground.startWorker()
    await worker.said('kentongan ready')
    const door = redis ?? database
    await door.shut()
    const during = await ground.post(url, 'during')
    expect(during.status).toBe(redis === null ? 503 : 202)
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    expect((await fetch(`${url}/readyz`)).status).toBe(503)
    expect(ground.ledger()).toEqual([])
    if (redis !== null) await ground.emptyQueues()
    await door.open()
    await until('the service is ready again', async () => (await fetch(`${url}/readyz`)).status === 200)
    const again = await ground.post(url, 'during')
    expect(again.status).toBe(redis === null ? 202 : 200)
    const since = performance.now()
    await untilAllLeft(ground, 20, 60_000)
    console.log(`all messages left ${Math.round(performance.now() - since)} ms after the outage`)
    expect(judge(20, await ground.notices(), ground.ledger())).toMatchObject({ sent: 20, unknown: 0, ...CLEAN })
  },
  LIMIT_MS,
)
