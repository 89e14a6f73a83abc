import type { InjectOptions } from 'fastify'
import { expect, test } from 'vitest'
import type { ServerNeeds } from '../../../src/intake/server.ts'
import { anEvent, aServer, bearer, NOW, operatorFor, SECRET, signed, TOKEN } from '../stand-ins.ts'

const BODY = JSON.stringify(anEvent())
const OTHER_SECRET = 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
const FORGED = signed(BODY, { secret: OTHER_SECRET })
const RATES = { open: 5, tokens: 5, signatures: 5 }

/** A server that holds up after 5 requests, and a clock that stands still unless moved. */
const aGate = (changes: Partial<ServerNeeds> = {}) => {
  let ms = 0
  const server = aServer({ bounds: { rates: RATES, nowMs: () => ms }, ...changes })
  return {
    ...server,
    pass: (by: number) => {
      ms += by
    },
    statusOf: async (request: InjectOptions) => (await server.app.inject(request)).statusCode,
  }
}

const from = (remoteAddress: string, request: InjectOptions): InjectOptions => ({ ...request, remoteAddress })
const unsigned: InjectOptions = { ...signed(BODY), headers: { 'content-type': 'application/json' } }

const flood = async (statusOf: (request: InjectOptions) => Promise<number>, request: InjectOptions, times = 6) => {
  const statuses: number[] = []
  for (let sent = 0; sent < times; sent += 1) statuses.push(await statusOf(request))
  return statuses
}

test('an address without a key is held up after so many requests, whatever it asks for, and for a while only', async () => {
  const { app, pass, statusOf } = aGate()
  expect(await flood(statusOf, unsigned)).toEqual([401, 401, 401, 401, 401, 429])
  const reply = await app.inject({ url: '/nothing' })
  expect([reply.statusCode, reply.headers['retry-after']]).toEqual([429, '10'])
  expect(reply.headers['content-type']).toMatch(/^application\/problem\+json/)
  expect(reply.json()).toMatchObject({ status: 429, errors: [] })
  pass(12_000)
  expect(await flood(statusOf, unsigned, 2)).toEqual([401, 429])
})

test('one address holds up no other, and an IPv6 network counts as one', async () => {
  const { statusOf } = aGate()
  await flood(statusOf, from('2001:db8::1', unsigned))
  expect(await statusOf(from('2001:db8::2', unsigned))).toBe(429)
  expect(await statusOf(from('2001:db8:0:1::1', unsigned))).toBe(401)
  expect(await statusOf(from('203.0.113.9', unsigned))).toBe(401)
})

test('a good signature is served from the address of a flood, forged or unsigned', async () => {
  const { seen, statusOf } = aGate()
  await flood(statusOf, unsigned, 20)
  await flood(statusOf, FORGED, 20)
  await flood(statusOf, { ...FORGED, headers: { ...FORGED.headers, 'kentongan-operator': 'op-nobody' } }, 20)
  expect(await flood(statusOf, signed(BODY), 3)).toEqual([202, 202, 202])
  expect(seen.deliveries).toHaveLength(3)
})

test('beyond the bound a body is read only where its operator exists, and that is asked once', async () => {
  const asked: string[] = []
  const { needs } = aServer()
  const operators = {
    ...needs.operators,
    byId: async (id: string) => {
      asked.push(id)
      return needs.operators.byId(id)
    },
  }
  const { statusOf } = aGate({ operators })
  await flood(statusOf, FORGED, 5)
  asked.length = 0
  const strange = { ...FORGED, headers: { ...FORGED.headers, 'kentongan-operator': 'op-nobody' } }
  expect(await flood(statusOf, strange)).toEqual(Array(6).fill(429))
  expect(asked).toEqual(['op-nobody'])
  // A forger who knows an operator is read and refused by the signature.
  expect(await statusOf(FORGED)).toBe(401)
})

test.each([
  ['without a time', { 'webhook-timestamp': '' }],
  ['with a stale time', { 'webhook-timestamp': String(NOW.getTime() / 1000 - 301) }],
  ['with a signature that cannot be one', { 'webhook-signature': 'v1,short' }],
  ['with an operator that cannot be one', { 'kentongan-operator': 'a b' }],
])('a message %s counts as unsigned', async (_what, headers) => {
  const { statusOf } = aGate()
  const request = { ...FORGED, headers: { ...FORGED.headers, ...headers } }
  expect(await flood(statusOf, request)).toEqual([401, 401, 401, 401, 401, 429])
})

test('one of several signatures that has the right shape is enough', async () => {
  const { statusOf } = aGate()
  await flood(statusOf, unsigned, 20)
  const good = signed(BODY)
  const several = `v1a,abc ${good.headers['webhook-signature']} v1,AAAA`
  expect(await statusOf({ ...good, headers: { ...good.headers, 'webhook-signature': several } })).toBe(202)
})

test('where the database is away nobody is held up for it', async () => {
  const { needs } = aServer()
  let away = false
  const operators = {
    ...needs.operators,
    byId: async (id: string) => (away ? Promise.reject(new Error('away')) : needs.operators.byId(id)),
  }
  const { statusOf } = aGate({ operators })
  await flood(statusOf, FORGED, 5)
  away = true
  expect(await statusOf(signed(BODY))).toBe(500)
  away = false
  expect(await statusOf(signed(BODY))).toBe(202)
})

test('guessing tokens is held up, and keeps out nobody whose token proved good', async () => {
  const { statusOf } = aGate()
  const guess = (token: string): InjectOptions => ({ url: '/v1/events', headers: { authorization: `Bearer ${token}` } })
  expect(await statusOf({ url: '/v1/events', headers: bearer('viewer') })).toBe(200)
  expect(await flood(statusOf, guess('x'))).toEqual([401, 401, 401, 401, 401, 429])
  expect(await flood(statusOf, guess('token-viewer'), 10)).toEqual(Array(10).fill(200))
  // Nor does a flood without any key.
  await flood(statusOf, unsigned, 20)
  expect(await statusOf(guess('token-viewer'))).toBe(200)
  // A token that was never seen has to wait, whatever it is.
  expect(await statusOf(guess('token-admin'))).toBe(429)
})

test('a made-up token opens no door for a flood', async () => {
  const { statusOf } = aGate()
  const request: InjectOptions = { url: '/docs', headers: { authorization: 'Bearer x' } }
  expect(await flood(statusOf, request)).toEqual([200, 200, 200, 200, 200, 429])
})

test('people who tap on a link and probes are never held up', async () => {
  const { statusOf } = aGate()
  await flood(statusOf, unsigned, 20)
  expect(await statusOf({ url: `/a/${TOKEN}` })).toBe(200)
  const tap: InjectOptions = {
    method: 'POST',
    url: `/a/${TOKEN}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'answer=yes',
  }
  expect([await statusOf(tap), await statusOf({ url: '/healthz' }), await statusOf({ url: '/readyz' })]).toEqual([
    200, 200, 200,
  ])
})

test.each([
  ['beyond the size', { 'content-length': String(2 * 1024 * 1024) }, 413],
  ['of another type', { 'content-type': 'text/plain' }, 415],
])('signed headers over a body %s are counted too', async (_what, headers, status) => {
  const { statusOf } = aGate()
  const { payload: _payload, ...rest } = FORGED
  const request: InjectOptions = { ...rest, payload: 'x', headers: { ...FORGED.headers, ...headers } }
  await flood(statusOf, request, 5)
  expect(await statusOf(request)).toBe(status)
  const strange: InjectOptions = { ...request, headers: { ...request.headers, 'kentongan-operator': 'op-nobody' } }
  expect(await statusOf(strange)).toBe(429)
})

test('a large body of somebody who is held up is not read: the connection ends', async () => {
  const { app, statusOf } = aGate()
  await flood(statusOf, unsigned)
  const small = await app.inject(unsigned)
  const large = await app.inject({ ...unsigned, payload: 'x'.repeat(100_000) })
  expect([small.headers.connection, large.headers.connection]).toEqual(['keep-alive', 'close'])
})

test('an address that keeps within the usual bounds notices nothing', async () => {
  const { app, needs } = aServer({ deliveriesAllowed: () => true, bounds: { nowMs: () => 0 } })
  for (let sent = 0; sent < 600; sent += 1) expect((await app.inject(unsigned)).statusCode).toBe(401)
  expect((await app.inject(unsigned)).statusCode).toBe(429)
  for (let sent = 0; sent < 700; sent += 1) expect((await app.inject(signed(BODY))).statusCode).toBe(202)
  expect(await needs.operators.secretsOf(operatorFor('sender').operatorId)).toEqual([SECRET])
})
