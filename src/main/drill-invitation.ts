import { invitationText } from '../calendar/calendar-text.ts'
import type { OutgoingMessage } from '../channels/channel.ts'
import { calendarEntry } from '../drills/calendar-entry.ts'
import { reasonOf } from '../errors.ts'
import type { ClaimedNotice } from '../store/claims.ts'
import { invitedOccurrence } from '../store/drill-feeds.ts'
import type { Installation } from './installation.ts'

/**
 * What a calendar reads in the mail that invites to a drill; undefined for every other notice. Never rejects: a mail whose
 * calendar part cannot be made says the same in words, and the log says why.
 */
export const calendarInvitation = async (
  { database, log }: Pick<Installation, 'database' | 'log'>,
  { id, channel, purpose, fields }: Pick<ClaimedNotice, 'id' | 'channel' | 'purpose' | 'fields'>,
): Promise<OutgoingMessage['invitation']> => {
  if (channel !== 'email' || purpose !== 'drill-invite') return undefined
  try {
    const found = await invitedOccurrence(database, id)
    if (found === null) return undefined
    const { occurrence, muster } = found
    const entry = calendarEntry(occurrence, fields, muster)
    // By the row and not the clock: a second try is the same mail, byte for byte.
    return (parties) => invitationText(entry, parties, occurrence.invitedAt ?? occurrence.startsAt)
  } catch (thrown) {
    log.warn('an invitation leaves without its calendar part', { notice: id, reason: reasonOf(thrown) })
    return undefined
  }
}
