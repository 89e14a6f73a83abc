import type { SendOutcome } from '../../mobilisation/notice.ts'
import { providerText } from '../provider-text.ts'
import { meaningOf, statusText } from './status.ts'
import type { Answer } from './unanswered.ts'

const NOT_SENT_PAUSE_MS = 1_000
const LATER_PAUSE_MS = 30_000

/**
 * What the answer to one submission means. A refusal of the number itself begins with `bad-number`; `throttledMs` is how long the gateway waits when it is throttled.
 */
export const outcomeOf = (answer: Answer, throttledMs: () => number): SendOutcome => {
  if (answer.kind === 'not-sent') return { kind: 'try-again', reason: answer.reason, afterMs: NOT_SENT_PAUSE_MS }
  if (answer.kind === 'lost') return { kind: 'unknown', reason: providerText(answer.reason) }
  const { status, body } = answer
  const reason = `SMSC answered ${statusText(status)}`
  switch (meaningOf(status)) {
    case 'taken':
      return body.command === 'submit_sm_resp'
        ? { kind: 'accepted', providerRef: body.messageId }
        : { kind: 'unknown', reason: `SMSC answered with ${body.command}` }
    case 'throttled':
      return { kind: 'try-again', reason, afterMs: throttledMs() }
    case 'later':
    case 'ours':
      return { kind: 'try-again', reason, afterMs: LATER_PAUSE_MS }
    case 'bad-number':
      return { kind: 'refused', reason: `bad-number: ${reason}` }
    case 'refused':
      return { kind: 'refused', reason }
    case 'unknown':
      return { kind: 'unknown', reason }
  }
}
