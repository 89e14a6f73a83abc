import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** A way to a server that can be shut and opened again on the same port, as if the server were stopped and started. */
export interface Door {
  readonly port: number
  /** Refuses who knocks and cuts who is in. */
  shut(): Promise<void>
  open(): Promise<void>
}

export const buildDoor = async (toPort: number): Promise<Door> => {
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(toPort, '127.0.0.1')
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one
        .on('error', () => undefined)
        .on('close', () => {
          sockets.delete(one)
          other.destroy()
        })
      one.pipe(other)
    }
  })
  const open = async (port: number): Promise<number> => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('the system gave no port')
    return address.port
  }
  const port = await open(0)
  return {
    port,
    open: async () => void (await open(port)),
    shut: async () => {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
