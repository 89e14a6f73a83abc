import { Readable } from 'node:stream'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { isLoopback } from './admission.ts'
import type { WireMail } from './mail-message.ts'
import type { SmtpServer } from './smtp-address.ts'
import type { SmtpFailure } from './smtp-answer.ts'

export interface SmtpDeadlines {
  /** DNS, connection and STARTTLS together. */
  readonly connectMs: number
  readonly greetingMs: number
  /** Silence of the server at any later moment. */
  readonly silenceMs: number
  /** One message from first command to last reply, however lively the server trickles. */
  readonly messageMs: number
}

/** One connection to the mail server that has greeted, encrypted and logged in. */
export interface SmtpSession {
  /** May another message go through it? */
  readonly alive: boolean
  /** Hands one mail over, one at a time: undefined when the server took it. Never rejects. */
  deliver(mail: WireMail): Promise<SmtpFailure | undefined>
  /** Says QUIT; the socket is gone at the latest when the server stays silent. */
  quit(): void
}

/** What nodemailer hangs on its errors, as far as we look at it. */
interface SmtpError extends Error {
  readonly responseCode?: number | undefined
  /** What was asked when it failed. */
  readonly command?: string | undefined
}

const failure = (error: SmtpError, at: { inSession: boolean; handedOver: boolean }): SmtpFailure => ({
  ...at,
  atRecipient: error.command === 'RCPT TO',
  replyCode: error.responseCode,
  text: error.message,
})

const lastWord = (connection: SMTPConnection, otherwise: string): SmtpError => {
  const said = connection.lastServerResponse || ''
  const replyCode = /^[45]\d\d/.exec(said)?.[0]
  return replyCode === undefined
    ? new Error(otherwise)
    : Object.assign(new Error(`${otherwise}: ${said}`), { responseCode: Number(replyCode) })
}

const sessionOn = (connection: SMTPConnection, deadlines: SmtpDeadlines): SmtpSession => {
  let alive = true
  connection.once('end', () => {
    alive = false
  })
  const end = (): void => {
    alive = false
    connection.close()
  }
  // A refused message leaves the session as it was; the server is asked to forget it before the next one.
  const reset = (): Promise<void> =>
    new Promise((resolve) => {
      connection.once('end', () => resolve())
      connection.reset((error) => {
        if (error) end()
        resolve()
      })
    })
  const hand = (mail: WireMail): Promise<SmtpFailure | undefined> =>
    new Promise((resolve) => {
      // A stream, because its first read tells that the server said 354 and that bytes are about to leave.
      const bytes = new Readable({
        read() {
          this.push(mail.bytes)
          this.push(null)
        },
      })
      const fail = (error: SmtpError): void => {
        clearTimeout(timer)
        resolve(failure(error, { inSession: true, handedOver: bytes.readableDidRead }))
      }
      // After the callback that tells why, where there is one: 'end' comes before it.
      const cut = () => setImmediate(() => fail(new Error('mail connection ended')))
      const timer = setTimeout(() => {
        fail(new Error(`mail not handed over within ${deadlines.messageMs} ms`))
        end()
      }, deadlines.messageMs)
      connection.once('end', cut)
      connection.send({ ...mail.envelope, to: [mail.envelope.to] }, bytes, (error) => {
        clearTimeout(timer)
        connection.off('end', cut)
        if (error) fail(error)
        else resolve(undefined)
      })
    })
  return {
    get alive() {
      return alive
    },
    deliver: async (mail) => {
      // It may have been held for a while before the message was let go.
      if (!alive)
        return failure(new Error('mail connection ended before the message'), { inSession: true, handedOver: false })
      const failed = await hand(mail)
      if (failed === undefined || !alive) return failed
      // 421 means that the server is about to close.
      if (failed.replyCode === undefined || failed.replyCode === 421) end()
      else await reset()
      return failed
    },
    quit: () => {
      if (!alive) return
      alive = false
      connection.quit()
    },
  }
}

/**
 * Opens a session, or tells why not. With TLS only where the certificate is trusted (by `ca` instead of the usual ones)
 * and names the host. Never rejects; ends within `connectMs` + `greetingMs` + `silenceMs`.
 */
export const openSession = (
  server: SmtpServer,
  deadlines: SmtpDeadlines,
  ca?: string,
): Promise<SmtpSession | SmtpFailure> =>
  new Promise((resolve) => {
    const connection = new SMTPConnection({
      host: server.host,
      port: server.port,
      secure: server.secure,
      requireTLS: server.requireTls,
      // On this machine nothing can listen in, and a local relay's certificate names no one.
      ignoreTLS: isLoopback(server.host) && !server.requireTls,
      ...(ca === undefined ? {} : { tls: { ca } }),
      connectionTimeout: deadlines.connectMs,
      dnsTimeout: deadlines.connectMs,
      greetingTimeout: deadlines.greetingMs,
      socketTimeout: deadlines.silenceMs,
      logger: false,
    })
    const fail = (error: SmtpError): void => {
      connection.close()
      resolve(failure(error, { inSession: false, handedOver: false }))
    }
    // Stays for the whole life of the connection: an 'error' without a listener would end the process.
    connection.on('error', fail)
    // A server that says 421 and leaves is not reported as an error. What is, such as a wrong certificate, comes after 'end'.
    connection.once('end', () =>
      setImmediate(() => fail(lastWord(connection, 'mail connection ended before it stood'))),
    )
    connection.connect((error) => {
      if (error) {
        fail(error)
        return
      }
      if (server.login === undefined || !connection.allowsAuth) {
        resolve(sessionOn(connection, deadlines))
        return
      }
      connection.login({ credentials: { ...server.login } }, (refused) => {
        if (refused) fail(refused)
        else resolve(sessionOn(connection, deadlines))
      })
    })
  })
