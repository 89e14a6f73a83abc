import { expect, test } from 'vitest'
import { aServer, GATEWAY_TOKEN, NOW } from './stand-ins.ts'

const post = (payload: unknown, token = GATEWAY_TOKEN) => ({
  method: 'POST' as const,
  url: '/v1/receipts/http',
  payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
})

test('a receipt is taken by the gateway’s id or by our reference', async () => {
  const { app, seen } = aServer()
  const reply = await app.inject(post({ id: 'sms-1', status: 'delivered' }))
  expect([reply.statusCode, reply.json()]).toEqual([200, { taken: 1, repeated: 0 }])
  expect((await app.inject(post({ ref: 'kn-2', status: 'failed', reason: 'phone off' }))).statusCode).toBe(200)
  expect(seen.receipts).toEqual([
    { ref: null, providerRef: 'sms-1', state: 'delivered', reason: null, at: NOW },
    { ref: 'kn-2', providerRef: null, state: 'failed', reason: 'phone off', at: NOW },
  ])
})

test('a list is taken in its order, and what was said before is counted', async () => {
  const { app, seen } = aServer()
  const list = [
    { ref: 'kn-1', status: 'waiting' },
    { ref: 'kn-1', status: 'delivered' },
    { ref: 'kn-1', status: 'delivered' },
  ]
  expect((await app.inject(post(list))).json()).toEqual({ taken: 3, repeated: 1 })
  expect(seen.receipts.map(({ state }) => state)).toEqual(['waiting', 'delivered'])
})

test.each([
  ['DELIVRD', 'delivered'],
  [' Delivered ', 'delivered'],
  ['UNDELIV', 'failed'],
  ['invalid', 'failed-for-good'],
  ['EXPIRED', 'expired'],
  ['enroute', 'waiting'],
])('the word %j means %s', async (status, state) => {
  const { app, seen } = aServer()
  expect((await app.inject(post({ ref: 'kn-1', status }))).statusCode).toBe(200)
  expect(seen.receipts[0]?.state).toBe(state)
})

test('every fault is said at once with its place, a remedy and no number, and nothing of the list is taken', async () => {
  const { app, seen } = aServer()
  const reply = await app.inject(
    post([
      { ref: 'kn-1', status: 'delivered' },
      { status: 'delivered' },
      { ref: 'kn-2', status: 'tersampaikan ke 081234567890' },
      { id: '', status: 'failed', too: '+6281234567890' },
    ]),
  )
  expect(reply.statusCode).toBe(422)
  expect(reply.headers['content-type']).toMatch(/problem\+json/)
  const errors = reply.json().errors as readonly { path: string; expected: string; hint?: string }[]
  expect(errors.map(({ path }) => path).sort()).toEqual(['[1].id', '[2].status', '[3].id', '[3].too'])
  expect(errors.find(({ path }) => path === '[2].status')).toMatchObject({
    expected: 'one of delivered, failed, failed-for-good, expired, waiting',
    hint: expect.stringMatching(/by the number/),
  })
  expect(reply.body).not.toMatch(/1234567/)
  expect(seen.receipts).toEqual([])
})

test.each([
  ['an empty list', []],
  ['too many', Array.from({ length: 1001 }, (_, nth) => ({ ref: `kn-${nth}`, status: 'failed' }))],
  ['a word', '"delivered"'],
  ['a list of words', ['delivered']],
])('%s is refused', async (_name, payload) => {
  expect((await aServer().app.inject(post(payload))).statusCode).toBe(422)
})

test('what is no JSON is refused', async () => {
  expect((await aServer().app.inject(post('{'))).statusCode).toBe(400)
})

test.each(['', 'wrong', 'token-admin'])('the token %j is refused', async (token) => {
  const { app, seen } = aServer()
  expect((await app.inject(post({ ref: 'kn-1', status: 'delivered' }, token))).statusCode).toBe(401)
  expect(seen.receipts).toEqual([])
})
