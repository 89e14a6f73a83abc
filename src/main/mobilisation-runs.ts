import { assessEvent } from '../../jobs/assess-event.ts'
import { endCallOut } from '../../jobs/end-call-out.ts'
import type { Reviewed } from '../../jobs/review-call-out.ts'
import { reviewCallOut } from '../../jobs/review-call-out.ts'
import type { CallOutId, HeadCount } from '../mobilisation/hazard-event.ts'
import { type Selection, selectResponders } from '../mobilisation/selection.ts'
import type { Wake } from '../queue/job.ts'
import type { Kind } from '../roster/responder.ts'
import type { RosterIndex } from '../roster/roster-index.ts'
import { blockedPeople, type CallOutLoaded, type Destination, loadCallOut, loadPeople } from '../store/call-outs.ts'
import { endOfIncident } from '../store/incidents.ts'
import { savePlan } from '../store/plans.ts'
import { saveReview, standDownCallOut } from '../store/reviews.ts'
import type { Mode } from '../wording/mode.ts'
import { destinationOf, fieldsOf, impactOf } from './event-places.ts'
import type { Installation } from './installation.ts'
import { laneOf, reviewWake, senderWakes } from './wakes.ts'

type Choose = (want: HeadCount, without: ReadonlySet<string>) => Selection

/** A choice among the people round a destination, as the index has them now. */
const chooserFor = (
  callOut: Pick<CallOutLoaded, 'mode' | 'policy' | 'jurisdiction'>,
  destination: Destination,
  roster: RosterIndex,
  blocked: ReadonlySet<string>,
  now: Date,
): Choose => {
  const { mode, policy, jurisdiction } = callOut
  return (want, without) =>
    selectResponders(roster.nearby(destination.position, policy.searchRadiusKm), want, {
      jurisdiction,
      landmass: destination.landmass,
      alreadyCalled: new Set([...blocked, ...without]),
      needsPhone: mode === 'actual',
      now,
    })
}

const countOf = (kinds: readonly Kind[]): HeadCount => {
  const counts: Partial<Record<Kind, number>> = {}
  for (const kind of kinds) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

/** Stands a call-out down and gives its mode, or undefined when it was over already. */
export const standDown = async (
  installation: Installation,
  callOutId: CallOutId,
  off: { reason: 'cancelled' | 'ended' | 'operator'; by: string; words: string | null; now: Date },
): Promise<Mode | undefined> => {
  const loaded = await loadCallOut(installation.database, { callOutId })
  if (loaded === undefined) return undefined
  const fields = fieldsOf(installation, loaded, loaded.destination)
  return (await standDownCallOut(installation.database, { ...loaded, ...off, fields })) ? loaded.mode : undefined
}

/** The jobs that take an event to a filled call-out, with their edges. */
export const mobilisationRuns = (installation: Installation, wake: (wakes: readonly Wake[]) => Promise<void>) => {
  const { database, clock, configuration, places, roster, log } = installation
  const wakeSenders = (mode: Mode): Promise<void> => wake(senderWakes(laneOf(mode), 200, clock.now()))
  const reviewLane = (callOutId: CallOutId, mode: Mode, at: Date) => wake([reviewWake(callOutId, at, laneOf(mode))])
  const modes = new Map<string, Mode>()
  const wakeReview = (callOutId: CallOutId, at: Date): Promise<void> =>
    reviewLane(callOutId, modes.get(callOutId) ?? 'actual', at)
  const remembered = (callOut: CallOutLoaded | undefined): CallOutLoaded | undefined => {
    // A lane is a matter of speed alone: a forgotten mode costs nothing.
    if (modes.size > 1_000) modes.clear()
    if (callOut !== undefined) modes.set(callOut.callOutId, callOut.mode)
    return callOut
  }

  const assess = assessEvent(
    {
      loadReserved: async (eventId) => {
        const callOut = remembered(await loadCallOut(database, { eventId }))
        return callOut?.status === 'planning' ? { ...callOut, status: 'planning' } : undefined
      },
      impactOf: async (event) => impactOf(event, configuration.hazards, places, await roster()),
      targetOf: async (event, impact) => destinationOf(event, impact, places, await roster()),
      chooser: async (reserved, target, now) =>
        chooserFor(reserved, target, await roster(), await blockedPeople(database, reserved.callOutId), now),
      savePlan: async ({ reserved, impact, target, selection, chooseOthers, now }) => {
        const callOut = await loadCallOut(database, { callOutId: reserved.callOutId })
        if (callOut === undefined || callOut.version !== reserved.version) return 'already-saved'
        const saved = await savePlan(database, {
          ...callOut,
          senderId: callOut.operatorId,
          impactArea: impact,
          destination: target,
          selection,
          chooseOthers,
          fields: fieldsOf(installation, callOut, target),
          now,
        })
        if (saved === 'saved')
          log.info('call-out planned', {
            callOutId: callOut.callOutId,
            mode: callOut.mode,
            chosen: selection.picked.length,
            missing: selection.missing,
          })
        return saved
      },
      wakeSenders,
      wakeReview,
    },
    clock,
  )

  const choosers = async (callOut: CallOutLoaded, now: Date): Promise<Choose | undefined> =>
    callOut.destination === null
      ? undefined
      : chooserFor(callOut, callOut.destination, await roster(), await blockedPeople(database, callOut.callOutId), now)

  const loaded = new WeakMap<Reviewed, CallOutLoaded>()
  const review = reviewCallOut(
    {
      loadReviewed: async (callOutId) => {
        const callOut = remembered(await loadCallOut(database, { callOutId }))
        if (callOut === undefined) return undefined
        const reviewed = { ...callOut, people: await loadPeople(database, callOutId) }
        loaded.set(reviewed, callOut)
        return reviewed
      },
      supplyFor: async (reviewed, replacements, now) => {
        const callOut = loaded.get(reviewed)
        const choose = callOut === undefined ? undefined : await choosers(callOut, now)
        if (choose === undefined) return { picked: [], usedUp: new Set() }
        const want = countOf(replacements.map(({ kind }) => kind))
        const { picked, missing } = choose(want, new Set())
        // A kind is used up only when not even one more was found: the last few are still called.
        const found = new Set(picked.map(({ kind }) => kind))
        const usedUp = new Set((Object.keys(missing) as Kind[]).filter((kind) => !found.has(kind)))
        return { picked, usedUp }
      },
      saveReview: async (reviewed, step, supply, now) => {
        const callOut = loaded.get(reviewed)
        if (callOut === undefined) return 'changed-meanwhile'
        const choose = supply.picked.length === 0 ? undefined : await choosers(callOut, now)
        const saved = await saveReview(database, {
          ...callOut,
          senderId: callOut.operatorId,
          people: reviewed.people,
          step,
          picked: supply.picked,
          usedUp: supply.usedUp,
          chooseOthers: (want, without) => choose?.(want, without).picked ?? [],
          fields: fieldsOf(installation, callOut, callOut.destination),
          now,
        })
        if (saved === 'saved' && step.status !== reviewed.status)
          log.info('call-out changed', {
            callOutId: callOut.callOutId,
            mode: callOut.mode,
            from: reviewed.status,
            to: step.status,
          })
        return saved
      },
      wakeSenders,
    },
    clock,
  )

  const end = endCallOut(
    {
      endOf: (callOutId) => endOfIncident(database, callOutId),
      standDown: (callOutId, reason, now) =>
        standDown(installation, callOutId, { reason, by: 'event', words: null, now }),
      wakeSenders,
    },
    clock,
  )
  return { assessEvent: assess, reviewCallOut: review, endCallOut: end }
}
