import { type CallOutPolicy, type CallOutStatus, owesAnswer } from '../mobilisation/call-out.ts'
import type { Look } from '../mobilisation/considered.ts'
import type { Whereabouts } from '../mobilisation/danger-zone.ts'
import type { CallOutId, EventId, HazardEvent, HeadCount } from '../mobilisation/hazard-event.ts'
import type { Difference, Wanted } from '../mobilisation/replan.ts'
import type { Picked, Selection } from '../mobilisation/selection.ts'
import type { Team } from '../mobilisation/team-forming.ts'
import type { Kind } from '../roster/responder.ts'
import type { Mode } from '../wording/mode.ts'
import type { Taking } from './call-guards.ts'
import { type Demand, fieldsByThread, type PersonLoaded } from './call-outs.ts'
import { callUntilTaken, countByKind } from './call-rounds.ts'
import type { CallContext } from './calls.ts'
import type { Connection } from './database.ts'
import { recallPeople } from './recalls.ts'
import type { SiteAlerts } from './site-alerts.ts'
import type { Touched } from './taken-people.ts'

/** What one thread of a plan does. */
export interface PlaceToSave {
  readonly demand: Demand
  readonly event: HazardEvent
  readonly impactArea: unknown
  readonly selection: Pick<Selection, 'considered' | 'skipped'>
  readonly chooseOthers: (want: HeadCount, without: ReadonlySet<string>) => readonly Picked[]
}

/** A plan on its way into the rows. */
export interface PlanToSave {
  readonly callOutId: CallOutId
  readonly mode: Mode
  readonly status: CallOutStatus
  readonly version: number
  readonly wave: number
  readonly policy: CallOutPolicy
  /** The chance that the policy wants; null where it wants none. */
  readonly target: number | null
  readonly regencyCode: string
  readonly senderId: string | null
  /** Demands as they were planned before; none at the first plan. */
  readonly before: readonly Demand[]
  readonly places: readonly PlaceToSave[]
  readonly difference: Difference
  /** Threads whose place, as it was planned before, became dangerous: who stands there is sent on. */
  readonly leaves: ReadonlySet<string>
  /** Where somebody's home lies against the danger zone: who is called from inside is asked first whether they are safe. */
  readonly whereabouts: (responderId: string) => Whereabouts
  /** As they were called before. */
  readonly people: readonly PersonLoaded[]
  readonly unassessed: readonly EventId[]
  /** When a person's turn begins; null outside a rota. */
  readonly shiftOf: (responderId: string) => Date | null
  readonly fieldsOfShift: CallContext['fieldsOfShift']
  /** Of the message that speaks for the whole. */
  readonly fields: Readonly<Record<string, string>>
  /** What the choices looked at; those of `chooseOthers` are added as they are asked. */
  readonly looks: readonly Look[]
  /** How urgent it is by the messages that speak for it now. */
  readonly precedence: number
  /** How long each of a person's channels has before the next, by the same messages; 0: all at once. */
  readonly channelPauseMs: number
  /** Whom to tell at the sites in its areas; null: nobody. */
  readonly siteAlerts: SiteAlerts | null
  /** Set within the transaction that saves it. */
  readonly taking?: Taking
  /** Other call-outs that saving it changed are added here. */
  readonly touched: Touched[]
  /** Who makes a team for which affected KSB; left out: nobody. */
  readonly teams?: readonly Team[]
  readonly teamsBefore?: readonly Team[]
  readonly now: Date
}

/** Those whom a plan calls, anew or again, are its own first wave: the waves of those called before do not count. */
const FIRST_WAVE = 1

export const contextOf = (plan: PlanToSave, event: HazardEvent): CallContext => ({
  callOutId: plan.callOutId,
  mode: plan.mode,
  fields: plan.fields,
  fieldsByThread: fieldsByThread(plan.places.map(({ demand }) => demand)),
  fieldsOfShift: plan.fieldsOfShift,
  ackDeadlineMs: plan.policy.ackDeadlineMs,
  asksFirst: (responderId) => plan.whereabouts(responderId) === 'inside',
  eventExpiresAt: event.expiresAt,
  ...(plan.taking === undefined ? {} : { taking: plan.taking }),
})

/** Those who fell out and whose place nobody took: whoever is called anew takes it, or a review would fill it again. */
export const withOpenPlace = ({ people }: PlanToSave): PersonLoaded[] =>
  people.filter(
    (person) =>
      !person.replaced &&
      (person.stoodDownAt === null
        ? person.answer === 'no' || (person.silentAt !== null && owesAnswer(person))
        : person.yielded === true),
  )

/**
 * Calls the people of one thread who were not called before; those whom the rows refuse, `notAgain` among them (who were
 * to be called again), are replaced by others.
 */
export const callNew = async (
  db: Connection,
  plan: PlanToSave,
  { demand, event, chooseOthers }: PlaceToSave,
  ranks: { next: number },
  taken: Set<string>,
  open: PersonLoaded[],
  notAgain: readonly Picked[],
): Promise<{ called: readonly Picked[]; refused: readonly Picked[] }> => {
  const turnsOf = (people: readonly Picked[]) =>
    people.map(({ responderId, kind }) => ({ kind, shiftAt: plan.shiftOf(responderId) }))
  const held = new Map<string, PersonLoaded>()
  // The turns of those whom the rows refused: whoever is called instead takes one.
  const freed = [...turnsOf(notAgain)]
  const takeFreed = (kind: Kind): Date | null => {
    const at = freed.findIndex((turn) => turn.kind === kind)
    return at === -1 ? null : (freed.splice(at, 1)[0]?.shiftAt ?? null)
  }
  const take = ({ responderId, kind }: Picked) => {
    ranks.next += 1
    const at = open.findIndex((former) => former.kind === kind)
    const [former] = at === -1 ? [] : open.splice(at, 1)
    if (former !== undefined) held.set(responderId, former)
    return {
      rank: ranks.next,
      wave: FIRST_WAVE,
      replaces: former?.responderId ?? null,
      threadId: demand.threadId,
      shiftAt: plan.shiftOf(responderId) ?? takeFreed(kind),
    }
  }
  const others = (want: HeadCount, without: ReadonlySet<string>): readonly Picked[] =>
    chooseOthers(want, new Set([...without, ...taken]))
  const mine = plan.difference.call.filter(({ threadId }) => threadId === demand.threadId)
  const instead = notAgain.length === 0 ? [] : others(Object.fromEntries(countByKind(notAgain)), new Set())
  const done = await callUntilTaken(
    db,
    contextOf(plan, event),
    [...mine, ...instead],
    others,
    {
      take,
      putBack: (people) => {
        freed.push(...turnsOf(people))
        open.push(...people.flatMap(({ responderId }) => held.get(responderId) ?? []))
      },
    },
    plan.now,
  )
  for (const { responderId } of [...done.called, ...done.refused]) taken.add(responderId)
  return done
}

/** Calls those again who were stood down and are wanted now; gives who could be and whom the rows refused. */
export const callAgain = async (
  db: Connection,
  plan: PlanToSave,
): Promise<{ recalled: readonly Wanted[]; refused: readonly Wanted[] }> => {
  const { recall } = plan.difference
  const allowed = new Set<string>()
  for (const { demand, event } of plan.places) {
    const calls = recall
      .filter(({ threadId }) => threadId === demand.threadId)
      .map((one) => ({ ...one, wave: FIRST_WAVE, shiftAt: plan.shiftOf(one.responderId) }))
    for (const id of await recallPeople(db, contextOf(plan, event), calls, plan.now)) allowed.add(id)
  }
  return {
    recalled: recall.filter(({ responderId }) => allowed.has(responderId)),
    refused: recall.filter(({ responderId }) => !allowed.has(responderId)),
  }
}
