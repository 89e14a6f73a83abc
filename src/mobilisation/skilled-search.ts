import { type Beside, besideCalled, type States } from './beside-called.ts'
import { type Found, firstOf, isBetter, latestAt, type Task } from './call-set.ts'
import { skillStates } from './joint-count.ts'
import { bestChances, reaches, searchOf, type Window } from './kind-shares.ts'

/** Steps of arithmetic after which a search stops with what it has: some fifteen milliseconds' worth. */
export const MOST_SEARCH_STEPS = 15_000_000
/** What one choice of holders costs, and what looking at it costs beside its arithmetic, in such steps. */
const STEPS_TO_CHOOSE = 3_000
const STEPS_TO_LOOK = 30_000
/** States of the skills beyond which sets are not searched: every pair of states is looked at for each kind. */
export const MOST_SKILL_STATES = 128

/**
 * Every combination of whole numbers from each limit down to 0, the last of them running down first. One list, which
 * changes from step to step.
 */
function* combinations(limits: readonly number[]): Generator<readonly number[]> {
  const numbers = [...limits]
  for (let at = numbers.length - 1; at >= 0; ) {
    yield numbers
    at = numbers.length - 1
    for (; at >= 0 && numbers[at] === 0; at -= 1) numbers[at] = limits[at] as number
    if (at >= 0) numbers[at] = (numbers[at] as number) - 1
  }
}

const total = (states: States): number => states.reduce((sum, chance) => sum + chance, 0)

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
interface Look extends Beside {
  readonly windows: readonly Window[]
}

/**
 * For each number of kinds gone through, what each state of the skills is worth at most: the chance that the kinds to
 * come are filled and make up for what it lacks, when each takes `more` beyond its least.
 */
const worthOf = ({ kinds, windows, others }: Look, more: number, sums: readonly Uint8Array[]): readonly States[] => {
  let worth: States = others.map((_, state) => (state === others.length - 1 ? 1 : 0))
  const all = [worth]
  for (let at = kinds.length - 1; at >= 0; at -= 1) {
    const { least, chances } = windows[at] as Window
    const most = kinds[at]?.states(least + Math.min(more, chances.length - 1)) as States
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
      yield* from(at + 1, left - own, together(states, look.kinds[at]?.states(taken[at]) as States, sums))
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
  const beside = besideCalled(task, limits, start.places.length, skills)
  // By place: in which combination it was called last.
  const calledIn = new Int32Array(task.line.length)
  const nexts: (number | null)[] = holders.map(() => null)
  let found = start
  let [steps, nth] = [0, 0]
  for (const taken of combinations(limits)) {
    steps += STEPS_TO_CHOOSE
    nth += 1
    const called: number[] = []
    for (const [skill, line] of holders.entries()) {
      const count = taken[skill] as number
      nexts[skill] = count < (limits[skill] as number) ? (line[count] as number) : null
      for (let at = 0; at < count; at += 1) {
        const place = line[at] as number
        if (calledIn[place] !== nth) called.push(place)
        calledIn[place] = nth
      }
    }
    const spare = found.places.length - called.length
    if (spare < 0 || nexts.some((next) => next !== null && calledIn[next] === nth)) continue
    steps += STEPS_TO_LOOK + rows * states * (task.sure.length + found.places.length)
    if (steps > MOST_SEARCH_STEPS) return { found, isBest: false }
    const { kinds, others } = beside(taken, called, nexts)
    const search = searchOf(
      kinds.map(({ chances }) => chances),
      goal,
      spare,
    )
    if (search === null) continue
    const { windows, spare: most } = search
    const look = { kinds, others, windows }
    const lines = kinds.map(({ places }) => places)
    const best = bestChances(windows, most)
    for (let more = fewestMore(look, most, goal, sums); more <= most; more += 1) {
      // What is found shrinks what is worth looking for.
      if (spare - most + more + called.length > found.places.length) break
      for (const { shares, chance } of sharesOf(look, best, more, goal, sums)) {
        const places = [...called, ...firstOf(lines, shares)].toSorted((left, right) => left - right)
        const one = { places, latest: latestAt(task, places), chance }
        if (isBetter(one, found)) found = one
      }
    }
  }
  return { found, isBest: true }
}
