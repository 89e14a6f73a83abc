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
  | 'id'
  | 'kind'
  | 'home'
  | 'landmass'
  | 'servesCodes'
  | 'skills'
  | 'level'
  | 'channels'
  | 'optedOutAt'
  | 'optedOutUntil'
  | 'unavailableUntil'
>

/** Why somebody gets no invitation or reminder. The words are kept with the occurrence. */
export type NotAsked =
  | 'opted-out'
  | 'unavailable'
  | 'no-contact'
  | 'said-no'
  | 'left-the-roster'
  | 'elsewhere'
  /** Not the skills or the level that the programme wants of their kind. */
  | 'lacks-what-is-wanted'

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

type Placed = Pick<DrillPerson, 'id' | 'kind' | 'home' | 'landmass' | 'servesCodes' | 'skills' | 'level'>
type Village = Pick<Site, 'position' | 'landmass' | 'villageCode'>

/** Whether somebody brings what a programme wants of their kind. */
export const brings = (
  { kind, skills, level }: Pick<DrillPerson, 'kind' | 'skills' | 'level'>,
  { teamWants = {} }: Pick<DrillProgramme, 'teamWants'>,
): boolean => {
  const wants = teamWants[kind]
  if (wants === undefined) return true
  const own = level?.trim().toLowerCase()
  const { skills: wanted = [], levels } = wants
  return wanted.every((skill) => skills.includes(skill)) && (levels === undefined || levels.some((one) => one === own))
}

interface Ranked {
  readonly person: Placed
  readonly serves: boolean
  readonly sameLand: boolean
  readonly km: number
}

const goesBefore = (a: Ranked, b: Ranked): boolean => {
  if (a.serves !== b.serves) return a.serves
  if (a.sameLand !== b.sameLand) return a.sameLand
  return a.km === b.km ? a.person.id < b.person.id : a.km < b.km
}

/** The first `wanted` by `goesBefore`: one walk through a roster of many thousands for a handful of people. */
const firstOf = (village: Village, people: readonly Placed[], wanted: number): readonly Placed[] => {
  const first: Ranked[] = []
  for (const person of people) {
    const ranked = {
      person,
      serves: person.servesCodes.includes(village.villageCode),
      sameLand: person.landmass === village.landmass,
      km: distanceKm(village.position, person.home),
    }
    const behind = first.findIndex((other) => goesBefore(ranked, other))
    first.splice(behind === -1 ? first.length : behind, 0, ranked)
    if (first.length > wanted) first.pop()
  }
  return first.map(({ person }) => person)
}

/** The facilitators that a saved year's plan names for a drill, by kind. */
export type TeamPlan = Readonly<Partial<Record<Kind, readonly string[]>>>

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
 * nearest by great circle; equals are ordered by id. Only who brings what the programme wants of their kind is among them. Those whom a saved plan names go before all others of their kind.
 * Nobody is asked twice; whether they may be is not judged here.
 */
export const invitees = (
  site: Village,
  { team, teamWants = {} }: Pick<DrillProgramme, 'team' | 'teamWants'>,
  members: readonly Pick<DrillPerson, 'id'>[],
  facilitators: readonly Placed[],
  named: TeamPlan = {},
): Assigned => {
  const own = new Set(members.map(({ id }) => id))
  const chosen: Invitee[] = members.map(({ id }) => ({ responderId: id, role: 'member' }))
  const missing: Partial<Record<Kind, number>> = {}
  for (const [kind, wanted] of Object.entries(team) as [Kind, number][]) {
    const others = facilitators.filter(
      (person) => person.kind === kind && !own.has(person.id) && brings(person, { teamWants }),
    )
    const first = new Set(named[kind])
    const planned = others.filter(({ id }) => first.has(id)).slice(0, wanted)
    const rest = others.filter(({ id }) => !first.has(id))
    const found = [...planned, ...firstOf(site, rest, wanted - planned.length)]
    chosen.push(...found.map(({ id }): Invitee => ({ responderId: id, role: 'facilitator' })))
    if (found.length < wanted) missing[kind] = wanted - found.length
  }
  return { invitees: chosen, missing }
}

/** Somebody on the roster, and the village whose own they are. */
export type RosterPerson = DrillPerson & Pick<Responder, 'siteCode'>

export interface DrillInvitation extends Assigned {
  /** How many of the site's members are not asked, by reason. A facilitator who cannot be asked is passed over. */
  readonly notAsked: Asking<unknown>['notAsked']
  /** How many facilitators of the saved plan others are asked in place of, by reason. */
  readonly replaced: Asking<unknown>['notAsked']
  /** Of each kind that is short, why others of the roster do not help, by reason; empty where there are no others. */
  readonly missingBecause: Readonly<Partial<Record<Kind, Asking<unknown>['notAsked']>>>
}

/**
 * Who of the whole roster is asked to a drill that starts at `startsAt`: the village's own people and its team, first
 * those whom a saved plan names. Facilitators in `elsewhere` help at another drill then.
 */
export const invitationFor = (
  site: Village & Pick<Site, 'siteCode'>,
  programme: Pick<DrillProgramme, 'team' | 'teamWants'>,
  roster: readonly RosterPerson[],
  startsAt: Date,
  now: Date,
  named: TeamPlan = {},
  elsewhere: ReadonlySet<string> = new Set(),
): DrillInvitation => {
  const why = (person: RosterPerson): NotAsked | null => whyNotAsked(person, startsAt, now)
  const whyNoHelp = (person: RosterPerson): NotAsked | null => (elsewhere.has(person.id) ? 'elsewhere' : why(person))
  const members = splitByReason(
    roster.filter(({ siteCode }) => siteCode === site.siteCode),
    why,
  )
  const facilitators = roster.filter(
    (person) =>
      person.siteCode !== site.siteCode && programme.team[person.kind] !== undefined && whyNoHelp(person) === null,
  )
  const wanted = (Object.keys(programme.team) as Kind[]).flatMap((kind) => named[kind] ?? [])
  const people = new Map(wanted.length === 0 ? [] : roster.map((person) => [`${person.id}`, person]))
  const { notAsked: replaced } = splitByReason(wanted, (id): NotAsked | null => {
    const person = people.get(id)
    return person === undefined ? 'left-the-roster' : whyNoHelp(person)
  })
  const assigned = invitees(site, programme, members.asked, facilitators, named)
  const missingBecause = Object.fromEntries(
    Object.keys(assigned.missing).map((kind) => {
      const others = roster.filter((person) => person.kind === kind && person.siteCode !== site.siteCode)
      const whyNot = (person: RosterPerson): NotAsked | null =>
        whyNoHelp(person) ?? (brings(person, programme) ? null : 'lacks-what-is-wanted')
      return [kind, splitByReason(others, whyNot).notAsked]
    }),
  )
  return { ...assigned, notAsked: members.notAsked, replaced, missingBecause }
}

/** Who of those invited is reminded: everybody who may still be asked and has not said no. */
export const remindedOf = (
  invited: readonly { readonly responderId: string; readonly saidNo: boolean }[],
  roster: readonly DrillPerson[],
  startsAt: Date,
  now: Date,
): Asking<string> => {
  const ids = new Set(invited.map(({ responderId }) => responderId))
  const people = new Map<string, DrillPerson>()
  for (const person of roster) if (ids.has(person.id)) people.set(person.id, person)
  const { asked, notAsked } = splitByReason(invited, ({ responderId, saidNo }) => {
    if (saidNo) return 'said-no'
    const person = people.get(responderId)
    return person === undefined ? 'left-the-roster' : whyNotAsked(person, startsAt, now)
  })
  return { asked: asked.map(({ responderId }) => responderId), notAsked }
}
