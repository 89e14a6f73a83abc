import type { CalledPerson, Lapsed } from './call-out.ts'
import type { HazardEvent, HeadCount } from './hazard-event.ts'
import type { Choose } from './replan.ts'

/**
 * Whether a message is in force: until it expires, or without an end where it names none.
 *
 * CAP 1.2 (3.2.2) calls `expires` the time at which the information of a message expires. Whoever sent it no longer
 * vouches for it then, so nobody new is sent where it says: no top-up, no further wave, nobody in the place of one who
 * said no. That it is over it does not say, for that is what a cancel or an all-clear is for: who was called stays
 * called. A newer message of the thread with a later end goes on with it.
 */
export const isInForce = ({ expiresAt }: Pick<HazardEvent, 'expiresAt'>, now: Date): boolean =>
  expiresAt === null || now < expiresAt

/** What one thread of a call-out asks for, with the end of the message that speaks for it. */
export interface Ending extends Pick<HazardEvent, 'expiresAt'> {
  readonly threadId: string
  readonly need: HeadCount
}

/** What has expired at an instant. People of no thread that still asks belong to the whole: it lapses with its last. */
export const lapsedAt = (endings: readonly Ending[], people: readonly CalledPerson[], now: Date): Lapsed => {
  const over = endings.filter((ending) => !isInForce(ending, now))
  const known = new Set(endings.map(({ threadId }) => threadId))
  const lapsed = new Set(over.map(({ threadId }) => threadId))
  const all = over.length > 0 && over.length === endings.length
  return {
    people: new Set(
      people
        .filter(({ threadId }) => (threadId !== null && known.has(threadId) ? lapsed.has(threadId) : all))
        .map(({ responderId }) => responderId),
    ),
    kinds: new Set(over.flatMap(({ need }) => Object.keys(need))),
  }
}

/** The choice round a place whose message has expired: among those called already, and nobody else. */
export const onlyCalled =
  (choose: Choose, called: ReadonlySet<string>): Choose =>
  (want, without, among, skills) =>
    choose(want, without, among === undefined ? called : new Set([...among].filter((id) => called.has(id))), skills)
