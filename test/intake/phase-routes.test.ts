import { expect, test } from 'vitest'
import { polygonArea } from '../../src/geo/area.ts'
import { type PhaseDeclared, type PhaseNeeds, phaseRoutes } from '../../src/intake/phase-routes.ts'
import { aRouteServer, operatorsWith } from './a-route-server.ts'
import { bearer, CALL_OUT, NOW, UNKNOWN } from './stand-ins.ts'

const DECLARATION = {
  region: '32.04',
  hazard: 'flood',
  phase: 'tanggap-darurat',
  from: '2026-11-22T00:00:00+07:00',
  until: '2026-12-06T00:00:00+07:00',
  decree: '360/Kep.412-BPBD/2026',
}

const aServer = (
  declared: PhaseDeclared = { kind: 'declared', body: { phaseId: 'p1' } },
  more: Parameters<typeof operatorsWith>[0] = {},
) => {
  const acts: object[] = []
  const needs: PhaseNeeds = {
    regionExists: (code) => ['32', '32.04', '32.05', '32.04.15'].includes(code),
    declare: async (act) => {
      acts.push(act)
      return declared
    },
    list: async (query) => {
      acts.push(query)
      return { phases: [{ phaseId: 'p1' }] }
    },
    regionOf: async (id) => (id === CALL_OUT ? '32.04' : id === CALL_OUT.replace('1', '2') ? '33' : null),
    end: async (act) => {
      acts.push(act)
      return acts.length === 1
    },
  }
  const app = aRouteServer((routes) => phaseRoutes(routes, needs, operatorsWith(more), { now: () => NOW }))
  const post = (url: string, body: unknown, role: Parameters<typeof bearer>[0] = 'approver') =>
    app.inject({
      method: 'POST',
      url,
      payload: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...bearer(role) },
    })
  return { app, acts, post }
}

const faultsOf = (reply: { json(): { errors: readonly { path: string; expected: string }[] } }): readonly string[] =>
  reply.json().errors.map(({ path }) => path)

test('an approver declares a phase: 201, with who and from where', async () => {
  const { post, acts } = aServer()
  const reply = await post('/v1/phases', DECLARATION)
  expect([reply.statusCode, reply.json()]).toEqual([201, { phaseId: 'p1' }])
  expect(acts).toEqual([
    {
      operator: expect.objectContaining({ operatorId: 'op-approver' }),
      address: '127.0.0.1',
      at: NOW,
      declaration: {
        region: '32.04',
        hazard: 'flood',
        phase: 'tanggap-darurat',
        from: new Date('2026-11-21T17:00:00Z'),
        until: new Date('2026-12-05T17:00:00Z'),
        decree: '360/Kep.412-BPBD/2026',
      },
    },
  ])
})

test.each([
  [{ ...DECLARATION, hazard: undefined }, null],
  [{ ...DECLARATION, hazard: null }, null],
  [{ ...DECLARATION, hazard: 'tanah longsor' }, 'landslide'],
  [{ ...DECLARATION, hazard: '101' }, 'flood'],
])('a hazard may be left out, or be one of BNPB’s words', async (body, hazard) => {
  const { post, acts } = aServer()
  expect((await post('/v1/phases', body)).statusCode).toBe(201)
  expect(acts).toMatchObject([{ declaration: { hazard } }])
})

test('the same again is 200, and out of order 409 with what may follow', async () => {
  expect(
    (await aServer({ kind: 'repeated', body: { phaseId: 'p1' } }).post('/v1/phases', DECLARATION)).statusCode,
  ).toBe(200)
  const faults = [{ path: 'phase', got: 'x', expected: 'siaga-darurat' }]
  const reply = await aServer({ kind: 'out-of-order', detail: 'Not in this order.', faults }).post(
    '/v1/phases',
    DECLARATION,
  )
  expect(reply.statusCode).toBe(409)
  expect(reply.json()).toMatchObject({ detail: 'Not in this order.', errors: faults })
})

test.each([
  ['an unknown region', { region: '32.99' }, ['region']],
  ['a district', { region: '32.04.15' }, ['region']],
  ['a BPS code', { region: '3204' }, ['region']],
  ['a hazard that is none', { hazard: 'naga' }, ['hazard']],
  ['a phase that is none', { phase: 'siaga' }, ['phase']],
  ['an end before its beginning', { until: '2026-11-21T00:00:00+07:00' }, ['until']],
  ['an end at its beginning', { until: DECLARATION.from }, ['until']],
  ['over 180 days', { until: '2027-05-22T00:00:00+07:00' }, ['until']],
  ['a beginning far ahead', { from: '2027-01-22T00:00:00+07:00', until: '2027-02-22T00:00:00+07:00' }, ['from']],
  ['a beginning over a year ago', { from: '2025-11-01T00:00:00+07:00', until: '2025-12-01T00:00:00+07:00' }, ['from']],
  ['no offset', { from: '2026-11-22T00:00:00' }, ['from']],
  ['no decree', { decree: ' ' }, ['decree']],
  ['a decree that hides something', { decree: '360\u202e/1' }, ['decree']],
  ['a long decree', { decree: 'x'.repeat(121) }, ['decree']],
  ['an unknown field', { reason: 'x' }, ['reason']],
  ['several at once', { region: 'x', hazard: 'naga', until: '2026-01-01T00:00:00Z' }, ['region', 'hazard', 'until']],
])('%s is 422', async (_words, change, paths) => {
  const { post, acts } = aServer()
  const reply = await post('/v1/phases', { ...DECLARATION, ...change })
  expect(reply.statusCode).toBe(422)
  expect(faultsOf(reply)).toEqual(paths)
  expect(acts).toEqual([])
})

test('what is 180 days long, and what is not JSON', async () => {
  const { post } = aServer()
  expect((await post('/v1/phases', { ...DECLARATION, until: '2027-05-21T00:00:00+07:00' })).statusCode).toBe(201)
  expect((await post('/v1/phases', '{')).statusCode).toBe(400)
})

test.each([
  ['another regency', { ...DECLARATION, region: '32.05' }, {}],
  ['the province above', { ...DECLARATION, region: '32' }, {}],
  [
    'a region of which an office has only a part',
    DECLARATION,
    {
      jurisdictionArea: polygonArea({
        type: 'Polygon',
        coordinates: [
          [
            [107, -7],
            [108, -7],
            [108, -8],
            [107, -7],
          ],
        ],
      }),
    },
  ],
])('%s is not the operator’s to decide for: 403', async (_words, body, more) => {
  const { post, acts } = aServer(undefined, more)
  expect((await post('/v1/phases', body)).statusCode).toBe(403)
  expect(
    (await aServer(undefined, { ...more, jurisdiction: '31' }).post(`/v1/phases/${CALL_OUT}/end`, '')).statusCode,
  ).toBe(403)
  expect(acts).toEqual([])
})

test('a province’s office may decide for its regencies', async () => {
  expect((await aServer(undefined, { jurisdiction: '32' }).post('/v1/phases', DECLARATION)).statusCode).toBe(201)
})

test('below an approver nobody declares or ends; everybody with a token may look', async () => {
  const { app, post, acts } = aServer()
  for (const url of ['/v1/phases', `/v1/phases/${CALL_OUT}/end`]) {
    expect((await post(url, DECLARATION, 'sender')).statusCode).toBe(403)
    expect((await app.inject({ method: 'POST', url })).statusCode).toBe(401)
  }
  expect(acts).toEqual([])
  const reply = await app.inject({ url: '/v1/phases?past=true&limit=3', headers: bearer('viewer') })
  expect(reply.json()).toEqual({ phases: [{ phaseId: 'p1' }] })
  expect(acts).toMatchObject([{ past: true, limit: 3, at: NOW, operator: { operatorId: 'op-viewer' } }])
  expect((await app.inject({ url: '/v1/phases?past=maybe', headers: bearer('viewer') })).statusCode).toBe(400)
})

test('a phase is ended once: then 409; an unknown one is 404', async () => {
  const { post, acts } = aServer()
  const reply = await post(`/v1/phases/${CALL_OUT}/end`, '')
  expect([reply.statusCode, reply.json()]).toEqual([200, { phaseId: CALL_OUT, endedAt: NOW.toISOString() }])
  expect(acts).toMatchObject([{ phaseId: CALL_OUT, address: '127.0.0.1', at: NOW }])
  expect((await post(`/v1/phases/${CALL_OUT}/end`, '')).statusCode).toBe(409)
  expect((await post(`/v1/phases/${UNKNOWN}/end`, '')).statusCode).toBe(404)
  expect((await post('/v1/phases/x/end', '')).statusCode).toBe(404)
})
