import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { InvalidInput, Unavailable } from '../../src/errors.ts'
import { type BackendChoice, openBackend } from '../../src/queue/queues.ts'
import {
  aJob,
  aWake,
  freshChoice,
  harmableChoice,
  isRedis,
  listeningLog,
  onServer,
  openFor,
  startFor,
} from './a-backend.ts'
import { startTcpProxy } from './tcp-proxy.ts'

let shared: BackendChoice
beforeAll(async () => {
  shared = await freshChoice()
})

const timed = async (work: Promise<unknown>): Promise<number> => {
  const sinceMs = performance.now()
  await work
  return performance.now() - sinceMs
}

test('after every connection was ended by the server the next job starts within 2 s', async () => {
  const choice = await harmableChoice(shared)
  const { backend, queues } = await openFor(choice)
  const look = aJob('look')
  const workers = await startFor(backend, [look.definition])
  await queues.wake([aWake()])
  await workers.idle()
  const ended = await onServer(choice, {
    postgres: async (client) => {
      const others = 'datname = current_database() AND pid <> pg_backend_pid()'
      const { rowCount } = await client.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${others}`)
      return rowCount ?? 0
    },
    redis: async (redis) => Number(await redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')),
  })
  expect(ended).toBeGreaterThanOrEqual(4)
  // A wake that falls into the gap is for the sweep, which wakes again.
  const startedMs = await timed(
    (async () => {
      await expect.poll(() => queues.wake([aWake()]).then(() => true), { timeout: 2_000, interval: 50 }).toBe(true)
      await look.begun(2)
    })(),
  )
  expect(startedMs).toBeLessThan(2_000)
})

test('a queue that lost everything still brings what is woken anew', async () => {
  const choice = await harmableChoice(shared)
  const { backend, queues } = await openFor(choice)
  const look = aJob('look')
  await startFor(backend, [look.definition])
  const lost = aWake({ delayMs: 600_000 })
  await queues.wake([lost])
  await onServer(choice, {
    redis: async (redis) => {
      await redis.flushall()
    },
    postgres: async (client) => {
      const ours = "schemaname = 'bullmq' AND tablename <> 'migration'"
      const { rows } = await client.query<{ tablename: string }>(`SELECT tablename FROM pg_tables WHERE ${ours}`)
      expect(rows.length).toBeGreaterThan(0)
      await client.query(`TRUNCATE ${rows.map(({ tablename }) => `bullmq.${tablename}`).join(', ')} CASCADE`)
    },
  })
  // The same id, as the sweep would ask for it once the row is due.
  const startedMs = await timed(
    (async () => {
      await queues.wake([{ ...lost, delayMs: 0 }])
      await look.begun(1)
    })(),
  )
  expect(startedMs).toBeLessThan(10_000)
})

test('a job whose process was killed is run by another within 20 s', async () => {
  const choice = await harmableChoice(shared)
  const { backend, queues } = await openFor(choice)
  const fixture = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
  const hook = new URL('./typescript-hook.mjs', import.meta.url).href
  const child = spawn(process.execPath, ['--import', hook, fixture('./stuck-worker.ts'), JSON.stringify(choice)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const says = createInterface(child.stdout)[Symbol.asyncIterator]()
  expect((await says.next()).value).toBe('ready')
  await queues.wake([aWake({ payload: { row: 'r-1' } })])
  expect((await says.next()).value).toBe('taken')
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
  const look = aJob('look')
  await startFor(backend, [look.definition])
  const tookMs = await timed(look.begun(1))
  expect(look.ran).toEqual([{ row: 'r-1' }])
  expect(tookMs).toBeLessThan(20_000)
})

const behindProxy = async (choice: BackendChoice) => {
  const url = new URL(choice.kind === 'redis' ? choice.redisUrl : choice.databaseUrl)
  const proxy = await startTcpProxy(url.hostname, Number(url.port))
  onTestFinished(() => proxy.close().catch(() => undefined))
  url.hostname = '127.0.0.1'
  url.port = `${proxy.port}`
  const through: BackendChoice =
    choice.kind === 'redis' ? { kind: 'redis', redisUrl: url.href } : { kind: 'postgres', databaseUrl: url.href }
  return { proxy, through }
}

test('a wake fails within 3.5 s while the network is silent, and works again soon after', async () => {
  const { proxy, through } = await behindProxy(shared)
  const { queues } = await openFor(through)
  await queues.wake([aWake({ delayMs: 600_000 })])
  proxy.freeze()
  const failedMs = await timed(expect(queues.wake([aWake()])).rejects.toBeInstanceOf(Unavailable))
  expect(failedMs).toBeLessThan(3_500)
  expect(await queues.ping()).toBe(false)
  proxy.thaw()
  await expect.poll(() => queues.ping(), { timeout: 15_000, interval: 100 }).toBe(true)
  await queues.wake([aWake({ delayMs: 600_000 })])
})

test('a network that is silent when a lane is first asked harms no later wake', async () => {
  const { proxy, through } = await behindProxy(shared)
  const { queues } = await openFor(through)
  proxy.freeze()
  await expect(queues.wake([aWake()])).rejects.toBeInstanceOf(Unavailable)
  // Until the connection whose bytes were lost is given up: its answers would be taken for those of other questions.
  expect(await queues.ping()).toBe(false)
  proxy.thaw()
  await expect.poll(() => queues.ping(), { timeout: 15_000, interval: 100 }).toBe(true)
  await queues.wake([aWake({ delayMs: 600_000 })])
})

test('a wake fails within 3.5 s when nobody listens, and so does opening the queues', async () => {
  const { proxy, through } = await behindProxy(shared)
  const { queues } = await openFor(through)
  await proxy.close()
  const failedMs = await timed(expect(queues.wake([aWake()])).rejects.toBeInstanceOf(Unavailable))
  expect(failedMs).toBeLessThan(3_500)
  expect(await queues.ping()).toBe(false)
  const opened = openBackend(through, listeningLog().log)
  expect(await timed(expect(opened).rejects.toBeInstanceOf(Unavailable))).toBeLessThan(3_500)
})

test('two processes may open the queues at the same moment', async () => {
  const both = await Promise.all([openFor(shared), openFor(shared)])
  expect(await Promise.all(both.map(({ queues }) => queues.ping()))).toEqual([true, true])
})

if (isRedis()) {
  test('a Redis that may evict jobs is refused, with the remedy', async () => {
    const choice = await harmableChoice(shared)
    await onServer(choice, {
      redis: async (redis) => {
        await redis.config('SET', 'maxmemory-policy', 'allkeys-lru')
      },
      postgres: async () => undefined,
    })
    const opened = openBackend(choice, listeningLog().log)
    await expect(opened).rejects.toBeInstanceOf(InvalidInput)
    await expect(opened).rejects.toMatchObject({ faults: [{ got: 'allkeys-lru', expected: 'noeviction' }] })
  })

  test('a Redis that does not let us read its settings is used, with a warning', async () => {
    const choice = await harmableChoice(shared)
    await onServer(choice, {
      redis: async (redis) => {
        await redis.call('ACL', 'SETUSER', 'default', '-info')
      },
      postgres: async () => undefined,
    })
    const { lines, log } = listeningLog()
    const backend = await openBackend(choice, log)
    await backend.close()
    expect(lines[0]?.line).toBe('warn queue backend: Redis does not let us read its settings')
  })
}
