import { fastify } from 'fastify'
import { z } from 'zod'
import { startService } from '../../src/main/service.ts'
import { sql } from '../../src/store/sql.ts'
import { startChild } from './child.ts'
import { type Figure, percentile, spread } from './figure.ts'
import { addOfficer, openGround } from './ground.ts'
import type { Stage } from './stage.ts'

/** 300 events a minute each: enough officers that none of them reaches it. */
const OFFICERS = 480

/** Each several times, in turns: whatever else the machine does strikes both alike. The median round counts. */
const ROUNDS = 3

/**
 * As many at once as keep both processors busy on either side: fewer wait for commits to reach the disk. Warm after so
 * long: V8 has seen each path often enough to compile it.
 */
const FULL = { inFlight: 1_024, warmUpMs: 4_000, forMs: 6_000 } as const

/** The rate at which the latency is promised: 360 events a second, sent by the clock. */
const STEADY = { inFlight: 256, perSecond: 360, warmUpMs: 1_000, forMs: 8_000 } as const

const answerSchema = z.object({
  statuses: z.record(z.string(), z.int()),
  timesMs: z.array(z.number()),
  tookMs: z.number(),
})

interface Loaded {
  readonly perSecond: number
  readonly timesMs: readonly number[]
}

/** Signed events to the real API, beside a server that only inserts the body it gets. */
export const intake = async (stage: Stage): Promise<readonly Figure[]> => {
  const installation = await openGround(stage)
  const { database } = installation
  const officers: { operatorId: string; secret: string }[] = []
  while (officers.length < OFFICERS) officers.push(await addOfficer(installation))
  const sender = startChild(stage, 'sender.js')

  await database.run(sql`CREATE TABLE bench_hello (id bigserial PRIMARY KEY, body jsonb NOT NULL)`)
  const hello = fastify()
  stage.later(() => hello.close())
  hello.post('/v1/events', async (request, reply) => {
    await database.run(sql`INSERT INTO bench_hello (body) VALUES (${JSON.stringify(request.body)})`)
    return reply.code(202).send({ ok: true })
  })
  const helloUrl = await hello.listen({ host: '127.0.0.1', port: 0 })
  const service = await startService(installation, 'api')
  stage.later(() => service.stop())

  const load = async (
    how: typeof FULL | typeof STEADY,
    url: string,
    countRows: () => Promise<number>,
  ): Promise<Loaded> => {
    stage.tell(`${how.inFlight} at once for ${how.forMs / 1_000} s to ${url}`)
    const before = await countRows()
    const answer = await sender.ask({ ...how, officers, url: `${url}/v1/events` }, answerSchema)
    const { '202': taken = 0, ...others } = answer.statuses
    const rows = (await countRows()) - before
    stage.tell(`202: ${taken}, rows: ${rows}, other answers: ${JSON.stringify(others)}`)
    if (taken !== rows || Object.keys(others).length > 0) throw new Error(`${taken} answers of 202, ${rows} rows`)
    const perSecond = (answer.timesMs.length / answer.tookMs) * 1_000
    stage.tell(`${Math.round(perSecond)} a second`)
    return { perSecond, timesMs: answer.timesMs }
  }
  const count = async (statement: ReturnType<typeof sql>): Promise<number> => {
    const [row] = await database.rows<{ n: number }>(statement)
    return row?.n ?? 0
  }
  const rawRows = () => count(sql`SELECT count(*)::int AS n FROM bench_hello`)
  const ourRows = () => count(sql`SELECT count(*)::int AS n FROM hazard_event`)
  const ourUrl = service.url ?? ''
  const rounds: { readonly raw: Loaded; readonly ours: Loaded }[] = []
  while (rounds.length < ROUNDS)
    rounds.push({ raw: await load(FULL, helloUrl, rawRows), ours: await load(FULL, ourUrl, ourRows) })
  const medianOf = (of: 'raw' | 'ours') => ({
    perSecond: percentile(
      rounds.map((round) => round[of].perSecond),
      0.5,
    ),
    timesMs: rounds.flatMap((round) => round[of].timesMs),
  })
  const [raw, ours] = [medianOf('raw'), medianOf('ours')]
  const rawSteady = await load(STEADY, helloUrl, rawRows)
  const oursSteady = await load(STEADY, ourUrl, ourRows)
  const ceiling = 'fastify and one INSERT'
  return [
    {
      what: `signed events answered 202, ${FULL.inFlight} at once, median of ${ROUNDS} rounds`,
      value: ours.perSecond,
      unit: 'answers/s',
      ceiling: { what: ceiling, value: raw.perSecond },
    },
    ...spread('latency at full load', ours.timesMs, { what: ceiling, timesMs: raw.timesMs }),
    ...spread(`latency at ${STEADY.perSecond} events/s`, oursSteady.timesMs, {
      what: ceiling,
      timesMs: rawSteady.timesMs,
    }),
  ]
}
