import { type Area, contains } from '../geo/area.ts'
import type { Position } from '../geo/position.ts'
import type { CalledPerson } from './call-out.ts'
import type { HazardEvent } from './hazard-event.ts'
import { SERVICE_WORDS, type Service, type ServiceWord, serviceAfter } from './progress.ts'
import type { Safety, SafetyPolicy } from './safety.ts'

/** Where people are asked first. */
export interface DangerZone {
  readonly odds: number
  /** Whether a home lies in it, its edge included. */
  holds(home: Position): boolean
  /** People who are asked wherever they live: for another call-out they are not known to be safe. Left out: nobody. */
  readonly doubted?: ReadonlySet<string>
}

/** The area of a message. */
export interface Ground {
  readonly event: Pick<HazardEvent, 'hazard' | 'safeToApproach'>
  readonly area: Area
}

/** Nobody is asked. */
export const NO_DANGER: DangerZone = { odds: 1, holds: () => false }

/**
 * The areas in which people are asked first: those of all messages whose hazard the policy names, but for a message whose
 * sender says that it is safe to approach. No policy, as in older call-outs: none.
 */
export const dangerZone = (grounds: readonly Ground[], policy: SafetyPolicy | null | undefined): DangerZone => {
  if (policy == null) return NO_DANGER
  const areas = grounds
    .filter(({ event }) => event.safeToApproach !== true && policy.hazards.some((hazard) => hazard === event.hazard))
    .map(({ area }) => area)
  if (areas.length === 0) return NO_DANGER
  // A choice looks at the same people several times, and the outline of a coast has thousands of corners.
  const known = new WeakMap<Position, boolean>()
  return {
    odds: policy.odds,
    holds: (home) => {
      const inside = known.get(home) ?? areas.some((area) => contains(area, home))
      known.set(home, inside)
      return inside
    },
  }
}

/** Somebody with their home. */
interface Living {
  readonly id: string
  readonly home: Position
}

/** Who is asked first if they are called now. */
export interface AskedFirst {
  readonly odds: number
  has(person: Living): boolean
}

/** Those who live in the zone or are in doubt, but for people of the call-out who said that they are safe, or stand at the muster point. */
export const askedFirst = (zone: DangerZone, people: readonly CalledPerson[]): AskedFirst => {
  const vouched = new Set<string>(
    people
      .filter(({ safety, answer, stoodDownAt }) => stoodDownAt === null && (safety === 'safe' || answer === 'arrived'))
      .map(({ responderId }) => responderId),
  )
  return {
    odds: zone.odds,
    has: ({ id, home }) => !vouched.has(id) && (zone.doubted?.has(id) === true || zone.holds(home)),
  }
}

/** Where somebody's home lies; unknown where they left the register. */
export type Whereabouts = 'inside' | 'outside' | 'unknown'

/**
 * What a new plan means for somebody who stays called: their home lies in a zone, and they were not asked yet; it does no
 * more, and they wait for their order; or it does no more, and that they were safe there is of no use for another zone.
 */
export const safetyStep = (
  { safety = null, answer }: Pick<CalledPerson, 'safety' | 'answer'>,
  where: Whereabouts,
): 'ask' | 'order' | 'forget' | 'keep' => {
  if (where === 'inside') return safety === null && answer !== 'arrived' && answer !== 'no' ? 'ask' : 'keep'
  if (where === 'unknown') return 'keep'
  if (safety === 'asked') return answer === 'no' ? 'keep' : 'order'
  return safety === 'safe' ? 'forget' : 'keep'
}

/**
 * People as the zone leaves them: who stays called and is asked now is in doubt from now on, and not only once that is
 * written. Whom it orders or forgets is left as they are.
 */
export const asAsked = <Person extends CalledPerson>(
  people: readonly Person[],
  whereabouts: (responderId: string) => Whereabouts,
): readonly Person[] =>
  people.map((person) =>
    person.stoodDownAt === null && safetyStep(person, whereabouts(person.responderId)) === 'ask'
      ? { ...person, safety: 'asked' }
      : person,
  )

/** What a person may say to a call: to an order, or to whether they are safe. */
export const WORDS = [...SERVICE_WORDS, 'safe', 'unsafe'] as const
export type Word = (typeof WORDS)[number]

/** How somebody stands to their call, with whether they are safe. */
export interface Standing extends Service {
  readonly safety: Safety | null
  /** Lives in a zone that grew over them when they were asked nothing any more; left out: no. */
  readonly asksOnReturn?: boolean
}

/** How somebody stands after their word. */
export interface AfterWord extends Standing {
  /** What the word meant. */
  readonly meant: Word
  /** Whether the order may go out, if it did not. */
  readonly orders: boolean
}

/**
 * What a word changes. To whether they are safe, "coming" says both, and the order goes out; "arrived" (3, aman) means
 * safe: the order goes out and is to be answered, "not coming" says nothing of their safety. Not safe is not coming,
 * whatever was asked; who was not safe and says "aman" is safe, and comes only by a yes. Where nobody asked, "safe" changes
 * nothing; but who refused, came to live in a zone and is coming after all is asked then, and counts once they are safe. What the words of a service change is said at `serviceAfter`.
 */
export const afterWord = (before: Standing, word: Word, at: Date): AfterWord => {
  const { safety, answer } = before
  const served = (said: ServiceWord): Service => serviceAfter(before, said, at)
  // Refused before the zone grew over them, so that nobody has asked.
  const unasked = safety === null && answer === 'no' && before.asksOnReturn === true
  switch (word) {
    case 'unsafe':
      return { ...served('no'), meant: word, safety: 'unsafe', orders: false }
    case 'no':
    case 'done':
      return { ...served(word), meant: word, safety, orders: false }
    case 'yes':
    case 'en-route':
      if (unasked) return { ...served(word), meant: word, safety: 'asked', orders: false }
      return { ...served(word), meant: word, safety: safety && 'safe', orders: safety !== null }
    case 'arrived':
    case 'safe': {
      if (safety === 'asked' || safety === 'unsafe' || unasked)
        return { ...before, meant: 'safe', safety: 'safe', orders: safety === 'asked' && answer !== 'no' }
      return word === 'safe'
        ? { ...before, meant: word, orders: false }
        : { ...served(word), meant: word, safety, orders: false }
    }
  }
}
