import { type CalendarAnswer, entryUid } from '../drills/calendar-entry.ts'
import { readAnswer } from '../mobilisation/answer.ts'
import { invitedTo } from './answerable.ts'
import type { Connection } from './database.ts'
import { keepDrillStanding } from './drill-places.ts'
import { keepMatched } from './matched-answers.ts'
import { sql } from './sql.ts'
import { note } from './timeline.ts'

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
 * holds, and they are reminded like those who said nothing. What answers the drill's time before a move does not count for the new one. Null where it answers nothing that is open, or says more than
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
  const [drill] = await db.rows<{ moved: boolean; answer: string | null }>(sql`
    SELECT coalesce(${calendar.sequence}::int, n.wave) < d.sequence AS moved, i.answer
      FROM notice n JOIN drill_occurrence d ON d.id = n.occurrence_id
      JOIN drill_invitee i ON i.occurrence_id = d.id AND i.responder_id = n.responder_id
     WHERE n.id = ${noticeId}::uuid FOR UPDATE OF d`)
  if (drill?.moved === true) {
    await note(db, { occurrenceId }, at, 'drill-answer-to-old-time', { responderId, said: calendar.said })
    return { outcome: 'kept', reason: 'calendar-older' }
  }
  if (calendar.said === 'tentative') {
    if (drill?.answer === 'yes' || drill?.answer === 'no')
      await keepDrillStanding(db, { occurrenceId, responderId, answer: null, at })
    return { outcome: 'kept', reason: 'calendar-perhaps' }
  }
  const by = { noticeId, via: 'calendar', weakBecause: null, at }
  const meaning = calendar.said === 'accepted' ? 'yes' : 'no'
  const { outcome, reason } = await keepMatched(db, { kind: 'drill', occurrenceId, responderId }, meaning, by)
  return { outcome, reason }
}
