import { restOf, type Task } from './call-set.ts'
import { countKind, type SkillStates } from './joint-count.ts'
import { type Growing, growing } from './kind-shares.ts'
import type { Likely } from './need-part.ts'

/** Chances of each state of the skills, counted out only where other parts are filled too. */
export type States = readonly number[]

/** For the first so many of a kind: the states of the skills with the kind being filled. */
export type GrowingStates = (people: number) => States

/** What one kind has beside those who are called for the skills' sake. */
export interface OfKind {
  /** Of those left in line. */
  readonly places: readonly number[]
  readonly chances: Growing
  readonly states: GrowingStates
}

export interface Beside {
  readonly kinds: readonly OfKind[]
  /** The skills of those who are sure or called and whose kind is not wanted. */
  readonly others: States
}

const growingStates = (
  count: number,
  sure: readonly Likely[],
  line: readonly Likely[],
  skills: SkillStates,
): GrowingStates => {
  const yes = countKind(count, skills, null)
  for (const person of sure) yes.add(person)
  const all = [yes.enough()]
  return (people) => {
    for (let at = all.length - 1; at < people; at += 1) {
      yes.add(line[at] as Likely)
      all.push(yes.enough())
    }
    return all[people] as States
  }
}

/** What was made for some numbers, one after the other. */
interface Branch<Made> {
  readonly after: Map<number, Branch<Made>>
  made?: Made
}

/** Makes something once for each choice of one number from every list that comes to the same numbers. */
const madeOnce = <Made>() => {
  const root: Branch<Made> = { after: new Map() }
  return (lists: readonly (readonly number[])[], taken: readonly number[], make: () => Made): Made => {
    let branch = root
    for (let at = 0; at < lists.length; at += 1) {
      const number = lists[at]?.[taken[at] as number] as number
      const known = branch.after.get(number)
      const next: Branch<Made> = known ?? { after: new Map() }
      if (known === undefined) branch.after.set(number, next)
      branch = next
    }
    branch.made ??= make()
    return branch.made
  }
}

/**
 * What the kinds have when of each skill's holders the first so many (`taken`) are called: `called` has their places in
 * that order, and of a skill with more holders within its limit the next one ends the lines. Lines of no more than `most`.
 *
 * A kind is worked out once for each way in which its own people are called: most choices of holders differ in one kind
 * alone.
 */
export const besideCalled = (
  task: Task,
  limits: readonly number[],
  most: number,
  skills: SkillStates,
): ((taken: readonly number[], called: readonly number[], nexts: readonly (number | null)[]) => Beside) => {
  const names: readonly string[] = task.kinds.map(({ name }) => name)
  const kindAt = (place: number): number => names.indexOf(task.line[place]?.kind as string)
  // For each kind, and -1 for all others: of each skill, by how many of its holders are called, how many of them are of
  // the kind, and whether the next one is.
  const waysOf = (kind: number): readonly (readonly number[])[] =>
    task.holders.map((holders, skill) => {
      let own = 0
      const limit = limits[skill] as number
      return Array.from({ length: limit + 1 }, (_, taken) => {
        if (taken > 0 && kindAt(holders[taken - 1] as number) === kind) own += 1
        return 2 * own + (taken < limit && kindAt(holders[taken] as number) === kind ? 1 : 0)
      })
    })
  const [ways, others] = [names.map((_, kind) => waysOf(kind)), waysOf(-1)]
  const [kindsMade, othersMade] = [names.map(() => madeOnce<OfKind>()), madeOnce<States>()]
  return (taken, called, nexts) => {
    const peopleOf = (kind: number): readonly Likely[] => [
      ...task.sure.filter((one) => names.indexOf(one.kind) === kind),
      ...called.filter((place) => kindAt(place) === kind).map((place) => task.line[place] as Likely),
    ]
    return {
      kinds: names.map((_, kind) =>
        (kindsMade[kind] as ReturnType<typeof madeOnce<OfKind>>)(ways[kind] as readonly number[][], taken, () => {
          const rest = restOf(task, kind, new Set(called), nexts, most)
          const line = rest.places.map((place) => task.line[place] as Likely)
          return {
            places: rest.places,
            chances: growing(rest),
            states: growingStates(rest.count, peopleOf(kind), line, skills),
          }
        }),
      ),
      others: othersMade(others, taken, () => growingStates(0, peopleOf(-1), [], skills)(0)),
    }
  }
}
