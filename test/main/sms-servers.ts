import { createServer } from 'node:http'
import { afterAll } from 'vitest'
import type { HttpGateway, SmppGatewaySettings } from '../../config/gateway-kinds.ts'

/**
 * An HTTP gateway on this machine, for as long as the file: answers by `status` after `pauseMs`, or with null takes
 * everything and says nothing. Its names of messages end in a NUL, as those of careless programs do. While it is dead nobody listens, and what it held is cut.
 */
export const aServer = async () => {
  const state: { status: number | null; pauseMs: number; readonly refs: string[] } = {
    status: 200,
    pauseMs: 0,
    refs: [],
  }
  const server = createServer((request, response) => {
    request.resume()
    request.once('end', () => {
      const ref = String(request.headers['idempotency-key'])
      state.refs.push(ref)
      const { status } = state
      if (status === null) return
      const answer = (): void => void response.writeHead(status).end(JSON.stringify({ id: `g-${ref}\u0000` }))
      if (state.pauseMs === 0) answer()
      else setTimeout(answer, state.pauseMs)
    })
  })
  const listen = (port: number): Promise<void> => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve))
  const die = (): void => {
    server.closeAllConnections()
    server.close()
  }
  await listen(0)
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the system gave no port')
  const { port } = address
  afterAll(die)
  return { state, url: `http://127.0.0.1:${port}/`, die, revive: () => listen(port) }
}

const TERMS = { costRupiah: 0, perSecond: null, burst: 2, order: 1, lanes: ['live', 'exercise'] } as const

export const httpGateway = (name: string, url: string, more: Partial<HttpGateway> = {}): HttpGateway => ({
  ...TERMS,
  kind: 'http',
  name,
  url,
  token: 'token',
  connections: 2,
  timeoutMs: 300,
  honoursIdempotency: false,
  ...more,
})

export const smppGateway = (name: string, port: number): SmppGatewaySettings => ({
  ...TERMS,
  kind: 'smpp',
  name,
  url: `smpp://127.0.0.1:${port}`,
  smsc: { host: '127.0.0.1', port, secure: false },
  systemId: 'kentongan',
  password: 'rahasia1',
  systemType: '',
  serviceType: '',
  source: 'BPBD',
  exerciseSource: null,
  sourceTon: null,
  sourceNpi: null,
  destinationTon: 1,
  destinationNpi: 1,
  bind: 'transceiver',
  sessions: 1,
  window: 2,
  connections: 2,
  alphabet: 'gsm7',
  long: 'udh',
  receiptId: 'same',
  deadNumbers: [],
  reference: true,
  connectMs: 1_000,
  answerMs: 5_000,
  enquireEveryMs: 10_000,
})
