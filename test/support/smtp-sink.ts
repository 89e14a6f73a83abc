// A mail server that keeps what it takes in a ledger: `node dist/test/support/smtp-sink.js LEDGER [LEAST_MS MOST_MS]`.
// Prints its URL as the first line. Takes every mail, the same one twice too: that is for the verdict to find.
import { setTimeout as pause } from 'node:timers/promises'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import { enter, readSinkArguments } from './ledger.ts'

const { file, pauseMs } = readSinkArguments(process.argv.slice(2))

/** A header's value in a mail's first part, its folded lines joined. */
const headerOf = (mail: string, name: string): string => {
  const head = mail.slice(0, mail.indexOf('\r\n\r\n')).replaceAll(/\r\n[ \t]+/g, ' ')
  return new RegExp(`^${name}: *(.*)$`, 'im').exec(head)?.[1]?.trim() ?? ''
}

/** Our reference is the left half of the Message-ID. */
const refOf = (messageId: string): string => /^<([^@>]+)@[^>]+>$/.exec(messageId)?.[1] ?? messageId

const take = async (stream: SMTPServerDataStream, { envelope }: SMTPServerSession): Promise<void> => {
  const pieces: Buffer[] = []
  for await (const piece of stream) pieces.push(piece)
  const mail = Buffer.concat(pieces).toString('utf8')
  const to = envelope.rcptTo.map(({ address }) => address).join(' ')
  const ref = refOf(headerOf(mail, 'message-id'))
  enter(file, { channel: 'email', ref, to, says: headerOf(mail, 'subject'), atMs: Date.now() })
  await pause(pauseMs())
}

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  disableReverseLookup: true,
  onData: (stream, session, callback) => {
    take(stream, session).then(
      () => callback(),
      (thrown: Error) => callback(thrown),
    )
  },
})
// A sender that is killed cuts its connections.
server.on('error', () => undefined)
const listening = server.listen(0, '127.0.0.1', () => {
  const address = listening.address()
  if (address === null || typeof address === 'string') throw new Error('the system gave no port')
  console.log(`smtp://127.0.0.1:${address.port}`)
})
