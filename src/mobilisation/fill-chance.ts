import { countKind, skillStates } from './joint-count.ts'
import { fillsPart, type Likely, type Part } from './need-part.ts'
import { countYes } from './poisson-binomial.ts'

/** The chance that enough of these people say yes for one part. */
export const partChance = (part: Part, people: readonly Likely[]): number => {
  const yes = countYes(part.count)
  for (const person of people) if (fillsPart(person, part)) yes.add(person.odds)
  return yes.enough()
}

/** States of the joint count of one kind and all skills beyond which a chance is bounded, not counted out. */
export const MOST_STATES = 20_000
/** The same for steps: states times people. */
const MOST_STEPS = 20_000_000

const product = (figures: readonly number[]): number => figures.reduce((whole, figure) => whole * figure, 1)

/** How many people of each kind are wanted; kinds of which only skills are wanted come with 0. */
export const kindCounts = (parts: readonly Part[], people: readonly Likely[]): ReadonlyMap<string, number> => {
  const counts = new Map(people.map(({ kind }) => [kind as string, 0]))
  for (const { by, name, count } of parts) if (by === 'kind') counts.set(name, count)
  return counts
}

/**
 * The chance that people fill every part at once, and whether it is exact.
 *
 * Kinds alone are independent of each other, so theirs is the product of the parts'. A wanted skill ties kinds together:
 * then the yeses of each kind and those with each skill are counted jointly, kind by kind, as long as that takes no more
 * than `MOST_STATES` states. Beyond that the product of the parts' chances is given, which is never too high: more
 * yeses help every part, and such events are never less likely together than apart (Harris 1960).
 *
 * `known`: the parts' own chances (`partChance`), where they were counted already.
 */
export const fillChance = (
  parts: readonly Part[],
  people: readonly Likely[],
  known?: readonly number[],
): { chance: number; exact: boolean } => {
  const skills = parts.filter(({ by }) => by === 'skill')
  const apart = (): number => product(known ?? parts.map((part) => partChance(part, people)))
  if (skills.length === 0) return { chance: apart(), exact: true }
  const counts = kindCounts(parts, people)
  const states = product(skills.map(({ count }) => count + 1)) * (Math.max(...counts.values()) + 1)
  if (states > MOST_STATES || states * people.length > MOST_STEPS) return { chance: apart(), exact: false }
  const numbered = skillStates(skills)
  let soFar: readonly number[] | null = null
  for (const [kind, count] of counts) {
    const yes = countKind(count, numbered, soFar)
    for (const person of people) if (person.kind === kind) yes.add(person)
    soFar = yes.enough()
  }
  return { chance: Math.min(1, soFar?.at(-1) ?? 0), exact: true }
}
