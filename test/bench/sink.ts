// Takes every mail and SMS at once and only counts them: what a gateway costs must not be measured. Started by the
// benches with a channel of messages to them: `{ ask: 'urls' }`, `{ ask: 'taken' }`.
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server'
import { z } from 'zod'

const refs = { email: new Set<string>(), sms: new Set<string>() }
const taken = { email: 0, sms: 0 }

const textOf = async (stream: SMTPServerDataStream | IncomingMessage): Promise<string> => {
  const pieces: Buffer[] = []
  for await (const piece of stream) pieces.push(piece)
  return Buffer.concat(pieces).toString('utf8')
}

const takeMail = async (stream: SMTPServerDataStream): Promise<void> => {
  const mail = await textOf(stream)
  taken.email += 1
  refs.email.add(/^message-id:\s*(\S+)/im.exec(mail)?.[1] ?? '')
}

const smsSchema = z.object({ to: z.string(), text: z.string(), ref: z.string() })

const takeSms = async (request: IncomingMessage): Promise<string> => {
  const { ref } = smsSchema.parse(JSON.parse(await textOf(request)))
  taken.sms += 1
  refs.sms.add(ref)
  return JSON.stringify({ id: `sms-${ref}` })
}

const mail = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  disableReverseLookup: true,
  onData: (stream, _session, callback) => {
    takeMail(stream).then(() => callback(), callback)
  },
})
mail.on('error', () => undefined) // a sender that ends cuts its connections

const sms = createServer((request, response) => {
  takeSms(request).then(
    (answer) => response.writeHead(200, { 'content-type': 'application/json' }).end(answer),
    () => response.writeHead(400).end(),
  )
})

const portOf = (address: AddressInfo | string | null): number => {
  if (address === null || typeof address === 'string') throw new Error('the system gave no port')
  return address.port
}

const listening = Promise.all([
  new Promise<number>((resolve) => {
    const server = mail.listen(0, '127.0.0.1', () => resolve(portOf(server.address())))
  }),
  new Promise<number>((resolve) => {
    const server = sms.listen(0, '127.0.0.1', () => resolve(portOf(server.address())))
  }),
])

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

const questionSchema = z.object({ ask: z.enum(['urls', 'taken']) })

const answerTo = async (question: unknown): Promise<object> => {
  if (questionSchema.parse(question).ask === 'taken')
    return {
      email: { messages: taken.email, refs: refs.email.size },
      sms: { messages: taken.sms, refs: refs.sms.size },
      cpuMs: cpuMs(),
      mib: Math.round(process.memoryUsage().rss / 2 ** 20),
    }
  const [mailPort, smsPort] = await listening
  return { smtpUrl: `smtp://127.0.0.1:${mailPort}`, smsUrl: `http://127.0.0.1:${smsPort}/send` }
}

process.on('message', (question) => void answerTo(question).then((answer) => process.send?.(answer)))
process.on('disconnect', () => process.exit())
