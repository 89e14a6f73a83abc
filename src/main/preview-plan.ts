import { assessEvent, type CallOutPlan, type Picture, type Planning } from '../../jobs/assess-event.ts'
import { consideredIn, type RoundConsidered } from '../mobilisation/considered.ts'
import type { EventId } from '../mobilisation/hazard-event.ts'
import type { Wanted } from '../mobilisation/replan.ts'
import { countByKind } from '../store/call-rounds.ts'
import type { PictureLoaded } from '../store/pictures.ts'
import { shortfallOfPlan, shortOf } from '../store/plan-shortfall.ts'
import type { PlanToSave } from '../store/planned-calls.ts'
import { askedBy } from '../store/plans.ts'
import { callableNow } from '../store/preview-people.ts'
import { type SiteAlerts, sitesNotTold, toldBefore } from '../store/site-alerts.ts'
import { skillCodes, skillsShortOf } from '../store/skill-shortfall.ts'
import { teamsShort } from '../store/teams.ts'
import { type Decision, forOneDecision } from './decision.ts'
import { destinationOf } from './event-places.ts'
import type { Installation } from './installation.ts'
import { planToSave } from './plan-to-save.ts'
import { sitesToTell } from './sites-to-tell.ts'
import { teamsPlanned } from './teams-now.ts'
import { openWaters, openZones, ownWaters, type Water } from './waters.ts'

/** Messages to sites that nobody sends. */
export interface AlertsForeseen extends SiteAlerts {
  readonly withoutContact: readonly string[]
}

/** A plan that nobody saves. */
export interface PlanForeseen {
  readonly plan: PlanToSave
  /** Who would be called, anew or again. */
  readonly called: readonly Wanted[]
  readonly considered: RoundConsidered
  /** Who would be told at the sites in its areas, beside those who are called. */
  readonly siteAlerts: AlertsForeseen | null
  /** Codes of what could not be met. */
  readonly shortfall: readonly string[]
}

/** As often as a real plan chooses others for those whom the rows refuse. */
const ROUNDS = 5

/** Those whom a plan calls, place by place. */
const inPlaces = ({ difference, places }: PlanToSave): readonly Wanted[] =>
  places.flatMap(({ demand }) => difference.call.filter(({ threadId }) => threadId === demand.threadId))

/** Who would go in of those picked, and others in place of those whom the rows would refuse. */
const settled = async ({ database }: Installation, plan: PlanToSave) => {
  const { difference, places, now } = plan
  const called: Wanted[] = []
  const refused: Wanted[] = []
  const taken = new Set<string>(difference.wanted.map(({ responderId }) => responderId))
  for (const { demand, chooseOthers } of places) {
    const { threadId } = demand
    let picked = difference.call.filter((one) => one.threadId === threadId)
    for (let round = 0; round < ROUNDS && picked.length > 0; round += 1) {
      const taking = { precedence: plan.precedence, from: 'any' } as const
      const callable = await callableNow(database, { ...plan, taking }, [...called, ...picked], now)
      const away = picked.filter(({ responderId }) => !callable.has(responderId))
      called.push(...picked.filter(({ responderId }) => callable.has(responderId)))
      refused.push(...away)
      for (const { responderId } of picked) taken.add(responderId)
      picked =
        away.length === 0
          ? []
          : chooseOthers(Object.fromEntries(countByKind(away)), taken).map((one) => ({ ...one, threadId }))
    }
  }
  return { called, refused }
}

/** What sites would be told: those not told before, and of their contacts those who are not called anyway. */
const alertsForeseen = async (
  installation: Installation,
  made: CallOutPlan,
  plan: PlanToSave,
  { waters, zones }: { readonly waters: readonly Water[]; readonly zones: readonly Water[] },
): Promise<AlertsForeseen | null> => {
  const [alerts, told] = await Promise.all([
    sitesToTell(installation, made, plan, waters, zones),
    plan.status === 'planning' ? new Map() : toldBefore(installation.database, plan.callOutId),
  ])
  if (alerts === null) return null
  const sites = sitesNotTold(alerts.sites, told)
  const codes = new Set(sites.map(({ siteCode }) => siteCode))
  const known = new Set(alerts.contacts.map(({ siteCode }) => siteCode))
  const contacts = alerts.contacts.filter(({ siteCode }) => codes.has(siteCode))
  return { ...alerts, sites, contacts, withoutContact: [...codes].filter((code) => !known.has(code)) }
}

/** Whoever is ordered to come is not told as well. */
const notOrdered = (alerts: AlertsForeseen | null, ordered: readonly Wanted[]): AlertsForeseen | null => {
  const ids = new Set<string | null>(ordered.map(({ responderId }) => responderId))
  return alerts && { ...alerts, contacts: alerts.contacts.filter(({ responderId }) => !ids.has(responderId)) }
}

/** Plans as assess-event does, with a save that keeps nothing. Undefined where nothing would be planned. */
export const foreseePlan = async (
  installation: Installation,
  planningOf: (decisionOn: () => Decision) => Planning,
  loaded: PictureLoaded,
  { eventId, now }: { readonly eventId: EventId; readonly now: Date },
): Promise<PlanForeseen | undefined> => {
  const one = forOneDecision(installation)
  const { places, roster } = one
  const picture: Picture = { ...loaded.callOut, ...loaded }
  const own = loaded.speaking.find((one) => one.eventId === eventId)
  /** The message is in no row yet that would warn of its own tsunami. */
  const watersNow = async (): Promise<readonly Water[]> => [
    ...(await openWaters(one, picture.mode)),
    ...(own === undefined ? [] : await ownWaters(installation, own)),
  ]
  let made: CallOutPlan | undefined
  await assessEvent(
    {
      ...planningOf(() => ({ one, loaded })),
      targetOf: async (event, impact) => {
        const near = [...(await watersNow()), ...(await openZones(one, loaded.callOut))]
        return destinationOf(event, impact, near, places, await roster())
      },
      loadPicture: async () => picture,
      savePlan: async (plan) => {
        made = plan
        // Nothing was: so nobody is woken.
        return 'already-saved'
      },
      passOver: async () => undefined,
      noteFailure: async () => undefined,
      wakeSenders: async () => undefined,
      wakeReview: async () => undefined,
    },
    { now: () => now },
  )({ eventId })
  if (made === undefined) return undefined
  const planned = made
  const { difference } = planned
  const bare = planToSave(one, loaded, planned, new Set(), await roster())
  const [waters, zones] = [await watersNow(), await openZones(one, loaded.callOut)]
  const settling = Promise.all([settled(one, bare), alertsForeseen(one, planned, bare, { waters, zones })])
  settling.catch(() => undefined)
  // What was asked of the database goes out first: the rest is done while it answers.
  await new Promise<void>((resolve) => process.nextTick(resolve))
  const plan = { ...bare, teams: await teamsPlanned(one, loaded, planned) }
  const before = new Set<string>(plan.people.map(({ responderId }) => responderId))
  const consideredFor = (called: readonly Wanted[], refused: readonly Wanted[]): RoundConsidered =>
    consideredIn({
      called,
      recalled: difference.recall,
      stays: difference.stay,
      waitedFor: difference.unheard,
      refused,
      wantedNoMore: difference.standDown,
      before,
      looks: plan.looks,
      asked: askedBy(plan),
    })
  // The rows seldom refuse anybody.
  const usual = consideredFor(inPlaces(bare), [])
  const [{ called, refused }, alerts] = await settling
  const considered = refused.length === 0 ? usual : consideredFor(called, refused)
  const wouldCome = [...called, ...difference.recall]
  const found = [...wouldCome, ...difference.stay]
  return {
    plan,
    called: wouldCome,
    siteAlerts: notOrdered(alerts, found),
    considered,
    shortfall: [
      ...shortfallOfPlan(plan, shortOf(plan, found), found),
      ...skillCodes(skillsShortOf(plan, found)),
      ...teamsShort(plan.teams),
    ],
  }
}
