import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { ServerNeeds } from '../../../src/intake/server.ts'
import { anEvent, aServer, bearer, signed } from '../stand-ins.ts'

const BODY = JSON.stringify(anEvent())
const HEALTH = 'GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

const listening = async (changes: Partial<ServerNeeds>) => {
  const server = aServer(changes)
  const { port } = new URL(await server.app.listen({ host: '127.0.0.1', port: 0 }))
  closers.push(() => {
    server.app.server.closeAllConnections()
    return server.app.close()
  })
  return { ...server, port: Number(port) }
}

/** A bare connection, with what came over it. */
const dial = async (port: number, first: string) => {
  const socket = connect(port, '127.0.0.1')
  let received = ''
  socket.on('data', (chunk: Buffer) => {
    received += chunk.toString()
  })
  socket.on('error', () => undefined)
  const closed = once(socket, 'close')
  await once(socket, 'connect')
  socket.write(first)
  return { socket, closed, received: () => received }
}

const answered = (socket: Socket): Promise<unknown> => once(socket, 'data')

/** Sends one request as a client does; gives its status. */
const send = (port: number, { method = 'GET', url, headers, payload }: Sent, agent?: Agent): Promise<number> =>
  new Promise((resolve, reject) => {
    const length = payload === undefined ? {} : { 'content-length': Buffer.byteLength(payload) }
    const options = {
      port,
      host: '127.0.0.1',
      method,
      path: url,
      headers: { ...headers, ...length },
      agent: agent ?? false,
    }
    const asking = request(options, (response: IncomingMessage) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0))
    })
    asking.once('error', reject)
    asking.end(payload)
  })

interface Sent {
  readonly method?: string
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly payload?: string
}

const good: Sent = { method: 'POST', url: '/v1/events', headers: signed(BODY).headers, payload: BODY }

test('connections whose requests never end are cut, and meanwhile others are served', async () => {
  const { port } = await listening({ bounds: { headMs: 300, requestMs: 600, lookEveryMs: 20 } })
  const head = 'POST /v1/events HTTP/1.1\r\nhost: x\r\n'
  const slow = await Promise.all([
    ...Array.from({ length: 20 }, () => dial(port, head)),
    ...Array.from({ length: 20 }, () =>
      dial(port, `${head}content-type: application/json\r\ncontent-length: 1000\r\n\r\n{"id":`),
    ),
    ...Array.from({ length: 20 }, () => dial(port, '')),
  ])
  expect(await send(port, good)).toBe(202)
  await Promise.all(slow.map(({ closed }) => closed))
  expect(slow.slice(0, 40).every(({ received }) => received().startsWith('HTTP/1.1 408'))).toBe(true)
  expect(await send(port, good)).toBe(202)
})

test('a body that trickles in is cut when its time is over, however lively it is', async () => {
  const { port } = await listening({ bounds: { headMs: 200, requestMs: 400, lookEveryMs: 20 } })
  const { socket, closed, received } = await dial(
    port,
    'POST /v1/events HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n',
  )
  const trickle = setInterval(() => socket.write('x'), 20)
  closers.push(async () => clearInterval(trickle))
  await closed
  expect(received()).toMatch(/^HTTP\/1\.1 408/)
})

test('who expects something odd before the body is told so in a problem', async () => {
  const { port } = await listening({})
  const { closed, received } = await dial(port, 'GET /healthz HTTP/1.1\r\nhost: x\r\nexpect: tea\r\n\r\n')
  await closed
  expect(received()).toMatch(/^HTTP\/1\.1 417 .*application\/problem\+json.*"status":417/s)
})

test('a connection between requests is closed after its time', async () => {
  const { port } = await listening({ bounds: { idleMs: 50 } })
  const { closed, received } = await dial(port, HEALTH)
  await closed
  expect(received()).toMatch(/^HTTP\/1\.1 200/)
})

test('who asks and does not read is cut', async () => {
  const { needs } = aServer()
  const feature = {
    type: 'Feature' as const,
    id: 'x'.repeat(20_000_000),
    geometry: { type: 'Point' as const, coordinates: [107, -7] as const },
    properties: {},
  }
  const map = { ...needs.map, sites: async () => ({ features: [feature], next: null }) }
  const { app, port } = await listening({ map, bounds: { stalledMs: 100 } })
  const arrived = once(app.server, 'connection') as Promise<[Socket]>
  const { socket } = await dial(
    port,
    `GET /v1/sites HTTP/1.1\r\nhost: x\r\nauthorization: ${bearer('viewer')['authorization']}\r\n\r\n`,
  )
  socket.pause()
  const [ours] = await arrived
  await once(ours, 'close')
  socket.destroy()
})

const caps = (connections: { total?: number; perAddress?: number; perLoopback?: number }) => ({
  bounds: { connections: { total: 100, perAddress: 100, perLoopback: 100, ...connections } },
})

test.each([
  ['of one address', { perLoopback: 3 }],
  ['in all', { total: 3 }],
])('beyond the bound %s a newcomer takes the place of the oldest that was never served', async (_what, bound) => {
  const { port } = await listening(caps(bound))
  const served = await dial(port, HEALTH)
  await answered(served.socket)
  const silent = await dial(port, 'GET /healthz HTTP/1.1\r\n')
  const younger = await dial(port, '')
  const newcomer = await dial(port, HEALTH)
  await Promise.all([silent.closed, answered(newcomer.socket)])
  expect([served, younger, newcomer].map(({ socket }) => socket.destroyed)).toEqual([false, false, false])
  // Then those that were served and wait, the oldest first.
  const last = await dial(port, HEALTH)
  await Promise.all([younger.closed, answered(last.socket)])
  const another = await dial(port, HEALTH)
  await Promise.all([served.closed, answered(another.socket)])
})

test('where all connections are being worked for, the newcomer is cut', async () => {
  const { needs } = aServer()
  let finish = (): void => undefined
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })
  let begun = 0
  let allBegan = (): void => undefined
  const began = new Promise<void>((resolve) => {
    allBegan = resolve
  })
  const list = async () => {
    begun += 1
    if (begun === 2) allBegan()
    await finished
    return { events: [], next: null }
  }
  const { port } = await listening({ ...caps({ perLoopback: 2 }), events: { ...needs.events, list } })
  const ask = `GET /v1/events HTTP/1.1\r\nhost: x\r\nauthorization: ${bearer('viewer')['authorization']}\r\n\r\n`
  const busy = [await dial(port, ask), await dial(port, ask)]
  await began
  const newcomer = await dial(port, HEALTH)
  await newcomer.closed
  finish()
  await Promise.all(busy.map(({ socket }) => answered(socket)))
  expect(busy.map(({ received }) => received().slice(0, 15))).toEqual(Array(2).fill('HTTP/1.1 200 OK'))
})

test('a hundred connections that are held open keep no good request out', async () => {
  const { port } = await listening(caps({ perLoopback: 20 }))
  const slow = await Promise.all(Array.from({ length: 100 }, () => dial(port, 'POST /v1/events HTTP/1.1\r\n')))
  expect(await Promise.all(Array.from({ length: 5 }, () => send(port, good)))).toEqual(Array(5).fill(202))
  for (const { socket } of slow) socket.destroy()
})

test('a flood of bad requests of every kind keeps no good one out', async () => {
  const { port, seen } = await listening({
    deliveriesAllowed: () => true,
    bounds: { rates: { open: 20, tokens: 20, signatures: 20 } },
  })
  const { headers } = signed(BODY, { secret: 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' })
  const forged: Readonly<Record<string, string>> = headers
  const bad: readonly Sent[] = [
    { ...good, headers: { 'content-type': 'application/json' } },
    { ...good, headers: forged },
    { ...good, headers: { ...forged, 'kentongan-operator': 'op-nobody' } },
    { ...good, headers: { ...forged, 'content-type': 'text/xml' } },
    { url: '/v1/events', headers: { authorization: 'Bearer x' } },
    { url: '/nothing' },
    { ...good, payload: 'x'.repeat(60_000) },
    { ...good, payload: `${'['.repeat(100_000)}` },
  ]
  const [flooding, posting] = [
    new Agent({ keepAlive: true, maxSockets: 40 }),
    new Agent({ keepAlive: true, maxSockets: 4 }),
  ]
  closers.push(async () => {
    flooding.destroy()
    posting.destroy()
  })
  const floods = Array.from({ length: 1_600 }, (_none, nth) => send(port, bad[nth % bad.length] ?? good, flooding))
  const posted = await Promise.all(Array.from({ length: 200 }, () => send(port, good, posting)))
  expect(posted).toEqual(Array(200).fill(202))
  expect(seen.deliveries).toHaveLength(200)
  const refusals = await Promise.all(floods)
  expect(refusals.filter((status) => status < 400 || status >= 500)).toEqual([])
  expect(refusals.filter((status) => status === 429).length).toBeGreaterThan(600)
})
