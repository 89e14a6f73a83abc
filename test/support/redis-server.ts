import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'

const START_LIMIT_MS = 10_000

// Found and given back at once: Redis itself cannot be asked for any free port.
const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('redis: the system gave no port')
  return address.port
}

/** A redis-server of its own, empty, kept in memory, on 127.0.0.1; with enough logical databases for every test file. */
export const startRedis = async (): Promise<{ readonly url: string; stop(): Promise<void> }> => {
  const folder = await mkdtemp(join(tmpdir(), 'kentongan-redis-'))
  const port = await freePort()
  const fixed = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction']
  const server = spawn('redis-server', ['--port', `${port}`, '--dir', folder, '--databases', '1024', ...fixed], {
    stdio: 'ignore',
  })
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  const failure = new Promise<never>((_, reject) => {
    server.once('error', (cause) => reject(new Error('redis: redis-server cannot be started', { cause })))
    server.once('exit', (code) => reject(new Error(`redis: redis-server ended at once with status ${code}`)))
  })
  const url = `redis://127.0.0.1:${port}`
  const client = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: null, retryStrategy: () => 50 })
  client.on('error', () => undefined) // refused until it listens
  const limit = AbortSignal.timeout(START_LIMIT_MS)
  const tooLate = once(limit, 'abort').then(() => Promise.reject(new Error('redis: redis-server does not answer')))
  try {
    await Promise.race([client.ping(), failure, tooLate])
  } catch (thrown) {
    server.kill()
    throw thrown
  } finally {
    client.disconnect()
    failure.catch(() => undefined) // after this its end is awaited by name
    tooLate.catch(() => undefined)
  }
  return {
    url,
    stop: async () => {
      server.kill()
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}
