import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { httpExit } from '../../src/channels/http-request.ts'

test('who waits for a connection is given the one that comes free, and it stands already', async () => {
  let [connections, asked] = [0, 0]
  const server = createServer((request, response) => {
    asked += 1
    request.resume().once('end', () => response.end('ok'))
  })
  server.on('connection', () => {
    connections += 1
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const exit = httpExit({ secure: false, connections: 1, connectMs: 2_000, answerMs: 5_000 })
  onTestFinished(async () => {
    exit.close()
    server.close()
    await once(server, 'close')
  })
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  const open = () =>
    exit.open({ method: 'POST', url, headers: {}, body: 'x' }, ({ body }) => ({ kind: 'accepted', providerRef: body }))
  const [first, ...waiting] = [open(), open(), open()]
  const outcomes = [await (await first).send()]
  for (const one of waiting) outcomes.push(await (await one).send())
  expect(outcomes).toEqual(Array.from({ length: 3 }, () => ({ kind: 'accepted', providerRef: 'ok' })))
  expect([asked, connections]).toEqual([3, 1])
})
