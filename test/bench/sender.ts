// Posts signed events as fast as they are answered, many at a time. Started by the intake bench, which tells it where
// to and for how long; answers with what it got.
import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { z } from 'zod'
import { aFlood } from './ground.ts'

const orderSchema = z.object({
  url: z.string(),
  /** At once; an officer posts one event after the other. */
  inFlight: z.number(),
  /** Events begun each second, whether or not earlier ones are answered; as many as are answered where it is left out. */
  perSecond: z.number().optional(),
  /** Several, because each may post only so many events in a minute. */
  officers: z.array(z.object({ operatorId: z.string(), secret: z.string() })).min(1),
  /** Not measured. */
  warmUpMs: z.number(),
  forMs: z.number(),
})
type Order = z.output<typeof orderSchema>
type Officer = Order['officers'][number]

/**
 * Anywhere in the country and small: thousands of happenings a second are not one. Of wide ones on the same day, the
 * country would soon be full, and each event would join another.
 */
const RADIUS_KM = 0.5

const somewhere = (): [number, number] => [95 + 46 * Math.random(), -10 + 15 * Math.random()]

/** The status of one event's answer. */
const post = (url: string, officer: Officer, agent: Agent): Promise<number> =>
  new Promise((resolve, reject) => {
    const id = randomUUID()
    const now = new Date()
    const body = JSON.stringify(aFlood(id, now, somewhere(), { tagana: 6 }, RADIUS_KM))
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
  const agent = new Agent({ keepAlive: true, maxSockets: order.inFlight })
  const statuses: Record<number, number> = {}
  const timesMs: number[] = []
  const from = performance.now() + order.warmUpMs
  const until = from + order.forMs
  let nth = 0
  /** A time is counted from when the event was due to be sent, so that a queue before us is not hidden. */
  const one = async (dueAt: number): Promise<void> => {
    const officer = order.officers[nth % order.officers.length]
    nth += 1
    if (officer === undefined) return
    const status = await post(order.url, officer, agent)
    statuses[status] = (statuses[status] ?? 0) + 1
    if (dueAt >= from) timesMs.push(performance.now() - dueAt)
  }
  const { perSecond } = order
  if (perSecond === undefined) {
    const sender = async (): Promise<void> => {
      while (performance.now() < until) await one(performance.now())
    }
    await Promise.all(Array.from({ length: order.inFlight }, sender))
  } else {
    const begun: Promise<void>[] = []
    const first = performance.now()
    for (let dueAt = first; dueAt < until; dueAt += 1_000 / perSecond) {
      const early = dueAt - performance.now()
      if (early > 0) await new Promise((resolve) => setTimeout(resolve, early))
      begun.push(one(dueAt))
    }
    await Promise.all(begun)
  }
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
