import type { ParsedMail } from 'mailparser'

/** What a mail brings along for calendar programs. */
export interface CalendarPart {
  /** Does its Content-Type say that it answers an invitation (RFC 6047)? */
  readonly isReply: boolean
  /** The iCalendar text, nothing of it checked. */
  readonly text: string
}

/** More is no answer to one invitation. */
const LONGEST_BYTES = 100_000

const methodOf = (header: unknown): string => {
  if (typeof header !== 'object' || header === null || !('params' in header)) return ''
  const { params } = header
  return typeof params === 'object' && params !== null && 'method' in params ? String(params.method).toUpperCase() : ''
}

/** The calendar part that a mail has, an answer before any other; null where it has none that can be one. */
export const calendarPart = ({ attachments }: Pick<ParsedMail, 'attachments'>): CalendarPart | null => {
  const parts = attachments
    .filter(
      ({ contentType, content }) => contentType.toLowerCase() === 'text/calendar' && content.length <= LONGEST_BYTES,
    )
    .map(({ headers, content }) => ({
      isReply: methodOf(headers.get('content-type')) === 'REPLY',
      text: content.toString('utf8'),
    }))
  return parts.find(({ isReply }) => isReply) ?? parts[0] ?? null
}
