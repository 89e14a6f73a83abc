import { createServer, type Socket } from 'node:net'

/** What a scripted mail server does instead of its usual answer: a reply, a cut, or nothing at all. */
export type Move = string | 'cut' | 'silence' | 'reset'

export interface RawSmtp {
  readonly url: string
  readonly connections: () => number
  readonly commands: readonly string[]
  /** Whole messages as they came over the wire, dot-stuffing kept. */
  readonly mails: readonly string[]
  /** How often message bytes began to arrive. */
  readonly begun: () => number
  close(): Promise<void>
}

const USUAL: Readonly<Record<string, string>> = {
  connect: '220 mail.example.id ESMTP',
  EHLO: '250-mail.example.id\r\n250 8BITMIME',
  MAIL: '250 ok',
  RCPT: '250 ok',
  DATA: '354 go on',
  dot: '250 queued',
  RSET: '250 ok',
  QUIT: '221 bye',
}

/**
 * A mail server made of raw sockets that follows `script`, a move per stage: connect, EHLO, MAIL, RCPT, DATA,
 * body (when the first bytes of the message arrive), dot (after the final dot), RSET, QUIT.
 */
export const startRawSmtp = async (script: Readonly<Record<string, Move>> = {}): Promise<RawSmtp> => {
  const sockets = new Set<Socket>()
  const commands: string[] = []
  const mails: string[] = []
  let connections = 0
  let begun = 0
  const server = createServer((socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    let seen = ''
    let inMessage = false
    let silent = false
    const move = (stage: string): void => {
      const what = script[stage] ?? USUAL[stage] ?? '502 what'
      if (what === 'cut') socket.destroy()
      else if (what === 'reset') socket.resetAndDestroy()
      else if (what === 'silence') silent = true
      else socket.write(`${what}\r\n`)
    }
    move('connect')
    socket.on('data', (chunk) => {
      seen += chunk.toString('latin1')
      if (inMessage && chunk.length > 0 && script['body'] !== undefined) {
        begun += 1
        move('body')
        return
      }
      for (;;) {
        if (silent || socket.destroyed) return
        if (inMessage) {
          const end = seen.indexOf('\r\n.\r\n')
          if (end < 0) return
          begun += 1
          mails.push(seen.slice(2, end))
          seen = seen.slice(end + 5)
          inMessage = false
          move('dot')
          continue
        }
        const end = seen.indexOf('\r\n')
        if (end < 0) return
        const line = seen.slice(0, end)
        seen = seen.slice(end + 2)
        commands.push(line)
        const verb = line.slice(0, 4).toUpperCase()
        move(verb)
        inMessage = verb === 'DATA' && (script['DATA'] ?? '354').startsWith('354')
        // So that the lone dot of an empty message is found too.
        if (inMessage) seen = `\r\n${seen}`
        if (verb === 'QUIT') socket.end()
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    connections: () => connections,
    commands,
    mails,
    begun: () => begun,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
