import { invitationText } from '../calendar/calendar-text.ts'
import { calendarEntry } from '../drills/calendar-entry.ts'
import { reasonOf } from '../errors.ts'
import type { ClaimedNotice } from '../store/claims.ts'
import { invitedOccurrence } from '../store/drill-feeds.ts'
import type { Installation } from './installation.ts'
import type { InvitationPart } from './post-office.ts'

const METHODS: ReadonlyMap<string, 'REQUEST' | 'CANCEL'> = new Map([
  ['drill-invite', 'REQUEST'],
  ['drill-moved', 'REQUEST'],
  ['drill-cancelled', 'CANCEL'],
  ['drill-stopped', 'CANCEL'],
])

/**
 * What a calendar reads in a mail that invites to a drill, moves it or takes it back; undefined for every other notice.
 * Never rejects: a mail whose calendar part cannot be made says the same in words, and the log says why.
 */
export const calendarInvitation = async (
  { database, log }: Pick<Installation, 'database' | 'log'>,
  { id, channel, purpose, fields }: Pick<ClaimedNotice, 'id' | 'channel' | 'purpose' | 'fields'>,
): Promise<InvitationPart | undefined> => {
  const method = METHODS.get(purpose)
  if (channel !== 'email' || method === undefined) return undefined
  try {
    const found = await invitedOccurrence(database, id)
    if (found === null || (found.occurrence.state === 'cancelled') !== (method === 'CANCEL')) return undefined
    const { occurrence, muster, plannedAt, organizerSerial } = found
    const entry = calendarEntry(occurrence, fields, muster)
    return {
      // By the row and not the clock: a second try is the same mail, byte for byte.
      invitation: (parties) => invitationText(entry, parties, plannedAt, method),
      invitationMethod: method,
      organizerSerial,
    }
  } catch (thrown) {
    log.warn('an invitation leaves without its calendar part', { notice: id, reason: reasonOf(thrown) })
    return undefined
  }
}
