import { expect, test } from 'vitest'
import { type DrillActed, type DrillNeeds, drillRoutes } from '../../src/intake/drill-routes.ts'
import { aRouteServer, operatorsWith } from './a-route-server.ts'
import { bearer, CALL_OUT, NOW, UNKNOWN } from './stand-ins.ts'

const LATER = '2026-12-05T09:00:00+07:00'

const aServer = (acted: DrillActed = { kind: 'changed', sequence: 2, notices: 4, answersCleared: 1 }) => {
  const asked: object[] = []
  const keep = (given: object): void => void asked.push(given)
  const needs: DrillNeeds = {
    list: async (query) => {
      keep(query)
      return { drills: [] }
    },
    show: async () => null,
    cancel: async (act) => {
      keep(act)
      return acted
    },
    move: async (act) => {
      keep(act)
      return acted
    },
  }
  const app = aRouteServer((routes) => drillRoutes(routes, needs, operatorsWith({}), { now: () => NOW }))
  const ask = (method: 'GET' | 'POST', url: string, body?: object, role: 'viewer' | 'sender' = 'sender') =>
    app.inject({
      method,
      url: `/v1/drills${url}`,
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...bearer(role) },
    })
  return { asked, ask }
}

test('a sender cancels and moves a drill, with who, from where and why', async () => {
  const { ask, asked } = aServer()
  const by = { operator: expect.objectContaining({ operatorId: 'op-sender' }), address: '127.0.0.1', at: NOW }
  const cancelled = await ask('POST', `/${CALL_OUT}/cancel`, { reason: ' Banjir ' })
  expect([cancelled.statusCode, cancelled.json()]).toEqual([
    200,
    { drillId: CALL_OUT, sequence: 2, notices: 4, answersCleared: 1 },
  ])
  expect((await ask('POST', `/${CALL_OUT}/move`, { to: LATER })).statusCode).toBe(200)
  expect(asked).toEqual([
    { ...by, drillId: CALL_OUT, reason: 'Banjir' },
    { ...by, drillId: CALL_OUT, to: new Date(LATER), reason: '', anyway: false },
  ])
})

test.each([
  ['cancel', {}, 'reason'],
  ['cancel', { reason: '  ' }, 'reason'],
  ['cancel', { reason: 'a\nb' }, 'reason'],
  ['move', { to: '2026-12-05T09:00' }, 'to'],
  ['move', { to: '2020-12-05T09:00:00Z' }, 'to'],
  ['move', { to: '2030-12-05T09:00:00Z' }, 'to'],
])('%s with %j is refused: 422, with the field', async (act, body, path) => {
  const { ask, asked } = aServer()
  const reply = await ask('POST', `/${CALL_OUT}/${act}`, body)
  expect([reply.statusCode, reply.json().errors[0].path]).toEqual([422, path])
  expect(asked).toEqual([])
})

test.each([
  [{ kind: 'unknown' }, 404],
  [{ kind: 'outside' }, 403],
  [{ kind: 'too-late', state: 'done' }, 409],
] as const)('%j is answered', async (acted, status) => {
  const { ask } = aServer(acted)
  expect((await ask('POST', `/${CALL_OUT}/cancel`, { reason: 'x' })).statusCode).toBe(status)
  expect((await ask('POST', `/${CALL_OUT}/move`, { to: LATER })).statusCode).toBe(status)
})

test('what stands in the way of a move is told with its remedy', async () => {
  const { ask, asked } = aServer({
    kind: 'in-the-way',
    to: new Date(LATER),
    closings: [
      { name: 'Hari Raya', nameEn: 'Feast', day: '2026-12-05' },
      { name: 'Panen', nameEn: 'Panen', day: '2026-12-05' },
    ],
    nextFree: new Date('2026-12-07T02:00:00Z'),
    helpers: [{ responderId: 'r-1', kind: 'tagana', drillId: 'd-2' }],
  })
  const reply = await ask('POST', `/${CALL_OUT}/move`, { to: LATER, anyway: true })
  const free = 'the next free time is 2026-12-07T02:00:00.000Z; or say "anyway": true'
  expect([reply.statusCode, reply.json().errors]).toEqual([
    409,
    [
      expect.objectContaining({
        path: 'to',
        got: expect.stringContaining('Hari Raya (Feast), 2026-12-05'),
        hint: free,
      }),
      expect.objectContaining({ path: 'to', got: expect.stringMatching(/: Panen, 2026-12-05$/), hint: free }),
      expect.objectContaining({ path: 'to', got: 'tagana r-1 helps at drill d-2 then' }),
    ],
  ])
  expect(asked).toMatchObject([{ anyway: true }])
  const never = aServer({ kind: 'in-the-way', to: NOW, closings: [], nextFree: null, helpers: [] })
  expect((await never.ask('POST', `/${CALL_OUT}/move`, { to: LATER })).json().errors).toEqual([])
})

test('a viewer looks and changes nothing; what is not there is not found', async () => {
  const { ask, asked } = aServer()
  expect((await ask('GET', '', undefined, 'viewer')).json()).toEqual({ drills: [] })
  expect((await ask('GET', '?from=2026-12-01T00:00:00Z&limit=5', undefined, 'viewer')).statusCode).toBe(200)
  expect((await ask('GET', '?from=gestern')).statusCode).toBe(400)
  expect(asked).toMatchObject([
    { from: NOW, to: new Date(NOW.getTime() + 366 * 86_400_000), limit: 100 },
    { from: new Date('2026-12-01T00:00:00Z'), limit: 5 },
  ])
  expect((await ask('POST', `/${CALL_OUT}/cancel`, { reason: 'x' }, 'viewer')).statusCode).toBe(403)
  for (const url of [`/${UNKNOWN}`, '/x']) expect((await ask('GET', url)).statusCode).toBe(404)
  for (const url of ['/x/cancel', '/x/move']) expect((await ask('POST', url, { reason: 'x' })).statusCode).toBe(404)
})
