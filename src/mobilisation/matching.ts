import type { Reading } from './answer.ts'

/** A call-out that somebody with this number was called for. */
export interface CalledFor {
  readonly callOutId: string
  readonly responderId: string
  readonly code: string
  /** Still calling or watching for answers; a call-out that is over keeps late answers too, but never by guess. */
  readonly open: boolean
  /** The person's word is awaited: not stood down, and no "no" was said. */
  readonly awaited: boolean
  /** Not an exercise. */
  readonly real: boolean
  /** Asked whether they are safe, and ordered nowhere yet. */
  readonly asked?: boolean
  /** They said that they come (`serves`), and that they are done (`served`); null: neither. */
  readonly service?: 'serves' | 'served' | null
}

/** A drill that somebody with this number was invited to and that is not over. */
export interface InvitedTo {
  readonly occurrenceId: string
  readonly responderId: string
  readonly startsAt: Date
  /** They have answered it; left out: not that we know. */
  readonly answered?: boolean
  /** When a message about it last left; null or left out: not known. */
  readonly askedAt?: Date | null
}

/** A contact test that somebody with this number got and has not answered. */
export interface TestedBy {
  readonly campaignId: string
  readonly turn: number
  readonly responderId: string
  readonly askedAt: Date
}

export type Match =
  | { readonly kind: 'call-out'; readonly callOutId: string; readonly responderId: string }
  | { readonly kind: 'drill'; readonly occurrenceId: string; readonly responderId: string }
  | ({ readonly kind: 'test' } & Pick<TestedBy, 'campaignId' | 'turn' | 'responderId'>)
  | { readonly kind: 'stop' }
  /** No education messages any more, and all else as before. */
  | { readonly kind: 'stop-info' }
  | { readonly kind: 'inbox'; readonly reason: InboxReason }

export type InboxReason =
  | 'missed-call'
  | 'unknown-number'
  | 'unclear'
  | 'unknown-code'
  | 'several-open'
  | 'nothing-open'

/** Those with the trait, where any has it: somebody who is awaited in one call-out means that one, and the real before an exercise. */
const narrowed = (choices: readonly CalledFor[], trait: 'awaited' | 'real'): readonly CalledFor[] => {
  const having = choices.filter((one) => one[trait])
  return having.length > 0 ? having : choices
}

/** Where somebody serves; else where they have, whom it may be said of twice. */
const whoServe = (choices: readonly CalledFor[]): readonly CalledFor[] => {
  const serving = choices.filter(({ service }) => service === 'serves')
  return serving.length > 0 ? serving : choices.filter(({ service }) => service === 'served')
}

/** With these words a test is answered: it asked for a 1, and who writes that they cannot come has read it too. */
const ANSWERS_TEST: readonly Reading['meaning'][] = ['yes', 'no', 'en-route']

/**
 * The test that a text without a code answers where no call-out does. Beside a drill that still waits for an answer a test
 * is meant only by its 1, and where it was what the person got last.
 */
const testMeant = (
  { meaning, code }: Reading,
  drill: InvitedTo | undefined,
  tests: readonly TestedBy[],
): TestedBy | undefined => {
  const [last] = tests.toSorted((one, other) => other.askedAt.getTime() - one.askedAt.getTime())
  if (last === undefined || code !== null || !ANSWERS_TEST.includes(meaning)) return undefined
  if (drill === undefined) return last
  const isLater = drill.askedAt !== undefined && drill.askedAt !== null && last.askedAt > drill.askedAt
  return meaning === 'yes' && (drill.answered === true || isLater) ? last : undefined
}

/**
 * What an incoming text answers. A code decides, for a call-out that is over too; without one the only open call-out of
 * that number does, then the next drill or the last contact test. Anything that would be a guess goes to the operators' inbox.
 */
export const matchText = (
  reading: Reading,
  known: boolean,
  calledFor: readonly CalledFor[],
  invitedTo: readonly InvitedTo[],
  now: Date,
  testedBy: readonly TestedBy[] = [],
): Match => {
  if (!known) return { kind: 'inbox', reason: 'unknown-number' }
  if (reading.meaning === 'stop' || reading.meaning === 'stop-info') return { kind: reading.meaning }
  if (reading.meaning === 'unclear') return { kind: 'inbox', reason: 'unclear' }
  const named = reading.code === null ? [] : calledFor.filter(({ code }) => code === reading.code)
  if (reading.code !== null && named.length === 0) return { kind: 'inbox', reason: 'unknown-code' }
  const open = calledFor.filter((one) => one.open && (reading.code === null || one.code === reading.code))
  // Codes come round again: one that is open is meant before one that is over.
  const meant = open.length > 0 ? open : named
  const able = reading.meaning === 'done' ? whoServe(meant) : meant
  // Whoever serves nowhere goes home from something else.
  if (meant.length > 0 && able.length === 0) return { kind: 'inbox', reason: 'unclear' }
  const choices = narrowed(narrowed(able, 'awaited'), 'real')
  const [only] = choices
  // Nobody asked whether they are safe: what else it says is a guess.
  if (reading.meaning === 'safe' && choices.every(({ asked }) => asked !== true))
    return { kind: 'inbox', reason: 'unclear' }
  // A cry for help is about the person, whichever call-out hears it: the one that asked, or the newest.
  const heard = choices.find(({ asked }) => asked === true) ?? only
  if (heard !== undefined && reading.meaning === 'unsafe')
    return { kind: 'call-out', callOutId: heard.callOutId, responderId: heard.responderId }
  if (only !== undefined)
    return choices.every(({ callOutId }) => callOutId === only.callOutId)
      ? { kind: 'call-out', callOutId: only.callOutId, responderId: only.responderId }
      : { kind: 'inbox', reason: 'several-open' }
  // It is about them, and no answer to an invitation.
  if (reading.meaning === 'unsafe') return { kind: 'inbox', reason: 'nothing-open' }
  // Nobody arrives at a drill that has not begun: such a word is about something else.
  const isThere = reading.meaning === 'arrived' || reading.meaning === 'done'
  const answerable = isThere ? invitedTo.filter(({ startsAt }) => startsAt <= now) : invitedTo
  const [drill] = [...answerable].sort((left, right) => left.startsAt.getTime() - right.startsAt.getTime())
  const test = testMeant(reading, drill, testedBy)
  if (test !== undefined)
    return { kind: 'test', campaignId: test.campaignId, turn: test.turn, responderId: test.responderId }
  return drill === undefined
    ? { kind: 'inbox', reason: 'nothing-open' }
    : { kind: 'drill', occurrenceId: drill.occurrenceId, responderId: drill.responderId }
}

/**
 * What a missed call answers: somebody lets it ring to say that they come, without credit for a text. It has no words, so
 * it counts only where nothing else can be meant: one open call-out that awaits one person of that number, who was ordered
 * somewhere and not asked whether they are safe. Else a human looks at it.
 */
export const matchMissedCall = (calledFor: readonly CalledFor[]): Match => {
  const [only, ...others] = calledFor.filter(({ open, awaited }) => open && awaited)
  if (only === undefined || others.length > 0 || only.asked === true) return { kind: 'inbox', reason: 'missed-call' }
  return { kind: 'call-out', callOutId: only.callOutId, responderId: only.responderId }
}
