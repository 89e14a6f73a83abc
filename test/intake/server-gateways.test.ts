import type { InjectOptions } from 'fastify'
import { expect, test } from 'vitest'
import { Unavailable } from '../../src/errors.ts'
import { aGateways, KEY } from './speaking-gateways.ts'
import { aServer, NOW } from './stand-ins.ts'

const hearing = (keep?: () => Promise<void>) => {
  const heard: unknown[] = []
  const { app } = aServer({ gateways: aGateways(heard, keep) })
  return { heard, ask: (options: InjectOptions) => app.inject({ method: 'POST', ...options }) }
}

const asJson = (url: string, body: unknown): InjectOptions => ({
  url: `/v1/gateways/${url}`,
  headers: { 'x-key': KEY, 'content-type': 'application/json' },
  payload: JSON.stringify(body),
})

const RECEIPT = { gateway: 'json', ref: null, providerRef: '71', state: 'delivered', reason: null, at: NOW }

test('a receipt is heard from JSON, a form and the query, with the secret where the gateway shows it', async () => {
  const { heard, ask } = hearing()
  const replies = [
    await ask(asJson('json/receipts', { messageId: 71, status: 'DELIVRD', device: { more: [1] } })),
    await ask({
      url: `/v1/gateways/form/receipts?key=${KEY}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      payload: 'messageId=71&status=Delivrd&ref=',
    }),
    await ask({ method: 'GET', url: `/v1/gateways/query/receipts/${KEY}?messageId=71&status=DELIVRD` }),
    await ask({ url: `/v1/gateways/form/receipts?key=${KEY}`, payload: 'messageId=71&status=UNDELIV&error=absent' }),
  ]
  expect(replies.map((reply) => [reply.statusCode, reply.json()])).toEqual(
    Array(4).fill([200, { taken: 1, unlisted: 0 }]),
  )
  expect(heard).toEqual([
    RECEIPT,
    { ...RECEIPT, gateway: 'form' },
    { ...RECEIPT, gateway: 'query' },
    { ...RECEIPT, gateway: 'form', state: 'failed', reason: 'absent' },
  ])
})

test('lists are heard in their order, and what is good of one is kept', async () => {
  const { heard, ask } = hearing()
  const good = [
    { messageId: 'a', status: 'DELIVRD' },
    { ref: 'n-2', status: 'UNDELIV' },
  ]
  expect((await ask(asJson('list/receipts', good))).json()).toEqual({ taken: 2, unlisted: 0 })
  expect((await ask(asJson('inner/receipts', { data: { items: [good[0]] } }))).json()).toEqual({
    taken: 1,
    unlisted: 0,
  })
  const mixed = await ask(asJson('list/receipts', [{ status: 'DELIVRD' }, good[1], { messageId: 'x\u0000' }]))
  expect(mixed.statusCode).toBe(422)
  expect(mixed.json().errors.map(({ path }: { path: string }) => path)).toEqual([
    '[0].messageId',
    '[0].ref',
    '[2].status',
  ])
  expect(heard).toMatchObject([
    { providerRef: 'a', state: 'delivered' },
    { ref: 'n-2', state: 'failed' },
    { providerRef: 'a' },
    { ref: 'n-2' },
  ])
})

test('a text is heard with what it brings, and without an id known again by what it says', async () => {
  const { heard, ask } = hearing()
  const said = { from: '628123456789', message: 'ya\u0000 🙏', to: '3399' }
  const time = '2026-11-22T13:25:00+07:00'
  await ask(asJson('json/texts', { ...said, data: { id: 9 }, time }))
  await ask(asJson('json/texts', said))
  await ask(asJson('json/texts', said))
  await ask(asJson('json/texts', { ...said, time }))
  await ask(asJson('json/texts', { ...said, message: 'tidak' }))
  await ask(asJson('json/texts', { from: '628123456789' }))
  expect(heard[0]).toEqual({
    gateway: 'json',
    id: '9',
    from: '628123456789',
    to: '3399',
    text: 'ya 🙏',
    receivedAt: new Date(time),
  })
  const [, first, again, timed, other, empty] = heard as { id: string; text: string; receivedAt: Date }[]
  expect(again).toEqual(first)
  expect(first?.receivedAt).toEqual(NOW)
  expect(new Set([first?.id, timed?.id, other?.id, empty?.id]).size).toBe(4)
  expect(empty?.text).toBe('')
  await ask(asJson('json/texts', { from: '628123456789', type: 'ring', message: 'missed call' }))
  expect(heard.at(-1)).toMatchObject({ text: '', missedCall: true })
  expect(heard.at(-1)).not.toMatchObject({ id: empty?.id })
})

test('a long text is kept at its length of ten parts, a long reason at 500', async () => {
  const { heard, ask } = hearing()
  expect((await ask(asJson('json/texts', { from: '628', message: 'x'.repeat(5_000) }))).statusCode).toBe(200)
  await ask(asJson('json/receipts', { ref: 'n-1', status: 'UNDELIV', error: 'x'.repeat(5_000) }))
  expect(heard).toMatchObject([{ text: 'x'.repeat(1_600) }, { reason: 'x'.repeat(500) }])
})

test.each<[string, InjectOptions]>([
  ['no secret', { url: '/v1/gateways/json/receipts' }],
  ['a wrong secret', { url: '/v1/gateways/json/receipts', headers: { 'x-key': `${KEY}x` } }],
  ['the secret in another place', { url: `/v1/gateways/json/receipts/${KEY}?key=${KEY}` }],
  ['the secret twice', { url: `/v1/gateways/form/receipts?key=${KEY}&key=${KEY}` }],
  ['the secret of a path as a header', { url: '/v1/gateways/query/receipts', headers: { 'x-key': KEY } }],
  ['a gateway that nobody described', { url: '/v1/gateways/other/receipts', headers: { 'x-key': KEY } }],
  ['a name of every object', { url: '/v1/gateways/__proto__/receipts', headers: { 'x-key': KEY } }],
  ['a gateway that says nothing', { url: '/v1/gateways/mute/texts', headers: { 'x-key': KEY } }],
])('%s is refused, and no word says what was wrong', async (_what, options) => {
  const { heard, ask } = hearing()
  const reply = await ask({ payload: '{"messageId":"1","status":"DELIVRD"}', ...options })
  expect(reply.statusCode).toBe(401)
  expect(reply.json().detail).toBe('No gateway of this name and secret is known.')
  expect(heard).toEqual([])
})

test.each([
  ['what is not JSON', 'json/receipts', 'not JSON', 400],
  ['no body', 'json/receipts', '', 400],
  ['a text in the place of an object', 'json/receipts', '"DELIVRD"', 422],
  ['an object in the place of a list', 'list/receipts', '{}', 400],
  ['no list within', 'inner/receipts', '{"data":{"items":{}}}', 400],
  ['too long a list', 'list/receipts', JSON.stringify(Array(1_001).fill({})), 400],
  ['a text of nobody', 'json/texts', '{"message":"ya"}', 422],
  [
    'names that are too long',
    'json/texts',
    JSON.stringify({ from: `+628123456789${'0'.repeat(30)}`, to: 'x\u0000', data: { id: 'x'.repeat(201) } }),
    422,
  ],
  [
    'signs that no line has',
    'json/receipts',
    JSON.stringify({ ref: 'x'.repeat(201), messageId: 'x'.repeat(201), status: 'DELIVRD' }),
    422,
  ],
])('%s is refused with what is lacking, and nothing of it is repeated', async (_what, url, payload, status) => {
  const { heard, ask } = hearing()
  const reply = await ask({ url: `/v1/gateways/${url}`, headers: { 'x-key': KEY }, payload })
  expect(reply.statusCode).toBe(status)
  expect(reply.json().errors.length).toBeGreaterThan(0)
  expect(reply.body).not.toMatch(/8123456/)
  expect(heard).toEqual([])
})

test('what cannot be kept is answered so that the gateway comes again', async () => {
  const { ask } = hearing(async () => {
    throw new Unavailable('the database is away')
  })
  const reply = await ask(asJson('json/receipts', { messageId: 71, status: 'DELIVRD' }))
  expect(reply.statusCode).toBe(503)
  expect(reply.headers['retry-after']).toBe('5')
})

test('thousands of receipts from one address are not held up', async () => {
  const { ask } = hearing()
  const statuses = await Promise.all(
    Array.from(
      { length: 700 },
      async (_, n) => (await ask(asJson('json/receipts', { messageId: n, status: 'DELIVRD' }))).statusCode,
    ),
  )
  expect(new Set(statuses)).toEqual(new Set([200]))
})

test('a state that the section does not list says nothing of its message, and is told in the log once', async () => {
  const heard: unknown[] = []
  const warned: unknown[] = []
  const { app } = aServer({
    gateways: aGateways(heard),
    log: { warn: (...line: unknown[]) => void warned.push(line), error: () => undefined },
  })
  const said = [
    { messageId: 'a', status: 'ACCEPTD' },
    { messageId: 'b', status: 'ACCEPTD' },
    { messageId: 'c', status: 'DELIVRD' },
  ]
  expect((await app.inject({ method: 'POST', ...asJson('list/receipts', said) })).json()).toEqual({
    taken: 1,
    unlisted: 2,
  })
  expect(heard).toMatchObject([{ providerRef: 'c' }])
  expect(warned).toMatchObject([[expect.any(String), { gateway: 'list', state: 'ACCEPTD' }]])
})
