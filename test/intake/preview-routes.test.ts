import { expect, test } from 'vitest'
import { rateLimit } from '../../src/intake/rate-limit.ts'
import { anEvent, aServer, NOW, signed } from './stand-ins.ts'

const BODY = JSON.stringify(anEvent())

const preview = (...given: Parameters<typeof signed>) => ({ ...signed(...given), url: '/v1/events/preview' })

test('a signed event is handed to the preview as it would be to the intake, and to nobody else', async () => {
  const { app, seen } = aServer()
  const reply = await app.inject(preview(BODY))
  expect([reply.statusCode, reply.json()]).toEqual([200, { decision: 'mobilise' }])
  await app.inject(signed(BODY))
  expect(seen.previews).toEqual(seen.deliveries)
  expect(seen.previews).toHaveLength(1)
})

test.each([
  ['a signature that does not hold', preview(BODY, { secret: 'whsec_AAAA9r8GKYqrTwjUPD8ILPZIo2LaLaSw' }), 401],
  ['a stale time', preview(BODY, { at: new Date(NOW.getTime() - 301_000) }), 401],
  ['a viewer', preview(BODY, { role: 'viewer' }), 403],
  ['no JSON', preview('{'), 400],
  ['an event with faults', preview(JSON.stringify(anEvent({ hazard: 'flod' }))), 422],
  ['more than 256 KiB of JSON', preview(JSON.stringify(anEvent({ description: 'x'.repeat(300_000) }))), 413],
] as const)('%s is refused as a post is, and not kept', async (_what, request, status) => {
  const { app, seen } = aServer()
  const reply = await app.inject(request)
  expect(reply.statusCode).toBe(status)
  expect(reply.headers['content-type']).toMatch(/^application\/problem\+json/)
  expect([seen.previews, seen.refusals]).toEqual([[], []])
  expect((await app.inject({ ...request, url: '/v1/events' })).statusCode).toBe(status)
})

test('what the preview refuses is a problem with its faults', async () => {
  const faults = [{ path: 'area', got: '"32.05"', expected: 'within 32.04', hint: 'post it there' }]
  const { needs } = aServer()
  const refusing = async () => ({ kind: 'refused', status: 403, detail: 'No.', faults }) as const
  const { app } = aServer({ preview: { ...needs.preview, preview: refusing } })
  const reply = await app.inject(preview(BODY))
  expect(reply.json()).toMatchObject({ status: 403, detail: 'No.', errors: faults })
})

test('previews are counted apart from posts: neither uses up the other', async () => {
  const { app } = aServer({ deliveriesAllowed: rateLimit(1, 60_000), previewsAllowed: rateLimit(2, 60_000) })
  const statuses: number[] = []
  for (let nth = 0; nth < 3; nth += 1) statuses.push((await app.inject(preview(BODY))).statusCode)
  for (let nth = 0; nth < 2; nth += 1) statuses.push((await app.inject(signed(BODY))).statusCode)
  expect(statuses).toEqual([200, 200, 429, 202, 429])
  expect((await app.inject(preview(BODY))).headers['retry-after']).toBe('60')
})
