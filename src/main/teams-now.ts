import type { CallOutPlan } from '../../jobs/assess-event.ts'
import type { Step, Supply } from '../../jobs/review-call-out.ts'
import { isComing, owesAnswer } from '../mobilisation/call-out.ts'
import type { HeadCount } from '../mobilisation/hazard-event.ts'
import {
  emptyPlaces,
  fillPlaces,
  type Team,
  type TeamMate,
  type TeamSite,
  teamsOf,
} from '../mobilisation/team-forming.ts'
import { noTeams, type SpareForTeams, spareForTeams } from '../mobilisation/team-keeping.ts'
import { hasTeams } from '../mobilisation/team-need.ts'
import type { Kind } from '../roster/responder.ts'
import type { RosterIndex } from '../roster/roster-index.ts'
import type { CallOutLoaded, PersonLoaded } from '../store/call-outs.ts'
import type { PictureLoaded } from '../store/pictures.ts'
import type { Installation } from './installation.ts'
import { atHome, teamGround } from './team-ground.ts'
import { teamSites } from './team-places.ts'

/** The affected KSB that get a team for one thread's need; none in a rota, where people come in turns. */
export const sitesForTeams = (
  { policy, style }: Pick<CallOutLoaded, 'policy' | 'style'>,
  need: CallOutLoaded['need'],
  ...[hazard, impact, target, threadId, roster]: Parameters<typeof teamSites> extends [unknown, ...infer Rest]
    ? Rest
    : never
): readonly TeamSite[] => {
  const { teams } = policy
  if (teams === undefined || teams === null || style === 'rota') return []
  return teamSites(teams, hazard, impact, target, threadId, roster).filter(({ kinds }) => hasTeams(need, teams, kinds))
}

const formed = async (
  installation: Installation,
  callOut: Pick<CallOutLoaded, 'mode' | 'policy' | 'style' | 'event'>,
  sites: readonly TeamSite[],
  coming: readonly TeamMate[],
  awaited: readonly TeamMate[],
): Promise<readonly Team[]> => {
  const { teams } = callOut.policy
  if (sites.length === 0 || teams === undefined || teams === null) return []
  const ground = await teamGround(installation, { callOut, event: callOut.event }, sites)
  const home = atHome(await installation.roster())
  const places = fillPlaces(emptyPlaces(sites), [coming.map(home), awaited.map(home)], ground)
  const comes = new Set<string>(coming.map(({ responderId }) => responderId))
  return teamsOf(places, teams.kinds, (id) => comes.has(id))
}

const sparing = async (
  installation: Installation,
  callOut: Pick<CallOutLoaded, 'mode' | 'policy' | 'event'>,
  need: HeadCount,
  sites: readonly TeamSite[],
): Promise<SpareForTeams> => {
  if (sites.length === 0) return noTeams
  const ground = await teamGround(installation, { callOut, event: callOut.event }, sites)
  return spareForTeams(need, ground, atHome(await installation.roster()))
}

/** Each affected KSB of a plan's places once. */
const sitesPlanned = (
  callOut: Pick<CallOutLoaded, 'policy' | 'style'>,
  places: CallOutPlan['places'],
  roster: RosterIndex,
): readonly TeamSite[] => {
  const known = new Set<string>()
  return places
    .flatMap(({ speaking: { event, need, threadId }, impact, target }) =>
      sitesForTeams(callOut, need, event.hazard, impact, target, threadId, roster),
    )
    .filter(({ siteCode }) => !known.has(siteCode) && known.add(siteCode))
}

/** Whom the teams that a plan's places want cannot spare. */
export const teamsWant = async (
  installation: Installation,
  callOut: CallOutLoaded,
  places: CallOutPlan['places'],
): Promise<SpareForTeams> => {
  const need: Partial<Record<Kind, number>> = {}
  for (const { speaking } of places)
    for (const [kind, count] of Object.entries(speaking.need) as [Kind, number][])
      need[kind] = (need[kind] ?? 0) + count
  const roster = await installation.roster()
  return sparing(installation, callOut, need, sitesPlanned(callOut, places, roster))
}

/** The teams as a plan leaves them: of those who are coming, and then of those whom it calls or waits for. */
export const teamsPlanned = async (
  installation: Installation,
  { callOut, people }: Pick<PictureLoaded, 'callOut' | 'people'>,
  { places, difference }: CallOutPlan,
): Promise<readonly Team[]> => {
  const sites = sitesPlanned(callOut, places, await installation.roster())
  const home = new Set<string>(difference.standDown)
  const coming = people.filter((person) => isComing(person) && !home.has(person.responderId))
  const awaited = [...difference.wanted, ...difference.unheard].filter(
    ({ responderId }) => !coming.some((person) => person.responderId === responderId),
  )
  return formed(installation, callOut, sites, coming, awaited)
}

const sitesOf = ({ teams }: Pick<CallOutLoaded, 'teams'>): readonly TeamSite[] =>
  teams.map(({ siteCode, name, position, landmass, kinds, inKelurahan, threadId }) => ({
    siteCode,
    name,
    position,
    landmass,
    kinds,
    inKelurahan,
    threadId,
  }))

/** Whom the teams of a call-out cannot spare, as it was last planned; where it has none, nobody. */
export const teamsNeed = (installation: Installation, callOut: CallOutLoaded): Promise<SpareForTeams> =>
  sparing(installation, callOut, callOut.need, sitesOf(callOut))

/** The teams as a review leaves them. */
export const teamsReviewed = async (
  installation: Installation,
  callOut: CallOutLoaded & { readonly people: readonly PersonLoaded[] },
  step: Pick<Step, 'silent' | 'standDown'>,
  { picked }: Pick<Supply, 'picked'>,
): Promise<readonly Team[]> => {
  const out = new Set<string>([...step.silent, ...step.standDown])
  const called = callOut.people.filter(({ responderId, stoodDownAt }) => stoodDownAt === null && !out.has(responderId))
  const awaited = called.filter((person) => owesAnswer(person) && person.silentAt === null)
  return formed(installation, callOut, sitesOf(callOut), called.filter(isComing), [...awaited, ...picked])
}
