import { expect, test } from 'vitest'
import { aServer, bearer } from './stand-ins.ts'

test('sites are GeoJSON, with the way to the next page', async () => {
  const { app, seen } = aServer()
  const reply = await app.inject({ url: '/v1/sites?bbox=106.5,-8,108.5,-6&limit=1', headers: bearer('viewer') })
  expect(reply.headers['content-type']).toMatch(/^application\/geo\+json/)
  expect(reply.headers['link']).toBe('</v1/sites?bbox=106.5%2C-8%2C108.5%2C-6&limit=1&after=KSB-1>; rel="next"')
  expect(reply.json()).toMatchObject({ type: 'FeatureCollection', next: 'KSB-1', features: [{ id: 'KSB-1' }] })
  const next = await app.inject({
    url: '/v1/sites?bbox=106.5%2C-8%2C108.5%2C-6&after=KSB-1',
    headers: bearer('viewer'),
  })
  expect(next.statusCode).toBe(200)
  const bbox = { west: 106.5, south: -8, east: 108.5, north: -6 }
  expect(seen.queries).toMatchObject([
    { bbox, limit: 1, after: null, operator: { jurisdiction: '32.04' } },
    { bbox, limit: 1000, after: 'KSB-1' },
  ])
})

test('the last page names no next one', async () => {
  const reply = await aServer().app.inject({ url: '/v1/responders', headers: bearer('viewer') })
  expect(reply.headers['link']).toBeUndefined()
  expect(reply.json()).toEqual({ type: 'FeatureCollection', features: [], next: null })
})

test.each(['-6,106,-8,108', '108,-8,106,-6', '106,-8,108,NaN', '106,-8,108', 'a,b,c,d', '106,-8,190,-6'])(
  'the box %j is refused',
  async (bbox) => {
    const reply = await aServer().app.inject({ url: `/v1/sites?bbox=${bbox}`, headers: bearer('viewer') })
    expect(reply.statusCode).toBe(400)
    expect(reply.json().errors[0].expected).toBe('west,south,east,north in degrees')
  },
)

test('people whose contacts are bad can be asked for, sites cannot', async () => {
  const { app, seen } = aServer()
  const ask = (url: string) => app.inject({ url, headers: bearer('viewer') })
  expect((await ask('/v1/responders?flagged=true')).statusCode).toBe(200)
  expect((await ask('/v1/responders')).statusCode).toBe(200)
  expect(seen.queries).toMatchObject([{ flagged: true }, { flagged: false }])
  expect((await ask('/v1/responders?flagged=yes')).json().errors[0]).toMatchObject({
    path: 'flagged',
    expected: 'true or false',
  })
  expect((await ask('/v1/sites?flagged=true')).statusCode).toBe(400)
})

test('an empty box is no box', async () => {
  const { app, seen } = aServer()
  const reply = await app.inject({ url: '/v1/sites?bbox=&limit=&after=', headers: bearer('viewer') })
  expect(reply.statusCode).toBe(200)
  expect(seen.queries).toMatchObject([{ bbox: null, limit: 1000, after: null }])
})
