import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

export interface FeedServer {
  /** Without a slash at its end. */
  readonly url: string
  readonly requests: readonly IncomingMessage[]
  close(): Promise<void>
}

/** A web server on a free port of this machine, answering as a test wants. */
export const startFeedServer = async (
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<FeedServer> => {
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    requests.push(request)
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
