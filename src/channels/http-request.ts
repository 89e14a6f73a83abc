import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import { InvalidInput } from '../errors.ts'
import type { SendOutcome } from '../mobilisation/notice.ts'
import type { Ready } from './channel.ts'
import { providerText } from './provider-text.ts'

/** One request as a gateway wants it. */
export interface Asked {
  readonly method: 'GET' | 'POST'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  /** Null: none, which a GET never has. */
  readonly body: string | null
}

/** A gateway's whole answer; of a longer body the first 64 kB. */
export interface HttpAnswer {
  readonly status: number
  readonly retryAfter: string | undefined
  readonly body: string
}

export interface HttpExitOptions {
  readonly secure: boolean
  readonly connections: number
  /** To reach the gateway, TLS included. Nothing has left before. */
  readonly connectMs: number
  /** From the first byte that leaves to the last of the answer. */
  readonly answerMs: number
  /** The certificate to trust instead of the usual ones, as PEM. */
  readonly ca?: string
}

/** The connections to one HTTP gateway. */
export interface HttpExit {
  /** Resolves once a connection stands for the request, or with what became of the attempt. `read` judges the answer. */
  open(asked: Asked, read: (answer: HttpAnswer) => SendOutcome): Promise<Ready>
  close(): void
}

// Well within the 5 s after which Node's and Apache's servers close an idle connection, because a message that is ready
// may wait a moment: a request written to a connection that the other side is just closing must be called unknown.
const IDLE_MS = 3_000
export const UNREACHED_PAUSE_MS = 5_000
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

/** The gateway's address. Throws InvalidInput for one that is no http(s) address or holds a login; quotes neither. */
export const gatewayAddress = (url: string, setting: string): URL => {
  const fault = (got: string) =>
    new InvalidInput('Opening the SMS gateway: its address cannot be used', [
      { path: setting, got, expected: 'http://host/path or https://host/path, without a user name' },
    ])
  if (!URL.canParse(url)) throw fault('not a URL')
  const parsed = new URL(url)
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') throw fault(`${parsed.protocol}//…`)
  if (parsed.username !== '' || parsed.password !== '') throw fault(`${parsed.protocol}//…@${parsed.host}`)
  return parsed
}

/**
 * Written on node:http by hand, for one reason: it never repeats a request nor follows a redirect, and no byte of one
 * leaves before `send`. Until then, whatever fails: try again after 5 s. From then on silence or a cut: unknown.
 */
export const httpExit = ({ secure, connections, connectMs, answerMs, ca }: HttpExitOptions): HttpExit => {
  const agentOptions = { keepAlive: true, maxSockets: connections, timeout: IDLE_MS }
  const agent = secure
    ? new HttpsAgent({ ...agentOptions, ...(ca === undefined ? {} : { ca }) })
    : new HttpAgent(agentOptions)

  const upright = new WeakSet<object>()

  const open: HttpExit['open'] = ({ method, url, headers, body }, read) =>
    new Promise((resolve) => {
      const length = body === null ? {} : { 'content-length': Buffer.byteLength(body) }
      // Not even its first line leaves before the body is given.
      const request = (secure ? requestHttps : requestHttp)(url, { method, headers: { ...headers, ...length }, agent })
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
            request.end(body ?? undefined)
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
        // One that came free while the request waited for it is not called reused, and never connects again.
        if (upright.has(socket)) standing()
        else
          socket.once(secure ? 'secureConnect' : 'connect', () => {
            upright.add(socket)
            standing()
          })
      })
      // Kept to the end: an error after the answer must not become an uncaught one.
      request.on('error', (error) => fail(`gateway connection: ${error.message}`))
      request.once('response', (response) => {
        if (!left) {
          giveUp(`gateway answered ${response.statusCode} before it was asked`)
          return
        }
        readAnswer(response).then(
          (text) =>
            end(read({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'], body: text })),
          (error: Error) => fail(`gateway answer was cut: ${error.message}`),
        )
      })
    })

  return { open, close: () => agent.destroy() }
}
