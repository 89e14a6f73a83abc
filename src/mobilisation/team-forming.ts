import type { Position } from '../geo/position.ts'
import type { Kind, ResponderId } from '../roster/responder.ts'
import { leastAssignment } from './least-assignment.ts'

/** An affected KSB, and who makes its team. */
export interface TeamSite {
  readonly siteCode: string
  readonly name: string
  /** Where its team meets. */
  readonly position: Position
  readonly landmass: number | null
  readonly kinds: readonly [Kind, Kind]
  /** It lies in a kelurahan, so that its kinds are not the usual ones. */
  readonly inKelurahan: boolean
  /** The thread whose area it lies in. */
  readonly threadId: string
}

/** Somebody who may be of a team. */
export interface TeamMate {
  readonly responderId: ResponderId
  readonly kind: Kind
}

/** A place in a team. */
export interface TeamPlace {
  readonly site: TeamSite
  /** The kind that the place is meant for. */
  readonly kind: Kind
  /** Null: nobody. */
  readonly mate: (TeamMate & { readonly minutes: number }) | null
}

export interface TeamGround<Mate extends TeamMate> {
  /** In the order in which they are served where there are too few people. */
  readonly sites: readonly TeamSite[]
  /** Kilometres as the crow flies, by which those to be looked at for a KSB are told. */
  readonly kmTo: (site: TeamSite, mate: Mate) => number
  /** Minutes to a KSB; null where no way leads there. */
  readonly minutesTo: (site: TeamSite, mate: Mate) => number | null
  /** Kinds that stand in, in this order, where nobody of the place's own kind is left. */
  readonly standIns: readonly Kind[]
}

const isOpen = ({ mate }: TeamPlace): boolean => mate === null

/** The places of teams while nobody is in them: each KSB's two, those of the first kinds before those of the second. */
export const emptyPlaces = (sites: readonly TeamSite[]): readonly TeamPlace[] =>
  [0, 1].flatMap((nth) => sites.map((site) => ({ site, kind: site.kinds[nth] as Kind, mate: null })))

/** Ours: so many more than there are places are looked at for each of them, the nearest, in case no way leads from some. */
const NEAR = 24

/** Of many people those among whom somebody for each of the places is found. */
const nearOnes = <Mate extends TeamMate>(
  open: readonly TeamPlace[],
  people: readonly Mate[],
  { kmTo }: TeamGround<Mate>,
): readonly Mate[] => {
  const most = open.length + NEAR
  if (people.length <= most) return people
  const isNear = new Uint8Array(people.length)
  const km = new Float64Array(people.length)
  for (const { site } of open) {
    for (let at = 0; at < people.length; at += 1) km[at] = kmTo(site, people[at] as Mate)
    const within = km.toSorted()[most - 1] as number
    for (let at = 0; at < people.length; at += 1) if ((km[at] as number) <= within) isNear[at] = 1
  }
  return people.filter((_, at) => isNear[at] === 1)
}

/** Fills those of the open places that `of` names with people of one kind, each once, as `leastAssignment` gives them. */
const fillWith = <Mate extends TeamMate>(
  places: readonly TeamPlace[],
  of: (place: TeamPlace) => boolean,
  people: readonly Mate[],
  ground: TeamGround<Mate>,
): readonly TeamPlace[] => {
  const { minutesTo } = ground
  const open = places.filter((place) => isOpen(place) && of(place))
  const taken = new Set(places.map(({ mate }) => mate?.responderId))
  const left = people.filter(({ responderId }) => !taken.has(responderId))
  if (left.length === 0 || open.length === 0) return places
  const free = nearOnes(open, left, ground).toSorted((one, other) => (one.responderId < other.responderId ? -1 : 1))
  const minutes = open.map(({ site }) => free.map((mate) => minutesTo(site, mate)))
  const chosen = leastAssignment(minutes)
  const mates = new Map(
    open.map((place, row) => {
      const column = chosen[row] as number | null
      const mate = column === null ? null : (free[column] as Mate)
      return [
        place,
        mate && {
          responderId: mate.responderId,
          kind: mate.kind,
          minutes: minutes[row]?.[column as number] as number,
        },
      ]
    }),
  )
  return places.map((place) => ({ ...place, mate: place.mate ?? mates.get(place) ?? null }))
}

/**
 * Fills open places of teams from groups of people, an earlier group before a later one: each place with somebody of its
 * kind, and those for whom nobody is left with whoever may stand in. Within a group each kind is given out so that as
 * many KSB as can be are served, the earlier ones where not all can; that the longest way of all is the shortest; and
 * that all ways together are. Nobody is of two teams. The same people in any order give the same teams.
 */
export const fillPlaces = <Mate extends TeamMate>(
  places: readonly TeamPlace[],
  groups: readonly (readonly Mate[])[],
  ground: TeamGround<Mate>,
): readonly TeamPlace[] => {
  let filled = places
  const kinds = [...new Set(places.map(({ kind }) => kind))]
  for (const group of groups)
    for (const kind of kinds) {
      const people = group.filter((mate) => mate.kind === kind)
      filled = fillWith(filled, (place) => place.kind === kind, people, ground)
    }
  for (const standIn of ground.standIns)
    for (const group of groups) {
      const people = group.filter((mate) => mate.kind === standIn)
      const before = filled
      // Two of one kind are no team.
      const mayStandIn = (place: TeamPlace): boolean => {
        const own = before.filter(({ site }) => site === place.site)
        return own.find(isOpen) === place && own.every(({ mate }) => mate?.kind !== standIn)
      }
      filled = fillWith(before, mayStandIn, people, ground)
    }
  return filled
}

/** A team as it is shown and kept. */
export interface Team extends TeamSite {
  /** `formed`: everybody of it comes; `awaited`: somebody of it was called and has not answered; `incomplete`. */
  readonly state: 'formed' | 'awaited' | 'incomplete'
  readonly members: readonly (TeamMate & { readonly minutes: number; readonly coming: boolean })[]
  /** The longer of its ways, in whole minutes; null while it is incomplete. */
  readonly jointMinutes: number | null
  /** Kinds that are there in place of others; left out where nobody stands in. */
  readonly fallback?: readonly Kind[]
  /** Kinds that it lacks; left out where it lacks none. */
  readonly lacks?: readonly Kind[]
}

/** The teams that filled places come to, in the order of the KSB. Of a KSB named twice the first counts. */
export const teamsOf = (
  places: readonly TeamPlace[],
  usual: readonly Kind[],
  isComing: (id: string) => boolean,
): readonly Team[] => {
  const sites = new Map(places.toReversed().map(({ site }) => [site.siteCode, site]))
  return [...sites.values()].toReversed().map((site): Team => {
    const own = places.filter((place) => place.site === site)
    const members = own.flatMap(({ mate }) =>
      mate === null ? [] : [{ ...mate, minutes: Math.ceil(mate.minutes), coming: isComing(mate.responderId) }],
    )
    const lacks = own.flatMap(({ kind, mate }) => (mate === null ? [kind] : []))
    const fallback = members.flatMap(({ kind }) => (usual.includes(kind) ? [] : [kind]))
    return {
      ...site,
      state: lacks.length > 0 ? 'incomplete' : members.every(({ coming }) => coming) ? 'formed' : 'awaited',
      members,
      jointMinutes: lacks.length > 0 ? null : Math.max(...members.map(({ minutes }) => minutes)),
      ...(fallback.length === 0 ? {} : { fallback }),
      ...(lacks.length === 0 ? {} : { lacks }),
    }
  })
}
