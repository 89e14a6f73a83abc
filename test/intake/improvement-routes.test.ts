import { expect, test } from 'vitest'
import { aServer, bearer, CALL_OUT, operatorFor, UNKNOWN } from './stand-ins.ts'

const { app, seen } = aServer()
const asked = (): object | undefined => seen.queries.at(-1)
const get = (query: string) => app.inject({ url: `/v1/improvements${query}`, headers: bearer('viewer') })
const post = (path: string, body: object, role: 'viewer' | 'sender' = 'sender') =>
  app.inject({
    method: 'POST',
    url: `/v1/improvements${path}`,
    headers: { ...bearer(role), 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const pathsIn = (body: string): unknown =>
  (JSON.parse(body) as { errors: { path: string }[] }).errors.map(({ path }) => path)

test('what is open is listed for a viewer, by region and site', async () => {
  expect((await get('')).json()).toEqual({ total: 0, improvements: [] })
  expect(asked()).toEqual({ operator: operatorFor('viewer'), region: '', siteCode: null, all: false, limit: 100 })
  await get('?region=32.04&site=KSB-1&all=true&limit=5')
  expect(asked()).toMatchObject({ region: '32.04', siteCode: 'KSB-1', all: true, limit: 5 })
  const wrong = await get(`?region=Bandung&site=${'K'.repeat(65)}&all=ya&limit=0`)
  expect(wrong.statusCode).toBe(400)
  expect(pathsIn(wrong.body)).toEqual(['region', 'site', 'all', 'limit'])
})

test('a sender adds one and closes it; what is not theirs is not found', async () => {
  expect((await post('', { siteCode: CALL_OUT, text: 'a' }, 'viewer')).statusCode).toBe(403)
  const added = await post('', { siteCode: CALL_OUT, text: ' Pengeras suara rusak ' })
  expect([added.statusCode, added.json()]).toEqual([201, { id: CALL_OUT }])
  expect(asked()).toMatchObject({ siteCode: CALL_OUT, text: 'Pengeras suara rusak', occurrenceId: null })
  const elsewhere = await post('', { siteCode: 'KSB-9', text: 'a', drillId: UNKNOWN })
  expect([elsewhere.statusCode, elsewhere.json().detail]).toEqual([404, expect.stringContaining('drill')])
  const wrong = await post('', { siteCode: '', text: 'satu\ndua', drillId: 'x', by: 'me' })
  expect(wrong.statusCode).toBe(422)
  expect(pathsIn(wrong.body)).toEqual(['siteCode', 'text', 'drillId', 'by'])
  expect(pathsIn((await post('', { siteCode: 'KSB-1', text: 'a'.repeat(301) })).body)).toEqual(['text'])

  expect((await post(`/${CALL_OUT}/done`, { because: 'diganti' })).json()).toEqual({ id: CALL_OUT })
  expect((await post(`/${UNKNOWN}/done`, { because: 'diganti' })).statusCode).toBe(404)
  expect((await post('/x/done', { because: 'diganti' })).statusCode).toBe(404)
  expect((await post(`/${CALL_OUT}/done`, { because: '' })).statusCode).toBe(422)
})

test('one that is done already is a conflict, and its first reason stays', async () => {
  const done = aServer({ improvements: { ...aServer().needs.improvements, finish: async () => 'done-before' } }).app
  const again = await done.inject({
    method: 'POST',
    url: `/v1/improvements/${CALL_OUT}/done`,
    headers: { ...bearer('sender'), 'content-type': 'application/json' },
    body: '{"because":"lagi"}',
  })
  expect(again.statusCode).toBe(409)
})
