import type { Position } from '../geo/position.ts'
import type { RoadsUnder } from '../mobilisation/pace.ts'
import type { TeamGround, TeamSite } from '../mobilisation/team-forming.ts'
import { type Ways, waysTo } from '../mobilisation/ways.ts'
import { findResponder } from '../roster/find-responder.ts'
import type { Kind, Responder, ResponderId } from '../roster/responder.ts'
import type { RosterIndex } from '../roster/roster-index.ts'
import type { CallOutLoaded } from '../store/call-outs.ts'
import { reachUnder } from './frozen-reach.ts'
import type { Installation } from './installation.ts'
import { openCrossings } from './open-crossings.ts'

/** Kilometres on a flat map about the first place: to tell who is near, not how far. */
export const flatKm = (from: Position, to: Position): number => {
  const east = (to[0] - from[0]) * Math.cos((from[1] * Math.PI) / 180)
  const north = to[1] - from[1]
  return Math.sqrt(east * east + north * north) * 111.2
}

/** Somebody who may be of a team, with their home. */
export interface AtHome {
  readonly responderId: ResponderId
  readonly kind: Kind
  readonly home: Responder | undefined
}

/** Of one decision: the ways to each KSB, by all that they depend on. */
const shared = new WeakMap<Installation, Map<string, Ways>>()

/**
 * Lets all that one decision asks of KSB share the ways to them: whom to seek for a team, and who makes it. Not for an
 * installation that is kept, because crossings open and close.
 */
export const shareWays = (one: Installation): void => void shared.set(one, new Map())

/** How people get to each KSB, each worked out once. */
export const teamGround = async (
  installation: Installation,
  { callOut, event }: { readonly callOut: Pick<CallOutLoaded, 'mode' | 'policy'>; readonly event: RoadsUnder },
  sites: readonly TeamSite[],
): Promise<TeamGround<AtHome>> => {
  const frozen = await reachUnder(installation, callOut.policy.reachHash)
  const crossings = await openCrossings(installation, callOut.mode, event, frozen.crossings)
  const { teams } = callOut.policy
  const kinds = new Set<Kind>([...sites.flatMap((site) => site.kinds), ...(teams?.orElse ?? [])])
  const ways = shared.get(installation) ?? new Map<string, Ways>()
  const under = JSON.stringify([
    callOut.policy.reachHash,
    callOut.mode,
    event.hazard,
    event.severity,
    [...kinds].sort(),
  ])
  const waysOf = new Map<TeamSite, Ways>()
  const findWays = (site: TeamSite): Ways => {
    const key = `${site.position} ${site.landmass} ${under}`
    const found = ways.get(key) ?? waysTo(site, crossings, event, kinds, frozen.reach)
    ways.set(key, found)
    waysOf.set(site, found)
    return found
  }
  return {
    sites,
    standIns: teams?.orElse ?? [],
    kmTo: (site, { home }) => (home === undefined ? Number.POSITIVE_INFINITY : flatKm(site.position, home.home)),
    minutesTo: (site, { home }) => {
      if (home === undefined) return null
      return (waysOf.get(site) ?? findWays(site)).minutesOf(home)
    },
  }
}

/** Whoever was called, with their homes as the register has them. */
export const atHome =
  (roster: RosterIndex) =>
  ({ responderId, kind }: { readonly responderId: ResponderId; readonly kind: Kind }): AtHome => {
    const found = findResponder(roster.responders, responderId)
    return { responderId, kind, home: found?.kind === kind ? found : undefined }
  }
