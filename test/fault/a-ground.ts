import { beforeAll, inject, onTestFinished } from 'vitest'
import { freshDatabase } from '../support/database.ts'
import { startRedis } from '../support/redis-server.ts'
import { buildDoor, type Door } from './door.ts'
import { type Ground, openGround } from './ground.ts'

export const isRedis = (): boolean => inject('redisUrl') !== ''

/** Slow enough that something can be done while messages are on their way. */
export const SLOW_MS = [100, 300] as const

interface Wanted {
  readonly people: number
  readonly sinkMs?: readonly [number, number]
}

const LAST_OF_LOG = 6_000

/** The same URL through a door. */
const through = (url: string, door: Door): string => {
  const changed = new URL(url)
  changed.hostname = '127.0.0.1'
  changed.port = String(door.port)
  return changed.href
}

const portOf = (url: string): number => Number(new URL(url).port || '5432')

/**
 * Grounds for the tests of one file, at most `most`, each with a database of its own and, on Redis, a server of its
 * own, which may be harmed. Call it at the top of the file. With doors the service reaches both through them.
 */
export const grounds = (most: number) => {
  const databases: string[] = []
  beforeAll(async () => {
    for (let nth = 0; nth < most; nth += 1) databases.push(await freshDatabase())
  })
  const nextDatabase = (): string => {
    const url = databases.pop()
    if (url === undefined) throw new Error(`this file asked for ${most} grounds`)
    return url
  }
  const openRedis = async (): Promise<string | null> => {
    if (!isRedis()) return null
    const redis = await startRedis()
    onTestFinished(redis.stop)
    return redis.url
  }
  const build = async (options: Parameters<typeof openGround>[0]): Promise<Ground> => {
    const ground = await openGround(options)
    onTestFinished(async ({ task }) => {
      if (task.result?.state === 'fail') console.error(ground.log().slice(-LAST_OF_LOG))
      await ground.close()
    })
    return ground
  }
  return {
    aGround: async ({ people, sinkMs = [5, 30] }: Wanted): Promise<Ground> => {
      return build({ databaseUrl: nextDatabase(), redisUrl: await openRedis(), people, seed: 1, sinkMs })
    },
    aGroundWithDoors: async ({
      people,
      sinkMs = [5, 30],
    }: Wanted): Promise<{ ground: Ground; database: Door; redis: Door | null }> => {
      const databaseUrl = nextDatabase()
      const redisUrl = await openRedis()
      const database = await buildDoor(portOf(databaseUrl))
      const redis = redisUrl === null ? null : await buildDoor(portOf(redisUrl))
      // Registered before the ground, and so shut after the service that would complain is gone.
      onTestFinished(async () => {
        await database.shut().catch(() => undefined)
        await redis?.shut().catch(() => undefined)
      })
      const serviceUrls = {
        database: through(databaseUrl, database),
        redis: redisUrl === null || redis === null ? null : through(redisUrl, redis),
      }
      const ground = await build({ databaseUrl, redisUrl, serviceUrls, people, seed: 1, sinkMs })
      return { ground, database, redis }
    },
  }
}
