import { createServer, type Socket } from 'node:net'
import { createServer as createSecureServer } from 'node:tls'

export interface RawRequest {
  readonly head: string
  readonly body: string
  readonly socket: Socket
  /** Which connection it came on, from 1, and the how-manieth request of that connection it was, from 1. */
  readonly connection: number
  readonly turn: number
}

export interface RawHttp {
  readonly url: string
  readonly connections: () => number
  readonly requests: readonly RawRequest[]
  /** Connections that stand now. */
  readonly open: () => number
  /** All that ever arrived. */
  readonly bytes: () => number
  /** Closes every connection. */
  drop(): void
  /** Says something on every connection, asked or not. */
  speak(text: string): void
  close(): Promise<void>
}

/** An HTTP answer as bytes. */
export const answer = (status: string, body = '', headers: readonly string[] = []): string =>
  [`HTTP/1.1 ${status}`, `content-length: ${Buffer.byteLength(body)}`, ...headers, '', body].join('\r\n')

/** A gateway made of raw sockets: counts whole requests and leaves the answer to `onRequest`. With a certificate: https. */
export const startRawHttp = async (
  onRequest: (request: RawRequest) => void,
  certificate?: { readonly key: string; readonly cert: string },
): Promise<RawHttp> => {
  const sockets = new Set<Socket>()
  const requests: RawRequest[] = []
  let connections = 0
  let bytes = 0
  const take = (socket: Socket): void => {
    connections += 1
    const connection = connections
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    let seen = Buffer.alloc(0)
    let turn = 0
    socket.on('data', (chunk) => {
      bytes += chunk.length
      seen = Buffer.concat([seen, chunk])
      for (;;) {
        const end = seen.indexOf('\r\n\r\n')
        if (end < 0) return
        const head = seen.subarray(0, end).toString()
        const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0)
        if (seen.length < end + 4 + length) return
        const body = seen.subarray(end + 4, end + 4 + length).toString()
        seen = seen.subarray(end + 4 + length)
        turn += 1
        const request = { head, body, socket, connection, turn }
        requests.push(request)
        onRequest(request)
      }
    })
  }
  const server =
    certificate === undefined
      ? createServer(take)
      : createSecureServer(certificate, take).on('tlsClientError', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${address.port}/send?route=a`,
    connections: () => connections,
    requests,
    open: () => sockets.size,
    bytes: () => bytes,
    drop: () => {
      for (const socket of sockets) socket.end()
    },
    speak: (text) => {
      for (const socket of sockets) socket.write(text)
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
