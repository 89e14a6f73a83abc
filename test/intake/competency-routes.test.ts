import { expect, test } from 'vitest'
import { competencyRoutes } from '../../src/intake/competency-routes.ts'
import { aRouteServer, operatorsWith } from './a-route-server.ts'
import { bearer } from './stand-ins.ts'

const aServer = () => {
  const asked: object[] = []
  const needs = {
    list: async (query: object) => {
      asked.push(query)
      return { total: 0, competencies: [] }
    },
  }
  const app = aRouteServer((routes) => competencyRoutes(routes, needs, operatorsWith({})))
  const get = (query: string, headers: Record<string, string> = bearer('viewer')) =>
    app.inject({ url: `/v1/competencies${query}`, headers })
  return { asked, get }
}

test('a viewer reads competencies of their jurisdiction, as far as asked', async () => {
  const { asked, get } = aServer()
  const reply = await get('?region=32.04&site=KSB-1&expiringDays=90&limit=5')
  expect([reply.statusCode, reply.json()]).toEqual([200, { total: 0, competencies: [] }])
  expect(reply.headers['cache-control']).toBe('no-store')
  await get('?region=&site=')
  const operator = expect.objectContaining({ operatorId: 'op-viewer' })
  expect(asked).toEqual([
    { operator, region: '32.04', siteCode: 'KSB-1', expiringDays: 90, limit: 5, after: null },
    { operator, region: '', siteCode: null, expiringDays: null, limit: 500, after: null },
  ])
})

test('a page goes on where the one before ended', async () => {
  const { asked, get } = aServer()
  const places = ['none', '1795329000000'].map((ends) => `${ends}.0190a8f2-0000-7000-8000-000000000001.dapur-umum`)
  for (const after of places) expect((await get(`?after=${after}`)).statusCode).toBe(200)
  expect(asked).toMatchObject(places.map((after) => ({ after })))
})

test('nobody reads them without a key', async () => {
  const { asked, get } = aServer()
  expect((await get('', {})).statusCode).toBe(401)
  expect(asked).toEqual([])
})

test.each([
  'region=3204',
  'region=Bandung',
  'expiringDays=-1',
  'expiringDays=3651',
  'limit=5001',
  'module=x',
  'site=%0a',
  'after=x',
  'after=none.0190a8f2-0000-7000-8000-000000000001.A',
  'after=99999999999999999.0190a8f2-0000-7000-8000-000000000001.a',
])('a query with %s is refused by name', async (query) => {
  const { asked, get } = aServer()
  const reply = await get(`?${query}`)
  expect([reply.statusCode, reply.json().errors[0].path]).toEqual([400, query.split('=')[0]])
  expect(asked).toEqual([])
})
