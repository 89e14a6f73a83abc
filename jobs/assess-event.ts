import type { Clock } from '../src/clock.ts'
import type { CalledPerson, CallOutPolicy, CallOutStatus } from '../src/mobilisation/call-out.ts'
import type { DangerZone } from '../src/mobilisation/danger-zone.ts'
import type { CallOutId, EventId, HazardEvent, HeadCount } from '../src/mobilisation/hazard-event.ts'
import type { ImpactArea } from '../src/mobilisation/impact-area.ts'
import { isInForce, onlyCalled } from '../src/mobilisation/in-force.ts'
import { type Choose, type Difference, planDifference } from '../src/mobilisation/replan.ts'
import type { SpareForTeams } from '../src/mobilisation/team-keeping.ts'
import type { SkillCount } from '../src/roster/skill.ts'
import type { Mode } from '../src/wording/mode.ts'

/** A message that speaks for its thread, and what it asks for. */
export interface Speaking {
  readonly threadId: string
  readonly eventId: EventId
  readonly event: HazardEvent
  readonly need: HeadCount
  /** How many of them with a skill; left out: nothing. */
  readonly skills?: SkillCount
  readonly jurisdiction: string
  readonly regencyCode: string
}

/** A call-out with all that its incident wants of people now. */
export interface Picture {
  readonly callOutId: CallOutId
  readonly mode: Mode
  readonly status: CallOutStatus
  readonly version: number
  readonly policy: CallOutPolicy
  readonly people: readonly CalledPerson[]
  /** One for each thread that goes on, in a fixed order. */
  readonly speaking: readonly Speaking[]
  /** Messages whose effect this plan is, the one asked for among them. */
  readonly unassessed: readonly EventId[]
}

export interface Target {
  readonly name: string
  readonly position: readonly [number, number]
  readonly landmass: number | null
  /** Nobody gathers there: no safe place is known. */
  readonly waits?: true
}

/** The ways of choosing people round one place. */
export interface Chooser {
  /** As many as are wanted. */
  readonly choose: Choose
  /** Whom a need calls, by the policy. */
  readonly callFor: Choose
  /** Reads what was not known of people whom a choice looked at; false when nothing was missing. */
  readonly learn: () => Promise<boolean>
}

/** A message with its area. */
export interface Located {
  readonly speaking: Speaking
  readonly impact: ImpactArea
}

/** Where a thread calls people, and the choice round it. */
export interface Place extends Chooser, Located {
  readonly target: Target
}

/** The plan as it is saved: who is asked to come where, who no longer, because of what. */
export interface CallOutPlan {
  readonly picture: Picture
  readonly places: readonly Place[]
  /** Whoever is called from inside is asked first whether they are safe. */
  readonly zone: DangerZone
  readonly difference: Difference
  readonly now: Date
}

/** What the choice goes by; it keeps nothing. */
export interface Planning {
  /** Reads what the choice will ask for, whatever the messages say: it is there by then. */
  readAhead(picture: Picture, now: Date): void
  impactOf(event: HazardEvent, picture: Picture): Promise<ImpactArea>
  targetOf(event: HazardEvent, impact: ImpactArea, picture: Picture): Promise<Target>
  /** Begins to look round a place while what `readAhead` asked for is on its way; left out: nobody does. */
  walkAhead?(picture: Picture, at: Located & { readonly target: Target }): Promise<void>
  /** The zone of all that its messages say, with their areas. */
  zoneOf(picture: Picture, grounds: readonly Located[]): Promise<DangerZone>
  chooser(picture: Picture, at: Located & { readonly target: Target }, zone: DangerZone, now: Date): Promise<Chooser>
  /** The people of a picture as the zone leaves them; left out: as they are. */
  peopleIn?(picture: Picture, zone: DangerZone): Promise<readonly CalledPerson[]>
  /** Whom the teams that these places want cannot spare; left out: nobody. */
  spareForTeams?(picture: Picture, places: readonly Place[]): Promise<SpareForTeams>
}

export interface Needs extends Planning {
  loadPicture(eventId: EventId): Promise<Picture | undefined>
  savePlan(plan: CallOutPlan): Promise<'saved' | 'already-saved'>
  /** Writes down that nothing can be done for these messages any more. */
  passOver(picture: Picture, now: Date): Promise<void>
  /** Writes down that the assessment failed, and when it is tried again. */
  noteFailure(eventId: EventId, thrown: unknown, now: Date): Promise<void>
  wakeSenders(mode: Mode): Promise<void>
  wakeReview(callOutId: CallOutId, at: Date): Promise<void>
}

/** Those who are called for a thread; whoever belongs to none that speaks may be counted for any. */
const calledFor = ({ people, speaking }: Picture, threadId: string): ReadonlySet<string> => {
  const speak = new Set<string | null>(speaking.map((one) => one.threadId))
  return new Set(
    people
      .filter((one) => one.stoodDownAt === null && (one.threadId === threadId || !speak.has(one.threadId)))
      .map(({ responderId }) => responderId),
  )
}

/** Decides again until each choice knew everybody whom it looked at: what it decided before does not count. */
const decided = async <Made>(places: readonly Chooser[], decide: () => Made): Promise<Made> => {
  for (;;) {
    const made = decide()
    let learnt = false
    for (const { learn } of places) learnt = (await learn()) || learnt
    if (!learnt) return made
  }
}

const goesOn = ({ status }: Picture): boolean => status !== 'stood-down' && status !== 'closed'

/**
 * Turns what an incident's messages ask for into calls: the first wave for a new one, and for one that people were
 * called for already, the difference. Asked twice, it plans once.
 */
export const assessEvent = (needs: Needs, clock: Clock) => {
  const assess = async (eventId: EventId): Promise<void> => {
    const picture = await needs.loadPicture(eventId)
    if (picture === undefined) return // planned already
    const now = clock.now()
    if (!goesOn(picture)) return needs.passOver(picture, now)
    needs.readAhead(picture, now)
    const located: (Located & { readonly target: Target })[] = []
    for (const speaking of picture.speaking) {
      const impact = await needs.impactOf(speaking.event, picture)
      const at = { speaking, impact, target: await needs.targetOf(speaking.event, impact, picture) }
      await needs.walkAhead?.(picture, at)
      located.push(at)
    }
    const zone = await needs.zoneOf(picture, located)
    const places: Place[] = []
    for (const { speaking, impact, target } of located) {
      const chooser = await needs.chooser(picture, { speaking, impact, target }, zone, now)
      const called = calledFor(picture, speaking.threadId)
      // What has expired keeps its people and calls nobody new.
      const within = (choose: Choose): Choose => (isInForce(speaking.event, now) ? choose : onlyCalled(choose, called))
      const { choose, callFor, learn } = chooser
      places.push({ speaking, impact, target, choose: within(choose), callFor: within(callFor), learn })
    }
    const asks = places.map(({ speaking: { threadId, need, skills = {} }, ...how }) => ({
      threadId,
      need,
      skills,
      ...how,
    }))
    const spare = await needs.spareForTeams?.(picture, places)
    const people = (await needs.peopleIn?.(picture, zone)) ?? picture.people
    const difference = await decided(places, () => planDifference(asks, people, spare))
    const saved = await needs.savePlan({ picture, places, zone, difference, now })
    if (saved === 'already-saved') return
    // The rows are saved: if we die here, the sweep wakes the same two jobs.
    await needs.wakeSenders(picture.mode)
    await needs.wakeReview(picture.callOutId, now)
  }
  return async ({ eventId }: { readonly eventId: EventId }): Promise<void> => {
    try {
      await assess(eventId)
    } catch (thrown) {
      // Where even that cannot be written, what failed first is the better word for it.
      await needs.noteFailure(eventId, thrown, clock.now()).catch(() => undefined)
      throw thrown
    }
  }
}
