import type { Meaning } from '../mobilisation/answer.ts'
import type { CallOutId } from '../mobilisation/hazard-event.ts'
import type { Match } from '../mobilisation/matching.ts'
import type { Mode } from '../wording/mode.ts'
import { type AnswerGiven, type AnswerKept, keepAnswer, keepDrillAnswer } from './answers.ts'
import { keepTestAnswer } from './campaign-answers.ts'
import type { Connection } from './database.ts'

/** What became of an answer in words, as the row of its text tells it. */
export interface MatchedKept {
  readonly outcome: 'answered'
  readonly reason: string
  /** The call-out that it answered, to be reviewed. */
  readonly callOut: { readonly id: CallOutId; readonly mode: Mode } | null
}

const reasonFor = (kept: AnswerKept): string => {
  switch (kept.kind) {
    case 'counted':
      return kept.changed ? 'counted' : 'said before'
    case 'weak':
      return 'weak'
    case 'not-coming':
      return 'done before a yes'
    case 'too-late':
      return `call-out is ${kept.status}`
    case 'not-called':
      return 'not called'
  }
}

/** Keeps the answer that a text gave to what it was matched with. Throws RangeError where that takes no such answer. */
export const keepMatched = async (
  db: Connection,
  match: Extract<Match, { readonly kind: 'call-out' | 'drill' | 'test' }>,
  meaning: Meaning,
  by: Pick<AnswerGiven, 'noticeId' | 'via' | 'weakBecause' | 'at'>,
): Promise<MatchedKept> => {
  if (meaning === 'stop' || meaning === 'stop-info' || meaning === 'unclear')
    throw new RangeError(`nothing can take the answer ${meaning}`)
  const { responderId } = match
  if (match.kind === 'test') {
    // A machine that answers says nothing of the person.
    if (by.weakBecause !== null) return { outcome: 'answered', reason: 'weak', callOut: null }
    await keepTestAnswer(db, match, by)
    return { outcome: 'answered', reason: 'contact test', callOut: null }
  }
  if (match.kind === 'drill') {
    if (meaning === 'safe' || meaning === 'unsafe') throw new RangeError(`a drill cannot take the answer ${meaning}`)
    const { noticeId, via, at } = by
    await keepDrillAnswer(db, {
      occurrenceId: match.occurrenceId,
      responderId,
      noticeId,
      answer: meaning,
      via,
      at,
    })
    return { outcome: 'answered', reason: 'drill', callOut: null }
  }
  const { callOutId } = match
  const kept = await keepAnswer(db, { ...by, callOutId, responderId, answer: meaning })
  const callOut = kept.kind === 'not-called' ? null : { id: callOutId as CallOutId, mode: kept.mode }
  return { outcome: 'answered', reason: reasonFor(kept), callOut }
}
