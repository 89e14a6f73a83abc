import type { ResponderId } from '../roster/responder.ts'
import type { Waiting } from './call-set.ts'
import { fillChance, partChance } from './fill-chance.ts'
import type { Need } from './hazard-event.ts'
import { type Fills, fillsPart, type Likely, type Part, partsOf } from './need-part.ts'
import { smallestSet } from './smallest-set.ts'

/** Bounds of the chance that a policy may want. */
export const LEAST_TARGET = 0.8
export const MOST_TARGET = 0.999

/** Somebody who may be called: eligible and within reach. */
export interface Candidate extends Waiting {
  readonly responderId: ResponderId
  /** Over a limit of fatigue: called only where the need cannot be met without them. */
  readonly resting: boolean
  /** People of a later tier are called only where all of the earlier ones do not do; left out: 1 for who rests, else 0. */
  readonly tier?: number
}

const tierIn = ({ tier, resting }: Candidate): number => tier ?? (resting ? 1 : 0)

export interface WaveAsked {
  readonly need: Need
  /** Those who are coming: certain. */
  readonly coming: readonly Fills[]
  /** Those called whose answer is awaited, with the odds that are left to them (`oddsLeft` in answer-history.ts). */
  readonly pending: readonly Likely[]
  /** In the order in which they are to be called (`inFairOrder` in fairness.ts); each once, nobody of the others. */
  readonly candidates: readonly Candidate[]
  /** The chance wanted of every part being filled: `LEAST_TARGET` to `MOST_TARGET`. */
  readonly target: number
}

/** Somebody to be called. */
export interface Called {
  readonly responderId: ResponderId
  /** What brought them in: a place of their kind; a skill for which nearer ones of their kind were passed over. */
  readonly because: 'kind' | 'skill'
  readonly resting: boolean
}

export interface PartChance extends Part {
  /** How many of those who are coming count for it. */
  readonly coming: number
  /** The chance that it is filled by those coming, pending and called. */
  readonly chance: number
}

/** Whom to call, and how sure that makes it. */
export interface Wave {
  /** In the candidates' order; empty where nobody more is needed, or nobody is left who helps. */
  readonly called: readonly Called[]
  /** The chance that every part is filled at once; a lower bound of it where `exact` is false. */
  readonly chance: number
  readonly exact: boolean
  /** Whether no smaller set does, as `smallestSet` means it; false where that was not worked out. */
  readonly isSmallest: boolean
  /** Whether the target is reached. */
  readonly reached: boolean
  /** Every part of the need: kinds, then skills, each in the order of their words. */
  readonly parts: readonly PartChance[]
  /** Parts that keep the target from being reached, the weakest first: all who can fill them are called. */
  readonly limits: readonly Part[]
  /** Resting people who could help and are left in peace. */
  readonly spared: readonly ResponderId[]
  /** Yeses to be expected of those called. */
  readonly expectedYes: number
  /** Those coming, and the yeses to be expected of those pending and called. */
  readonly expectedComing: number
}

const countOf = (part: Part, people: readonly Fills[]): number =>
  people.filter((person) => fillsPart(person, part)).length

const wordOf = ({ kind, skills }: Fills): string => [kind, ...skills.toSorted()].join(' ')

/** One order for rows that come in any: else sums would differ in their last bit. */
const byOdds = (left: Likely, right: Likely): number =>
  left.odds - right.odds || (wordOf(left) < wordOf(right) ? -1 : 1)

/** Some of the candidates, and whether they are as few as can be. */
interface Choice {
  readonly people: readonly Candidate[]
  readonly isSmallest: boolean
  /** The parts' chances with them, where the search counted them: thousands of people are not counted twice. */
  readonly chances?: readonly number[] | undefined
}

const pick = (
  parts: readonly Part[],
  sure: readonly Likely[],
  from: readonly Candidate[],
  goal: number,
): Choice | null => {
  const set = smallestSet(parts, sure, from, goal)
  return set && { ...set, people: set.places.map((place) => from[place] as Candidate) }
}

/**
 * The fewest of the candidates that reach the goal: those of the first tier alone if they can; else the fewest of the
 * earliest tier with whom all earlier ones can, and then, from tier to tier back to the first, as few as do.
 */
const earlierFirst = (
  parts: readonly Part[],
  sure: readonly Likely[],
  candidates: readonly Candidate[],
  goal: number,
): Choice | null => {
  const tiers = [...new Set([0, ...candidates.map(tierIn)])].toSorted((left, right) => left - right)
  const lines = tiers.map((tier) => candidates.filter((one) => tierIn(one) === tier))
  const pickFrom = (at: number, taken: readonly Candidate[]): Choice | null =>
    pick(parts, [...sure, ...lines.slice(0, at).flat(), ...taken], lines[at] as readonly Candidate[], goal)
  for (let last = 0; last < lines.length; last += 1) {
    let found = pickFrom(last, [])
    if (found === null) continue
    for (let at = last - 1; at >= 0 && found !== null; at -= 1) {
      const fewer = pickFrom(at, found.people)
      found = fewer && {
        people: [...found.people, ...fewer.people],
        isSmallest: found.isSmallest && fewer.isSmallest,
      }
    }
    return found
  }
  return null
}

/** The part that is the least likely with everybody; of equal ones the first. */
const weakestOf = (parts: readonly Part[], people: readonly Likely[]): Part => {
  const chances = parts.map((part) => partChance(part, people))
  return parts[chances.indexOf(Math.min(...chances))] as Part
}

/** Whom to call; parts that cannot be brought to the goal are given up one by one, the weakest first. */
const choose = (
  open: readonly Part[],
  pending: readonly Likely[],
  candidates: readonly Candidate[],
  goal: number,
): Omit<Choice, 'people'> & { readonly chosen: ReadonlySet<Candidate>; readonly limits: readonly Part[] } => {
  const limits: Part[] = []
  for (;;) {
    const wanted = open.filter((part) => !limits.includes(part))
    const isTaken = (one: Candidate): boolean => limits.some((part) => fillsPart(one, part))
    const [taken, left] = [candidates.filter(isTaken), candidates.filter((one) => !isTaken(one))]
    const enough = earlierFirst(wanted, [...pending, ...taken], left, goal)
    if (enough !== null) {
      const { people, isSmallest, chances } = enough
      // Those of the other parts are not counted.
      return {
        chosen: new Set([...taken, ...people]),
        limits,
        isSmallest,
        chances: limits.length === 0 ? chances : undefined,
      }
    }
    limits.push(weakestOf(wanted, [...pending, ...candidates]))
  }
}

/** Whom a place of their kind brings in: those before whom nobody of their kind and tier is passed over. */
const broughtByKind = (
  open: readonly Part[],
  candidates: readonly Candidate[],
  chosen: ReadonlySet<Candidate>,
): ReadonlySet<Candidate> => {
  const passedOver = new Set<string>()
  const brought = new Set<Candidate>()
  for (const one of candidates) {
    const queue = `${one.kind} ${tierIn(one)}`
    if (!chosen.has(one)) passedOver.add(queue)
    else if (!passedOver.has(queue) && open.some(({ by, name }) => by === 'kind' && name === one.kind)) brought.add(one)
  }
  return brought
}

/**
 * Chooses the smallest set of people whose call makes it as likely as wanted that every part of a need is filled at
 * once, counting those who are coming as certain and those pending by their odds. So the same question tells whom to
 * call first, whom to call after a no or a silence, and (by an empty answer) that nobody more is needed.
 *
 * Answers are taken to be independent. What smallest means is said at `smallestSet`. Resting people, and others
 * of a later tier, are called only where those of the earlier ones do not reach the target: then as few of them as do,
 * and each who rests is marked. Where the target cannot be
 * reached, the parts that are to blame are given up for it, the weakest first (by their chance with everybody called),
 * until the others can reach it together: all who can fill a part given up are called, resting or not, and of the rest
 * the smallest set as if it were not there. `limits` names those parts, `chance` is that of the whole.
 *
 * The same people give the same answer in whatever order `coming` and `pending` come; the order of `candidates` is
 * theirs to be called in. Throws RangeError for a target outside its bounds.
 */
export const sufficientWave = ({ need, coming, pending, candidates, target }: WaveAsked): Wave => {
  if (!(target >= LEAST_TARGET && target <= MOST_TARGET))
    throw new RangeError(`wave: expected a target from ${LEAST_TARGET} to ${MOST_TARGET}, got ${target}`)
  const parts = partsOf(need)
  const open = parts
    .map((part) => ({ ...part, count: part.count - countOf(part, coming) }))
    .filter(({ count }) => count > 0)
  const awaited = pending.toSorted(byOdds)
  const useful = candidates.filter((one) => open.some((part) => fillsPart(one, part)))
  const { chosen, limits, isSmallest, chances: counted } = choose(open, awaited, useful, target)
  const called = candidates.filter((one) => chosen.has(one))
  const people = [...awaited, ...called]
  const chances = counted ?? open.map((part) => partChance(part, people))
  const { chance, exact } = fillChance(open, people, chances)
  const ofKind = broughtByKind(open, candidates, chosen)
  const expectedYes = called.reduce((total, { odds }) => total + odds, 0)
  const whole = (part: Part): Part => parts.find(({ by, name }) => by === part.by && name === part.name) as Part
  return {
    called: called.map((one) => ({
      responderId: one.responderId,
      because: ofKind.has(one) ? 'kind' : 'skill',
      resting: one.resting,
    })),
    chance,
    exact,
    isSmallest,
    reached: limits.length === 0,
    parts: parts.map((part) => {
      const at = open.findIndex(({ by, name }) => by === part.by && name === part.name)
      // Those who come fill the others.
      return { ...part, coming: countOf(part, coming), chance: at < 0 ? 1 : (chances[at] as number) }
    }),
    limits: limits.map(whole),
    spared: useful.filter((one) => one.resting && !chosen.has(one)).map(({ responderId }) => responderId),
    expectedYes,
    expectedComing: awaited.reduce((total, { odds }) => total + odds, coming.length + expectedYes),
  }
}
