import type { DrillPlans } from '../../config/load.ts'
import { planDrills } from '../../jobs/plan-drills.ts'
import { runCampaigns } from '../../jobs/run-campaigns.ts'
import { type Needs as OccurrenceNeeds, runOccurrence } from '../../jobs/run-occurrence.ts'
import { sweep } from '../../jobs/sweep.ts'
import type { Lane, Wake } from '../queue/job.ts'
import { settleCampaigns } from '../store/campaign-outcomes.ts'
import { enrol, openTurn, retireCampaigns, stepDue, unenrolled } from '../store/campaigns.ts'
import { cancelByProgram } from '../store/drill-changes.ts'
import { knownPlan, retireProgrammes, savePlan } from '../store/drill-plans.ts'
import { invitedPeople, saveSubstitutes } from '../store/drill-substitutes.ts'
import { helpingElsewhere, invitedIds, loadOccurrence, saveTurn } from '../store/drills.ts'
import { beatPulse, findDue, reportUnknown } from '../store/due.ts'
import { expireLeases } from '../store/notices.ts'
import { pressProposals } from '../store/proposals.ts'
import { loadSiteFacts } from '../store/site-facts.ts'
import { giveWay } from '../store/stopped-drills.ts'
import { reviewDrills } from './drill-reviews.ts'
import { openImprovements } from './improvements.ts'
import type { Installation } from './installation.ts'
import { outcomeSteps } from './outcome-runs.ts'
import { proposalWords } from './proposal-words.ts'
import { keepDailyReadiness } from './readiness.ts'
import { regencyOffice } from './regency-office.ts'
import { villageNames } from './village-names.ts'
import { assessWake, endWake, occurrenceWake, reportWake, reviewWake, senderWakes } from './wakes.ts'
import { clearTheShore } from './waters.ts'

type WakeAll = (wakes: readonly Wake[]) => Promise<void>

/** The reconciler. */
export const sweepRun = (
  installation: Installation,
  wake: WakeAll,
  dueFeeds: () => Promise<readonly Wake[]>,
  askGateways: (now: Date) => Promise<void>,
) => {
  const { database, clock, log } = installation
  return sweep(
    {
      expireLeases: (now) => expireLeases(database, now),
      ...outcomeSteps(installation, askGateways),
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

/** The jobs of drills. `plans` gives the last good configuration. */
export const drillRuns = (
  installation: Installation,
  wake: WakeAll,
  plans: () => DrillPlans,
  postExercise: OccurrenceNeeds['postExercise'],
) => {
  const { database, clock, roster, sites, places } = installation
  const planned = planDrills(
    {
      plans: async () => plans(),
      sites,
      siteFacts: (now) => loadSiteFacts(database, now),
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
      villageNames: villageNames(places),
      openImprovements: (siteCode) => openImprovements(installation, siteCode),
      invitedIds: (occurrenceId) => invitedIds(database, occurrenceId),
      postExercise,
      helpingElsewhere: (occurrence) => helpingElsewhere(database, occurrence),
      saveTurn: (taken, turn, work, now) => saveTurn(database, taken, turn, work, now),
      giveWay: (id, now) => giveWay(database, id, now),
      cancelForLostSite: (taken, now) => cancelByProgram(database, taken, 'site-not-on-register', now),
      invitedPeople: (occurrenceId) => invitedPeople(database, occurrenceId),
      saveSubstitutes: (taken, ...rest) => saveSubstitutes(database, taken, ...rest),
      noticesPlanned: () => wake(senderWakes('exercise', 200, clock.now())),
      // The sweep looks at every row that is due: nothing needs to wait in a queue for days.
      lookAgain: async () => undefined,
    },
    clock,
  )
  const planAndKeep = async () => {
    const done = await planned()
    await keepDailyReadiness(installation)
    await reviewDrills(installation)
    return done
  }
  return { planDrills: planAndKeep, runOccurrence: run }
}

/** The job of campaigns. `plans` gives the last good configuration. */
export const campaignRun = (installation: Installation, wake: WakeAll, plans: () => DrillPlans) => {
  const { database, clock } = installation
  return runCampaigns(
    {
      plans: async () => plans(),
      retireCampaigns: (keep, now) => retireCampaigns(database, keep, now),
      openTurn: (campaign, turn, now) => openTurn(database, campaign, turn, now),
      unenrolled: (campaign, turn, limit) => unenrolled(database, campaign, turn, limit),
      enrol: (campaignId, turn, people, now) => enrol(database, campaignId, turn, people, now),
      settleCampaigns: (now) => settleCampaigns(database, now),
      stepDue: (calendar, now, limit) => stepDue(database, calendar, regencyOffice(installation), now, limit),
      noticesPlanned: () => wake(senderWakes('exercise', 200, clock.now())),
    },
    clock,
  )
}
