import { planDrills } from '../../jobs/plan-drills.ts'
import { type Needs as OccurrenceNeeds, runOccurrence } from '../../jobs/run-occurrence.ts'
import { type Load, sendNotices } from '../../jobs/send-notices.ts'
import { createSlots } from '../../jobs/slots.ts'
import { sweep } from '../../jobs/sweep.ts'
import type { DrillProgramme } from '../drills/drill-plan.ts'
import { reasonOf, Unavailable } from '../errors.ts'
import type { AfterSend } from '../mobilisation/notice.ts'
import type { Lane, Wake } from '../queue/job.ts'
import { knownPlan, retireProgrammes, savePlan } from '../store/drill-plans.ts'
import { cancelForLostSite, invitedIds, loadOccurrence, saveTurn } from '../store/drills.ts'
import { beatPulse, findDue, reportUnknown } from '../store/due.ts'
import {
  beginSending,
  type ClaimedNotice,
  claimNotices,
  expireLeases,
  keepLease,
  recordOutcome,
  refuseClaimed,
  releaseNotices,
} from '../store/notices.ts'
import { pressProposals } from '../store/proposals.ts'
import type { Installation } from './installation.ts'
import { flaggingRefusals, outcomeSteps } from './outcome-runs.ts'
import { linkKeys, type PostOffice, type Worded, wordNotice } from './post-office.ts'
import { proposalWords } from './proposal-words.ts'
import { assessWake, endWake, occurrenceWake, reportWake, reviewWake, senderWakes } from './wakes.ts'
import { clearTheShore } from './waters.ts'

type WakeAll = (wakes: readonly Wake[]) => Promise<void>

/** How often, and for how long, an outcome that is known but cannot be written is tried again. */
const WRITE_AGAIN_MS = 1_000
const WRITE_FOR_MS = 30_000

const persistently = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  const until = performance.now() + WRITE_FOR_MS
  for (;;) {
    try {
      return await work()
    } catch (thrown) {
      // The message left and its fate is known: losing that would make an unknown of it.
      if (!(thrown instanceof Unavailable) || performance.now() > until) throw thrown
      await new Promise((resolve) => setTimeout(resolve, WRITE_AGAIN_MS))
    }
  }
}

const half = (count: number): number => Math.max(1, Math.floor(count / 2))

/**
 * Sends notices of a lane through the post office. While the base of links is unknown it throws Unavailable and touches no
 * notice: they stay planned. Once `publicUrl` gave one it must go on giving one.
 */
export const senderRun = (
  installation: Installation,
  post: PostOffice,
  publicUrl: () => string,
  stopping: () => boolean,
) => {
  const { database, seal, clock, configuration, log } = installation
  const keys = linkKeys(seal)
  const flag = flaggingRefusals(installation)
  const send = sendNotices<ClaimedNotice, Worded>(
    {
      claim: (load, limit, now, leaseUntil) => claimNotices(database, seal, load, limit, now, leaseUntil),
      render: (notice) => wordNotice(notice, configuration.templates, publicUrl(), keys),
      beginSending: (notice, kept, now, leaseUntil) => beginSending(database, notice, kept, now, leaseUntil),
      prepare: (notice, worded) => post.prepare(notice, worded),
      recordOutcome: (notice, after: AfterSend, now) => persistently(() => recordOutcome(database, notice, after, now)),
      refuse: (notice, reason, now) => refuseClaimed(database, notice, reason, now),
      release: (notices) => releaseNotices(database, notices),
      keepLease: (notices, until) => keepLease(database, notices, until),
      heartbeat: (everyMs, beat) => {
        const timer = setInterval(() => {
          beat().catch((thrown: unknown) => log.warn('a lease could not be kept', { reason: reasonOf(thrown) }))
        }, everyMs)
        return () => clearInterval(timer)
      },
      slots: {
        live: { sms: createSlots(post.connections.sms), email: createSlots(post.connections.email) },
        // Never more than half of the ways out: a real call does not wait for a seat.
        exercise: { sms: createSlots(half(post.connections.sms)), email: createSlots(half(post.connections.email)) },
      },
      stopping,
      sent: (notice, outcome, recorded) => {
        if (recorded) flag(notice.id, outcome)
        if (outcome.kind !== 'accepted' || !recorded)
          log.info('a notice was not accepted', {
            notice: notice.id,
            channel: notice.channel,
            outcome: outcome.kind,
            recorded,
            ...('reason' in outcome ? { reason: outcome.reason } : {}),
          })
      },
    },
    clock,
  )
  return async (load: Load): Promise<void> => {
    // Asked before anything is claimed: a notice whose text cannot be made would be refused for good.
    publicUrl()
    return send(load)
  }
}

/** The reconciler. */
export const sweepRun = (installation: Installation, wake: WakeAll, dueFeeds: () => Promise<readonly Wake[]>) => {
  const { database, clock, log } = installation
  return sweep(
    {
      expireLeases: (now) => expireLeases(database, now),
      ...outcomeSteps(installation),
      reportUnknown: (now) => reportUnknown(database, now),
      pressProposals: async (now) => {
        for (const callOutId of await pressProposals(database, proposalWords(installation), now))
          log.warn('nobody who can be reached may decide about a proposal', { callOutId })
      },
      clearTheShore: (now) => clearTheShore(installation, now),
      findDue: (now) => findDue(database, now),
      wakeDue: async (due) =>
        wake([
          ...due.events.map(({ eventId, mode }) => assessWake(eventId, mode)),
          ...due.ended.map(({ callOutId, mode }) => endWake(callOutId, mode === 'actual' ? 'live' : 'exercise')),
          ...due.callOuts.map(({ callOutId, dueAt, mode }) =>
            reviewWake(callOutId, dueAt, mode === 'actual' ? 'live' : 'exercise'),
          ),
          ...due.occurrences.map(({ occurrenceId, dueAt }) => occurrenceWake(occurrenceId, dueAt)),
          ...due.reports.map(reportWake),
          ...(await dueFeeds()),
          ...senderWakes('live', due.notices.live, clock.now()),
          ...senderWakes('exercise', due.notices.exercise, clock.now()),
        ]),
    },
    clock,
  )
}

export const canaryRun =
  ({ database, clock }: Installation) =>
  ({ lane }: { readonly lane: Lane }): Promise<unknown> =>
    beatPulse(database, lane, clock.now())

/** The jobs of drills. `programmes` gives the last good configuration. */
export const drillRuns = (
  installation: Installation,
  wake: WakeAll,
  programmes: () => readonly DrillProgramme[],
  postExercise: OccurrenceNeeds['postExercise'],
) => {
  const { database, clock, roster, sites, places } = installation
  const planned = planDrills(
    {
      programmes: async () => programmes(),
      sites,
      retireProgrammes: (keep, now) => retireProgrammes(database, keep, now),
      knownPlan: (programme, now) => knownPlan(database, programme, now),
      savePlan: (programme, plan, now) => savePlan(database, programme, plan, now),
    },
    clock,
  )
  const run = runOccurrence(
    {
      loadOccurrence: (id) => loadOccurrence(database, id),
      roster,
      villageNames: (code) => {
        const gazetteer = places.gazetteer()
        const regency = gazetteer.shortRegencyName(code.slice(0, 5))
        return { place: gazetteer.fullName(code), regency, office: `Dinsos ${regency}` }
      },
      invitedIds: (occurrenceId) => invitedIds(database, occurrenceId),
      postExercise,
      saveTurn: (taken, turn, work, now) => saveTurn(database, taken, turn, work, now),
      cancelForLostSite: (taken, now) => cancelForLostSite(database, taken, now),
      noticesPlanned: () => wake(senderWakes('exercise', 200, clock.now())),
      // The sweep looks at every row that is due: nothing needs to wait in a queue for days.
      lookAgain: async () => undefined,
    },
    clock,
  )
  return { planDrills: planned, runOccurrence: run }
}
