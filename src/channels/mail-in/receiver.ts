import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import { reasonOf } from '../../errors.ts'
import type { Log } from '../../log.ts'
import type { Recipient } from './mailboxes.ts'
import { type ReadMail, readMail } from './reading.ts'
import type { Tag } from './tag.ts'

/** A mail for us. */
export interface IncomingMail extends ReadMail {
  /** Of the addresses that it came to, the first of each use; null where none had a tag. */
  readonly tag: Tag | null
}

export interface ReceiverOptions {
  /** Null for any address that is not ours: nothing is relayed, and nothing for others is taken. */
  readonly recipient: (address: string) => Recipient | null
  /** Keeps the mail for good; rejects where it cannot now, and then the sender is told to come again. */
  readonly take: (mail: IncomingMail) => Promise<void>
  readonly log: Log
  readonly limits?: Partial<MailLimits>
}

export interface MailLimits {
  /** Of one mail, in bytes. */
  readonly size: number
  /** Connections at once; further ones are told to come again. */
  readonly connections: number
  /** Silence of the other side. */
  readonly silenceMs: number
  /** A connection, however lively it trickles. */
  readonly sessionMs: number
  readonly recipients: number
}

// Ours. A reply may quote a photo; what is longer is an attachment that nobody asked for.
const LIMITS: MailLimits = {
  size: 5 * 1024 * 1024,
  connections: 50,
  silenceMs: 60_000,
  sessionMs: 300_000,
  recipients: 20,
}

const CLOSING_MS = 5_000

const refusal = (responseCode: number, text: string): Error => Object.assign(new Error(text), { responseCode })

const NOT_HERE = '5.1.1 No such address here; nothing is relayed'
const TOO_LONG = '5.3.4 Too long: answer in a few words, without attachments'
const UNREADABLE = '5.6.0 This mail cannot be read'
const LATER = '4.3.0 It cannot be kept now: come again'

const wholeOf = async (stream: SMTPServerDataStream, size: number): Promise<Buffer | null> => {
  const pieces: Buffer[] = []
  let length = 0
  // Read to its end in any case: the answer stands behind it.
  const arriving = stream as AsyncIterable<Buffer, unknown, unknown>
  for await (const bytes of arriving) {
    length += bytes.length
    if (length <= size) pieces.push(bytes)
    else pieces.length = 0
  }
  return length > size || stream.sizeExceeded ? null : Buffer.concat(pieces)
}

/**
 * A small SMTP server for what comes back to us: bounces, and answers by mail. It says 250 only when the mail is kept for
 * good; without TLS and login, since it stands behind the mail server of the house. No input ends the process.
 */
export const mailReceiver = ({ recipient, take, log, limits }: ReceiverOptions) => {
  const { size, connections, silenceMs, sessionMs, recipients } = { ...LIMITS, ...limits }

  const tagOf = ({ envelope }: SMTPServerSession): Tag | null => {
    const tags = envelope.rcptTo.flatMap(({ address }) => recipient(address)?.tag ?? [])
    return tags[0] ?? null
  }

  const receive = async (stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> => {
    const raw = await wholeOf(stream, size)
    if (raw === null) throw refusal(552, TOO_LONG)
    const { mailFrom } = session.envelope
    const hasNoSender = mailFrom === false || mailFrom.address === ''
    const mail = await readMail(raw, { hasNoSender }).catch((thrown: unknown) => {
      log.warn('a mail that came in cannot be read', { bytes: raw.length, reason: reasonOf(thrown) })
      throw refusal(554, UNREADABLE)
    })
    await take({ ...mail, tag: tagOf(session) }).catch((thrown: unknown) => {
      log.warn('a mail that came in could not be kept, its sender is to come again', { reason: reasonOf(thrown) })
      throw refusal(451, LATER)
    })
  }

  const server = new SMTPServer({
    name: 'kentongan',
    banner: 'kentongan',
    logger: false,
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size,
    maxClients: connections,
    maxRecipients: recipients,
    socketTimeout: silenceMs,
    closeTimeout: CLOSING_MS,
    onRcptTo: ({ address }, _session, callback) =>
      callback(recipient(address) === null ? refusal(550, NOT_HERE) : null),
    onData: (stream, session, callback) => {
      receive(stream, session).then(
        () => callback(null, '2.0.0 Kept'),
        (thrown: unknown) => callback(thrown instanceof Error ? thrown : refusal(451, LATER)),
      )
    },
  })
  // Cut connections and broken protocol: nothing that could be mended here.
  server.on('error', (thrown: Error) => log.debug('a mail connection ended badly', { reason: reasonOf(thrown) }))
  server.server.on('connection', (socket) => {
    const timer = setTimeout(() => socket.destroy(), sessionMs)
    timer.unref()
    socket.once('close', () => clearTimeout(timer))
  })

  return {
    /** Gives the port; 0 asks for any free one. Rejects where it cannot listen there. */
    listen: ({ host, port }: { readonly host: string; readonly port: number }): Promise<number> =>
      new Promise((resolve, reject) => {
        server.server.once('error', reject)
        server.listen(port, host, () => {
          server.server.off('error', reject)
          const address = server.server.address()
          resolve(address === null || typeof address === 'string' ? port : address.port)
        })
      }),
    /** Takes no more, and waits for the mails under way. */
    close: (): Promise<void> =>
      new Promise((resolve) => {
        server.close(() => resolve())
      }),
  }
}
