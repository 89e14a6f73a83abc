import { Redis } from 'ioredis'
import { inject } from 'vitest'

/**
 * The URL of a logical Redis database that nobody else uses, or undefined where the queues live in PostgreSQL. It dies
 * with the server at the end of the run. Only for the suites that run per backend.
 */
export const freshRedis = async (): Promise<string | undefined> => {
  const server = inject('redisUrl')
  if (server === '') return undefined
  const client = new Redis(server)
  try {
    return `${server}/${await client.incr('logical-databases-given-out')}`
  } finally {
    client.disconnect()
  }
}
