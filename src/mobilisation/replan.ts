import type { ResponderId } from '../roster/responder.ts'
import type { SkillCount } from '../roster/skill.ts'
import { type CalledPerson, firstWave, isComing, owesAnswer } from './call-out.ts'
import type { HeadCount } from './hazard-event.ts'
import type { Picked, Selection } from './selection.ts'
import { firstWanted, hasSkill, skillsLacking } from './skills-filled.ts'
import { noTeams, type SpareForTeams } from './team-keeping.ts'

/**
 * A choice of people round one place, in the order of call; `among` leaves out everybody else. `skills` are wanted among
 * people of the kinds that `want` names, be it with 0.
 */
export type Choose = (
  want: HeadCount,
  without: ReadonlySet<string>,
  among?: ReadonlySet<string>,
  skills?: SkillCount,
) => Selection

/** What one thread of an incident asks for, with the choice round its place. */
export interface Ask {
  readonly threadId: string
  readonly need: HeadCount
  /** How many of them with a skill; left out: nothing. */
  readonly skills?: SkillCount
  /** As many as are wanted. */
  readonly choose: Choose
  /** Whom a need calls: more than it asks for, because not everybody comes. */
  readonly callFor: Choose
}

/** Calls for each one needed so many: the first of them. */
export const overcalling =
  (choose: Choose, overcall: number): Choose =>
  (need, without, among, skills) =>
    choose(firstWave(need, overcall), without, among, skills && firstWave(skills, overcall))

/** Somebody wanted, with the thread to whose place they go. */
export interface Wanted extends Picked {
  readonly threadId: string
}

/** What is wanted of people now, against who was called before. */
export interface Difference {
  /** All that are wanted by any thread, each once, at the place nearest to them. */
  readonly wanted: readonly Wanted[]
  /** Of those, never called before. */
  readonly call: readonly Wanted[]
  /** Of those, stood down earlier and now wanted again. */
  readonly recall: readonly Wanted[]
  /** Of those, called and still wanted. */
  readonly stay: readonly Wanted[]
  /** Called, without an answer, and neither counted on nor sent home: their place would still call them. */
  readonly unheard: readonly Wanted[]
  /** Called, not told otherwise, and wanted no more. */
  readonly standDown: readonly ResponderId[]
  /** Heads by kind that fill the call-out. */
  readonly need: HeadCount
  /** How many of them with a skill. */
  readonly skills: SkillCount
  /** Threads in their order, with what the choice said: whom it passed over, and what it lacks. */
  readonly selections: readonly { readonly threadId: string; readonly selection: Selection }[]
}

const ids = (people: readonly CalledPerson[]): ReadonlySet<string> =>
  new Set(people.map(({ responderId }) => responderId))

const saidNo = ({ answer }: CalledPerson): boolean => answer === 'no'
const isSilent = (person: CalledPerson): boolean =>
  person.silentAt !== null && (person.answer === null || owesAnswer(person))

/** Said yes, and is asked whether they are safe: kept, and counted only once they say so. */
const isDoubted = (person: CalledPerson): boolean =>
  person.answer !== null && owesAnswer(person) && person.silentAt === null

const countOf = (kind: string, picked: readonly Picked[]): number => picked.filter((one) => one.kind === kind).length

/** The first of each kind, no more than are needed. */
const upTo = (need: HeadCount, picked: readonly Picked[]): readonly Picked[] => firstWanted({ ...need }, {}, picked)

/** Those of the people who said yes whom an ask's place reaches and whose kind it wants, with their skills at the call. */
const reachedBy = ({ need, choose }: Ask, people: readonly CalledPerson[]): readonly Picked[] => {
  const coming = people.filter((person) => (isComing(person) || isDoubted(person)) && (need[person.kind] ?? 0) > 0)
  const counts = new Map<string, number>()
  for (const { kind } of coming) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  if (coming.length === 0) return []
  const atCall = new Map(coming.map((person) => [person.responderId, person.skills ?? []]))
  return choose(Object.fromEntries(counts), new Set(), ids(coming)).picked.map((one) => ({
    ...one,
    skills: atCall.get(one.responderId) as readonly string[],
  }))
}

/** As for heads: the number of different holders that the threads' counts come to, at least as many as one asks for. */
const skillsOfAll = (asks: readonly Ask[], wanted: readonly (readonly Picked[])[]): SkillCount => {
  const names = new Set(asks.flatMap(({ skills = {} }) => Object.keys(skills)))
  return Object.fromEntries(
    [...names].toSorted().map((skill) => {
      const counts = asks.map(({ skills = {} }) => skills[skill] ?? 0)
      const holders = wanted.flatMap((picked, at) => picked.filter((one) => hasSkill(one, skill)).slice(0, counts[at]))
      return [skill, Math.max(new Set(holders.map(({ responderId }) => responderId)).size, ...counts)]
    }),
  )
}

/** Minutes where they are known, else km: within one call-out all are known, or none. */
const farness = ({ minutes, km }: Picked): number => minutes ?? km

/** How far it is for each person to the nearest of the places that reach them. */
const nearestPlaces = (reached: readonly Picked[]): ReadonlyMap<ResponderId, number> => {
  const least = new Map<ResponderId, number>()
  for (const one of reached)
    least.set(one.responderId, Math.min(farness(one), least.get(one.responderId) ?? Number.POSITIVE_INFINITY))
  return least
}

/**
 * What an ask wants: those who are coming to it first, then the nearest others for what is still missing. Somebody on
 * the way to a nearer place counts here only where this place would have chosen them too: else those who come to one
 * village would stand for those whom the next one needs.
 */
const wantedBy = (
  { need, skills = {}, callFor }: Ask,
  people: readonly CalledPerson[],
  reached: readonly Picked[],
  least: ReadonlyMap<ResponderId, number>,
): { selection: Selection; all: readonly Picked[]; firm: readonly Picked[]; usual: readonly Picked[] } => {
  const called = people.filter(({ stoodDownAt }) => stoodDownAt === null)
  const coming = ids(called.filter(isComing))
  const passed = ids(people.filter((person) => saidNo(person) || isSilent(person)))
  const usual = reached.length === 0 ? [] : callFor(need, passed, undefined, skills).picked
  const wouldCall = new Set<string>(usual.map(({ responderId }) => responderId))
  const own = reached.filter((one) => farness(one) === least.get(one.responderId) || wouldCall.has(one.responderId))
  const doubted = ids(called.filter(isDoubted))
  const kept = firstWanted(
    { ...need },
    skills,
    own.filter(({ responderId }) => !doubted.has(responderId)),
  )
  const missing = Object.fromEntries(
    Object.entries(need).map(([kind, count]) => [kind, Math.max(0, count - countOf(kind, kept))]),
  )
  // Those stood down in silence too: called again at once, they would send home whoever took their place.
  const out = new Set([...coming, ...passed])
  const selection = callFor(missing, out, undefined, skillsLacking(skills, kept))
  const firm = upTo(need, [...kept, ...selection.picked])
  const again = new Set<string>(selection.picked.map(({ responderId }) => responderId))
  const waits = own.filter(({ responderId }) => doubted.has(responderId) && !again.has(responderId))
  // Whoever has not answered is not sent home while the place would call them still, though others are coming.
  const waited = people.some(owesAnswer) ? callFor(need, ids(people.filter(saidNo)), undefined, skills).picked : []
  return { selection, all: [...kept, ...selection.picked, ...upTo(missing, waits)], firm, usual: waited }
}

/** Each person once, for the nearest of the places that picked them; of places equally near the first. */
const atNearest = (
  choices: readonly { readonly ask: Ask; readonly picked: readonly Picked[] }[],
): ReadonlyMap<ResponderId, Wanted> => {
  const nearest = new Map<ResponderId, Wanted>()
  for (const { ask, picked } of choices)
    for (const one of picked) {
      const had = nearest.get(one.responderId)
      if (had === undefined || farness(one) < farness(had))
        nearest.set(one.responderId, { ...one, threadId: ask.threadId })
    }
  return nearest
}

const nearestFirst = (left: Wanted, right: Wanted): number =>
  farness(left) - farness(right) || (left.responderId < right.responderId ? -1 : 1)

/**
 * Works out whom the threads of an incident want now, and what must change for those called before.
 *
 * Each thread wants the nearest people for its own need round its own place, as if nobody had been called; only those
 * who said yes come before nearer ones (each for the place nearest to them, and for those that would have chosen them
 * anyway), and those who said no or nothing are passed over. A person whom several threads want goes to the nearest
 * place. The need of the whole is the number of different people that the needs of the threads come to, so that two
 * messages about one happening do not double it. Of those who are coming whoever a team cannot spare is wanted beside
 * them. Without answers the result depends on the threads and the roster alone, not on the order in which messages came.
 */
export const planDifference = (
  asks: readonly Ask[],
  people: readonly CalledPerson[],
  spareForTeams: SpareForTeams = noTeams,
): Difference => {
  const reaching = asks.map((ask) => ({ ask, reached: reachedBy(ask, people) }))
  const least = nearestPlaces(reaching.flatMap(({ reached }) => reached))
  const found = reaching.map(({ ask, reached }) => ({ ask, ...wantedBy(ask, people, reached, least) }))
  const nearest = new Map(atNearest(found.map(({ ask, all }) => ({ ask, picked: all }))))
  const coming = people.filter(isComing)
  const kept = spareForTeams(
    coming.filter(({ responderId }) => nearest.has(responderId)),
    coming.filter(({ responderId }) => !nearest.has(responderId) && least.has(responderId)),
    [],
  )
  for (const [id, one] of atNearest(reaching.map(({ ask, reached }) => ({ ask, picked: reached }))))
    if (kept.has(id)) nearest.set(id, one)
  const wanted = [...nearest.values()].toSorted(nearestFirst)
  const rows = new Map(people.map((person) => [person.responderId, person]))
  const usual = atNearest(found.map(({ ask, usual: picked }) => ({ ask, picked })))
  const unheard = people.filter(owesAnswer).flatMap(({ responderId }): readonly Wanted[] => {
    const one = usual.get(responderId)
    return one === undefined || nearest.has(responderId) ? [] : [one]
  })
  const isUsual = new Set(unheard.map(({ responderId }) => responderId))
  const firm = new Map(found.flatMap((one) => one.firm.map((person) => [person.responderId, person] as const)))
  const kinds = [...new Set(asks.flatMap(({ need }) => Object.keys(need)))]
  const need = Object.fromEntries(
    kinds.map((kind) => [
      kind,
      Math.max(
        countOf(kind, [...firm.values()]),
        ...asks.map((ask) => new Map(Object.entries(ask.need)).get(kind) ?? 0),
      ),
    ]),
  )
  return {
    skills: skillsOfAll(
      asks,
      found.map(({ all }) => all),
    ),
    wanted,
    call: wanted.filter(({ responderId }) => !rows.has(responderId)),
    recall: wanted.filter(({ responderId }) => (rows.get(responderId)?.stoodDownAt ?? null) !== null),
    stay: wanted.filter(({ responderId }) => rows.get(responderId)?.stoodDownAt === null),
    unheard,
    standDown: people
      .filter((person) => person.stoodDownAt === null && !saidNo(person) && !nearest.has(person.responderId))
      // Somebody who stands at the gardu is welcome there, and who is done has gone home.
      .filter(
        ({ answer, responderId, doneAt = null }) =>
          doneAt === null && !isUsual.has(responderId) && !(answer === 'arrived' && least.has(responderId)),
      )
      .map(({ responderId }) => responderId),
    need,
    selections: found.map(({ ask, selection }) => ({ threadId: ask.threadId, selection })),
  }
}
