import { type Found, firstOf, isBetter, latestAt, peopleAt, restsOf, type Task } from './call-set.ts'
import { countKind, type SkillStates, skillStates } from './joint-count.ts'
import { bestChances, reaches, searchOf, type Window } from './kind-shares.ts'
import type { Likely } from './need-part.ts'

/** Steps of arithmetic after which a search stops with what it has: some fifteen milliseconds' worth. */
export const MOST_SEARCH_STEPS = 15_000_000
/** What one choice of holders costs, and what looking at it costs beside its arithmetic, in such steps. */
const STEPS_TO_CHOOSE = 3_000
const STEPS_TO_LOOK = 30_000
/** States of the skills beyond which sets are not searched: every pair of states is looked at for each kind. */
export const MOST_SKILL_STATES = 128

/** Every combination of whole numbers from each limit down to 0. */
function* combinations(limits: readonly number[]): Generator<readonly number[]> {
  const [limit, ...others] = limits
  if (limit === undefined) yield []
  else for (let own = limit; own >= 0; own -= 1) for (const rest of combinations(others)) yield [own, ...rest]
}

/** Chances of each state of the skills, counted out only where other parts are filled too. */
type States = readonly number[]

const total = (states: States): number => states.reduce((sum, chance) => sum + chance, 0)

/** For the first so many of a kind: the states of the skills with the kind being filled. */
type Growing = (people: number) => States

const growing = (count: number, sure: readonly Likely[], line: readonly Likely[], skills: SkillStates): Growing => {
  const yes = countKind(count, skills, null)
  for (const person of sure) yes.add(person)
  const all = [yes.enough()]
  return (people) => {
    for (const person of line.slice(all.length - 1, people)) {
      yes.add(person)
      all.push(yes.enough())
    }
    return all[people] as States
  }
}

/** The states of two groups of people together. */
const together = (left: States, right: States, sums: readonly Uint8Array[]): States => {
  const both = left.map(() => 0)
  for (const [one, chance] of left.entries()) {
    if (chance === 0) continue
    const sum = sums[one] as Uint8Array
    for (let other = 0; other < right.length; other += 1) {
      const state = sum[other] as number
      both[state] = (both[state] as number) + chance * (right[other] as number)
    }
  }
  return both
}

/** What can be taken beside those called for the skills' sake. */
interface Look {
  readonly lines: readonly Growing[]
  /** For each of the kinds the places of those left in line. */
  readonly places: readonly (readonly number[])[]
  readonly windows: readonly Window[]
  /** The skills of those who are sure or called and whose kind is not wanted. */
  readonly others: States
}

/** Null where `spare` people more cannot fill every kind. */
const lookAt = (
  task: Task,
  skills: SkillStates,
  called: ReadonlySet<number>,
  nexts: readonly (number | null)[],
  spare: number,
): Look | null => {
  const rests = restsOf(task, called, nexts, spare)
  const search = searchOf(rests, task.goal, spare)
  if (search === null) return null
  const sure = [...task.sure, ...peopleAt(task, called)]
  const wanted = new Set<string>(task.kinds.map(({ name }) => name))
  return {
    lines: task.kinds.map(({ name, count }, at) => {
      const line = peopleAt(task, rests[at]?.places as readonly number[])
      return growing(
        count,
        sure.filter(({ kind }) => kind === name),
        line,
        skills,
      )
    }),
    places: rests.map(({ places }) => places),
    windows: search.windows,
    others: growing(
      0,
      sure.filter(({ kind }) => !wanted.has(kind)),
      [],
      skills,
    )(0),
  }
}

/**
 * For each number of kinds gone through, what each state of the skills is worth at most: the chance that the kinds to
 * come are filled and make up for what it lacks, when each takes `more` beyond its least.
 */
const worthOf = ({ lines, windows, others }: Look, more: number, sums: readonly Uint8Array[]): readonly States[] => {
  let worth: States = others.map((_, state) => (state === others.length - 1 ? 1 : 0))
  const all = [worth]
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    const { least, chances } = windows[at] as Window
    const most = lines[at]?.(least + Math.min(more, chances.length - 1)) as States
    const later = worth
    worth = later.map((_, state) => {
      const sum = sums[state] as Uint8Array
      return most.reduce((chance, one, other) => chance + one * (later[sum[other] as number] as number), 0)
    })
    all.unshift(worth)
  }
  return all
}

const chanceOf = (states: States, worth: States): number =>
  states.reduce((sum, chance, state) => sum + chance * (worth[state] as number), 0)

/** The fewest beyond the least of all kinds with which the parts may be filled; `most` + 1 where `most` are too few. */
const fewestMore = (look: Look, most: number, goal: number, sums: readonly Uint8Array[]): number => {
  let [low, high] = [0, most + 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if (reaches(chanceOf(look.others, worthOf(look, middle, sums)[0] as States), goal)) high = middle
    else low = middle + 1
  }
  return low
}

interface Shares {
  readonly shares: readonly number[]
  readonly chance: number
}

/** Ways to take `more` people beyond the least of each kind that fill all parts with the goal's chance. */
function* sharesOf(
  look: Look,
  best: readonly Float64Array[],
  more: number,
  goal: number,
  sums: readonly Uint8Array[],
): Generator<Shares> {
  const worth = worthOf(look, more, sums)
  const taken: number[] = []
  const from = function* (at: number, left: number, states: States): Generator<Shares> {
    const most = chanceOf(states, worth[at] as States)
    if (!reaches(most, goal)) return
    const window = look.windows[at]
    if (window === undefined) {
      yield { shares: taken, chance: most }
      return
    }
    const [rest, kinds] = [best[at + 1] as Float64Array, total(states)]
    for (let own = Math.min(left, window.chances.length - 1); own >= 0; own -= 1) {
      if (!reaches(kinds * (window.chances[own] as number) * (rest[left - own] as number), goal)) continue
      taken[at] = window.least + own
      yield* from(at + 1, left - own, together(states, look.lines[at]?.(taken[at]) as States, sums))
    }
  }
  yield* from(0, more, look.others)
}

/**
 * The best set among all that take, of each skill's holders, the first few up to a limit, and of each kind the first
 * few; `start` is one of them. Each set is looked at once: as the one that takes most of the skills' lines. Where the
 * skills have more than `MOST_SKILL_STATES`, or the search takes more than `MOST_SEARCH_STEPS`, the best one so far is
 * returned, and `isBest` is false.
 */
export const searchedSet = (
  task: Task,
  limits: readonly number[],
  start: Found,
): { readonly found: Found; readonly isBest: boolean } => {
  const { holders, goal } = task
  const skills = skillStates(task.skills)
  const { states } = skills
  if (states > MOST_SKILL_STATES) return { found: start, isBest: false }
  const sums = Array.from({ length: states }, (_, left) =>
    Uint8Array.from({ length: states }, (_, right) => skills.together(left, right)),
  )
  const rows = task.kinds.reduce((sum, { count }) => sum + count + 1, 1)
  let found = start
  let steps = 0
  for (const taken of combinations(limits)) {
    steps += STEPS_TO_CHOOSE
    const called = new Set(firstOf(holders, taken))
    const nexts = holders.map((line, at) =>
      (taken[at] as number) < (limits[at] as number) ? (line[taken[at] as number] as number) : null,
    )
    const spare = found.places.length - called.size
    if (spare < 0 || nexts.some((next) => next !== null && called.has(next))) continue
    steps += STEPS_TO_LOOK + rows * states * (task.sure.length + found.places.length)
    if (steps > MOST_SEARCH_STEPS) return { found, isBest: false }
    const look = lookAt(task, skills, called, nexts, spare)
    if (look === null) continue
    const most = look.windows.reduce((left, { least }) => left - least, spare)
    const best = bestChances(look.windows, most)
    for (let more = fewestMore(look, most, goal, sums); more <= most; more += 1) {
      // What is found shrinks what is worth looking for.
      if (spare - most + more + called.size > found.places.length) break
      for (const { shares, chance } of sharesOf(look, best, more, goal, sums)) {
        const places = [...called, ...firstOf(look.places, shares)].toSorted((left, right) => left - right)
        const one = { places, latest: latestAt(task, places), chance }
        if (isBetter(one, found)) found = one
      }
    }
  }
  return { found, isBest: true }
}
