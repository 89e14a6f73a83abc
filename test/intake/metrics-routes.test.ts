import { expect, test } from 'vitest'
import { Unavailable } from '../../src/errors.ts'
import { anEvent, aServer, bearer, CALL_OUT, signed, TOKEN } from './stand-ins.ts'

const BODY = JSON.stringify(anEvent())
const METRICS = { url: '/metrics', remoteAddress: '127.0.0.1' }

const linesOf = (body: string): readonly string[] => body.split('\n').filter((line) => line !== '')

test('requests are counted by the pattern of their route, never by what stands in the address', async () => {
  const { app } = aServer()
  await app.inject({ url: `/v1/call-outs/${CALL_OUT}?x=1`, headers: bearer('viewer') })
  await app.inject({ url: `/v1/call-outs/${CALL_OUT}/notices`, headers: bearer('viewer') })
  await app.inject({ url: `/a/${TOKEN}` })
  await app.inject({ url: '/secret-place' })
  await app.inject({ method: 'DELETE', url: `/a/${TOKEN}` })
  const { body, headers } = await app.inject(METRICS)
  expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/)
  const counted = linesOf(body).filter((line) => line.startsWith('http_requests_total'))
  expect(counted).toEqual([
    'http_requests_total{route="/v1/call-outs/:id",method="GET",status="200"} 1',
    'http_requests_total{route="/v1/call-outs/:id/notices",method="GET",status="200"} 1',
    'http_requests_total{route="/a/:token",method="GET",status="200"} 1',
    'http_requests_total{route="none",method="GET",status="404"} 1',
    'http_requests_total{route="/a/:token",method="DELETE",status="405"} 1',
  ])
  expect(body).toContain('http_request_seconds_count{route="/a/:token"} 2')
  expect(body).toContain('http_request_seconds_bucket{le="+Inf",route="none"} 1')
  expect(body).not.toMatch(new RegExp(`${CALL_OUT}|${TOKEN}|secret-place`))
})

test('events are counted by decision and reason, refusals by status', async () => {
  const { needs } = aServer()
  let refuse = false
  const receiveEvent: typeof needs.events.receiveEvent = async (delivery) =>
    refuse ? { status: 403, detail: 'Outside.', faults: [] } : needs.events.receiveEvent(delivery)
  const { app } = aServer({ events: { ...needs.events, receiveEvent } })
  await app.inject(signed(BODY))
  await app.inject(signed(BODY))
  refuse = true
  await app.inject(signed(BODY))
  const { body } = await app.inject(METRICS)
  expect(linesOf(body).filter((line) => line.startsWith('events_received_total'))).toEqual([
    'events_received_total{decision="mobilise",reason="severity-severe"} 2',
    'events_received_total{decision="refused",reason="403"} 1',
  ])
})

test('a reason that is none of ours makes no series of its own for ever', async () => {
  const { needs } = aServer()
  let nth = 0
  const receiveEvent: typeof needs.events.receiveEvent = async (delivery) => {
    const outcome = await needs.events.receiveEvent(delivery)
    nth += 1
    return 'body' in outcome ? { ...outcome, body: { ...outcome.body, reason: `reason-${nth}` } } : outcome
  }
  const { app } = aServer({ events: { ...needs.events, receiveEvent } })
  for (let sent = 0; sent < 110; sent += 1) await app.inject(signed(BODY))
  const { body } = await app.inject(METRICS)
  expect(linesOf(body).filter((line) => line.startsWith('events_received_total'))).toHaveLength(101)
  expect(body).toContain('events_received_total{decision="mobilise",reason="other"} 10')
})

test('figures from rows are shown as they were read, once for all who look at the same time', async () => {
  let reads = 0
  const gauges = async () => {
    reads += 1
    return [
      { name: 'kentongan_odd', help: 'Help with \\ and\nbreaks', values: [{ labels: { a: 'x"\\\n' }, value: 0.5 }] },
      {
        name: 'kentongan_ages',
        help: 'Ages',
        values: [
          { labels: { feed: 'one' }, value: Number.POSITIVE_INFINITY },
          { labels: { feed: 'two' }, value: Number.NEGATIVE_INFINITY },
          { labels: {}, value: Number.NaN },
        ],
      },
    ]
  }
  const { app } = aServer({ metrics: { gauges } })
  const [{ body }] = await Promise.all([app.inject(METRICS), app.inject(METRICS)])
  expect(reads).toBe(1)
  expect(body).toContain(
    '# HELP kentongan_odd Help with \\\\ and\\nbreaks\n# TYPE kentongan_odd gauge\nkentongan_odd{a="x\\"\\\\\\n"} 0.5\n',
  )
  expect(body).toContain('kentongan_ages{feed="one"} +Inf\nkentongan_ages{feed="two"} -Inf\nkentongan_ages NaN\n')
  expect(body).toContain('kentongan_rows_read 1\n')
  // Each line is a comment or a sample, and no name comes twice.
  for (const line of linesOf(body)) expect(line).toMatch(/^(# (HELP|TYPE) [a-z]|[a-z_0-9]+(\{.*\})? \S+$)/i)
  const types = linesOf(body).filter((line) => line.startsWith('# TYPE'))
  expect(new Set(types).size).toBe(types.length)
})

test('where the database is away the rest is still told', async () => {
  const { app, seen } = aServer({ metrics: { gauges: () => Promise.reject(new Unavailable('database: gone')) } })
  const reply = await app.inject(METRICS)
  expect(reply.statusCode).toBe(200)
  expect(reply.body).toContain('kentongan_rows_read 0')
  expect(reply.body).toContain('process_resident_memory_bytes')
  expect(seen.logged).toHaveLength(1)
})

test('servers in one process count apart, and the process tells of itself in each', async () => {
  const [one, other] = [aServer().app, aServer().app]
  await one.inject({ url: '/healthz' })
  const bodies = [(await one.inject(METRICS)).body, (await other.inject(METRICS)).body]
  expect(bodies.map((body) => body.includes('route="/healthz"'))).toEqual([true, false])
  for (const body of bodies) expect(body).toContain('nodejs_eventloop_lag_seconds')
})

test.each([
  ['nobody from elsewhere', { remoteAddress: '203.0.113.9' }, 401],
  ['a viewer from elsewhere', { remoteAddress: '203.0.113.9', headers: bearer('viewer') }, 200],
  ['the machine itself', { remoteAddress: '127.0.0.1' }, 200],
  ['the machine itself over IPv6', { remoteAddress: '::1' }, 200],
  ['somebody behind a proxy on it', { remoteAddress: '127.0.0.1', headers: { 'x-forwarded-for': '203.0.113.9' } }, 401],
  ['another proxy', { remoteAddress: '::1', headers: { forwarded: 'for=203.0.113.9' } }, 401],
])('%s may look, or not', async (_who, request, status) => {
  const { app } = aServer()
  expect((await app.inject({ url: '/metrics', ...request })).statusCode).toBe(status)
})
