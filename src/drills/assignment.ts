import { distanceKm } from '../geo/position.ts'
import type { Kind, Responder, ResponderId } from '../roster/responder.ts'
import type { Site } from '../roster/site.ts'
import type { DrillProgramme } from './drill-plan.ts'

export interface Invitee {
  readonly responderId: ResponderId
  readonly role: 'member' | 'facilitator'
}

/** What is asked about a person before a message to them is planned. */
export type DrillPerson = Pick<
  Responder,
  'id' | 'kind' | 'home' | 'landmass' | 'servesCodes' | 'channels' | 'optedOutAt' | 'optedOutUntil' | 'unavailableUntil'
>

/** Why somebody gets no invitation or reminder. The words are kept with the occurrence. */
export type NotAsked = 'opted-out' | 'unavailable' | 'no-contact' | 'said-no'

/** The first reason not to ask a person to a drill; null if there is none. Who is back before it starts is asked. */
export const whyNotAsked = (person: DrillPerson, startsAt: Date, now: Date): NotAsked | null => {
  const { optedOutAt, optedOutUntil, unavailableUntil } = person
  const outForGood = optedOutAt !== null && optedOutUntil === null
  if (outForGood || (optedOutUntil !== null && optedOutUntil > now)) return 'opted-out'
  if (unavailableUntil !== null && unavailableUntil > startsAt) return 'unavailable'
  return person.channels.length === 0 ? 'no-contact' : null
}

/** People who are asked, and how many are not, by reason. */
export interface Asking<Person> {
  readonly asked: readonly Person[]
  readonly notAsked: Readonly<Partial<Record<NotAsked, number>>>
}

export const splitByReason = <Person>(
  people: readonly Person[],
  why: (person: Person) => NotAsked | null,
): Asking<Person> => {
  const asked: Person[] = []
  const notAsked: Partial<Record<NotAsked, number>> = {}
  for (const person of people) {
    const reason = why(person)
    if (reason === null) asked.push(person)
    else notAsked[reason] = (notAsked[reason] ?? 0) + 1
  }
  return { asked, notAsked }
}

type Placed = Pick<DrillPerson, 'id' | 'kind' | 'home' | 'landmass' | 'servesCodes'>
type Village = Pick<Site, 'position' | 'landmass' | 'villageCode'>

const byNearness =
  ({ position, landmass, villageCode }: Village) =>
  (a: Placed, b: Placed): number =>
    Number(b.servesCodes.includes(villageCode)) - Number(a.servesCodes.includes(villageCode)) ||
    Number(b.landmass === landmass) - Number(a.landmass === landmass) ||
    distanceKm(position, a.home) - distanceKm(position, b.home) ||
    (a.id < b.id ? -1 : 1)

export interface Assigned {
  readonly invitees: readonly Invitee[]
  /** Facilitators wanted and not found, by kind; kinds that were all found are absent. */
  readonly missing: Readonly<Partial<Record<Kind, number>>>
}

/**
 * Who is asked to a programme's drill at a site: all its members, in the order given, and of each kind in the team as
 * many facilitators as it says.
 *
 * A facilitator who serves the site's village goes first (Pendamping Desa do), then one on the same land, then the
 * nearest by great circle; equals are ordered by id. Nobody is asked twice; whether they may be is not judged here.
 */
export const invitees = (
  site: Village,
  { team }: Pick<DrillProgramme, 'team'>,
  members: readonly Pick<DrillPerson, 'id'>[],
  facilitators: readonly Placed[],
): Assigned => {
  const own = new Set(members.map(({ id }) => id))
  const others = facilitators.filter(({ id }) => !own.has(id)).sort(byNearness(site))
  const chosen: Invitee[] = members.map(({ id }) => ({ responderId: id, role: 'member' }))
  const missing: Partial<Record<Kind, number>> = {}
  for (const [kind, wanted] of Object.entries(team) as [Kind, number][]) {
    const found = others.filter((person) => person.kind === kind).slice(0, wanted)
    chosen.push(...found.map(({ id }): Invitee => ({ responderId: id, role: 'facilitator' })))
    if (found.length < wanted) missing[kind] = wanted - found.length
  }
  return { invitees: chosen, missing }
}
