import { expect, test } from 'vitest'
import { aServer, bearer, CALL_OUT, operatorFor } from './stand-ins.ts'

const { app, seen } = aServer()
const get = (url: string) => app.inject({ url, headers: bearer('viewer') })
const asked = (): object | undefined => seen.queries.at(-1)

test.each(['/v1/readiness', '/v1/region-report', '/v1/overdue'])('%s is of the own jurisdiction', async (url) => {
  expect((await app.inject({ url })).statusCode).toBe(401)
  const whole = await get(url)
  expect(whole.statusCode).toBe(200)
  expect(whole.headers['content-type']).toBe('application/json; charset=utf-8')
  expect(asked()).toMatchObject({ region: '32.04', format: 'json' })
  const part = await get(`${url}?region=32.04.15&format=html`)
  expect(part.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(part.headers['content-security-policy']).toContain("default-src 'none'")
  expect(asked()).toMatchObject({ region: '32.04.15', format: 'html' })
  // The neighbours' and the province's figures, and regions that do not exist, are nobody's but theirs.
  const before = seen.queries.length
  for (const region of ['32.05', '32', '33.01', '34.02'])
    expect((await get(`${url}?region=${region}`)).statusCode, region).toBe(404)
  const wrong = await get(`${url}?region=Bandung&format=pdf&page=2`)
  expect(wrong.statusCode).toBe(400)
  expect(wrong.json().errors.map(({ path }: { path: string }) => path)).toEqual(['format', 'region', 'page'])
  expect(seen.queries).toHaveLength(before)
})

test('one KSB is shown with its history', async () => {
  expect((await get(`/v1/readiness/${CALL_OUT}?format=md`)).statusCode).toBe(200)
  expect(asked()).toEqual({ operator: operatorFor('viewer'), siteCode: CALL_OUT, format: 'md' })
  expect((await get('/v1/readiness/KSB-9')).statusCode).toBe(404)
  expect((await get(`/v1/readiness/${'K'.repeat(65)}`)).statusCode).toBe(404)
  expect((await get(`/v1/readiness/${CALL_OUT}?region=32.04`)).statusCode).toBe(400)
})

test.each([
  ['', { months: 12, soonDays: 90 }],
  ['?months=6&ahead=0', { months: 6, soonDays: 0 }],
])('what is overdue%s', async (query, wanted) => {
  expect((await get(`/v1/overdue${query}`)).statusCode).toBe(200)
  expect(asked()).toMatchObject(wanted)
})

test.each(['months=0', 'months=121', 'months=1.5', 'months=x', 'ahead=-1', 'ahead=3651'])(
  'overdue with %s is refused',
  async (query) => {
    const { statusCode, body } = await get(`/v1/overdue?${query}`)
    expect(statusCode).toBe(400)
    expect(body).toContain('a whole number from')
  },
)
