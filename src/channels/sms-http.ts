import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import { type Clock, systemClock } from '../clock.ts'
import { InvalidInput } from '../errors.ts'
import type { SendOutcome } from '../mobilisation/notice.ts'
import { isPhoneNumber } from './address.ts'
import { refusalOf } from './admission.ts'
import { type Channel, foregone, type OutgoingMessage, type Ready } from './channel.ts'
import { outcomeOfAnswer } from './gateway-answer.ts'
import { providerText } from './provider-text.ts'
import { takeTurns } from './turns.ts'

export interface SmsGatewayOptions {
  /** Where to post: http or https. */
  readonly url: string
  readonly token: string
  /** Messages under way at once (8). */
  readonly connections?: number
  /** To reach the gateway, TLS included (10 s). Nothing has left before. */
  readonly connectMs?: number
  /** From the first byte that leaves to the last of the answer (20 s). */
  readonly answerMs?: number
  readonly clock?: Clock
}

// Well within the 5 s after which Node's and Apache's servers close an idle connection, because a message that is ready
// may wait a moment: a request written to a connection that the other side is just closing must be called unknown.
const IDLE_MS = 3_000
const UNREACHED_PAUSE_MS = 5_000
const LONGEST_ANSWER = 65_536

const readAnswer = (response: IncomingMessage): Promise<string> =>
  new Promise((resolve, reject) => {
    let body = ''
    response.setEncoding('utf8')
    response.on('data', (piece: string) => {
      body += piece
      if (body.length <= LONGEST_ANSWER) return
      // The status line has spoken; a gateway's endless page does not change it.
      resolve(body)
      response.destroy()
    })
    response.once('end', () => resolve(body))
    response.on('error', reject)
    response.once('close', () => reject(new Error('closed early')))
  })

const checked = (url: string): URL => {
  const fault = (got: string) =>
    new InvalidInput('Opening the SMS gateway: its address cannot be used', [
      { path: 'SMS_URL', got, expected: 'http://host/path or https://host/path, without a user name' },
    ])
  if (!URL.canParse(url)) throw fault('not a URL')
  const parsed = new URL(url)
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') throw fault(`${parsed.protocol}//…`)
  if (parsed.username !== '' || parsed.password !== '') throw fault(`${parsed.protocol}//…@${parsed.host}`)
  return parsed
}

/**
 * SMS through the plain HTTP gateway: POST { to, text, ref } with a bearer token and `idempotency-key: ref`.
 *
 * Written on node:http by hand, for one reason: it never repeats a request, and no byte of one leaves before its body
 * is given. Until then, whatever fails: try again after 5 s. From then on silence or a cut: unknown. Throws InvalidInput for a URL that is no http(s) address.
 */
export const smsGateway = (options: SmsGatewayOptions): Channel => {
  const { token, connections = 8, connectMs = 10_000, answerMs = 20_000, clock = systemClock() } = options
  const url = checked(options.url)
  const secure = url.protocol === 'https:'
  const agentOptions = { keepAlive: true, maxSockets: connections, timeout: IDLE_MS }
  const agent = secure ? new HttpsAgent(agentOptions) : new HttpAgent(agentOptions)
  const turns = takeTurns(connections)
  let closing = false

  /** Resolves once a connection stands for the message, or with what became of the attempt. */
  const open = (message: OutgoingMessage): Promise<Ready> =>
    new Promise((resolve) => {
      const body = JSON.stringify({ to: message.to, text: message.text, ref: message.ref })
      const headers = {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        accept: 'application/json',
        authorization: `Bearer ${token}`,
        'idempotency-key': message.ref,
      }
      // Not even its first line leaves before the body is given.
      const request = (secure ? requestHttps : requestHttp)(url, { method: 'POST', headers, agent })
      let left = false
      let known: SendOutcome | undefined
      let tell: (outcome: SendOutcome) => void = () => undefined
      const end = (outcome: SendOutcome): void => {
        known ??= outcome
        clearTimeout(timer)
        tell(known)
        resolve(ready)
      }
      const fail = (why: string): void => {
        const reason = providerText(why)
        end(left ? { kind: 'unknown', reason } : { kind: 'try-again', reason, afterMs: UNREACHED_PAUSE_MS })
      }
      const giveUp = (why: string): void => {
        fail(why)
        request.destroy()
      }
      let timer = setTimeout(() => giveUp(`gateway not reached within ${connectMs} ms`), connectMs)
      const ready: Ready = {
        send: async () => {
          // What broke while it was ready takes no more bytes.
          if (known !== undefined) return known
          left = true
          timer = setTimeout(() => giveUp(`no answer from the gateway within ${answerMs} ms`), answerMs)
          return new Promise((given) => {
            tell = given
            request.end(body)
          })
        },
        letGo: () => {
          // A connection that waits for a request serves no other one.
          if (!left) request.destroy()
        },
      }
      const standing = (): void => {
        clearTimeout(timer)
        resolve(ready)
      }
      request.once('socket', (socket) => {
        if (request.reusedSocket) standing()
        else socket.once(secure ? 'secureConnect' : 'connect', standing)
      })
      // Kept to the end: an error after the answer must not become an uncaught one.
      request.on('error', (error) => fail(`gateway connection: ${error.message}`))
      request.once('response', (response) => {
        if (!left) {
          giveUp(`gateway answered ${response.statusCode} before it was asked`)
          return
        }
        readAnswer(response).then(
          (text) => {
            const answer = { status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'], body: text }
            end(outcomeOfAnswer(answer, message.ref, clock.now()))
          },
          (error: Error) => fail(`gateway answer was cut: ${error.message}`),
        )
      })
    })

  return {
    name: 'sms',
    connections,
    prepare: async (message) => {
      const refusal = refusalOf(message, url.hostname, isPhoneNumber)
      if (refusal !== undefined) return foregone(refusal)
      const leave = await turns.take()
      if (closing) {
        leave()
        return foregone({ kind: 'try-again', reason: 'channel is closing', afterMs: UNREACHED_PAUSE_MS })
      }
      const ready = await open(message).catch((thrown: unknown) => {
        leave()
        throw thrown
      })
      return {
        send: () => ready.send(),
        letGo: () => {
          ready.letGo()
          leave()
        },
      }
    },
    close: async () => {
      closing = true
      await turns.empty()
      agent.destroy()
    },
  }
}
