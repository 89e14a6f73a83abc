import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import type { LedgerLine } from './ledger.ts'
import { phoneOf } from './people.ts'

/** What the gateway does with the first request for somebody; a second with the same key is always answered. */
type Fault = 'takes' | 'throttles' | 'takes, then 502' | 'takes, says nothing' | 'takes, cuts' | 'cuts untaken' | 'slow'

export const FAULTS: Readonly<Record<string, Fault>> = {
  'R-0001': 'takes',
  'R-0002': 'throttles',
  'R-0003': 'takes, then 502',
  'R-0004': 'takes, says nothing',
  'R-0005': 'takes, cuts',
  'R-0006': 'cuts untaken',
  'R-0007': 'slow',
}
const IDS = Object.keys(FAULTS)

const body = z.object({ to: z.string(), text: z.string(), ref: z.string() })

const readBody = async (request: IncomingMessage) => {
  let text = ''
  for await (const piece of request) text += String(piece)
  return body.parse(JSON.parse(text))
}

/** An SMS gateway on loopback, for as long as the test, that misbehaves by the number, and takes one idempotency key once. */
export const faultyGateway = async () => {
  const ledger: LedgerLine[] = []
  const requests: string[] = []
  const answer = (response: ServerResponse, status: number, said: object, headers = {}) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(said))
  const meet = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { to, text, ref } = await readBody(request)
    const fault = FAULTS[IDS.find((id) => phoneOf(id) === to) ?? ''] ?? 'takes'
    const isFirst = !requests.includes(ref)
    requests.push(ref)
    const take = (): void => {
      if (!ledger.some((line) => line.ref === ref)) ledger.push({ channel: 'sms', ref, to, says: text, atMs: 0 })
    }
    if (isFirst && fault === 'throttles') {
      answer(response, 429, { error: 'slow down' }, { 'retry-after': '1' })
      return
    }
    if (!isFirst || fault !== 'cuts untaken') take()
    if (!isFirst || fault === 'takes' || fault === 'slow') {
      if (fault === 'slow') await pause(50)
      answer(response, 200, { id: `gw-${ref}` })
    } else if (fault === 'takes, then 502') answer(response, 502, { error: 'behind us' })
    else if (fault !== 'takes, says nothing') request.socket.destroy()
  }
  const server = createServer((request, response) => void meet(request, response).catch(() => response.destroy()))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { url: `http://127.0.0.1:${address.port}/send`, ledger, requests }
}
