import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { Redis } from 'ioredis'
import type { Position } from '../../src/geo/position.ts'
import { sql } from '../../src/store/sql.ts'
import { startRedis } from '../support/redis-server.ts'
import { type Figure, spread } from './figure.ts'
import { openGround } from './ground.ts'
import type { Stage } from './stage.ts'

/** The same question asked of servers, each with the index that it is made for. */
interface Asked {
  readonly places: readonly Position[]
  readonly centreAt: (nth: number) => Position
  readonly wanted: number
  readonly withinKm: number
  /** What everybody agrees on, by index into the places. */
  readonly expectedAt: (nth: number) => readonly number[]
}

const QUERIES = { postgres: 500, redis: 200 } as const
const CHECKED = 5
const CHUNK = 10_000

const isOnPath = (command: string): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK)
      return true
    } catch {
      return false
    }
  })

const timesOf = async (
  asked: Asked,
  queries: number,
  ask: (nth: number) => Promise<readonly number[]>,
): Promise<readonly number[]> => {
  const timesMs: number[] = []
  for (let nth = 0; nth < queries + CHECKED; nth += 1) {
    const since = performance.now()
    const found = await ask(nth)
    if (nth >= CHECKED) timesMs.push(performance.now() - since)
    // Their Earths differ in the sixth digit, so that two equally far may change places.
    else if (found.filter((index) => asked.expectedAt(nth).includes(index)).length < asked.wanted - 1)
      throw new Error(`query ${nth}: a server found others than a look at everybody`)
  }
  return timesMs
}

/** earthdistance: points on a sphere in a GiST index, the nearest by the index alone, as PostGIS does it. */
const postgres = async (stage: Stage, asked: Asked): Promise<readonly number[]> => {
  const { database } = await openGround(stage)
  await database.run(sql`CREATE EXTENSION earthdistance CASCADE`)
  await database.run(sql`CREATE TABLE bench_home (index int, home cube)`)
  for (let from = 0; from < asked.places.length; from += CHUNK) {
    const chunk = asked.places.slice(from, from + CHUNK)
    await database.run(sql`
      INSERT INTO bench_home
      SELECT ${from}::int + nth - 1, ll_to_earth(latitude, longitude)
        FROM unnest(${chunk.map(([longitude]) => longitude)}::float8[], ${chunk.map(([, latitude]) => latitude)}::float8[])
             WITH ORDINALITY AS place(longitude, latitude, nth)`)
  }
  await database.run(sql`CREATE INDEX bench_home_place ON bench_home USING gist (home)`)
  await database.run({ text: 'VACUUM ANALYZE bench_home', values: [] })
  return timesOf(asked, QUERIES.postgres, async (nth) => {
    const [longitude, latitude] = asked.centreAt(nth)
    const rows = await database.rows<{ index: number }>(sql`
      SELECT index FROM bench_home
       WHERE earth_box(ll_to_earth(${latitude}, ${longitude}), ${asked.withinKm * 1_000}) @> home
       ORDER BY home <-> ll_to_earth(${latitude}, ${longitude}) LIMIT ${asked.wanted}`)
    return rows.map(({ index }) => index)
  })
}

const redis = async (stage: Stage, asked: Asked): Promise<readonly number[]> => {
  const server = await startRedis()
  stage.later(() => server.stop())
  const client = new Redis(server.url)
  stage.later(() => client.disconnect())
  for (let from = 0; from < asked.places.length; from += CHUNK)
    await client.geoadd(
      'homes',
      ...asked.places
        .slice(from, from + CHUNK)
        .flatMap(([longitude, latitude], nth) => [longitude, latitude, String(from + nth)]),
    )
  return timesOf(asked, QUERIES.redis, async (nth) => {
    const [longitude, latitude] = asked.centreAt(nth)
    const { withinKm, wanted } = asked
    const found = await client.geosearch(
      ...(['homes', 'FROMLONLAT', longitude, latitude, 'BYRADIUS', withinKm, 'km', 'ASC', 'COUNT', wanted] as const),
    )
    return found.map(Number)
  })
}

/** The way to the server and back is in these: they are asked one query after the other over the loopback. */
export const nearestOfOthers = async (stage: Stage, asked: Asked): Promise<readonly Figure[]> => {
  const inPostgres = await postgres(stage, asked)
  const figures = spread('PostgreSQL, earthdistance over GiST', inPostgres)
  if (!isOnPath('redis-server')) {
    stage.tell('no redis-server on the path: GEOSEARCH is left out')
    return figures
  }
  return [...figures, ...spread('Redis GEOSEARCH', await redis(stage, asked))]
}
