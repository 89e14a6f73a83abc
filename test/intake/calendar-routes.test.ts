import { expect, test } from 'vitest'
import { calendarRoutes } from '../../src/intake/calendar-routes.ts'
import { aRouteServer } from './a-route-server.ts'
import { NOW } from './stand-ins.ts'

const TOKEN = 'c0tTQi0x-A_AAAAAAAAAAAAA'
const URL_OF = `/v1/calendar/${TOKEN}.ics`

const aFeed = () => {
  let now = NOW
  let version = 'v1'
  const app = aRouteServer((routes) =>
    calendarRoutes(
      routes,
      { feed: async (token) => (token === TOKEN ? { text: () => `BEGIN:VCALENDAR ${version}\r\n`, version } : null) },
      { now: () => now },
    ),
  )
  return {
    look: (headers: Record<string, string> = {}, url = URL_OF) => app.inject({ url, headers }),
    change: () => {
      version = 'v2'
    },
    wait: (ms: number) => {
      now = new Date(now.getTime() + ms)
    },
  }
}

test('whoever has the link gets the calendar, without a bearer', async () => {
  const reply = await aFeed().look()
  expect(reply.statusCode).toBe(200)
  expect(reply.body).toBe('BEGIN:VCALENDAR v1\r\n')
  expect(reply.headers).toMatchObject({
    'content-type': 'text/calendar; charset=utf-8',
    'cache-control': 'private, no-cache',
    'x-robots-tag': 'noindex, nofollow',
    etag: 'W/"v1"',
  })
})

test('a calendar that says what the client has is not sent again', async () => {
  const { look, change } = aFeed()
  for (const known of ['W/"v1"', '"v1"', '"v0", W/"v1"', '*']) {
    const reply = await look({ 'if-none-match': known })
    expect([known, reply.statusCode, reply.body, reply.headers.etag]).toEqual([known, 304, '', 'W/"v1"'])
  }
  expect((await look({ 'if-none-match': 'W/"v0"' })).statusCode).toBe(200)
  change()
  expect(await look({ 'if-none-match': 'W/"v1"' })).toMatchObject({ statusCode: 200, body: 'BEGIN:VCALENDAR v2\r\n' })
})

test('a token of nobody, and an address that is nearly one, lead nowhere', async () => {
  const { look } = aFeed()
  for (const url of [
    '/v1/calendar/AAAAAAAAAAAAAAAAAAAA.ics',
    `/v1/calendar/${TOKEN}`,
    '/v1/calendar/.ics',
    `${URL_OF}x`,
  ])
    expect([url, (await look({}, url)).statusCode]).toEqual([url, 404])
})

test('a calendar that is asked for without end is refused for a minute', async () => {
  const { look, wait } = aFeed()
  for (let nth = 0; nth < 30; nth += 1) expect((await look()).statusCode).toBe(200)
  const reply = await look()
  expect([reply.statusCode, reply.headers['retry-after']]).toEqual([429, '60'])
  wait(60_000)
  expect((await look()).statusCode).toBe(200)
})
