import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { InvalidInput } from '../../src/errors.ts'
import { aServer, bearer, CALL_OUT } from './stand-ins.ts'

const PROBLEM = /^application\/problem\+json/

test('the process says that it lives, and whether it is ready', async () => {
  const { app } = aServer()
  expect((await app.inject({ url: '/healthz' })).json()).toEqual({ status: 'ok' })
  expect((await app.inject({ url: '/readyz' })).json()).toEqual({ status: 'ready', checks: { database: 'ok' } })
})

test('what is not ready yet says what is missing', async () => {
  const { app } = aServer({ health: { ready: async () => ({ ok: false, checks: { database: 'away' } }) } })
  const reply = await app.inject({ url: '/readyz' })
  expect(reply.statusCode).toBe(503)
  expect(reply.headers['content-type']).toMatch(PROBLEM)
  expect(reply.json()).toMatchObject({ status: 503, checks: { database: 'away' } })
})

test.each(['/', '/v1', '/v1/event', '/healthz/', '/.env'])('%s is not there', async (url) => {
  const reply = await aServer().app.inject({ url })
  expect(reply.statusCode).toBe(404)
  expect(reply.headers['content-type']).toMatch(PROBLEM)
})

test.each([
  ['PUT', '/v1/events', 'GET, POST'],
  ['DELETE', `/v1/call-outs/${CALL_OUT}`, 'GET'],
  ['GET', `/v1/call-outs/${CALL_OUT}/stand-down`, 'POST'],
  ['GET', '/v1/inbound/http', 'POST'],
  ['POST', '/healthz', 'GET'],
  ['PATCH', '/a/AQIDBAUGBwgJCgsMDQ4', 'GET, POST'],
  ['OPTIONS', '/v1/sites', 'GET'],
] as const)('%s %s is 405 and names the methods that there are', async (method, url, allow) => {
  const reply = await aServer().app.inject({
    method,
    url,
    headers: { ...bearer('admin'), 'content-type': 'text/plain' },
  })
  expect([reply.statusCode, reply.headers['allow']]).toEqual([405, allow])
  expect(reply.json()).toMatchObject({ status: 405, title: 'Method Not Allowed' })
})

test('an address that cannot be decoded is a problem', async () => {
  const reply = await aServer().app.inject({ url: '/v1/events/%zz', headers: bearer('viewer') })
  expect(reply.statusCode).toBe(400)
  expect(reply.headers['content-type']).toMatch(PROBLEM)
})

test('what a need refuses is 422 with its faults', async () => {
  const { needs } = aServer()
  const faults = [
    { path: 'responderId', got: '"x"', expected: 'somebody of this call-out' },
    { path: 'answer', got: '"y"', expected: 'yes or no', hint: 'write yes' },
  ]
  const list = async () => Promise.reject(new InvalidInput('The list cannot be had.', faults))
  const { app } = aServer({ events: { ...needs.events, list } })
  const reply = await app.inject({ url: '/v1/events', headers: bearer('viewer') })
  expect(reply.json()).toMatchObject({ status: 422, detail: 'The list cannot be had.', errors: faults })
  // Whoever found no advice of its own still gives some.
  expect(reply.json().errors.map(({ hint }: { hint: string }) => hint)).toEqual([
    expect.stringMatching(/send the request again/),
    'write yes',
  ])
})

/** Writes bytes to a listening server as they are, and reads what comes back until it closes. */
const exchange = (port: number, bytes: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    let received = ''
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString()
    })
    socket.on('close', () => resolve(received))
    socket.on('error', reject)
  })

test.each([
  ['no HTTP', 'rubbish\r\n\r\n', 400],
  ['headers beyond bounds', `GET /healthz HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, 431],
])('%s is answered with a problem on the bare connection', async (_what, bytes, status) => {
  const { app } = aServer()
  const address = new URL(await app.listen({ host: '127.0.0.1', port: 0 }))
  try {
    const [head = '', body = ''] = (await exchange(Number(address.port), bytes)).split('\r\n\r\n')
    expect(head).toContain(`HTTP/1.1 ${status}`)
    expect(head).toContain('application/problem+json')
    expect(JSON.parse(body)).toMatchObject({ status, errors: [] })
  } finally {
    await app.close()
  }
})
