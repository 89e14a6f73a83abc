import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Unavailable } from '../../src/errors.ts'
import type { EventOutcome } from '../../src/intake/event-routes.ts'
import { rateLimit } from '../../src/intake/rate-limit.ts'
import { ACCEPTED, anEvent, aServer, bearer, CALL_OUT, CURSOR, NOW, signed, UNKNOWN } from './stand-ins.ts'

const BODY = JSON.stringify(anEvent())
const PROBLEM = /^application\/problem\+json/

const answering = (outcome: EventOutcome | Error) => {
  const { needs } = aServer()
  const receiveEvent = async (): Promise<EventOutcome> => {
    if (outcome instanceof Error) throw outcome
    return outcome
  }
  return aServer({ events: { ...needs.events, receiveEvent } })
}

test('a signed event is handed over with its hashes and answered', async () => {
  const { app, seen } = aServer()
  const reply = await app.inject(signed(BODY))
  expect(reply.statusCode).toBe(202)
  expect(reply.json()).toEqual('body' in ACCEPTED && ACCEPTED.body)
  expect(reply.headers['idempotency-replayed']).toBeUndefined()
  const [delivery] = seen.deliveries
  expect(delivery).toMatchObject({
    webhookId: 'msg_1',
    message: {
      source: 'BPBD Kab. Bandung',
      sourceId: 'bpbd-bandung-2026-000123',
      revision: 1,
      sentAt: null,
      references: [],
      contact: '+628123456789',
      restraint: null,
      event: { hazard: 'flood', mode: 'actual' },
    },
    warnings: [],
    address: '127.0.0.1',
    operator: { operatorId: 'op-sender', jurisdiction: '32.04' },
    receivedAt: NOW,
  })
  expect(delivery?.rawBody.toString()).toBe(BODY)
  expect(delivery?.bodyHash).toMatch(/^[0-9a-f]{64}$/)
})

test('blanks and the order of fields change the hash of the bytes, not that of the content', async () => {
  const { app, seen } = aServer()
  await app.inject(signed(BODY))
  await app.inject(signed(JSON.stringify(Object.fromEntries(Object.entries(anEvent()).reverse()), null, 2)))
  const [one, two] = seen.deliveries
  expect(one?.bodyHash).not.toBe(two?.bodyHash)
  expect(one?.contentHash).toBe(two?.contentHash)
})

test('a repeat is marked as one', async () => {
  if (!('body' in ACCEPTED)) throw new Error('the stand-in accepts')
  const { app } = answering({ ...ACCEPTED, status: 200, replayed: true })
  const reply = await app.inject(signed(BODY))
  expect([reply.statusCode, reply.headers['idempotency-replayed']]).toEqual([200, 'true'])
})

test.each([403, 409, 422, 429] as const)('a refusal with %i is a problem with its faults', async (status) => {
  const faults = [{ path: 'area', got: '"32.05"', expected: 'within 32.04', hint: 'post it there' }]
  const { app } = answering({ status, detail: 'No.', faults, ...(status === 429 ? { retryAfterSeconds: 9 } : {}) })
  const reply = await app.inject(signed(BODY))
  expect(reply.statusCode).toBe(status)
  expect(reply.headers['content-type']).toMatch(PROBLEM)
  expect(reply.json()).toMatchObject({ status, detail: 'No.', errors: faults })
  expect(reply.headers['retry-after']).toBe(status === 429 ? '9' : undefined)
})

test('a database that is away is 503 with when to come again', async () => {
  const { app, seen } = answering(new Unavailable('connect ECONNREFUSED'))
  const reply = await app.inject(signed(BODY))
  expect([reply.statusCode, reply.headers['retry-after']]).toEqual([503, '5'])
  expect(reply.body).not.toContain('ECONNREFUSED')
  expect(seen.logged).toHaveLength(1)
})

test('a fault of ours is 500 without details, and noted', async () => {
  const { app, seen } = answering(new TypeError('x is not a function'))
  const reply = await app.inject(signed(BODY))
  expect(reply.statusCode).toBe(500)
  expect(reply.body).not.toMatch(/function|stack|\.ts/)
  expect(seen.logged[0]).toContain('x is not a function')
})

test.each([
  ['an unsigned event', { ...signed(BODY), headers: { 'content-type': 'application/json' } }],
  ['another body than was signed', { ...signed(BODY), payload: `${BODY} ` }],
  ['a stale time', signed(BODY, { at: new Date(NOW.getTime() - 301_000) })],
  ['another secret', signed(BODY, { secret: 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' })],
  ['an unknown operator', { ...signed(BODY), headers: { ...signed(BODY).headers, 'kentongan-operator': 'op-x' } }],
  ['unsigned rubbish', { ...signed('{'), headers: { 'content-type': 'application/json' } }],
])('%s gets 401 and learns nothing', async (_what, request) => {
  const { app, seen } = aServer()
  const reply = await app.inject(request)
  expect(reply.statusCode).toBe(401)
  expect(reply.json()).toEqual({
    type: 'about:blank',
    title: 'Unauthorized',
    status: 401,
    detail: 'The signature or its time was not accepted.',
    errors: [],
  })
  expect(seen.deliveries).toEqual([])
})

test('the 301st message of an operator within a minute has to wait, and nobody else does', async () => {
  const { app, seen } = aServer()
  for (let sent = 0; sent < 300; sent += 1) expect((await app.inject(signed(BODY))).statusCode).toBe(202)
  const reply = await app.inject(signed(BODY))
  expect([reply.statusCode, reply.headers['retry-after']]).toEqual([429, '60'])
  expect(reply.headers['content-type']).toMatch(PROBLEM)
  expect(seen.deliveries).toHaveLength(300)
  expect((await app.inject(signed(BODY, { role: 'admin' }))).statusCode).toBe(202)
})

test('what is not signed uses up nothing of an operator, and a new minute begins anew', async () => {
  let now = NOW
  const { app } = aServer({ deliveriesAllowed: rateLimit(1, 60_000), clock: { now: () => now } })
  const statusOf = async (at = now, secret?: string) =>
    (await app.inject(signed(BODY, { at, ...(secret === undefined ? {} : { secret }) }))).statusCode
  expect(await statusOf(now, 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA')).toBe(401)
  expect([await statusOf(), await statusOf()]).toEqual([202, 429])
  now = new Date(NOW.getTime() + 60_000)
  expect(await statusOf()).toBe(202)
})

test('a viewer sends no events', async () => {
  expect((await aServer().app.inject(signed(BODY, { role: 'viewer' }))).statusCode).toBe(403)
})

test.each(['approver', 'admin'] as const)('an %s may send events', async (role) => {
  expect((await aServer().app.inject(signed(BODY, { role }))).statusCode).toBe(202)
})

test.each([
  ['nothing', ''],
  ['half an object', '{"id":'],
  ['a poisoned object', '{"__proto__":{"mode":"actual"},"id":"x"}'],
  ['a poisoned object deeper down', '{"need":{"constructor":{"prototype":{}}}}'],
  ['100,000 brackets', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
])('%s is unreadable: 400', async (_what, body) => {
  const reply = await aServer().app.inject(signed(body))
  expect(reply.statusCode).toBe(400)
  expect(reply.headers['content-type']).toMatch(PROBLEM)
  expect(reply.json().errors).toHaveLength(1)
})

test('bytes that are not UTF-8 are unreadable: 400', async () => {
  const reply = await aServer().app.inject(signed(Buffer.from('{"id":"\xff"}', 'latin1')))
  expect(reply.statusCode).toBe(400)
})

test('content with faults is 422 with all of them', async () => {
  const reply = await aServer().app.inject(signed(JSON.stringify({ id: 'x', mode: 'drill', occuredAt: 1 })))
  expect(reply.statusCode).toBe(422)
  const paths = reply.json().errors.map(({ path }: { path: string }) => path)
  expect(paths.sort()).toEqual(['area', 'hazard', 'messageType', 'mode', 'occuredAt', 'occurredAt'])
})

test('JSON beyond 256 KiB is 413, just below it is read', async () => {
  const bodyOf = (bytes: number): string => {
    const empty = JSON.stringify(anEvent({ description: '' })).length
    return JSON.stringify(anEvent({ description: 'x'.repeat(bytes - empty) }))
  }
  const { app } = aServer()
  expect((await app.inject(signed(bodyOf(256 * 1024 + 1)))).statusCode).toBe(413)
  expect((await app.inject(signed(bodyOf(256 * 1024)))).statusCode).toBe(422)
})

test.each([
  [{ 'content-type': 'text/plain' }],
  [{ 'content-type': 'application/x-www-form-urlencoded' }],
  [{ 'content-type': 'application/json', 'content-encoding': 'gzip' }],
])('%j is 415', async (headers) => {
  const request = signed(BODY)
  const reply = await aServer().app.inject({ ...request, headers: { ...request.headers, ...headers } })
  expect(reply.statusCode).toBe(415)
  expect(reply.headers['content-type']).toMatch(PROBLEM)
})

test('events are listed page by page and shown by id', async () => {
  const { app, seen } = aServer()
  const list = await app.inject({ url: `/v1/events?limit=10&before=${CURSOR}`, headers: bearer('viewer') })
  expect(list.json()).toEqual({ events: [{ id: 'e1' }], next: null })
  expect(seen.queries[0]).toMatchObject({ limit: 10, before: CURSOR, operator: { operatorId: 'op-viewer' } })
  const statusOf = async (id: string) =>
    (await app.inject({ url: `/v1/events/${id}`, headers: bearer('viewer') })).statusCode
  expect([await statusOf(CALL_OUT), await statusOf(UNKNOWN), await statusOf('1')]).toEqual([200, 404, 404])
})

// What may stand anywhere in a body: values that are nearly right, and values that nobody thought of.
const strange = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(null, 0, -1, 1e308, '', '\u0000', '\ud800', 'constructor', [], {}, [[[[]]]], [0, 0]),
  fc.double(),
)

const places = ['id', 'revision', 'mode', 'messageType', 'hazard', 'occurredAt', 'expiresAt', 'headline', 'area']
  .concat(['area.geometry', 'area.geometry.type', 'area.geometry.coordinates', 'area.radiusKm', 'area.villageCodes'])
  .concat(['need', 'need.tagana', 'need.skills', 'musterPoint', 'musterPoint.coordinates', 'contact', 'level', 'extra'])

const changed = (value: unknown, path: readonly string[], put: unknown): unknown => {
  const [step, ...rest] = path
  if (step === undefined) return put
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    ? { ...value, [step]: changed(Object.entries(value).find(([key]) => key === step)?.[1], rest, put) }
    : value
}

test('2,000 mutations of a good event are accepted or refused, never a fault of ours', async () => {
  const { app } = aServer({ deliveriesAllowed: () => true })
  const mutation = fc.record({ path: fc.constantFrom(...places), put: strange })
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 4 }), async (mutations) => {
      const body = mutations.reduce<unknown>((event, { path, put }) => changed(event, path.split('.'), put), anEvent())
      const reply = await app.inject(signed(JSON.stringify(body)))
      expect([202, 400, 422]).toContain(reply.statusCode)
    }),
    { numRuns: 2_000 },
  )
})

test('cut, doubled and overwritten bytes of a good event never are a fault of ours', async () => {
  const { app } = aServer({ deliveriesAllowed: () => true })
  await fc.assert(
    fc.asyncProperty(fc.nat(BODY.length), fc.nat(40), fc.string({ maxLength: 5 }), async (from, length, put) => {
      const reply = await app.inject(signed(BODY.slice(0, from) + put + BODY.slice(from + length)))
      expect([202, 400, 422]).toContain(reply.statusCode)
    }),
    { numRuns: 500 },
  )
})
