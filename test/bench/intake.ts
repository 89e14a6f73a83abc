import { fastify } from 'fastify'
import { z } from 'zod'
import { startService } from '../../src/main/service.ts'
import { sql } from '../../src/store/sql.ts'
import { startChild } from './child.ts'
import { type Figure, spread } from './figure.ts'
import { addOfficer, openGround } from './ground.ts'
import type { Stage } from './stage.ts'

const LOAD = { senders: 20, warmUpMs: 1_500, forMs: 5_000 } as const // 300 events a minute each

const answerSchema = z.object({
  statuses: z.record(z.string(), z.int()),
  timesMs: z.array(z.number()),
  tookMs: z.number(),
})

/** Signed events to the real API, beside a server that only inserts the body it gets. */
export const intake = async (stage: Stage): Promise<readonly Figure[]> => {
  const installation = await openGround(stage)
  const { database } = installation
  const officers: { operatorId: string; secret: string }[] = []
  while (officers.length < LOAD.senders) officers.push(await addOfficer(installation))
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

  const load = async (url: string, countRows: () => Promise<number>) => {
    stage.tell(`${LOAD.senders} senders for ${LOAD.forMs / 1_000} s to ${url}`)
    const answer = await sender.ask({ ...LOAD, officers, url: `${url}/v1/events` }, answerSchema)
    const { '202': taken = 0, ...others } = answer.statuses
    const rows = await countRows()
    stage.tell(`202: ${taken}, rows: ${rows}, other answers: ${JSON.stringify(others)}`)
    if (taken !== rows || Object.keys(others).length > 0) throw new Error(`${taken} answers of 202, ${rows} rows`)
    return { perSecond: (answer.timesMs.length / answer.tookMs) * 1_000, timesMs: answer.timesMs }
  }
  const count = async (statement: ReturnType<typeof sql>): Promise<number> => {
    const [row] = await database.rows<{ n: number }>(statement)
    return row?.n ?? 0
  }
  const raw = await load(helloUrl, () => count(sql`SELECT count(*)::int AS n FROM bench_hello`))
  const ours = await load(service.url ?? '', () => count(sql`SELECT count(*)::int AS n FROM hazard_event`))
  const ceiling = 'fastify and one INSERT'
  return [
    {
      what: 'signed events answered 202',
      value: ours.perSecond,
      unit: 'answers/s',
      ceiling: { what: ceiling, value: raw.perSecond },
    },
    ...spread('latency', ours.timesMs, { what: ceiling, timesMs: raw.timesMs }),
  ]
}
