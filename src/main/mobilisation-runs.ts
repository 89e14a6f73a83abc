import { assessEvent, type CallOutPlan, type Picture } from '../../jobs/assess-event.ts'
import { endCallOut } from '../../jobs/end-call-out.ts'
import { type Reviewed, reviewCallOut } from '../../jobs/review-call-out.ts'
import { reasonOf, Unavailable } from '../errors.ts'
import type { Look } from '../mobilisation/considered.ts'
import type { CallOutId } from '../mobilisation/hazard-event.ts'
import type { SpareForTeams } from '../mobilisation/team-keeping.ts'
import type { Wake } from '../queue/job.ts'
import { markAssessed, noteAssessFailure } from '../store/assessed.ts'
import { type CallOutLoaded, loadCallOut, loadPeople, type PersonLoaded } from '../store/call-outs.ts'
import { type EndingLoaded, endingsOf } from '../store/expired-calls.ts'
import { endOfIncident } from '../store/incidents.ts'
import { loadPicture } from '../store/pictures.ts'
import type { PlanToSave } from '../store/planned-calls.ts'
import { savePlan } from '../store/plans.ts'
import { saveReview } from '../store/reviews.ts'
import type { Touched } from '../store/taken-people.ts'
import type { Mode } from '../wording/mode.ts'
import { type Decision, forOneDecision } from './decision.ts'
import { fieldsOf } from './event-places.ts'
import type { Installation } from './installation.ts'
import { planToSave, shiftFields } from './plan-to-save.ts'
import { planningIn } from './planning.ts'
import { sitesToTell } from './sites-to-tell.ts'
import { standDown } from './stand-down.ts'
import { roundToSave, suppliesOf } from './supplies.ts'
import { teamsNeed, teamsPlanned, teamsReviewed } from './teams-now.ts'
import { laneOf, reviewWake, senderWakes } from './wakes.ts'
import { leavingThreads, openWaters, openZones } from './waters.ts'
import { makeRoom } from './young-space.ts'

/** The jobs that take an event to a filled call-out, with their edges. */
export const mobilisationRuns = (installation: Installation, wake: (wakes: readonly Wake[]) => Promise<void>) => {
  const { database, clock, log } = installation
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

  /** Call-outs that lost people to another, or ended for it: at once, not at the next sweep. */
  const wakeTouched = async (touched: readonly Touched[]): Promise<void> => {
    const now = clock.now()
    for (const { callOutId, mode } of touched) await reviewLane(callOutId, mode, now)
    for (const mode of new Set(touched.map((one) => one.mode))) await wakeSenders(mode)
  }

  /** A site whose contact nobody can read must not keep people from being called. */
  const alertsOf = async (one: Installation, callOut: CallOutLoaded, plan: CallOutPlan, planned: PlanToSave) => {
    try {
      return await sitesToTell(one, plan, planned, await openWaters(one, planned.mode), await openZones(one, callOut))
    } catch (thrown) {
      if (thrown instanceof Unavailable) throw thrown
      log.error('no site is told of a call-out', { reason: reasonOf(thrown) })
      return null
    }
  }

  const planningOf = planningIn(installation)
  const supplies = suppliesOf(installation)
  const decisions = new WeakMap<Picture, Decision>()
  const decisionOn = (picture: Picture): Decision => {
    const found = decisions.get(picture)
    if (found === undefined) throw new RangeError(`plan: call-out ${picture.callOutId} was not loaded here`)
    return found
  }
  const assess = assessEvent(
    {
      loadPicture: async (eventId) => {
        const one = forOneDecision(installation)
        const loaded = await loadPicture(database, eventId)
        if (loaded === undefined) return undefined
        const { callOut } = loaded
        remembered(callOut)
        const picture: Picture = { ...callOut, ...loaded }
        decisions.set(picture, { one, loaded })
        return picture
      },
      ...planningOf(decisionOn),
      savePlan: async (plan) => {
        const { one, loaded } = decisionOn(plan.picture)
        const leaves = await leavingThreads(one, loaded.callOut)
        const made = planToSave(one, loaded, plan, leaves, await one.roster())
        const planned = {
          ...made,
          siteAlerts: await alertsOf(one, loaded.callOut, plan, made),
          teams: await teamsPlanned(one, loaded, plan),
          teamsBefore: loaded.callOut.teams,
        }
        const saved = await savePlan(database, planned)
        const { difference } = plan
        if (saved === 'saved') await wakeTouched(planned.touched)
        if (saved === 'saved')
          log.info('call-out planned', {
            callOutId: plan.picture.callOutId,
            mode: plan.picture.mode,
            called: difference.call.length,
            recalled: difference.recall.length,
            stay: difference.stay.length,
            stoodDown: difference.standDown.length,
          })
        return saved
      },
      passOver: (picture, now) => markAssessed(database, picture.unassessed, {}, now),
      noteFailure: (eventId, thrown, now) => noteAssessFailure(database, eventId, reasonOf(thrown), now),
      wakeSenders,
      wakeReview,
    },
    clock,
  )

  const loaded = new WeakMap<
    Reviewed,
    CallOutLoaded & {
      readonly people: readonly PersonLoaded[]
      readonly endings: readonly EndingLoaded[]
      readonly spareForTeams: SpareForTeams
      readonly looks: Look[]
    }
  >()
  const review = reviewCallOut(
    {
      loadReviewed: async (callOutId) => {
        const callOut = remembered(await loadCallOut(database, { callOutId }))
        if (callOut === undefined) return undefined
        const endings = await endingsOf(database, callOut.incidentId, callOut.demands)
        const people = await loadPeople(database, callOutId)
        const spareForTeams = await teamsNeed(installation, callOut)
        const reviewed = { ...callOut, endings, people, spareForTeams, looks: [] }
        loaded.set(reviewed, reviewed)
        return reviewed
      },
      supplyFor: async (reviewed, replacements, now) => {
        const callOut = loaded.get(reviewed)
        if (callOut === undefined) return { picked: [], usedUp: new Set() }
        return supplies.supplyFor(callOut, replacements, now)
      },
      saveReview: async (reviewed, step, supply, now) => {
        const callOut = loaded.get(reviewed)
        if (callOut === undefined) return 'changed-meanwhile'
        const choose = supply.picked.length === 0 ? undefined : await supplies.nextInTurn(callOut, now)
        const touched: Touched[] = []
        const saved = await saveReview(database, {
          ...callOut,
          senderId: callOut.operatorId,
          lapsed: step.lapsed,
          step,
          picked: supply.picked,
          teamsNow: await teamsReviewed(installation, callOut, step, supply),
          usedUp: supply.usedUp,
          usedUpSkills: supply.usedUpSkills ?? new Set(),
          ...roundToSave(callOut, step, supply),
          chooseOthers: (want, without) => choose?.(want, without).picked ?? [],
          asksFirst: supply.picked.length === 0 ? () => false : await supplies.asksFirst(callOut),
          fields: fieldsOf(installation, callOut, callOut.destination),
          fieldsOfShift: shiftFields(
            callOut,
            callOut.people.flatMap(({ shiftAt }) => (shiftAt === null ? [] : [shiftAt])),
          ),
          touched,
          now,
        })
        if (saved === 'saved') await wakeTouched(touched)
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
        standDown(installation, callOutId, { reason, by: 'event', address: null, words: null, now }),
      wakeSenders,
    },
    clock,
  )
  const assessed: typeof assess = async (payload) => {
    try {
      await assess(payload)
    } finally {
      // The rows are saved and the senders woken: nobody waits for this.
      makeRoom()
    }
  }
  return { assessEvent: assessed, reviewCallOut: review, endCallOut: end, planningOf }
}
