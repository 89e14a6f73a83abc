import { createServer } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { type SmsGatewayOptions, smsGateway } from '../../src/channels/sms-http.ts'
import { InvalidInput } from '../../src/errors.ts'
import { anSms } from './a-message.ts'
import { answer, type RawHttp, type RawRequest, startRawHttp } from './raw-http.ts'
import { sending } from './sending.ts'

const opened: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const thing of opened.splice(0).reverse()) await thing.close()
})

const gateway = async (onRequest: (request: RawRequest) => void): Promise<RawHttp> => {
  const http = await startRawHttp(onRequest)
  opened.push(http)
  return http
}

const channel = (url: string, options: Partial<SmsGatewayOptions> = {}) => {
  const made = sending(smsGateway({ url, token: 'rahasia', connectMs: 300, answerMs: 300, ...options }))
  opened.push(made)
  return made
}

const replies: [string, string | ((request: RawRequest) => void), { kind: string; [key: string]: unknown }][] = [
  ['200 with an id', answer('200 OK', '{"id":"sms-7"}'), { kind: 'accepted', providerRef: 'sms-7' }],
  ['202 with a number as id', answer('202 Accepted', '{"id":71}'), { kind: 'accepted', providerRef: '71' }],
  ['200 without an id', answer('200 OK', 'ok'), { kind: 'accepted', providerRef: 'n-0001' }],
  ['200 with an endless page', answer('200 OK', 'x'.repeat(90_000)), { kind: 'accepted', providerRef: 'n-0001' }],
  ['429', answer('429 Slow down'), { kind: 'try-again', afterMs: 30_000 }],
  ['429 with a pause', answer('429 Slow', '', ['retry-after: 7']), { kind: 'try-again', afterMs: 7_000 }],
  ['429 with no pause at all', answer('429 Slow', '', ['retry-after: 0']), { kind: 'try-again', afterMs: 1_000 }],
  ['503 with a long pause', answer('503 Away', '', ['retry-after: 86400']), { kind: 'try-again', afterMs: 300_000 }],
  ['400', answer('400 Bad'), { kind: 'refused' }],
  [
    '422 that blames the number',
    answer('422 No', '{"error":"bad-number"}'),
    { kind: 'refused', reason: expect.stringMatching(/^bad-number: gateway answered 422/) },
  ],
  ['401', answer('401 Who'), { kind: 'refused' }],
  ['a redirect', answer('307 Elsewhere', '', ['location: /other']), { kind: 'refused' }],
  ['500', answer('500 Oops'), { kind: 'unknown' }],
  ['502', answer('502 Oops'), { kind: 'unknown' }],
  ['silence', () => {}, { kind: 'unknown' }],
  ['a cut', ({ socket }) => socket.destroy(), { kind: 'unknown' }],
  ['a reset', ({ socket }) => socket.resetAndDestroy(), { kind: 'unknown' }],
  ['no HTTP at all', 'hello\r\n\r\n', { kind: 'unknown' }],
  [
    'half an answer',
    ({ socket }) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"id":'),
    { kind: 'unknown' },
  ],
  [
    'an answer that never ends',
    ({ socket }) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"id":'),
    { kind: 'unknown' },
  ],
]

test.each(replies)('a gateway that answers with %s has one meaning and sees one request', async (_, reply, outcome) => {
  const http = await gateway((request) => {
    if (typeof reply === 'string') request.socket.write(reply)
    else reply(request)
  })
  const sms = channel(http.url)
  await expect(sms.send(anSms())).resolves.toMatchObject(outcome)
  await sms.close()
  expect(http.requests).toHaveLength(1)
  expect(http.connections()).toBe(1)
})

test('the request is what the contract says', async () => {
  const http = await gateway(({ socket }) => socket.write(answer('200 OK', '{"id":"1"}')))
  await channel(http.url).send(anSms({ text: 'Banjir – datang' }))
  const { head = '', body = '' } = http.requests[0] ?? {}
  expect(head).toMatch(/^POST \/send\?route=a HTTP\/1\.1\r\n/)
  expect(head).toMatch(/^authorization: Bearer rahasia\r$/im)
  expect(head).toMatch(/^idempotency-key: n-0001\r$/im)
  expect(JSON.parse(body)).toEqual({ to: '+6281234567890', text: 'Banjir – datang', ref: 'n-0001' })
})

test('a sender that is given stands in the body, and of an exercise another one', async () => {
  const http = await gateway(({ socket }) => socket.write(answer('200 OK')))
  const senderOf = async (options: Partial<SmsGatewayOptions>, mode: 'actual' | 'exercise'): Promise<unknown> => {
    await channel(http.url, options).send(anSms({ mode }))
    return JSON.parse(http.requests.at(-1)?.body ?? '{}').sender
  }
  const both = { sender: 'DINSOS', exerciseSender: 'LATIHAN' }
  expect(await senderOf(both, 'actual')).toBe('DINSOS')
  expect(await senderOf(both, 'exercise')).toBe('LATIHAN')
  expect(await senderOf({ sender: 'DINSOS' }, 'exercise')).toBe('DINSOS')
  expect(await senderOf({ exerciseSender: 'LATIHAN' }, 'actual')).toBeUndefined()
})

test('a closed port, an unknown host and a handshake that fails are tried again soon', async () => {
  const probe = createServer((socket) =>
    socket
      .on('error', () => {})
      .resume()
      .end('no TLS here\r\n'),
  )
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  const port = address === null || typeof address === 'string' ? 0 : address.port
  const soon = { kind: 'try-again', afterMs: 5_000 }
  await expect(channel(`https://127.0.0.1:${port}/`).send(anSms())).resolves.toMatchObject(soon)
  await new Promise<void>((resolve) => probe.close(() => resolve()))
  await expect(channel(`http://127.0.0.1:${port}/`).send(anSms())).resolves.toMatchObject(soon)
  await expect(channel('http://gateway.invalid/').send(anSms())).resolves.toMatchObject(soon)
})

test('a gateway that never finishes its handshake is not reached: try again', async () => {
  const sockets: { destroy(): void }[] = []
  const probe = createServer((socket) => sockets.push(socket))
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  const port = address === null || typeof address === 'string' ? 0 : address.port
  await expect(channel(`https://127.0.0.1:${port}/`).send(anSms())).resolves.toMatchObject({
    kind: 'try-again',
    reason: 'gateway not reached within 300 ms',
  })
  for (const socket of sockets) socket.destroy()
  await new Promise<void>((resolve) => probe.close(() => resolve()))
})

test('a kept connection that the gateway drops at the next request never gets that request a second time', async () => {
  const http = await gateway(({ socket, turn }) => {
    if (turn === 1) socket.write(answer('200 OK', '{"id":"1"}'))
    else socket.resetAndDestroy()
  })
  const sms = channel(http.url)
  await sms.send(anSms({ ref: 'n-1' }))
  await expect(sms.send(anSms({ ref: 'n-2' }))).resolves.toMatchObject({ kind: 'unknown' })
  await sms.close()
  expect(http.requests.map(({ body }) => JSON.parse(body).ref)).toEqual(['n-1', 'n-2'])
  expect(http.connections()).toBe(1)
})

test('many messages share at most the given connections, each sent once', async () => {
  const http = await gateway(({ socket }) => socket.write(answer('200 OK', '{}')))
  const sms = channel(http.url, { connections: 3 })
  await Promise.all(Array.from({ length: 60 }, (_, n) => sms.send(anSms({ ref: `n-${n}` }))))
  expect(http.connections()).toBe(3)
  expect(new Set(http.requests.map(({ body }) => JSON.parse(body).ref)).size).toBe(60)
  expect(http.requests).toHaveLength(60)
})

test('nothing of a message that is ready leaves before it is sent, and the connection stands by then', async () => {
  const http = await gateway(({ socket }) => socket.write(answer('200 OK', '{"id":"1"}')))
  const ready = await channel(http.url).prepare(anSms())
  await expect.poll(() => http.connections()).toBe(1)
  expect(http.bytes()).toBe(0)
  await expect(ready.send()).resolves.toMatchObject({ kind: 'accepted' })
  ready.letGo()
  expect(http.connections()).toBe(1)
  expect(http.requests).toHaveLength(1)
})

test('a message that is ready and then not sent leaves no trace and gives its turn to the next, once', async () => {
  const http = await gateway(({ socket }) => socket.write(answer('200 OK', '{"id":"1"}')))
  const sms = channel(http.url, { connections: 1 })
  const dropped = await sms.prepare(anSms({ ref: 'n-1' }))
  const waiting = [sms.send(anSms({ ref: 'n-2' })), sms.send(anSms({ ref: 'n-3' }))]
  dropped.letGo()
  dropped.letGo()
  await Promise.all(waiting)
  expect(http.requests.map(({ body }) => JSON.parse(body).ref)).toEqual(['n-2', 'n-3'])
  expect(http.requests.map(({ connection, turn }) => [connection, turn])).toEqual([
    [2, 1],
    [2, 2],
  ])
})

test.each(['close', 'speak'])(
  'a gateway that does %s while a message is ready gets none of it: try again',
  async (what) => {
    const http = await gateway(() => {})
    const ready = await channel(http.url).prepare(anSms())
    await expect.poll(() => http.connections()).toBe(1)
    if (what === 'close') http.drop()
    else http.speak(answer('408 Too slow'))
    await expect.poll(() => http.open()).toBe(0)
    await expect(ready.send()).resolves.toMatchObject({ kind: 'try-again', afterMs: 5_000 })
    ready.letGo()
    expect(http.bytes()).toBe(0)
  },
)

test('closing waits for the message under way; afterwards nothing leaves', async () => {
  let release = (): void => {}
  const http = await gateway(({ socket }) => {
    release = () => socket.write(answer('200 OK', '{"id":"1"}'))
  })
  const sms = channel(http.url, { answerMs: 5_000 })
  const underWay = sms.send(anSms())
  await expect.poll(() => http.requests.length).toBe(1)
  const closed = sms.close()
  await expect(sms.send(anSms({ ref: 'n-2' }))).resolves.toMatchObject({ kind: 'try-again' })
  release()
  await expect(underWay).resolves.toMatchObject({ kind: 'accepted' })
  await closed
  expect(http.requests).toHaveLength(1)
})

test('what a gateway says about a number is masked in the reason', async () => {
  const http = await gateway(({ socket }) => socket.write(answer('400 Bad', '{"error":"+6281234567890 unknown"}')))
  const outcome = await channel(http.url).send(anSms())
  expect(JSON.stringify(outcome)).toMatch(/\*890/)
  expect(JSON.stringify(outcome)).not.toContain('812345')
})

test.each(['+62 812 345', '081234567890', '+0812345678', '+62812\r\n', '110', ''])(
  'the number %j is refused and reaches no gateway',
  async (to) => {
    const http = await gateway(() => {})
    await expect(channel(http.url).send(anSms({ to }))).resolves.toEqual({ kind: 'refused', reason: 'bad-address' })
    expect(http.connections()).toBe(0)
  },
)

test.each(['gateway', 'ftp://gateway.example.id/', 'http://user:pass@gateway.example.id/'])(
  'the gateway address %j cannot be used, and its login is not repeated',
  (url) => {
    const open = () => smsGateway({ url, token: 'rahasia' })
    expect(open).toThrow(InvalidInput)
    try {
      open()
    } catch (thrown) {
      expect(JSON.stringify(thrown)).not.toContain('pass')
    }
  },
)
