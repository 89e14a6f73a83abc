import type { SendOutcome } from '../mobilisation/notice.ts'
import { isPhoneNumber } from './address.ts'
import { refusalOf } from './admission.ts'
import { type Channel, foregone, type OutgoingMessage } from './channel.ts'
import { type Asked, type HttpAnswer, httpExit, UNREACHED_PAUSE_MS } from './http-request.ts'
import { withoutSecrets } from './provider-text.ts'
import { takeTurns } from './turns.ts'

export interface HttpGatewayOptions {
  readonly url: URL
  /** Messages under way at once (8). */
  readonly connections?: number
  /** To reach the gateway, TLS included (10 s). Nothing has left before. */
  readonly connectMs?: number
  /** From the first byte that leaves to the last of the answer (20 s). */
  readonly answerMs?: number
  /** The certificate to trust instead of the usual ones, as PEM. */
  readonly ca?: string
  /** What must stand in no reason, even where the gateway says it: tokens, passwords. */
  readonly secrets: readonly string[]
  /** The request for a message that may leave; or why it cannot. */
  ask(message: OutgoingMessage): Asked | SendOutcome
  /** What the gateway's whole answer means; `said` is its body without our secrets, for reasons. */
  judge(answer: HttpAnswer, said: string, message: OutgoingMessage): SendOutcome
}

/** SMS through a gateway that takes one HTTP request for each message. Never rejects, repeats or follows anything. */
export const httpGateway = (options: HttpGatewayOptions): Channel => {
  const { url, connections = 8, connectMs = 10_000, answerMs = 20_000, ca, secrets, ask, judge } = options
  const secure = url.protocol === 'https:'
  const exit = httpExit({ secure, connections, connectMs, answerMs, ...(ca === undefined ? {} : { ca }) })
  const turns = takeTurns(connections)
  let closing = false
  return {
    name: 'sms',
    connections,
    prepare: async (message) => {
      const refusal = refusalOf(message, url.hostname, isPhoneNumber)
      if (refusal !== undefined) return foregone(refusal)
      const asked = ask(message)
      if ('kind' in asked) return foregone(asked)
      const leave = await turns.take()
      if (closing) {
        leave()
        return foregone({ kind: 'try-again', reason: 'channel is closing', afterMs: UNREACHED_PAUSE_MS })
      }
      const ready = await exit
        .open(asked, (answer) => judge(answer, withoutSecrets(answer.body, secrets), message))
        .catch((thrown: unknown) => {
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
      exit.close()
    },
  }
}
