import { type Clock, systemClock } from '../../clock.ts'
import { type AnswerTable, verdictOf } from '../../mobilisation/answer-table.ts'
import type { SendOutcome } from '../../mobilisation/notice.ts'
import { type RequestDescription, type SlotValues, writeRequest } from '../../wording/gateway-request.ts'
import type { Channel, OutgoingMessage } from '../channel.ts'
import { retryAfterMs } from '../gateway-answer.ts'
import { httpGateway } from '../http-gateway.ts'
import { gatewayAddress, type HttpAnswer } from '../http-request.ts'
import { providerText } from '../provider-text.ts'

export interface TemplateGatewayOptions {
  readonly request: RequestDescription
  readonly answer: AnswerTable
  /** What stands for `{sender}`. */
  readonly sender: string
  /** The same for exercises and drills; left out: `sender`. */
  readonly exerciseSender?: string
  /** The secrets within the description: they stand in no reason. */
  readonly secrets: readonly string[]
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

const INDONESIA = '+62'

const usesLocal = (description: RequestDescription): boolean => JSON.stringify(description).includes('"to.local"')

const valuesOf = ({ to, text, ref }: OutgoingMessage, sender: string): SlotValues => ({
  to,
  'to.local': `0${to.slice(INDONESIA.length)}`,
  'to.plain': to.slice(1),
  text,
  ref,
  sender,
  id: '',
})

/**
 * SMS through a gateway described in configuration. One request for each message, never repeated, no redirect followed;
 * after the first byte only an answer that the description knows is an outcome, anything else is unknown. A number
 * outside Indonesia is refused where the description writes numbers as 08…. Throws InvalidInput for a URL that is none.
 */
export const templateGateway = (options: TemplateGatewayOptions): Channel => {
  const { request, answer: table, sender, exerciseSender = sender, clock = systemClock(), ...http } = options
  const local = usesLocal(request)

  const judge = ({ status, retryAfter, body }: HttpAnswer, said: string, { ref }: OutgoingMessage): SendOutcome => {
    const verdict = verdictOf(table, status, body)
    const reason = providerText(`gateway answered ${status} ${said}`)
    switch (verdict.kind) {
      case 'accepted':
        return { kind: 'accepted', providerRef: verdict.id ?? ref }
      case 'try-again': {
        const usualMs = verdict.afterMs
        const afterMs = usualMs === null || retryAfter !== undefined ? retryAfterMs(retryAfter, clock.now()) : usualMs
        return { kind: 'try-again', reason, afterMs }
      }
      case 'refused-number':
        return { kind: 'refused', reason: `bad-number: ${reason}` }
      case 'refused':
      case 'unknown':
        return { kind: verdict.kind, reason }
    }
  }

  return httpGateway({
    ...http,
    url: gatewayAddress(request.url, 'url'),
    ask: (message) =>
      local && !message.to.startsWith(INDONESIA)
        ? { kind: 'refused', reason: 'not an Indonesian number, and the gateway takes no others' }
        : writeRequest(request, valuesOf(message, message.mode === 'exercise' ? exerciseSender : sender)),
    judge,
  })
}
