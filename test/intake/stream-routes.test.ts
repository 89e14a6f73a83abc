import { afterEach, expect, test } from 'vitest'
import { Unavailable } from '../../src/errors.ts'
import type { Following, StreamCaps } from '../../src/intake/stream-routes.ts'
import { listen } from '../../src/main/listen.ts'
import { aServer, bearer, CALL_OUT, operatorFor, UNKNOWN } from './stand-ins.ts'

type Look = Awaited<ReturnType<Following['look']>>

const AT = new Date('2026-11-22T06:30:00Z')
const line = (serial: string) => ({ serial, at: AT, kind: 'answer', detail: { n: Number(serial) } })
const aLook = (changes: Partial<Look> = {}): Look => ({
  entries: [],
  counts: { called: 2 },
  over: false,
  isLeft: false,
  ...changes,
})

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

/** A server on which each look is what the test says next, and time passes when the test lets it. */
const aStreaming = async (looks: (Look | Error)[], caps?: StreamCaps) => {
  let now = 0
  const waiting: { readonly ms: number; readonly go: () => void }[] = []
  const arrived: (() => void)[] = []
  const asked: string[] = []
  let allowed = true
  let tokenHolds = true
  const { needs } = aServer()
  const { app } = aServer({
    operators: {
      ...needs.operators,
      byToken: async (token) => (tokenHolds ? needs.operators.byToken(token) : null),
    },
    stream: {
      mayFollow: async ({ callOutId }) => allowed && callOutId === CALL_OUT,
      follow: (_one, after) => {
        asked.push(after)
        return {
          look: async () => {
            const look = looks.shift() ?? aLook()
            if (look instanceof Error) throw look
            return look
          },
        }
      },
    },
    streams: {
      pace: {
        nowMs: () => now,
        pause: (ms, signal) =>
          new Promise<void>((resolve) => {
            waiting.push({ ms, go: resolve })
            signal.addEventListener('abort', () => resolve())
            for (const tell of arrived.splice(0)) tell()
          }),
      },
      ...(caps === undefined ? {} : { caps }),
    },
  })
  const url = await listen(app, '127.0.0.1', 0, 'PORT')
  closers.push(() => app.close())
  const open = async (headers: Record<string, string> = {}) => {
    const leaving = new AbortController()
    closers.push(() => leaving.abort())
    const reply = await fetch(`${url}/v1/call-outs/${CALL_OUT}/stream`, {
      headers: { ...bearer('viewer'), ...headers },
      signal: leaving.signal,
    })
    const reader = reply.body?.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    /** Reads until it says this, or all of it. */
    const read = async (until?: string): Promise<string> => {
      while (until === undefined || !text.includes(until)) {
        const part = await reader?.read()
        if (part === undefined || part.done) break
        text += part.value
      }
      const all = text
      text = ''
      return all
    }
    // Unread it would hold its connection, and that the end of the test.
    if (reply.status >= 400) await read()
    return { reply, read, leave: () => leaving.abort() }
  }
  return {
    app,
    asked,
    open,
    forbid: () => (allowed = false),
    revoke: () => (tokenHolds = false),
    /** Once a stream waits, so long passes; gives how long it would have waited. */
    pass: async (ms: number): Promise<number> => {
      if (waiting.length === 0) await new Promise<void>((resolve) => arrived.push(resolve))
      now += ms
      const [next] = waiting.splice(0, 1)
      next?.go()
      return next?.ms ?? 0
    },
  }
}

test('lines come with their numbers, counts when they change, and the end when it is over', async () => {
  const { open, pass, asked } = await aStreaming([
    aLook({ entries: [line('7')], isLeft: true }),
    aLook({ entries: [line('9')] }),
    aLook({ counts: { called: 3 } }),
    aLook({ counts: { called: 3 }, over: true, isLeft: true }),
    aLook({ entries: [line('12')], counts: { called: 3 }, over: true }),
  ])
  const { reply, read } = await open({ 'last-event-id': '5' })
  expect(reply.status).toBe(200)
  expect(reply.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  expect(reply.headers.get('cache-control')).toBe('no-store')
  expect([await pass(100), await pass(1_000), await pass(1_000), await pass(100)]).toEqual([100, 1_000, 1_000, 100])
  const at = AT.toISOString()
  expect(await read()).toBe(
    [
      'retry: 3000',
      `id: 7\nevent: timeline\ndata: {"at":"${at}","kind":"answer","detail":{"n":7}}`,
      'event: counts\ndata: {"called":2}',
      `id: 9\nevent: timeline\ndata: {"at":"${at}","kind":"answer","detail":{"n":9}}`,
      'event: counts\ndata: {"called":3}',
      `id: 12\nevent: timeline\ndata: {"at":"${at}","kind":"answer","detail":{"n":12}}`,
      'event: end\ndata: {"called":3}',
      '',
    ].join('\n\n'),
  )
  expect(asked).toEqual(['5'])
})

test('a comment goes out every fifteen seconds', async () => {
  const { open, pass } = await aStreaming([])
  const { read } = await open()
  await pass(14_999)
  await pass(1)
  expect(await read(': still here\n\n')).toBe('retry: 3000\n\nevent: counts\ndata: {"called":2}\n\n: still here\n\n')
  await pass(15_000)
  expect(await read(': still here\n\n')).toBe(': still here\n\n')
})

test.each(['revoke', 'forbid'] as const)('whoever may read it no more (%s) hears no more', async (how) => {
  const streaming = await aStreaming([])
  const { read } = await streaming.open()
  streaming[how]()
  await streaming.pass(15_000)
  expect(await read()).not.toContain('still here')
})

test('while the database is away the stream waits', async () => {
  const { open, pass } = await aStreaming([aLook(), new Unavailable('away'), aLook({ entries: [line('3')] })])
  const { read } = await open()
  await pass(1_000)
  await pass(1_000)
  expect(await read('id: 3')).toContain('id: 3')
})

test('a reader who comes again to what is over is told to stay away; one who comes first reads all of it', async () => {
  const { open } = await aStreaming([aLook({ over: true }), aLook({ over: true, entries: [line('3')] })])
  expect((await open({ 'last-event-id': '3' })).reply.status).toBe(204)
  expect(await (await open()).read()).toMatch(/id: 3[\s\S]*event: end/)
})

test('so many streams at most for an operator and in all; a reader who leaves makes room', async () => {
  const { open, pass } = await aStreaming([], { perOperator: 2, total: 3 })
  const one = await open()
  await open()
  const refused = (await open()).reply
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '15'])
  expect((await open(bearer('admin'))).reply.status).toBe(200)
  expect((await open(bearer('sender'))).reply.status).toBe(429)
  one.leave()
  await expect.poll(async () => (await open()).reply.status).toBe(200)
  await pass(1)
})

test('streams end when the server closes, and what was not there for the first look frees its seat', async () => {
  const { open, app } = await aStreaming([new Unavailable('away')], { perOperator: 1, total: 1 })
  expect((await open()).reply.status).toBe(503)
  const { reply, read } = await open()
  expect(reply.status).toBe(200)
  await app.close()
  expect(await read()).not.toContain('event: end')
})

test.each([
  ['x', 400],
  ['-1', 400],
  ['1'.repeat(19), 400],
])('Last-Event-ID %s is no number of ours', async (id, status) => {
  const { open } = await aStreaming([])
  expect((await open({ 'last-event-id': id })).reply.status).toBe(status)
})

test('it is for those with a token, and for call-outs that they may see', async () => {
  const { app } = aServer()
  const statusOf = async (id: string, headers = bearer('viewer')) =>
    (await app.inject({ url: `/v1/call-outs/${id}/stream`, headers })).statusCode
  expect(operatorFor('viewer').role).toBe('viewer')
  expect([await statusOf(UNKNOWN), await statusOf('x'), await statusOf(CALL_OUT, {})]).toEqual([404, 404, 401])
})
