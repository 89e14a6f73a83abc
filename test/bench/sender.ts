// Posts signed events as fast as they are answered, many at a time. Started by the intake bench, which tells it where
// to and for how long; answers with what it got.
import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { z } from 'zod'
import { aFlood } from './ground.ts'

const orderSchema = z.object({
  url: z.string(),
  /** Several, because each may post only so many events in a minute. */
  officers: z.array(z.object({ operatorId: z.string(), secret: z.string() })).min(1),
  /** Not measured. */
  warmUpMs: z.number(),
  forMs: z.number(),
})
type Order = z.output<typeof orderSchema>
type Officer = Order['officers'][number]

/** The status of one event's answer. */
const post = (url: string, officer: Officer, agent: Agent): Promise<number> =>
  new Promise((resolve, reject) => {
    const id = randomUUID()
    const now = new Date()
    const body = JSON.stringify(aFlood(id, now, [107.5161, -7.1908], { tagana: 6 }))
    const asking = request(
      url,
      {
        method: 'POST',
        agent,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
          'webhook-signature': new Webhook(officer.secret).sign(id, now, body),
          'kentongan-operator': officer.operatorId,
        },
      },
      (response) => {
        response.resume()
        response.once('end', () => resolve(response.statusCode ?? 0))
      },
    )
    asking.once('error', reject)
    asking.end(body)
  })

const carryOut = async (order: Order): Promise<object> => {
  const agent = new Agent({ keepAlive: true, maxSockets: order.officers.length })
  const statuses: Record<number, number> = {}
  const timesMs: number[] = []
  const from = performance.now() + order.warmUpMs
  const until = from + order.forMs
  const sender = async (officer: Officer): Promise<void> => {
    while (performance.now() < until) {
      const since = performance.now()
      const status = await post(order.url, officer, agent)
      statuses[status] = (statuses[status] ?? 0) + 1
      if (since >= from) timesMs.push(performance.now() - since)
    }
  }
  await Promise.all(order.officers.map(sender))
  agent.destroy()
  return { statuses, timesMs, tookMs: performance.now() - from }
}

process.on('message', (order) => {
  carryOut(orderSchema.parse(order)).then(
    (answer) => process.send?.(answer),
    (thrown: unknown) => {
      console.error(thrown)
      process.exit(1)
    },
  )
})
process.on('disconnect', () => process.exit())
