import { elapsed, oddsLeft } from '../mobilisation/answer-history.ts'
import { type CallOutStatus, isComing, statusAfter } from '../mobilisation/call-out.ts'
import { chanceOf } from '../mobilisation/chance.ts'
import { isInForce } from '../mobilisation/in-force.ts'
import type { Wanted } from '../mobilisation/replan.ts'
import { newsFor } from '../mobilisation/said.ts'
import { KIND_NAMES, type Kind } from '../roster/responder.ts'
import { markAssessed } from './assessed.ts'
import { changeCallOut } from './call-out-change.ts'
import { fieldsByThread } from './call-outs.ts'
import { countByKind, describe } from './call-rounds.ts'
import { standDownPeople, tellNews } from './calls.ts'
import { keepConsidered } from './considered.ts'
import type { Connection, Database } from './database.ts'
import { endExercises, exercisesToEnd } from './ended-exercises.ts'
import { tellOperators } from './operator-notices.ts'
import { callAgain, callNew, contextOf, type PlanToSave, withOpenPlace } from './planned-calls.ts'
import { movePeople } from './recalls.ts'
import { chanceShown, prospectsShown } from './rounds.ts'
import { alertSites, clearEndedThreads } from './site-alerts.ts'
import { takingFor } from './taken-people.ts'
import { note } from './timeline.ts'

/**
 * Kinds of which fewer people were found than are needed: a shortfall whatever they answer. Where a message has expired
 * nobody was looked for: of its kinds only those count that another, in force, did not find.
 */
export const shortOf = (
  { difference: { need, selections }, places, now }: Pick<PlanToSave, 'difference' | 'places' | 'now'>,
  found: readonly { readonly kind: Kind }[],
): readonly Kind[] => {
  const counts = countByKind(found)
  const lapsed = places.filter(({ event }) => !isInForce(event, now)).map(({ demand }) => demand)
  const notSought = new Set(lapsed.flatMap(({ need: own }) => Object.keys(own)))
  const notFound = new Set(
    selections
      .filter(({ threadId }) => lapsed.every((one) => one.threadId !== threadId))
      .flatMap(({ selection }) => Object.keys(selection.missing)),
  )
  return (Object.entries(need) as [Kind, number][])
    .filter(([kind, count]) => (counts.get(kind) ?? 0) < count && (!notSought.has(kind) || notFound.has(kind)))
    .map(([kind]) => kind)
}

/** What people were told when they were called, not what is new: whoever is sent home knows their place by that. */
const asCalled = (plan: PlanToSave) => ({
  ...plan,
  fieldsByThread: fieldsByThread([...plan.places.map(({ demand }) => demand), ...plan.before]),
})

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

/** How sure it is that those called will do, and who was chosen for what; nothing where the policy wants no chance. */
const chanceAfter = (plan: PlanToSave, called: readonly Wanted[]): Readonly<Record<string, unknown>> => {
  const { target, people, difference, now } = plan
  if (target === null) return {}
  const sentHome = new Set(difference.standDown)
  const staying = people.filter(({ responderId, stoodDownAt }) => stoodDownAt === null && !sentHome.has(responderId))
  const odds = new Map([...difference.stay, ...difference.unheard].map((one) => [one.responderId, one.odds ?? 0]))
  const awaited = staying
    .filter(({ answer, silentAt }) => answer === null && silentAt === null)
    .map(({ responderId, kind, calledAt, deadlineAt }) => ({
      kind,
      odds: oddsLeft(odds.get(responderId) ?? 0, elapsed(calledAt, deadlineAt, now)),
    }))
  const coming = staying.filter(isComing).map(({ kind }) => ({ kind, odds: 1 }))
  const newcomers = called.map((one) => ({ kind: one.kind, odds: one.odds ?? 0 }))
  return {
    chance: chanceShown(chanceOf(difference.need, target, [...coming, ...awaited, ...newcomers])),
    chosen: called.slice(0, 200).map(({ responderId, kind, km, threadId: _threadId, ...prospects }) => ({
      responderId,
      kind,
      km,
      ...prospectsShown(prospects),
    })),
  }
}

/** The status after a plan: a first one begins to call; a later one calls again whoever it finds missing. */
const statusOf = ({ status, difference }: PlanToSave): CallOutStatus => {
  const begun = statusAfter(status, 'planned')
  const calls = difference.call.length + difference.recall.length
  return calls > 0 ? statusAfter(begun, 'reopened') : begun
}

/** Saves a plan once: people, notices, status, areas and timeline together, or nothing where the call-out changed. */
export const savePlan = (db: Database, given: PlanToSave): Promise<'saved' | 'already-saved'> =>
  db.transact(async (connection) => {
    const { callOutId, now, mode, difference, places } = given
    const exercises = await exercisesToEnd(connection, given)
    const mayCall = [...difference.call, ...difference.recall].map(({ responderId }) => responderId)
    const taking = await takingFor(connection, given, mayCall, given.touched, now, exercises)
    const plan = { ...given, taking }
    const [first] = places
    const status = statusOf(plan)
    const change = {
      wave: Math.max(1, plan.wave),
      // Review at once: it finds out whether too few were found, and sets the next deadline.
      reviewDueAt: now,
      closesAt: null,
      demands: places.map(({ demand }) => demand),
      need: difference.need,
      precedence: plan.precedence,
      ...(first === undefined ? {} : { destination: first.demand.destination, eventId: first.demand.eventId }),
    }
    if (!(await changeCallOut(connection, callOutId, plan.version, { ...change, status, shortfall: [] }, now)))
      return 'already-saved'
    await endExercises(connection, plan, exercises)
    const ranks = { next: plan.people.length }
    const taken = new Set<string>(difference.wanted.map(({ responderId }) => responderId))
    const again = await callAgain(connection, plan)
    const open = withOpenPlace(plan)
    const called: Wanted[] = []
    const refused: Wanted[] = [...again.refused]
    for (const place of places) {
      const notAgain = again.refused.filter(({ threadId }) => threadId === place.demand.threadId)
      const done = await callNew(connection, plan, place, ranks, taken, open, notAgain)
      const { threadId } = place.demand
      called.push(...done.called.map((one) => ({ ...one, threadId })))
      refused.push(...done.refused.map((one) => ({ ...one, threadId })))
    }
    const stood = await standDownPeople(connection, asCalled(plan), difference.standDown, 'changed', now)
    const told = await tellChanges(connection, plan)
    const short = shortOf(plan, [...called, ...again.recalled, ...difference.stay])
    const shortfall = short.map((kind) => `none-in-reach:${kind}`)
    const isFirst = plan.before.length === 0
    await note(
      connection,
      { callOutId, eventId: plan.unassessed[0] ?? null },
      now,
      isFirst ? 'planned' : 'planned-anew',
      {
        called: Object.fromEntries(countByKind(called)),
        ...(isFirst ? {} : { recalled: again.recalled.length, stoodDown: stood, told }),
        considered: difference.selections.reduce((sum, { selection }) => sum + selection.considered, 0),
        ...chanceAfter(plan, [...called, ...again.recalled]),
        skipped: difference.selections
          .flatMap(({ selection }) => selection.skipped)
          .slice(0, 200)
          .map(({ responderId, km, reason, ...prospects }) => ({
            responderId,
            km,
            reason,
            ...prospectsShown(prospects),
          })),
        refusedByRows: refused.map(({ responderId }) => responderId),
        destination: first?.demand.destination.name ?? null,
      },
    )
    await keepConsidered(
      connection,
      callOutId,
      {
        called,
        recalled: again.recalled,
        stays: difference.stay,
        waitedFor: difference.unheard,
        refused,
        wantedNoMore: difference.standDown,
        before: new Set(plan.people.map(({ responderId }) => responderId)),
        looks: plan.looks,
      },
      now,
    )
    if (plan.siteAlerts !== null) await alertSites(connection, plan, plan.siteAlerts, now)
    const threadIds = places.map(({ demand }) => demand.threadId)
    if (!isFirst) await clearEndedThreads(connection, plan, { threadIds, sites: plan.siteAlerts?.sites ?? [] }, now)
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
