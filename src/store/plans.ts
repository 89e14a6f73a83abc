import { elapsed, oddsLeft } from '../mobilisation/answer-history.ts'
import { type CallOutStatus, isComing, owesAnswer, statusAfter } from '../mobilisation/call-out.ts'
import { chanceOf } from '../mobilisation/chance.ts'
import { asAsked, safetyStep } from '../mobilisation/danger-zone.ts'
import type { Wanted } from '../mobilisation/replan.ts'
import { newsFor } from '../mobilisation/said.ts'
import { markAssessed } from './assessed.ts'
import { changeCallOut } from './call-out-change.ts'
import { fieldsByThread, type PersonLoaded } from './call-outs.ts'
import { countByKind } from './call-rounds.ts'
import { tellNews } from './calls.ts'
import { keepConsidered } from './considered.ts'
import type { Connection, Database } from './database.ts'
import { endExercises, exercisesToEnd } from './ended-exercises.ts'
import { hastenTries } from './fallback.ts'
import { shortfallOfPlan, shortOf, tellShortfall } from './plan-shortfall.ts'
import { callAgain, callNew, contextOf, type PlanToSave, withOpenPlace } from './planned-calls.ts'
import { movePeople } from './recalls.ts'
import { chanceShown, prospectsShown } from './rounds.ts'
import { settleSafety } from './safety.ts'
import { alertSites, clearSitesOutside } from './site-alerts.ts'
import { skillCodes, skillsShortOf } from './skill-shortfall.ts'
import { standDownPeople } from './standing-down.ts'
import { stopDrills } from './stopped-drills.ts'
import { takingFor } from './taken-people.ts'
import { noteTeams, teamsShort } from './teams.ts'
import { note } from './timeline.ts'
import { noteWidened } from './widening.ts'

/** What people were told when they were called, not what is new: whoever is sent home knows their place by that. */
const asCalled = (plan: PlanToSave) => ({
  ...plan,
  fieldsByThread: fieldsByThread([...plan.places.map(({ demand }) => demand), ...plan.before]),
})

/** Whom a plan asks first, of those whom it calls and of those who stay. */
export const askedBy = (plan: PlanToSave) => {
  const rows = new Map<string, PersonLoaded>(plan.people.map((person) => [person.responderId, person]))
  return {
    has: (responderId: string): boolean => {
      const row = rows.get(responderId)
      const where = plan.whereabouts(responderId)
      return row === undefined || row.stoodDownAt !== null ? where === 'inside' : safetyStep(row, where) === 'ask'
    },
  }
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
  const asked = await settleSafety(db, plan, stay, (event) => contextOf(plan, event))
  if (asked > 0) told['safety-check'] = asked
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

/** How sure it is that those called will do, and who was chosen for what; nothing where the policy wants no chance. */
const chanceAfter = (plan: PlanToSave, called: readonly Wanted[]): Readonly<Record<string, unknown>> => {
  const { target, people, difference, now } = plan
  if (target === null) return {}
  const sentHome = new Set(difference.standDown)
  const asked = askedBy(plan)
  const staying = asAsked(people, plan.whereabouts).filter(
    ({ responderId, stoodDownAt }) => stoodDownAt === null && !sentHome.has(responderId),
  )
  const odds = new Map([...difference.stay, ...difference.unheard].map((one) => [one.responderId, one.odds ?? 0]))
  const awaited = staying
    .filter((person) => owesAnswer(person) && person.silentAt === null)
    .map(({ responderId, kind, skills, calledAt, deadlineAt }) => ({
      kind,
      skills,
      // Whoever is asked only now has the whole deadline.
      odds: oddsLeft(odds.get(responderId) ?? 0, asked.has(responderId) ? 0 : elapsed(calledAt, deadlineAt, now)),
    }))
  const coming = staying.filter(isComing).map(({ kind, skills }) => ({ kind, skills, odds: 1 }))
  const newcomers = called.map(({ kind, skills, odds = 0 }) => ({ kind, skills, odds }))
  return {
    chance: chanceShown(chanceOf(difference.need, target, [...coming, ...awaited, ...newcomers], difference.skills)),
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
      channelPauseMs: plan.channelPauseMs,
      skills: difference.skills,
      teams: plan.teams ?? [],
      ...(first === undefined ? {} : { destination: first.demand.destination, eventId: first.demand.eventId }),
    }
    if (!(await changeCallOut(connection, callOutId, plan.version, { ...change, status, shortfall: [] }, now)))
      return 'already-saved'
    if (plan.channelPauseMs === 0) await hastenTries(connection, callOutId, now)
    await endExercises(connection, plan, exercises)
    await stopDrills(connection, plan)
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
    const asked = askedBy(plan)
    const askedFirst = [...called, ...again.recalled].filter(({ responderId }) => asked.has(responderId)).length
    const found = [...called, ...again.recalled, ...difference.stay]
    const short = shortOf(plan, found)
    const skillsShort = skillsShortOf(plan, found)
    const ofHeads = [...shortfallOfPlan(plan, short, found), ...skillCodes(skillsShort)]
    const shortfall = [...ofHeads, ...teamsShort(plan.teams ?? [])]
    const isFirst = plan.before.length === 0
    await note(
      connection,
      { callOutId, eventId: plan.unassessed[0] ?? null },
      now,
      isFirst ? 'planned' : 'planned-anew',
      {
        called: Object.fromEntries(countByKind(called)),
        ...(askedFirst === 0 ? {} : { askedFirst }),
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
        asked,
      },
      now,
    )
    if (plan.siteAlerts !== null) await alertSites(connection, plan, plan.siteAlerts, now)
    const threadIds = places.map(({ demand }) => demand.threadId)
    if (!isFirst) await clearSitesOutside(connection, plan, { threadIds, inArea: plan.siteAlerts?.inArea ?? null }, now)
    await noteTeams(connection, { callOutId }, plan.teamsBefore ?? [], plan.teams ?? [], now)
    const eventId = plan.unassessed[0] ?? null
    await noteWidened(connection, { callOutId, eventId, wave: change.wave, now }, [...called, ...again.recalled])
    await tellShortfall(connection, plan, short, skillsShort, ofHeads)
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
