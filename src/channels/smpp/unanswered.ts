import type { Body } from './pdu.ts'

/** What the SMSC said to a request; `lost`: it left and nobody knows; `not-sent`: nothing of it left. */
export type Answer =
  | { readonly kind: 'answered'; readonly status: number; readonly body: Body }
  | { readonly kind: 'lost'; readonly reason: string }
  | { readonly kind: 'not-sent'; readonly reason: string }

/** The requests of one session that were sent and not answered. */
export interface Unanswered {
  /**
   * Resolves with the answer, or as lost; `late` gets an answer that comes after that. With null it is nothing that an
   * SMSC must be able to answer: its silence says nothing about the session.
   */
  wait(sequence: number, nowMs: number, late: ((answer: Answer) => void) | null): Promise<Answer>
  /** False where nothing waits for this sequence number, nor did lately: an answer that came twice. */
  answer(sequence: number, answer: Answer, nowMs: number): boolean
  /** Calls lost what waits too long; tells whether nothing at all was answered since the oldest of them left. */
  expire(nowMs: number): 'well' | 'nothing-answered'
  loseAll(reason: string): void
  /** Calls it as soon as nothing waits. */
  whenEmpty(then: () => void): void
}

interface Waiting {
  readonly sentMs: number
  readonly tell: (answer: Answer) => void
  readonly late: ((answer: Answer) => void) | null
}

// Answers that may still come late, and those that may come twice.
const MOST_REMEMBERED = 1_000

/** Each request has `answerMs` from when it was sent. */
export const openUnanswered = (answerMs: number): Unanswered => {
  // In the order in which they were sent, so the first is the oldest.
  const waiting = new Map<number, Waiting>()
  const past = new Map<number, (answer: Answer) => void>()
  const watchers: (() => void)[] = []
  let answeredMs = Number.NEGATIVE_INFINITY

  const remember = (sequence: number, late: (answer: Answer) => void): void => {
    past.set(sequence, late)
    if (past.size <= MOST_REMEMBERED) return
    for (const oldest of past.keys()) {
      past.delete(oldest)
      return
    }
  }
  const settle = (sequence: number, one: Waiting, answer: Answer): void => {
    waiting.delete(sequence)
    one.tell(answer)
    if (waiting.size === 0) for (const tell of watchers.splice(0)) tell()
  }
  return {
    wait: (sequence, nowMs, late) =>
      new Promise((tell) => {
        waiting.set(sequence, { sentMs: nowMs, tell, late })
      }),
    answer: (sequence, answer, nowMs) => {
      const one = waiting.get(sequence)
      if (one !== undefined) {
        answeredMs = nowMs
        remember(sequence, () => undefined)
        settle(sequence, one, answer)
        return true
      }
      const late = past.get(sequence)
      if (late === undefined) return false
      // Told once.
      past.set(sequence, () => undefined)
      late(answer)
      return true
    },
    expire: (nowMs) => {
      let silent = false
      for (const [sequence, one] of waiting) {
        if (nowMs - one.sentMs < answerMs) break
        silent ||= one.late !== null && answeredMs < one.sentMs
        remember(sequence, one.late ?? (() => undefined))
        settle(sequence, one, { kind: 'lost', reason: `no answer within ${answerMs} ms` })
      }
      return silent ? 'nothing-answered' : 'well'
    },
    loseAll: (reason) => {
      for (const [sequence, one] of waiting) settle(sequence, one, { kind: 'lost', reason })
    },
    whenEmpty: (then) => {
      if (waiting.size === 0) then()
      else watchers.push(then)
    },
  }
}
