import type { Kind } from '../roster/responder.ts'
import type { Need } from './hazard-event.ts'
import { chanceOfAtLeast, countYes } from './poisson-binomial.ts'

/** What somebody can fill: a place of their kind, and one of each of their skills, all at once. */
export interface Fills {
  readonly kind: Kind
  readonly skills: readonly string[]
}

/** Somebody who may say yes. */
export interface Likely extends Fills {
  /** Odds of a yes within the deadline, 0 to 1. */
  readonly odds: number
}

/** One part of a need: so many of a kind, or so many with a skill among all who come. */
export interface Part {
  readonly by: 'kind' | 'skill'
  /** The kind's or the skill's word. */
  readonly name: string
  /** People wanted, above 0. */
  readonly count: number
}

/** The parts of a need that want anybody: kinds, then skills, each in the order of their words. */
export const partsOf = ({ kinds, skills }: Need): readonly Part[] =>
  [
    ...Object.entries(kinds).map(([name, count]): Part => ({ by: 'kind', name, count })),
    ...Object.entries(skills).map(([name, count]): Part => ({ by: 'skill', name, count })),
  ]
    .filter(({ count }) => count > 0)
    .toSorted((left, right) => ((left.by === right.by && left.name > right.name) || left.by > right.by ? 1 : -1))

export const fillsPart = ({ kind, skills }: Fills, { by, name }: Part): boolean =>
  by === 'kind' ? kind === name : skills.includes(name)

const oddsFor = (part: Part, people: readonly Likely[]): readonly number[] =>
  people.filter((person) => fillsPart(person, part)).map(({ odds }) => odds)

/** The chance that enough of these people say yes for one part. */
export const partChance = (part: Part, people: readonly Likely[]): number =>
  chanceOfAtLeast(oddsFor(part, people), part.count)

/** States of the joint count beyond which its chance is bounded, not counted out. */
export const MOST_STATES = 20_000
/** The same for steps: states times people with a wanted skill. */
const MOST_STEPS = 4_000_000

/** One figure of the joint count: how many of a kind or with a skill, up to `cap`. */
interface Digit {
  readonly part: Part
  readonly cap: number
  readonly stride: number
}

const digitsOf = (caps: readonly { readonly part: Part; readonly cap: number }[]): readonly Digit[] => {
  let stride = 1
  return caps.map(({ part, cap }) => {
    const digit = { part, cap, stride }
    stride *= cap + 1
    return digit
  })
}

const figure = (state: number, { cap, stride }: Digit): number => Math.floor(state / stride) % (cap + 1)

/** Chances of every state of the digits, after all of the people have said yes or not. */
const jointStates = (digits: readonly Digit[], states: number, people: readonly Likely[]): Float64Array => {
  const chances = new Float64Array(states)
  chances[0] = 1
  for (const person of people) {
    const own = digits.filter(({ part }) => fillsPart(person, part))
    // Downwards: a yes leads to a higher state, which has had its turn.
    for (let state = states - 1; state >= 0; state -= 1) {
      const chance = chances[state] as number
      if (chance === 0) continue
      let next = state
      for (const digit of own) if (figure(state, digit) < digit.cap) next += digit.stride
      chances[state] = chance * (1 - person.odds)
      chances[next] = (chances[next] as number) + chance * person.odds
    }
  }
  return chances
}

/** The chances that people without a wanted skill bring at least `count` less 0, 1 … `cap` of a kind. */
const lacking = ({ part, cap }: Digit, people: readonly Likely[]): readonly number[] => {
  const yes = countYes(part.count)
  for (const odds of oddsFor(part, people)) yes.add(odds)
  const chances = [yes.enough()]
  for (let fewer = 1; fewer <= cap; fewer += 1)
    chances.push((chances[fewer - 1] as number) + yes.exactly(part.count - fewer))
  return chances
}

/**
 * The chance that people fill every part at once, and whether it is exact.
 *
 * Kinds alone are independent of each other, so theirs is the product of the parts'. A wanted skill ties kinds together:
 * then the joint count of kinds and skills is worked out, as long as it has no more than `MOST_STATES` states. Beyond
 * that the product of the parts' chances is given, which is never too high: more yeses help every part, and such events
 * are never less likely together than apart (Harris 1960).
 */
export const fillChance = (parts: readonly Part[], people: readonly Likely[]): { chance: number; exact: boolean } => {
  const skills = parts.filter(({ by }) => by === 'skill')
  const isSkilled = (person: Likely): boolean => skills.some((part) => fillsPart(person, part))
  const skilled = people.filter(isSkilled)
  const plain = people.filter((person) => !isSkilled(person))
  const capOf = (part: Part): number => Math.min(part.count, skilled.filter((person) => fillsPart(person, part)).length)
  const digits = digitsOf(parts.map((part) => ({ part, cap: capOf(part) })).filter(({ cap }) => cap > 0))
  const states = digits.reduce((product, { cap }) => product * (cap + 1), 1)
  if (states > MOST_STATES || states * skilled.length > MOST_STEPS)
    return { chance: parts.reduce((product, part) => product * partChance(part, people), 1), exact: false }
  if (skills.some((part) => capOf(part) < part.count)) return { chance: 0, exact: true }
  const rest = parts.filter((part) => part.by === 'kind' && capOf(part) === 0)
  const alone = rest.reduce((product, part) => product * partChance(part, plain), 1)
  const kinds = digits
    .filter(({ part }) => part.by === 'kind')
    .map((digit) => ({ digit, lacks: lacking(digit, plain) }))
  const chances = jointStates(digits, states, skilled)
  let together = 0
  for (let state = 0; state < states; state += 1) {
    if (digits.some((digit) => digit.part.by === 'skill' && figure(state, digit) < digit.cap)) continue
    let chance = chances[state] as number
    for (const { digit, lacks } of kinds) chance *= lacks[figure(state, digit)] as number
    together += chance
  }
  return { chance: Math.min(1, alone * together), exact: true }
}
