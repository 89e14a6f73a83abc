import type { IncomingMessage, ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { type FetchRequest, fetchFeed } from '../../../src/intake/feeds/fetch.ts'
import { type FeedServer, startFeedServer } from './feed-server.ts'

const NOW = new Date('2026-10-21T04:00:00Z')

const opened: FeedServer[] = []
afterEach(async () => {
  for (const server of opened.splice(0)) await server.close()
})

const serve = async (answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<FeedServer> => {
  const server = await startFeedServer(answer)
  opened.push(server)
  return server
}

const ask = (url: string, more: Partial<FetchRequest> = {}) =>
  fetchFeed({ url, timeoutMs: 5_000, now: NOW, etag: null, lastModified: null, ...more })

test('a fresh answer comes with what the server says of its version, and we say who asks', async () => {
  const server = await serve((_request, response) =>
    response.writeHead(200, { etag: '"a1"', 'last-modified': 'Wed, 21 Oct 2026 03:00:00 GMT' }).end('{"a":1}'),
  )
  expect(await ask(`${server.url}/feed?x=1`)).toEqual({
    kind: 'fresh',
    bytes: Buffer.from('{"a":1}'),
    etag: '"a1"',
    lastModified: 'Wed, 21 Oct 2026 03:00:00 GMT',
  })
  const [request] = server.requests
  expect(request?.url).toBe('/feed?x=1')
  expect(request?.headers['user-agent']).toMatch(/^Kentongan\//)
  expect(request?.headers['if-none-match']).toBeUndefined()
})

test('a version that we have is asked for conditionally, and not sent again', async () => {
  const server = await serve((request, response) =>
    response.writeHead(request.headers['if-none-match'] === '"a1"' ? 304 : 200).end(),
  )
  const lastModified = 'Wed, 21 Oct 2026 03:00:00 GMT'
  expect(await ask(server.url, { etag: '"a1"', lastModified })).toEqual({ kind: 'not-modified' })
  expect(server.requests[0]?.headers['if-modified-since']).toBe(lastModified)
})

test('a version that no header could carry back is forgotten', async () => {
  const server = await serve((_request, response) =>
    response.writeHead(200, { etag: `"${'x'.repeat(300)}"` }).end('{}'),
  )
  expect(await ask(server.url)).toMatchObject({ kind: 'fresh', etag: null })
})

test('a packed answer is unpacked, and a small one that swells is refused', async () => {
  const pack = (response: ServerResponse, body: Buffer): void =>
    void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(body))
  const bomb = Buffer.alloc(200 * 1024 * 1024, 32)
  const server = await serve((request, response) => pack(response, request.url === '/bomb' ? bomb : Buffer.from('{}')))
  expect(await ask(server.url)).toMatchObject({ kind: 'fresh', bytes: Buffer.from('{}') })
  expect(await ask(`${server.url}/bomb`)).toEqual({
    kind: 'refused',
    reason: 'the answer is longer than 2097152 bytes',
  })
})

test.each([
  [2 * 1024 * 1024, 'fresh'],
  [2 * 1024 * 1024 + 1, 'refused'],
])('an answer of %i bytes is %s', async (size, kind) => {
  const server = await serve((_request, response) => response.end(Buffer.alloc(size, 32)))
  expect((await ask(server.url)).kind).toBe(kind)
})

describe('statuses', () => {
  test.each<[number, Record<string, string>, object]>([
    [500, {}, { kind: 'try-again', afterMs: null }],
    [503, { 'retry-after': '120' }, { kind: 'try-again', reason: 'status 503', afterMs: 120_000 }],
    [429, { 'retry-after': 'Wed, 21 Oct 2026 04:05:00 GMT' }, { kind: 'try-again', afterMs: 300_000 }],
    [429, { 'retry-after': 'Wed, 21 Oct 2026 03:05:00 GMT' }, { kind: 'try-again', afterMs: 0 }],
    [429, { 'retry-after': 'soon' }, { kind: 'try-again', afterMs: null }],
    [408, {}, { kind: 'try-again' }],
    [404, {}, { kind: 'refused', reason: 'status 404' }],
    [403, {}, { kind: 'refused' }],
    [204, {}, { kind: 'refused' }],
    [206, {}, { kind: 'refused' }],
    // Nobody asked conditionally.
    [304, {}, { kind: 'refused' }],
    [302, {}, { kind: 'refused', reason: 'status 302' }],
  ])('%i %j', async (status, headers, outcome) => {
    const server = await serve((_request, response) => response.writeHead(status, headers).end())
    expect(await ask(server.url)).toMatchObject(outcome)
  })
})

describe('redirects', () => {
  test('on the same host are followed, with the condition', async () => {
    const server = await serve((request, response) =>
      request.url === '/old' ? response.writeHead(301, { location: '/new' }).end() : response.writeHead(304).end(),
    )
    expect(await ask(`${server.url}/old`, { etag: '"a1"' })).toEqual({ kind: 'not-modified' })
    expect(server.requests.map(({ url }) => url)).toEqual(['/old', '/new'])
  })

  test.each([
    'http://127.0.0.1:1/',
    'https://evil.example/',
    'http://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
    '//evil.example/x',
    'http://[',
  ])('to %s are refused and nobody is asked', async (location) => {
    const server = await serve((_request, response) => response.writeHead(302, { location }).end())
    expect(await ask(server.url)).toEqual({ kind: 'refused', reason: 'it redirects to another host' })
    expect(server.requests).toHaveLength(1)
  })

  test('without end are given up', async () => {
    const server = await serve((request, response) => response.writeHead(307, { location: `${request.url}x` }).end())
    expect(await ask(`${server.url}/`)).toMatchObject({ kind: 'refused' })
    expect(server.requests).toHaveLength(4)
  })
})

describe('a network that fails is tried again', () => {
  test('silence', async () => {
    const server = await serve(() => undefined)
    const outcome = await ask(server.url, { timeoutMs: 200 })
    expect(outcome).toEqual({ kind: 'try-again', reason: 'no whole answer within 200 ms', afterMs: null })
  })

  test('an answer that drips for ever', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200)
      response.write('{')
    })
    expect(await ask(server.url, { timeoutMs: 200 })).toMatchObject({ kind: 'try-again' })
  })

  test('a cut', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '99' })
      response.write('{')
      response.destroy()
    })
    expect(await ask(server.url)).toMatchObject({ kind: 'try-again' })
  })

  test('nobody there, no such host', async () => {
    const server = await serve(() => undefined)
    await server.close()
    expect(await ask(server.url)).toMatchObject({ kind: 'try-again' })
    expect(await ask('https://feed.invalid/')).toMatchObject({ kind: 'try-again' })
  })
})

test.each(['ftp://127.0.0.1/', 'file:///etc/passwd', 'nothing', 'http://user:secret@127.0.0.1/'])(
  '%s is not asked',
  async (url) => {
    expect(await ask(url)).toMatchObject({ kind: 'refused' })
  },
)
