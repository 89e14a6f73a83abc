import type { SendOutcome } from '../../mobilisation/notice.ts'
import type { Submission } from './compose.ts'
import { outcomeOf } from './outcome.ts'
import type { Seat, Seats } from './seats.ts'
import { meaningOf, STATUS } from './status.ts'
import type { Timers } from './timers.ts'
import type { Answer } from './unanswered.ts'

// A part that the SMSC says it did not take may be handed over again; the parts before it may not.
const TRIES_OF_A_LATER_PART = 4

/** What one hand-over gave: the outcome, and the SMSC's ids of the parts that it took. */
interface HandedOver {
  readonly outcome: SendOutcome
  readonly ids: readonly string[]
}

/**
 * Hands over all parts of a message on one session, one after the other. One outcome for all: accepted when each was;
 * try again only while nothing was taken; refused when one was refused; else unknown. `late` is told the answer to a
 * message of one part when it comes after its time.
 */
export const handOver = async (
  parts: readonly Submission[],
  { session }: Seat,
  seats: Pick<Seats, 'throttled' | 'taken'>,
  timers: Timers,
  late: (answer: Answer) => void,
): Promise<HandedOver> => {
  const ids: string[] = []
  const submit = async (part: Submission): Promise<SendOutcome> => {
    const answer = await session.submit(part, parts.length === 1 ? late : () => undefined)
    const outcome = outcomeOf(answer, () => seats.throttled())
    if (outcome.kind === 'accepted') seats.taken()
    // The SMSC has forgotten that we are bound: nothing will be taken on this session any more.
    if (answer.kind === 'answered' && answer.status === STATUS.notBound)
      session.drop('the SMSC answered that we are not bound')
    return outcome
  }
  for (const part of parts) {
    let outcome = await submit(part)
    for (let tries = 1; ids.length > 0 && outcome.kind === 'try-again' && tries < TRIES_OF_A_LATER_PART; tries += 1) {
      const { afterMs } = outcome
      await new Promise<void>((resolve) => timers.after(Math.min(afterMs, 2_000), resolve))
      outcome = await submit(part)
    }
    if (outcome.kind === 'accepted') ids.push(outcome.providerRef)
    else if (ids.length === 0) return { outcome, ids }
    else {
      const reason = `part ${ids.length + 1} of ${parts.length}: ${outcome.reason}`
      // What was taken of it cannot be called back: another try would bring it twice.
      return { outcome: { kind: outcome.kind === 'refused' ? 'refused' : 'unknown', reason }, ids }
    }
  }
  return { outcome: { kind: 'accepted', providerRef: ids.join(' ') }, ids }
}

/** What an answer after its time says of the message; null where it says nothing new. */
export const lateState = (
  answer: Answer,
): { readonly id: string | null; readonly state: 'waiting' | 'failed' } | null => {
  if (answer.kind !== 'answered') return null
  const meaning = meaningOf(answer.status)
  if (meaning === 'unknown') return null
  if (meaning !== 'taken') return { id: null, state: 'failed' }
  return answer.body.command === 'submit_sm_resp' ? { id: answer.body.messageId, state: 'waiting' } : null
}
