import type { CalledFor, InvitedTo } from './matching.ts'

/** A person is told at most once in this long that texts came in; ours. It also ends a talk between two machines. */
export const NOTED_EVERY_MS = 600_000

/** For so long the same words again are what a machine says, or an impatient hand; ours. */
export const SAME_WORDS_MS = 86_400_000

/** More codes than these do not fit a text beside its words. */
const MOST_CODES = 2

/** What is known of whoever wrote a text that goes to the operators' inbox. */
export interface WrittenBy {
  readonly called: readonly CalledFor[]
  readonly invited: readonly InvitedTo[]
  /** Whether they were told within NOTED_EVERY_MS that a text of theirs came in. */
  readonly notedLately: boolean
  /** Texts of theirs that went to the inbox within SAME_WORDS_MS before. */
  readonly before: readonly string[]
}

export type Acknowledgement =
  | { readonly kind: 'none'; readonly reason: 'noted a short while ago' | 'the same text again' }
  | {
      readonly kind: 'noted'
      readonly mode: 'actual' | 'exercise'
      /** The codes of the calls that wait for an answer, at most two; empty: none does. */
      readonly code: string
      /** What they are asked first: whether they are safe. */
      readonly asksSafety: boolean
      /** The newest of those calls. */
      readonly call: CalledFor | null
    }

const wordsOf = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ').trim()

/**
 * What whoever wrote a text that no rule understands is told: that it came in, and how to answer what is open for them. Real
 * calls come before exercises, those that await them before others; where only an exercise or a drill is open it is a
 * message of the exercise.
 */
export const acknowledgement = (text: string, { called, invited, notedLately, before }: WrittenBy): Acknowledgement => {
  if (before.some((earlier) => wordsOf(earlier) === wordsOf(text)))
    return { kind: 'none', reason: 'the same text again' }
  if (notedLately) return { kind: 'none', reason: 'noted a short while ago' }
  const open = called.filter((one) => one.open)
  const awaited = open.filter((one) => one.awaited)
  const some = awaited.length > 0 ? awaited : open
  const real = some.filter((one) => one.real)
  const calls = real.length > 0 ? real : some
  const call = calls.find(({ asked }) => asked === true) ?? calls[0] ?? null
  const isExercise = call === null ? invited.length > 0 : !call.real
  const asksSafety = call?.asked === true
  const codes = [...new Set(calls.map(({ code }) => code))].slice(0, MOST_CODES)
  return {
    kind: 'noted',
    mode: isExercise ? 'exercise' : 'actual',
    // Whether they are safe is asked of one call.
    code: asksSafety ? call.code : codes.join(' / '),
    asksSafety,
    call,
  }
}
