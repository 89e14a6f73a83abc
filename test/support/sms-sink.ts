// An SMS gateway that keeps what it takes in a ledger: `node dist/test/support/sms-sink.js LEDGER [LEAST_MS MOST_MS]`
// with its bearer token in SMS_TOKEN. Prints its URL as the first line. It speaks the plain `http` gateway's language
// and, like a careless provider, takes the same reference twice: a second copy is for the verdict to find.
import { createServer, type IncomingMessage } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { enter, readSinkArguments } from './ledger.ts'

const { file, pauseMs } = readSinkArguments(process.argv.slice(2))
const token = process.env['SMS_TOKEN'] ?? ''

const messageSchema = z.strictObject({ to: z.string().min(1), text: z.string().min(1), ref: z.string().min(1) })

const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece)
  return JSON.parse(Buffer.concat(pieces).toString('utf8'))
}

const take = async (request: IncomingMessage): Promise<{ status: number; answer: Record<string, string> }> => {
  if (request.headers.authorization !== `Bearer ${token}`) return { status: 401, answer: { error: 'bearer' } }
  const { to, text, ref } = messageSchema.parse(await bodyOf(request))
  if (request.headers['idempotency-key'] !== ref) return { status: 422, answer: { error: 'idempotency-key' } }
  enter(file, { channel: 'sms', ref, to, says: text, atMs: Date.now() })
  await pause(pauseMs())
  return { status: 200, answer: { id: `sms-${ref}` } }
}

const server = createServer((request, response) => {
  take(request).then(
    ({ status, answer }) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer)),
    // A sender that was killed in the middle of a message, or one that sends nonsense.
    () => response.writeHead(400).end(),
  )
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the system gave no port')
  console.log(`http://127.0.0.1:${address.port}/send`)
})
