import type { KindLine } from './kind-shares.ts'
import { fillsPart, type Likely, type Part } from './need-part.ts'

/** Somebody in line, so many minutes away. */
export interface Waiting extends Likely {
  readonly minutes: number
}

/** A need to be met from a line of people, beside those who are sure to be called. */
export interface Task {
  readonly parts: readonly Part[]
  readonly kinds: readonly Part[]
  readonly skills: readonly Part[]
  readonly sure: readonly Likely[]
  readonly line: readonly Waiting[]
  /** For each of the kinds the places in the line of its people, in order. */
  readonly ofKind: readonly (readonly number[])[]
  /** For each of the skills those of its holders. */
  readonly holders: readonly (readonly number[])[]
  readonly goal: number
}

/** People of the line by their places in it. */
export interface Found {
  /** In order. */
  readonly places: readonly number[]
  /** The minutes of the last to arrive. */
  readonly latest: number
  readonly chance: number
}

export const taskOf = (
  parts: readonly Part[],
  sure: readonly Likely[],
  line: readonly Waiting[],
  goal: number,
): Task => {
  const [kinds, skills] = [parts.filter(({ by }) => by === 'kind'), parts.filter(({ by }) => by === 'skill')]
  const placesOf = (part: Part): readonly number[] => {
    const places: number[] = []
    for (let place = 0; place < line.length; place += 1) if (fillsPart(line[place] as Waiting, part)) places.push(place)
    return places
  }
  return { parts, kinds, skills, sure, line, ofKind: kinds.map(placesOf), holders: skills.map(placesOf), goal }
}

export const peopleAt = ({ line }: Task, places: Iterable<number, unknown, unknown>): readonly Waiting[] => {
  const people: Waiting[] = []
  for (const place of places) people.push(line[place] as Waiting)
  return people
}

/** The first so many of each list. */
export const firstOf = (lists: readonly (readonly number[])[], counts: readonly number[]): readonly number[] =>
  lists.flatMap((list, at) => list.slice(0, counts[at] as number))

/** Those of one kind who are not called in any case, with their places in the line. */
export interface Rest extends KindLine {
  readonly places: readonly number[]
}

/**
 * For each kind the line that is left when some people are called in any case: no more than `most`, and nobody from the
 * first of `ends` on.
 */
export const restsOf = (
  task: Task,
  called: ReadonlySet<number>,
  ends: readonly (number | null)[],
  most: number,
): readonly Rest[] => task.kinds.map((_, at) => restOf(task, at, called, ends, most))

/** The same for one of the kinds. */
export const restOf = (
  task: Task,
  at: number,
  called: ReadonlySet<number>,
  ends: readonly (number | null)[],
  most: number,
): Rest => {
  const part = task.kinds[at] as Part
  const [places, odds, minutes]: [number[], number[], number[]] = [[], [], []]
  for (const place of task.ofKind[at] as readonly number[]) {
    if (places.length === most || ends.includes(place)) break
    if (called.has(place)) continue
    const person = task.line[place] as Waiting
    places.push(place)
    odds.push(person.odds)
    minutes.push(person.minutes)
  }
  const certain: number[] = []
  for (const person of task.sure) if (fillsPart(person, part)) certain.push(person.odds)
  for (const person of peopleAt(task, called)) if (fillsPart(person, part)) certain.push(person.odds)
  return { count: part.count, sure: certain, odds, minutes, places }
}

/** The minutes of the last to arrive; for nobody, less than any. */
export const latestAt = (task: Task, places: Iterable<number, unknown, unknown>): number =>
  peopleAt(task, places).reduce((latest, { minutes }) => Math.max(latest, minutes), Number.NEGATIVE_INFINITY)

/** Fewer people first, then the earlier last arrival, then the better chance, then who stands earlier in line. */
export const isBetter = (left: Found, right: Found): boolean => {
  const order = left.places.length - right.places.length || left.latest - right.latest || right.chance - left.chance
  if (order !== 0) return order < 0
  const at = left.places.findIndex((place, nth) => place !== right.places[nth])
  return (left.places[at] as number) < (right.places[at] as number)
}
