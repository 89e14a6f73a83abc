import type { InReach } from '../mobilisation/call-line.ts'
import type { Choice } from '../mobilisation/choice.ts'
import { type Asked, isOwn, whyIneligible } from '../mobilisation/eligibility.ts'
import { garduOf } from '../mobilisation/gathering.ts'
import type { Hazard } from '../mobilisation/hazard.ts'
import type { HeadCount } from '../mobilisation/hazard-event.ts'
import type { ImpactArea } from '../mobilisation/impact-area.ts'
import type { RoadsUnder } from '../mobilisation/pace.ts'
import type { Elsewhere } from '../mobilisation/precedence.ts'
import type { ForTeam } from '../mobilisation/team-choice.ts'
import {
  emptyPlaces,
  fillPlaces,
  type TeamGround,
  type TeamPlace,
  type TeamSite,
} from '../mobilisation/team-forming.ts'
import type { TeamPolicy } from '../mobilisation/team-policy.ts'
import type { Ways } from '../mobilisation/ways.ts'
import { findResponder } from '../roster/find-responder.ts'
import { isDesa } from '../roster/region.ts'
import type { Kind, Responder } from '../roster/responder.ts'
import type { RosterIndex } from '../roster/roster-index.ts'
import type { CallOutLoaded, Destination } from '../store/call-outs.ts'
import { type AtHome, flatKm } from './team-ground.ts'

/** Hazards in whose area nobody is sent to a KSB: its team meets where everybody gathers. */
const DEADLY: ReadonlySet<Hazard | null> = new Set(['tsunami', 'volcano'])

/** Ours: so many of a kind are looked at round a KSB beside one for each team. */
const SPARE = 4
/** Ours: so many people of a kind are passed for them; fewer once a few are known, for the others live farther off. */
const MOST_PASSED = 1_000
const USUALLY_PASSED = 250
const FEW = 3

/** The affected KSB that get a team, nearest to the middle first, and where it meets. */
export const teamSites = (
  policy: TeamPolicy,
  hazard: Hazard | null,
  impact: ImpactArea,
  target: Destination,
  threadId: string,
  roster: Pick<RosterIndex, 'sitesWithin'>,
): readonly TeamSite[] =>
  roster
    .sitesWithin(impact.area, impact.centre)
    .slice(0, policy.most)
    .map((site): TeamSite => {
      const meets =
        DEADLY.has(hazard) || target.waits === true ? target : { position: garduOf(site), landmass: site.landmass }
      const inKelurahan = !isDesa(site.villageCode)
      return {
        siteCode: site.siteCode,
        name: site.name,
        position: meets.position,
        landmass: meets.landmass,
        kinds: inKelurahan ? policy.kelurahan : policy.kinds,
        inKelurahan,
        threadId,
      }
    })

/** Who may be called for teams, and to where. */
interface TeamRound {
  readonly callOut: Pick<CallOutLoaded, 'mode' | 'policy'>
  readonly event: RoadsUnder
  readonly need: HeadCount
  readonly jurisdiction: string
  readonly mutualAid: readonly string[]
  readonly destination: Destination
  readonly blocked: ReadonlySet<string>
  readonly elsewhere: Elsewhere
  readonly now: Date
}

/** Seeks people for the places of teams that those who are called already leave open. */
export interface TeamSeeker {
  readonly ground: TeamGround<AtHome>
  /** Looks round every KSB, so that it is known of whom a choice will ask. */
  readAhead(): void
  /**
   * `counted` fill places first; of each kind no more are sought than `want` says. Nobody of `without`, and only of
   * `among` where it is given.
   */
  seek(
    counted: readonly (readonly AtHome[])[],
    want: HeadCount,
    without: ReadonlySet<string>,
    among: ReadonlySet<string> | undefined,
  ): readonly ForTeam[]
  /** Of these people those who live too far from the place for its own line, and can be of the team of a KSB as far away. */
  beyond(ids: ReadonlySet<string>): readonly InReach[]
}

/**
 * The seeker for the KSB of one place: people who can be called to the place and live near the KSB. Round a KSB that lies
 * beyond the policy's radius people are sought as if it were the place.
 */
export const teamSeeker = (
  ground: TeamGround<AtHome>,
  roster: RosterIndex,
  round: TeamRound,
  reaching: { readonly ways: Ways; readonly withinMin: number | null },
  prospectOf: Choice['prospectOf'],
): TeamSeeker => {
  const { callOut, destination, need } = round
  const { searchRadiusKm } = callOut.policy
  const wanted = new Set(Object.keys(need) as Kind[])
  const asked: Asked = {
    kinds: wanted,
    jurisdiction: round.jurisdiction,
    mutualAid: round.mutualAid,
    landmass: null,
    alreadyCalled: round.blocked,
    calledElsewhere: round.elsewhere.keep,
    needsPhone: callOut.mode === 'actual',
    now: round.now,
  }
  const isFar = ({ position }: TeamSite): boolean => flatKm(position, destination.position) > searchRadiusKm
  const isLate = (minutes: number): boolean => reaching.withinMin !== null && minutes > reaching.withinMin
  const alike = new Map<Responder, InReach | null>()
  /** What does not depend on the KSB, round several of which people are met; null for who may not be called at all. */
  const callable = (responder: Responder): InReach | null => {
    const known = alike.get(responder)
    if (known !== undefined) return known
    const reach = whyIneligible(responder, asked) === null ? reaching.ways.reachOf(responder) : null
    const person = reach && { responder, km: flatKm(destination.position, responder.home), reach }
    alike.set(responder, person)
    return person
  }
  const inReach = (responder: Responder, site: TeamSite): InReach | null => {
    const person = callable(responder)
    if (person === null) return null
    if (!isFar(site)) return isLate(person.reach.minutes) || person.km > searchRadiusKm ? null : person
    const minutes = ground.minutesTo(site, { responderId: responder.id, kind: responder.kind, home: responder })
    return minutes === null || isLate(minutes) ? null : person
  }
  const most = ground.sites.length + SPARE
  const near = new Map<string, InReach>()
  const looked = new Set<TeamSite>()
  /** Those of a kind round a KSB who may be called at all. Gives how far it looked. */
  const lookFor = (kind: Kind, site: TeamSite, withinKm: number): number => {
    const walk = roster.outwards(site.position, searchRadiusKm, kind)
    // Neighbours, and who said yes elsewhere: counted apart, or near ones would hide those who are called before them.
    let [found, last, passed] = [0, 0, 0]
    for (let responder = walk.next(); responder !== undefined; responder = walk.next()) {
      passed += 1
      const isPast = passed > MOST_PASSED || (passed > USUALLY_PASSED && found >= FEW)
      if (isPast || walk.km() > withinKm) return walk.km()
      const waits = !isOwn(responder, asked) || round.elsewhere.last.has(responder.id)
      if (waits && last >= most) continue
      const person = inReach(responder, site)
      if (person === null) continue
      near.set(responder.id, person)
      if (waits) last += 1
      else found += 1
      if (found === most) return walk.km()
    }
    return withinKm
  }
  /** Looked for once. */
  const lookRound = (site: TeamSite): void => {
    if (looked.has(site)) return
    looked.add(site)
    const kinds = new Set(site.kinds.filter((kind) => wanted.has(kind)))
    const kms = [...kinds].map((kind) => lookFor(kind, site, searchRadiusKm))
    // Those who may stand in are taken as they are met: for them alone nobody looks farther.
    const withinKm = Math.max(0, ...kms)
    for (const kind of ground.standIns) if (wanted.has(kind) && !kinds.has(kind)) lookFor(kind, site, withinKm)
  }
  return {
    ground,
    readAhead: () => {
      for (const site of ground.sites) lookRound(site)
      for (const person of near.values()) prospectOf(person)
    },
    seek: (counted, want, without, among) => {
      const filled = fillPlaces(emptyPlaces(ground.sites), counted, ground)
      const open = new Set(filled.filter(({ mate }) => mate === null).map(({ site }) => site))
      if (open.size === 0 || Object.values(want).every((count) => count <= 0)) return []
      for (const site of open) lookRound(site)
      const people = [...near.values()].filter(({ responder: { id } }) => !without.has(id) && (among?.has(id) ?? true))
      const tiers = new Map<number, AtHome[]>()
      for (const person of people) {
        const { responder } = person
        const { tier } = prospectOf(person)
        const line = tiers.get(tier) ?? []
        line.push({ responderId: responder.id, kind: responder.kind, home: responder })
        tiers.set(tier, line)
      }
      const inTurn = [...tiers].toSorted(([one], [other]) => one - other).map(([, line]) => line)
      return upTo(want, filled, fillPlaces(filled, inTurn, ground)).flatMap(({ site, mate }): readonly ForTeam[] => {
        const person = mate === null ? undefined : near.get(mate.responderId)
        return person === undefined ? [] : [{ person, team: site.siteCode }]
      })
    },
    beyond: (ids) => {
      const far = ground.sites.filter(isFar)
      if (far.length === 0) return []
      return [...ids].toSorted().flatMap((id): readonly InReach[] => {
        const responder = findResponder(roster.responders, id)
        if (responder === undefined || !wanted.has(responder.kind)) return []
        if (flatKm(destination.position, responder.home) <= searchRadiusKm) return []
        const near = far.find(({ position }) => flatKm(position, responder.home) <= searchRadiusKm)
        const person = near === undefined ? null : inReach(responder, near)
        return person === null ? [] : [person]
      })
    },
  }
}

/** Places that were filled anew, of each kind of person no more than are wanted, the earlier KSB first. */
const upTo = (want: HeadCount, before: readonly TeamPlace[], after: readonly TeamPlace[]): readonly TeamPlace[] => {
  const left = new Map<Kind, number>(Object.entries(want) as [Kind, number][])
  return after.filter(({ mate }, at) => {
    if (mate === null || before[at]?.mate !== null) return false
    const places = left.get(mate.kind) ?? 0
    left.set(mate.kind, places - 1)
    return places > 0
  })
}
