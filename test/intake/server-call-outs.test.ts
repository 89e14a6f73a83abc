import { expect, test } from 'vitest'
import { aServer, bearer, CALL_OUT, CURSOR, NOW, UNKNOWN } from './stand-ins.ts'

const RESPONDER = '0190a8f2-0000-7000-8000-0000000000b1'
const PATH = `/v1/call-outs/${CALL_OUT}`
const ACTS = [
  ['stand-down', { reason: 'laporan tidak terbukti' }],
  ['answers', { responderId: RESPONDER, answer: 'yes' }],
] as const

const post = (path: string, payload: object | string, headers: Record<string, string>) => ({
  method: 'POST' as const,
  url: path,
  payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  headers: { 'content-type': 'application/json', ...headers },
})

const READS = [
  '/v1/events',
  `/v1/events/${CALL_OUT}`,
  '/v1/call-outs',
  PATH,
  `${PATH}/notices`,
  `${PATH}/responders`,
].concat(['/v1/sites', '/v1/responders'])

test.each(READS)('%s is for those with a token, whatever their role', async (url) => {
  const { app } = aServer()
  const statusWith = async (headers: Record<string, string>) => (await app.inject({ url, headers })).statusCode
  expect(await statusWith(bearer('viewer'))).toBe(200)
  expect(await statusWith(bearer('admin'))).toBe(200)
  expect(await statusWith({})).toBe(401)
  expect(await statusWith({ authorization: 'Bearer nobody' })).toBe(401)
  expect(await statusWith({ authorization: 'Basic dG9rZW4tdmlld2Vy' })).toBe(401)
  expect(await statusWith({ authorization: 'Bearer ' })).toBe(401)
})

test('a refusal without a token is a problem that names the scheme', async () => {
  const reply = await aServer().app.inject({ url: PATH })
  expect(reply.headers['www-authenticate']).toBe('Bearer')
  expect(reply.headers['content-type']).toMatch(/^application\/problem\+json/)
})

test.each(ACTS)('%s is for senders and above', async (act, body) => {
  const { app, seen } = aServer()
  const statusAs = async (role: 'viewer' | 'sender' | 'admin') =>
    (await app.inject(post(`${PATH}/${act}`, body, bearer(role)))).statusCode
  expect([await statusAs('viewer'), await statusAs('sender'), await statusAs('admin')]).toEqual([403, 200, 200])
  expect(seen.acts[0]).toMatchObject({ callOutId: CALL_OUT, at: NOW, ...body })
})

test('approving needs no body, and a viewer may not; a sender may, where nobody posted what waits', async () => {
  const { app } = aServer()
  const statusAs = async (role: 'viewer' | 'sender' | 'approver' | 'admin') =>
    (await app.inject({ method: 'POST', url: `${PATH}/approve`, headers: bearer(role) })).statusCode
  const roles = ['viewer', 'sender', 'approver', 'admin'] as const
  expect(await Promise.all(roles.map(statusAs))).toEqual([403, 200, 200, 200])
})

test('who may not act is told so before the body is looked at', async () => {
  const request = post(`${PATH}/stand-down`, 'rubbish', { 'content-type': 'text/plain' })
  expect((await aServer().app.inject(request)).statusCode).toBe(401)
})

test.each([
  ['stand-down', { reason: '  ' }, ['reason']],
  ['stand-down', { reason: 'x'.repeat(501) }, ['reason']],
  ['stand-down', { reason: 'a\u0000' }, ['reason']],
  ['stand-down', { reason: 'x', extra: 1 }, ['extra']],
  ['answers', { responderId: 'R-1', answer: 'maybe', weak: true }, ['answer', 'responderId', 'weak']],
  ['answers', [], ['']],
])('%s with %j is 422 with every fault', async (act, body, paths) => {
  const { app, seen } = aServer()
  const reply = await app.inject(post(`${PATH}/${act}`, body, bearer('sender')))
  expect(reply.statusCode).toBe(422)
  expect(
    reply
      .json()
      .errors.map(({ path }: { path: string }) => path)
      .sort(),
  ).toEqual(paths)
  expect(seen.acts).toEqual([])
})

test.each(['', '{}', '{"reason":null}'])('the body %j stands down without a reason of its own', async (body) => {
  const { app, seen } = aServer()
  const reply = await app.inject(post(`${PATH}/stand-down`, body, bearer('sender')))
  expect(reply.statusCode).toBe(200)
  expect(seen.acts).toMatchObject([{ callOutId: CALL_OUT, reason: 'dihentikan oleh operator' }])
})

test('standing down needs neither a body nor a type of content', async () => {
  const { app, seen } = aServer()
  const reply = await app.inject({ method: 'POST', url: `${PATH}/stand-down`, headers: bearer('sender') })
  expect(reply.statusCode).toBe(200)
  expect(seen.acts).toMatchObject([{ reason: 'dihentikan oleh operator' }])
})

test('an answer without a body is unreadable', async () => {
  const { app, seen } = aServer()
  expect((await app.inject(post(`${PATH}/answers`, '', bearer('sender')))).statusCode).toBe(400)
  expect(seen.acts).toEqual([])
})

test.each(['{', '{"reason":"x","__proto__":{}}'])('the body %j is unreadable', async (body) => {
  const reply = await aServer().app.inject(post(`${PATH}/stand-down`, body, bearer('sender')))
  expect(reply.statusCode).toBe(400)
})

test.each([UNKNOWN, 'not-an-id', '%00', 'x'.repeat(200)])('the call-out %s is not found', async (id) => {
  const { app } = aServer()
  for (const path of ['', '/notices', '/responders']) {
    const reply = await app.inject({ url: `/v1/call-outs/${id}${path}`, headers: bearer('viewer') })
    expect(reply.statusCode).toBe(404)
    expect(reply.json()).toMatchObject({ title: 'Not Found', errors: [] })
  }
  for (const [act, body] of ACTS) {
    const reply = await app.inject(post(`/v1/call-outs/${id}/${act}`, body, bearer('sender')))
    expect(reply.statusCode).toBe(404)
  }
  const approval = await app.inject({ method: 'POST', url: `/v1/call-outs/${id}/approve`, headers: bearer('admin') })
  expect(approval.statusCode).toBe(404)
})

test('an act that is too late is a conflict', async () => {
  const { needs } = aServer()
  const standDown = async () => ({ kind: 'refused', status: 409, detail: 'It is closed.' }) as const
  const { app } = aServer({ callOuts: { ...needs.callOuts, standDown } })
  const reply = await app.inject(post(`${PATH}/stand-down`, { reason: 'x' }, bearer('sender')))
  expect([reply.statusCode, reply.json().detail]).toEqual([409, 'It is closed.'])
})

test('the list is asked for by event, status and page', async () => {
  const { app, seen } = aServer()
  await app.inject({ url: `/v1/call-outs?eventId=${CALL_OUT}&status=calling&limit=7`, headers: bearer('viewer') })
  await app.inject({ url: '/v1/call-outs', headers: bearer('viewer') })
  await app.inject({ url: '/v1/call-outs?eventId=&status=&limit=&after=', headers: bearer('viewer') })
  await app.inject({ url: `/v1/call-outs?after=${CURSOR}`, headers: bearer('viewer') })
  expect(seen.queries).toMatchObject([
    { eventId: CALL_OUT, status: 'calling', limit: 7, after: null },
    { eventId: null, status: null, limit: 50, after: null },
    { eventId: null, status: null, limit: 50, after: null },
    { after: CURSOR },
  ])
})

test('only an admin gets the texts of notices', async () => {
  const { app, seen } = aServer()
  await app.inject({ url: `${PATH}/notices`, headers: bearer('approver') })
  await app.inject({ url: `${PATH}/notices?limit=5&after=17`, headers: bearer('admin') })
  expect(seen.queries).toMatchObject([
    { withText: false, limit: 10_000, after: null },
    { withText: true, limit: 5, after: '17' },
  ])
})

test.each([
  ['/v1/call-outs?status=open&limit=0&page=2&eventId=1', ['eventId', 'limit', 'page', 'status']],
  [`${PATH}/notices?limit=10001`, ['limit']],
  [`${PATH}/responders?limit=1&limit=2&after=a%00b&round=0`, ['after', 'limit', 'round']],
  ['/v1/events?limit=-1&before=a%20b', ['before', 'limit']],
  ['/v1/sites?bbox=1,2,3&limit=x&page=', ['bbox', 'limit', 'page']],
])('the query of %s is 400 with every fault', async (url, paths) => {
  const reply = await aServer().app.inject({ url, headers: bearer('viewer') })
  expect(reply.statusCode).toBe(400)
  expect(
    reply
      .json()
      .errors.map(({ path }: { path: string }) => path)
      .sort(),
  ).toEqual(paths)
})

const LAST_MS = 8_640_000_000_000_000

test.each([
  ['/v1/events?before=', 'abc'],
  ['/v1/events?before=', '17'],
  ['/v1/events?before=', `${LAST_MS + 1}.${CALL_OUT}`],
  ['/v1/call-outs?after=', `1.${'-'.repeat(36)}`],
  ['/v1/call-outs?after=', `1.${'0'.repeat(36)}`],
  ['/v1/call-outs?after=', `-1.${CALL_OUT}`],
  ['/v1/call-outs?after=', `${CURSOR}.1`],
  ['/v1/call-outs?after=', `${LAST_MS + 1}.${CALL_OUT}`],
  [`${PATH}/notices?after=`, 'abc'],
  [`${PATH}/notices?after=`, CURSOR],
  [`${PATH}/notices?after=`, '1'.repeat(19)],
  [`${PATH}/responders?after=`, '-1'],
  [`${PATH}/responders?after=`, '1'.repeat(16)],
  ['/v1/sites?after=', 'a%0Ab'],
])('the cursor of %s%s cannot be read: 400 that names it', async (address, cursor) => {
  const { app, seen } = aServer()
  const reply = await app.inject({ url: `${address}${cursor}`, headers: bearer('viewer') })
  expect(reply.statusCode).toBe(400)
  expect(reply.json().errors).toMatchObject([
    { path: address.includes('before') ? 'before' : 'after', expected: 'a cursor as an earlier page gave it' },
  ])
  expect(seen.queries).toEqual([])
})

test.each([
  ['/v1/events?before=', `${LAST_MS}.${CALL_OUT}`],
  ['/v1/call-outs?after=', `0.${CALL_OUT.toUpperCase()}`],
  [`${PATH}/notices?after=`, '1'.repeat(18)],
  [`${PATH}/responders?after=`, '1'.repeat(15)],
  ['/v1/sites?after=', encodeURIComponent('KSB Pangalengan é')],
])('the cursor of %s%s is read', async (address, cursor) => {
  const { app } = aServer()
  expect((await app.inject({ url: `${address}${cursor}`, headers: bearer('viewer') })).statusCode).toBe(200)
})
