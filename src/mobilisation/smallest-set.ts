import { type Found, firstOf, latestAt, peopleAt, restsOf, type Task, taskOf, type Waiting } from './call-set.ts'
import { fillChance, partChance } from './fill-chance.ts'
import { reaches, smallestShares } from './kind-shares.ts'
import { fillsPart, type Likely, type Part } from './need-part.ts'
import { countYes } from './poisson-binomial.ts'
import { searchedSet } from './skilled-search.ts'

/** People of a line by their places in it. */
export interface SmallestSet {
  readonly places: readonly number[]
  /** Whether no smaller set does, by the rules of the search; false where that was not worked out. */
  readonly isSmallest: boolean
  /** Of kinds alone: the chance of each part with the set and those who are sure, as `partChance` counts it. */
  readonly chances?: readonly number[]
}

interface Bounded {
  readonly places: readonly number[]
  /** Of each kind. */
  readonly chances: readonly number[]
}

/** The set when some are called in any case and the kinds' shares make up for the rest of the goal. */
const boundedBy = (task: Task, called: ReadonlySet<number>): Bounded | null => {
  const people = [...task.sure, ...peopleAt(task, called)]
  const skills = task.skills.reduce((chance, part) => chance * partChance(part, people), 1)
  if (!reaches(skills, task.goal)) return null
  const rests = restsOf(task, called, [], task.line.length)
  const shares = smallestShares(rests, Math.min(1, task.goal / skills))
  return shares === null
    ? null
    : {
        places: [
          ...called,
          ...firstOf(
            rests.map(({ places }) => places),
            shares.counts,
          ),
        ],
        chances: shares.chances,
      }
}

/** How many of the first holders of a skill bring it alone to a chance; all where none do. */
const fewestHolders = (task: Task, part: Part, holders: readonly number[], level: number): number => {
  const yes = countYes(part.count)
  for (const person of task.sure) if (fillsPart(person, part)) yes.add(person.odds)
  let taken = 0
  for (const { odds } of peopleAt(task, holders)) {
    if (reaches(yes.enough(), level)) break
    yes.add(odds)
    taken += 1
  }
  return taken
}

/** For each of the skills the fewest first holders who bring it alone to its even share of the goal; all where none do. */
const evenShares = (task: Task): readonly number[] =>
  task.skills.map((part, at) =>
    fewestHolders(task, part, task.holders[at] as readonly number[], task.goal ** (1 / task.parts.length)),
  )

/**
 * Whether nobody farther back in line is ever called for a skill's sake: the holders that are known bring each skill to
 * its even share, and the kinds can make up for the rest.
 */
export const holdersSuffice = (
  parts: readonly Part[],
  sure: readonly Likely[],
  line: readonly Waiting[],
  goal: number,
): boolean => {
  const task = taskOf(parts, sure, line, goal)
  const called = firstOf(task.holders, evenShares(task))
  const people = [...sure, ...peopleAt(task, called)]
  return (
    task.skills.every((part) => reaches(partChance(part, people), goal ** (1 / parts.length))) &&
    boundedBy(task, new Set(called)) !== null
  )
}

const withSkills = (task: Task): SmallestSet | null => {
  const { parts, sure, line, holders, goal } = task
  const everybody = [...sure, ...line]
  const most = fillChance(parts, everybody)
  if (!reaches(most.chance, goal)) return null
  const shares = evenShares(task)
  const all = holders.map(({ length }) => length)
  const usual = boundedBy(task, new Set(firstOf(holders, shares)))
  const start = (usual ?? boundedBy(task, new Set(firstOf(holders, all))))?.places ?? [...line.keys()]
  // What is shown would be the bound: a set that reaches the goal only in truth would seem to fall short.
  if (!most.exact) return { places: start, isSmallest: false }
  const { chance } = fillChance(parts, [...sure, ...peopleAt(task, start)])
  const begin: Found = { places: start, latest: latestAt(task, start), chance }
  const { found, isBest } = searchedSet(task, usual === null ? all : shares, begin)
  return { places: found.places, isSmallest: isBest }
}

const byKinds = (task: Task): SmallestSet | null => {
  const found = boundedBy(task, new Set())
  return found && { ...found, isSmallest: true }
}

/**
 * The smallest set of people from a line that, with those who are sure to be called, fills all parts at once with
 * chance `goal`: their places in the line, in order; null where all of them together do not reach it.
 *
 * Reach order: of each kind the first so many are called, nobody being passed over; and of each skill's holders, of
 * whatever kind, the first so many, even beyond their kind's share, for a skill must not fail because its holders live
 * a little farther than others of their kind. They count for their kind as well, and spare it others. Of all such
 * unions the one with the fewest people is taken; of those the one whose last person arrives earliest; then the
 * likeliest; then the one whose people stand earlier in line. No more are called for a skill's sake than bring it alone
 * to its even share of the goal (its n-th root for n parts), as long as that can do: else a skill would be an excuse for
 * passing over the near.
 *
 * This is exact for kinds alone, whatever their number. With skills it is exact as far as `fillChance` is and
 * `searchedSet` can look. Beyond that each skill gets the holders of its even share and the kinds make up for the rest,
 * by the product of the parts' chances, and the search improves on that as far as its steps go: the goal is reached,
 * perhaps with somewhat more people than would do.
 */
export const smallestSet = (
  parts: readonly Part[],
  sure: readonly Likely[],
  line: readonly Waiting[],
  goal: number,
): SmallestSet | null => {
  const task = taskOf(parts, sure, line, goal)
  const found = task.skills.length === 0 ? byKinds(task) : withSkills(task)
  return found && { ...found, places: found.places.toSorted((left, right) => left - right) }
}
