import { connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { gammuGateway } from '../../../src/channels/gammu/gateway.ts'
import { systemClock } from '../../../src/clock.ts'
import { sending } from '../sending.ts'
import { aHearing, quietLog } from '../smpp/a-gateway.ts'

interface Given {
  readonly phone?: string
  readonly exercisePhone?: string
  /** Says why a text cannot be kept. */
  readonly fails?: (text: string) => Error | null
}

/** A gateway to the tables at `url`, for as long as the test, and what it heard. */
export const aGammu = (
  url: string,
  { phone, exercisePhone, fails = (_text: string): Error | null => null }: Given = {},
) => {
  const heard = aHearing()
  const lines: string[] = []
  const gateway = gammuGateway({
    name: 'modem',
    url,
    phone: phone ?? null,
    exercisePhone: exercisePhone ?? null,
    connections: 2,
    connectMs: 1_000,
    answerMs: 1_000,
    pollEveryMs: 50,
    hearing: {
      receipt: heard.hearing.receipt,
      text: async (text) => {
        const failed = fails(text.text)
        if (failed !== null) throw failed
        await heard.hearing.text(text)
      },
    },
    clock: systemClock(),
    log: quietLog(lines),
  })
  const channel = sending(gateway)
  let open = true
  const close = async (): Promise<void> => {
    if (open) await channel.close()
    open = false
  }
  onTestFinished(close)
  return { ...heard, lines, channel, ask: gateway.ask, close }
}

/** Stands between a gateway and the tables at `url`, for as long as the test; while it is deaf it takes octets and gives none. */
export const aRelay = async (url: string) => {
  const { hostname, port } = new URL(url)
  const sockets = new Set<Socket>()
  const relay = { deaf: false, connections: 0, url }
  const server = createServer((client) => {
    const database = connect(Number(port), hostname)
    relay.connections += 1
    for (const [from, to] of [
      [client, database],
      [database, client],
    ] as const) {
      sockets.add(from)
      from.on('error', () => undefined)
      from.on('close', () => to.destroy())
      from.on('data', (chunk) => void (relay.deaf || to.write(chunk)))
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const to = new URL(url)
  to.hostname = '127.0.0.1'
  to.port = String(address.port)
  relay.url = to.href
  return relay
}
