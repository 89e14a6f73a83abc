import type { CallOutPolicy, CallOutStatus } from '../mobilisation/call-out.ts'
import { statusAfter } from '../mobilisation/call-out.ts'
import type { CallOutId, EventId, HazardEvent, HeadCount } from '../mobilisation/hazard-event.ts'
import type { Difference, Wanted } from '../mobilisation/replan.ts'
import { newsFor } from '../mobilisation/said.ts'
import type { Picked, Selection } from '../mobilisation/selection.ts'
import { KIND_NAMES, type Kind } from '../roster/responder.ts'
import type { Mode } from '../wording/mode.ts'
import { changeCallOut, type Demand, markAssessed, type PersonLoaded } from './call-outs.ts'
import { callUntilTaken, countByKind, describe } from './call-rounds.ts'
import { type CallContext, standDownPeople, tellNews } from './calls.ts'
import type { Connection, Database } from './database.ts'
import { tellOperators } from './operator-notices.ts'
import { movePeople, recallPeople } from './recalls.ts'
import { note } from './timeline.ts'

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
  readonly regencyCode: string
  readonly senderId: string | null
  /** Demands as they were planned before; none at the first plan. */
  readonly before: readonly Demand[]
  readonly places: readonly PlaceToSave[]
  readonly difference: Difference
  /** Threads whose place, as it was planned before, became dangerous: who stands there is sent on. */
  readonly leaves: ReadonlySet<string>
  /** As they were called before. */
  readonly people: readonly PersonLoaded[]
  readonly unassessed: readonly EventId[]
  /** When a person's turn begins; null outside a rota. */
  readonly shiftOf: (responderId: string) => Date | null
  readonly fieldsOfShift: CallContext['fieldsOfShift']
  /** Of the message that speaks for the whole. */
  readonly fields: Readonly<Record<string, string>>
  readonly now: Date
}

/** Kinds of which fewer people were found than are needed: a shortfall whatever they answer. */
const shortOf = (need: HeadCount, found: readonly { readonly kind: Kind }[]): readonly Kind[] => {
  const counts = countByKind(found)
  return (Object.entries(need) as [Kind, number][])
    .filter(([kind, count]) => (counts.get(kind) ?? 0) < count)
    .map(([kind]) => kind)
}

const contextOf = (plan: PlanToSave, event: HazardEvent | undefined): CallContext => ({
  callOutId: plan.callOutId,
  mode: plan.mode,
  fields: plan.fields,
  fieldsByThread: Object.fromEntries(plan.places.map(({ demand }) => [demand.threadId, demand.fields])),
  fieldsOfShift: plan.fieldsOfShift,
  ackDeadlineMs: plan.policy.ackDeadlineMs,
  eventExpiresAt: event?.expiresAt ?? null,
})

/** Calls the people of one thread who were not called before; those whom the rows refuse are replaced by others. */
const callNew = async (
  db: Connection,
  plan: PlanToSave,
  { demand, event, chooseOthers }: PlaceToSave,
  ranks: { next: number },
  taken: Set<string>,
): Promise<{ called: readonly Picked[]; refused: readonly Picked[] }> => {
  const mine = plan.difference.call.filter(({ threadId }) => threadId === demand.threadId)
  // The turns of those whom the rows refused: whoever is called instead takes one.
  const freed: { readonly kind: Kind; readonly shiftAt: Date | null }[] = []
  const takeFreed = (kind: Kind): Date | null => {
    const at = freed.findIndex((turn) => turn.kind === kind)
    return at === -1 ? null : (freed.splice(at, 1)[0]?.shiftAt ?? null)
  }
  const take = ({ responderId, kind }: Picked) => {
    ranks.next += 1
    return {
      rank: ranks.next,
      wave: Math.max(1, plan.wave),
      replaces: null,
      threadId: demand.threadId,
      shiftAt: plan.shiftOf(responderId) ?? takeFreed(kind),
    }
  }
  const others = (want: HeadCount, without: ReadonlySet<string>): readonly Picked[] =>
    chooseOthers(want, new Set([...without, ...taken]))
  const done = await callUntilTaken(
    db,
    contextOf(plan, event),
    mine,
    others,
    {
      take,
      putBack: (people) =>
        void freed.push(...people.map(({ responderId, kind }) => ({ kind, shiftAt: plan.shiftOf(responderId) }))),
    },
    plan.now,
  )
  for (const { responderId } of [...done.called, ...done.refused]) taken.add(responderId)
  return done
}

/** Tells those who stay called what the newer messages changed for them: what is said of their place, or the place. */
const tellChanges = async (db: Connection, plan: PlanToSave): Promise<Readonly<Record<string, number>>> => {
  const told: Record<string, number> = {}
  const rows = new Map(plan.people.map((person) => [person.responderId, person]))
  const formerThread = ({ responderId, threadId }: Wanted): string => rows.get(responderId)?.threadId ?? threadId
  // Whoever stands at one place is not sent on to another, unless it became dangerous to stand there.
  const stay = [...plan.difference.stay, ...plan.difference.unheard].filter(
    (one) => rows.get(one.responderId)?.answer !== 'arrived' || plan.leaves.has(formerThread(one)),
  )
  await movePeople(
    db,
    plan.callOutId,
    stay.filter((one) => rows.get(one.responderId)?.threadId !== one.threadId),
  )
  for (const { demand, event } of plan.places) {
    const here = stay.filter(({ threadId }) => threadId === demand.threadId)
    for (const former of new Set(here.map(formerThread))) {
      const before = plan.before.find(({ threadId }) => threadId === former)
      const news = newsFor(before?.said ?? null, demand.said)
      if (news === null) continue
      const ids = here.filter((one) => formerThread(one) === former).map(({ responderId }) => responderId)
      const urgent = news === 'raised' || plan.leaves.has(former)
      const count = await tellNews(db, contextOf(plan, event), ids, news, plan.now, urgent)
      told[news] = (told[news] ?? 0) + count
    }
  }
  return told
}

const tellShortfall = async (db: Connection, plan: PlanToSave, short: readonly Kind[]): Promise<void> => {
  const [first] = plan.places
  if (short.length === 0 || first === undefined) return
  const about = { callOutId: plan.callOutId, eventId: first.demand.eventId }
  await note(db, about, plan.now, 'nobody-in-reach', { kinds: short, radiusKm: plan.policy.searchRadiusKm })
  const missing = short.map((kind) => KIND_NAMES[kind]).join(', ')
  await tellOperators(
    db,
    { ...plan, fields: { ...plan.fields, missing, needed: describe(plan.difference.need) } },
    'operator-nobody-in-reach',
    plan.now,
  )
}

/** The status after a plan: a first one begins to call; a later one calls again whoever it finds missing. */
const statusOf = ({ status, difference }: PlanToSave): CallOutStatus => {
  const begun = statusAfter(status, 'planned')
  const calls = difference.call.length + difference.recall.length
  return calls > 0 ? statusAfter(begun, 'reopened') : begun
}

/** Saves a plan once: people, notices, status, areas and timeline together, or nothing where the call-out changed. */
export const savePlan = (db: Database, plan: PlanToSave): Promise<'saved' | 'already-saved'> =>
  db.transact(async (connection) => {
    const { callOutId, now, mode, difference, places } = plan
    const [first] = places
    const status = statusOf(plan)
    const change = {
      wave: Math.max(1, plan.wave),
      // Review at once: it finds out whether too few were found, and sets the next deadline.
      reviewDueAt: now,
      closesAt: null,
      demands: places.map(({ demand }) => demand),
      need: difference.need,
      ...(first === undefined ? {} : { destination: first.demand.destination, eventId: first.demand.eventId }),
    }
    if (!(await changeCallOut(connection, callOutId, plan.version, { ...change, status, shortfall: [] }, now)))
      return 'already-saved'
    const ranks = { next: plan.people.length }
    const taken = new Set<string>(difference.wanted.map(({ responderId }) => responderId))
    const called: Picked[] = []
    const refused: Picked[] = []
    for (const place of places) {
      const done = await callNew(connection, plan, place, ranks, taken)
      called.push(...done.called)
      refused.push(...done.refused)
    }
    const recalls = difference.recall.map((one) => ({
      ...one,
      wave: change.wave,
      shiftAt: plan.shiftOf(one.responderId),
    }))
    const recalled = await recallPeople(connection, contextOf(plan, first?.event), recalls, now)
    const stood = await standDownPeople(connection, plan, difference.standDown, 'changed', now)
    const told = await tellChanges(connection, plan)
    const short = shortOf(difference.need, [...called, ...difference.recall, ...difference.stay])
    const shortfall = short.map((kind) => `none-in-reach:${kind}`)
    const isFirst = plan.before.length === 0
    await note(
      connection,
      { callOutId, eventId: plan.unassessed[0] ?? null },
      now,
      isFirst ? 'planned' : 'planned-anew',
      {
        called: Object.fromEntries(countByKind(called)),
        ...(isFirst ? {} : { recalled, stoodDown: stood, told }),
        considered: difference.selections.reduce((sum, { selection }) => sum + selection.considered, 0),
        skipped: difference.selections.flatMap(({ selection }) => selection.skipped).slice(0, 200),
        refusedByRows: refused.map(({ responderId }) => responderId),
        destination: first?.demand.destination.name ?? null,
      },
    )
    await tellShortfall(connection, plan, short)
    if (mode === 'test') {
      await note(connection, { callOutId }, now, 'stood-down', { reason: 'mode-test' })
      const over = { status: statusAfter(status, 'stood-down'), shortfall, reviewDueAt: null, reason: 'mode-test' }
      await changeCallOut(connection, callOutId, plan.version + 1, { ...change, ...over }, now)
    } else if (shortfall.length > 0)
      await changeCallOut(connection, callOutId, plan.version + 1, { ...change, status, shortfall }, now)
    const areas = Object.fromEntries(places.map(({ demand, impactArea }) => [demand.eventId, impactArea]))
    await markAssessed(connection, plan.unassessed, areas, now)
    return 'saved'
  })
