import ICAL from 'ical.js'
import type { CalendarAnswer } from '../drills/calendar-entry.ts'

/** An answer to one event is some kB, with the rules of a zone or two. */
const LONGEST = 100_000

const SAID = { ACCEPTED: 'accepted', DECLINED: 'declined', TENTATIVE: 'tentative' } as const
const isSaid = (word: string): word is keyof typeof SAID => Object.hasOwn(SAID, word)

interface ReadProperty {
  readonly name: string
  readonly parameters: Readonly<Record<string, unknown>>
  readonly value: string
  /** Null where the value is none. */
  readonly number: number | null
}

interface ReadComponent {
  readonly name: string
  readonly properties: readonly ReadProperty[]
  readonly components: readonly ReadComponent[]
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

const propertyOf = (value: unknown): ReadProperty => {
  const [name, parameters, , first] = listOf(value)
  const given = typeof parameters === 'object' && parameters !== null ? parameters : {}
  return {
    name: String(name),
    parameters: { ...given },
    value: typeof first === 'string' ? first : '',
    number: typeof first === 'number' && Number.isSafeInteger(first) ? first : null,
  }
}

const componentOf = (value: unknown): ReadComponent => {
  const [name, properties, components] = listOf(value)
  return {
    name: String(name),
    properties: listOf(properties).map(propertyOf),
    components: listOf(components).map(componentOf),
  }
}

const parsed = (source: string): ReadComponent | null => {
  try {
    const whole: unknown = ICAL.parse(source)
    return componentOf(whole)
  } catch {
    return null
  }
}

const valuesOf = ({ properties }: ReadComponent, name: string): readonly string[] =>
  properties.flatMap((property) => (property.name === name ? [property.value.trim()] : []))

/**
 * Reads the answer to one invitation (iTIP REPLY, RFC 5546), in whatever dialect; null where it is none, cannot be read, or
 * says something else than yes, no or perhaps. Never throws.
 */
export const readCalendarAnswer = (source: string): CalendarAnswer | null => {
  if (source.length > LONGEST) return null
  const calendar = parsed(source.replace(/^\uFEFF/, '').trim())
  if (calendar?.name !== 'vcalendar') return null
  if (valuesOf(calendar, 'method')[0]?.toUpperCase() !== 'REPLY') return null
  const events = calendar.components.filter(({ name }) => name === 'vevent')
  const [event] = events
  // A series, or several people at once: nothing that we asked for.
  if (event === undefined || events.length > 1) return null
  const attendees = event.properties.filter(({ name }) => name === 'attendee')
  const [attendee] = attendees
  const [uid = ''] = valuesOf(event, 'uid')
  if (attendee === undefined || attendees.length > 1 || uid === '') return null
  const word = String(attendee.parameters['partstat'] ?? '').toUpperCase()
  if (!isSaid(word)) return null
  const [number] = event.properties.flatMap(({ name, number: given }) => (name === 'sequence' ? [given] : []))
  const comment = valuesOf(event, 'comment').join('\n').trim()
  return { uid, said: SAID[word], comment, sequence: number ?? null }
}
