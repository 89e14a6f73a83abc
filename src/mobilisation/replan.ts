import type { ResponderId } from '../roster/responder.ts'
import { type CalledPerson, firstWave, isComing } from './call-out.ts'
import type { HeadCount } from './hazard-event.ts'
import type { Picked, Selection } from './selection.ts'

/** A choice of people round one place, nearest first; `among` leaves out everybody else. */
export type Choose = (want: HeadCount, without: ReadonlySet<string>, among?: ReadonlySet<string>) => Selection

/** What one thread of an incident asks for, with the choice round its place. */
export interface Ask {
  readonly threadId: string
  readonly need: HeadCount
  readonly choose: Choose
}

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
  /** Called, not told otherwise, and wanted no more. */
  readonly standDown: readonly ResponderId[]
  /** Heads by kind that fill the call-out. */
  readonly need: HeadCount
  /** Threads in their order, with what the choice said: whom it passed over, and what it lacks. */
  readonly selections: readonly { readonly threadId: string; readonly selection: Selection }[]
}

const ids = (people: readonly CalledPerson[]): ReadonlySet<string> =>
  new Set(people.map(({ responderId }) => responderId))

const saidNo = ({ answer }: CalledPerson): boolean => answer === 'no'
const isSilent = ({ answer, silentAt }: CalledPerson): boolean => answer === null && silentAt !== null

const countOf = (kind: string, picked: readonly Picked[]): number => picked.filter((one) => one.kind === kind).length

/** What an ask wants: those who are coming first, then the nearest others for what is still missing. */
const wantedBy = (
  { need, choose }: Ask,
  overcall: number,
  people: readonly CalledPerson[],
): { selection: Selection; all: readonly Picked[]; firm: readonly Picked[]; heard: ReadonlySet<string> } => {
  const called = people.filter(({ stoodDownAt }) => stoodDownAt === null)
  const coming = ids(called.filter(isComing))
  const kept = coming.size === 0 ? [] : choose(need, new Set(), coming).picked
  const missing = Object.fromEntries(
    Object.entries(need).map(([kind, count]) => [kind, Math.max(0, count - countOf(kind, kept))]),
  )
  const silent = called.filter(isSilent)
  // Those stood down in silence too: called again at once, they would send home whoever took their place.
  const out = new Set([...coming, ...ids(people.filter((person) => saidNo(person) || isSilent(person)))])
  const selection = choose(firstWave(missing, overcall), out)
  const firm = [...kept]
  for (const one of selection.picked) if (countOf(one.kind, firm) < (need[one.kind] ?? 0)) firm.push(one)
  // Whoever has not answered in time is neither counted on nor sent home while the place still asks for them.
  const heard =
    silent.length === 0
      ? new Set<string>()
      : new Set(choose(firstWave(need, overcall), ids(people.filter(saidNo))).picked.map((one) => one.responderId))
  return { selection, all: [...kept, ...selection.picked], firm, heard }
}

const nearestFirst = (left: Wanted, right: Wanted): number =>
  left.km - right.km || (left.responderId < right.responderId ? -1 : 1)

/**
 * Works out whom the threads of an incident want now, and what must change for those called before.
 *
 * Each thread wants the nearest people for its own need round its own place, as if nobody had been called; only those
 * who said yes come before nearer ones, and those who said no or nothing are passed over. A person whom several threads
 * want goes to the nearest place. The need of the whole is the number of different people that the needs of the threads
 * come to, so that two messages about one happening do not double it. Without answers the result depends on the
 * threads and the roster alone, not on the order in which messages came.
 */
export const planDifference = (asks: readonly Ask[], people: readonly CalledPerson[], overcall: number): Difference => {
  const found = asks.map((ask) => ({ ask, ...wantedBy(ask, overcall, people) }))
  const nearest = new Map<ResponderId, Wanted>()
  for (const { ask, all } of found)
    for (const one of all) {
      const had = nearest.get(one.responderId)
      if (had === undefined || one.km < had.km) nearest.set(one.responderId, { ...one, threadId: ask.threadId })
    }
  const wanted = [...nearest.values()].toSorted(nearestFirst)
  const rows = new Map(people.map((person) => [person.responderId, person]))
  const heard = new Set(found.flatMap((one) => [...one.heard]))
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
    wanted,
    call: wanted.filter(({ responderId }) => !rows.has(responderId)),
    recall: wanted.filter(({ responderId }) => (rows.get(responderId)?.stoodDownAt ?? null) !== null),
    stay: wanted.filter(({ responderId }) => rows.get(responderId)?.stoodDownAt === null),
    standDown: people
      .filter((person) => person.stoodDownAt === null && !saidNo(person) && !nearest.has(person.responderId))
      .filter((person) => !(isSilent(person) && heard.has(person.responderId)))
      .map(({ responderId }) => responderId),
    need,
    selections: found.map(({ ask, selection }) => ({ threadId: ask.threadId, selection })),
  }
}
