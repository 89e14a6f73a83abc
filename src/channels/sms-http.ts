import { type Clock, systemClock } from '../clock.ts'
import type { Mode } from '../wording/mode.ts'
import type { Channel } from './channel.ts'
import { outcomeOfAnswer } from './gateway-answer.ts'
import { httpGateway } from './http-gateway.ts'
import { gatewayAddress } from './http-request.ts'

export interface SmsGatewayOptions {
  /** Where to post: http or https. */
  readonly url: string
  readonly token: string
  /** What stands in `sender` of the body; left out: the gateway's own, and the body has no such field. */
  readonly sender?: string
  /** The same for exercises and drills; left out: `sender`. */
  readonly exerciseSender?: string
  /** Messages under way at once (8). */
  readonly connections?: number
  /** To reach the gateway, TLS included (10 s). Nothing has left before. */
  readonly connectMs?: number
  /** From the first byte that leaves to the last of the answer (20 s). */
  readonly answerMs?: number
  /** The certificate to trust instead of the usual ones, as PEM. */
  readonly ca?: string
  readonly clock?: Clock
}

/**
 * SMS through the plain HTTP gateway: POST { to, text, ref }, and `sender` where one is given, with a bearer token and `idempotency-key: ref`. Never
 * repeats a request; throws InvalidInput for a URL that is no http(s) address.
 */
export const smsGateway = ({ token, clock = systemClock(), ...options }: SmsGatewayOptions): Channel => {
  const { sender, exerciseSender = sender } = options
  const url = gatewayAddress(options.url, 'SMS_URL')
  const from = (mode: Mode): { readonly sender?: string } => {
    const own = mode === 'exercise' ? exerciseSender : sender
    return own === undefined ? {} : { sender: own }
  }
  return httpGateway({
    ...options,
    url,
    secrets: [token],
    ask: ({ to, text, ref, mode }) => ({
      method: 'POST',
      url,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        authorization: `Bearer ${token}`,
        'idempotency-key': ref,
      },
      body: JSON.stringify({ to, text, ref, ...from(mode) }),
    }),
    judge: (answer, said, { ref }) => outcomeOfAnswer(answer, said, ref, clock.now()),
  })
}
