import { type CalendarAnswer, entryUid } from '../drills/calendar-entry.ts'
import { readAnswer } from '../mobilisation/answer.ts'
import { invitedTo } from './answerable.ts'
import type { Connection } from './database.ts'
import { keepMatched } from './matched-answers.ts'
import { sql } from './sql.ts'

/** What came with a calendar's answer. */
interface CalendarMail {
  readonly calendar?: CalendarAnswer | null
  /** What they wrote in the mail itself. */
  readonly text: string
  readonly receivedAt: Date
}

/** The invitation that its address or head names. */
interface Invitation {
  readonly id: string
  readonly responderId: string | null
  readonly occurrenceId: string | null
}

interface CalendarKept {
  readonly outcome: 'answered' | 'kept'
  readonly reason: string
}

/** Such words are for a human, whatever button was pressed beside them. */
const isForHuman = (words: string): boolean => {
  const { meaning } = readAnswer(words)
  return meaning === 'stop' || meaning === 'unsafe'
}

/**
 * Keeps how somebody answered an invitation by their calendar. It is theirs because it came to the address that only their
 * invitation had; the entry that it names must be the same drill. Perhaps is no answer: what they said before no longer
 * holds, and they are reminded like those who said nothing. Null where it answers nothing that is open, or says more than
 * a button does: then an operator reads it.
 */
export const keepCalendarAnswer = async (
  db: Connection,
  { calendar, text, receivedAt: at }: CalendarMail,
  { id: noticeId, responderId, occurrenceId }: Invitation,
): Promise<CalendarKept | null> => {
  if (!calendar || responderId === null || occurrenceId === null) return null
  if (calendar.uid !== entryUid(occurrenceId)) return null
  if (isForHuman(calendar.comment) || isForHuman(text)) return null
  const open = await invitedTo(db, [responderId], at)
  if (!open.some((one) => one.occurrenceId === occurrenceId)) return null
  if (calendar.said === 'tentative') {
    await db.run(sql`
      UPDATE drill_invitee SET answer = NULL, answered_at = NULL
       WHERE occurrence_id = ${occurrenceId}::uuid AND responder_id = ${responderId}::uuid AND answer IN ('yes', 'no')`)
    return { outcome: 'kept', reason: 'calendar-perhaps' }
  }
  const by = { noticeId, via: 'calendar', weakBecause: null, at }
  const meaning = calendar.said === 'accepted' ? 'yes' : 'no'
  const { outcome, reason } = await keepMatched(db, { kind: 'drill', occurrenceId, responderId }, meaning, by)
  return { outcome, reason }
}
