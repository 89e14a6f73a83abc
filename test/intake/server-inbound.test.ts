import { expect, test } from 'vitest'
import { aServer, GATEWAY_TOKEN } from './stand-ins.ts'

const TEXT = { id: 'gw-1', from: '628123456789', text: 'Siap, 1', receivedAt: '2026-11-22T13:25:00+07:00' }

const post = (payload: unknown, token = GATEWAY_TOKEN) => ({
  method: 'POST' as const,
  url: '/v1/inbound/http',
  payload: JSON.stringify(payload),
  headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
})

test('a text is handed over with its sender in E.164, and answered', async () => {
  const { app, seen } = aServer()
  const reply = await app.inject(post(TEXT))
  expect(reply.json()).toEqual({ outcome: 'answered', reason: 'yes' })
  expect(seen.texts).toEqual([
    {
      gateway: 'http',
      gatewayId: 'gw-1',
      from: '+628123456789',
      text: 'Siap, 1',
      missedCall: false,
      receivedAt: new Date('2026-11-22T06:25:00Z'),
    },
  ])
})

test('a text without a reason is answered without one', async () => {
  const { app } = aServer({
    inbound: { token: GATEWAY_TOKEN, receiveText: async () => ({ outcome: 'inbox', reason: null }) },
  })
  expect((await app.inject(post(TEXT))).json()).toEqual({ outcome: 'inbox' })
})

test('what no phone shows is left out of a text, not held against it', async () => {
  const { app, seen } = aServer()
  expect((await app.inject(post({ ...TEXT, text: 'ya\u0000\n\ud800terima kasih 🙏' }))).statusCode).toBe(200)
  expect(seen.texts[0]?.text).toBe('ya\nterima kasih 🙏')
})

test('an empty text is a text', async () => {
  expect((await aServer().app.inject(post({ ...TEXT, text: '' }))).statusCode).toBe(200)
})

test.each(['', 'wrong', `${GATEWAY_TOKEN}x`, 'token-admin'])('the token %j is refused', async (token) => {
  const { app, seen } = aServer()
  expect((await app.inject(post(TEXT, token))).statusCode).toBe(401)
  expect(seen.texts).toEqual([])
})

test('where no token is set none is let in', async () => {
  const { needs } = aServer()
  const { app } = aServer({ inbound: { ...needs.inbound, token: null } })
  expect((await app.inject(post(TEXT, 'null'))).statusCode).toBe(401)
})

test('every fault is said at once, without the number', async () => {
  const body = {
    id: '',
    from: '+628123456789'.repeat(4),
    text: 'x'.repeat(1601),
    receivedAt: 'now',
    to: '+628987654321',
  }
  const reply = await aServer().app.inject(post(body))
  expect(reply.statusCode).toBe(422)
  expect(
    reply
      .json()
      .errors.map(({ path }: { path: string }) => path)
      .sort(),
  ).toEqual(['from', 'id', 'receivedAt', 'text', 'to'])
  expect(reply.body).not.toMatch(/8123456|9876543/)
})
