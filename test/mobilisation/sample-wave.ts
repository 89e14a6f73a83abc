import fc from 'fast-check'
import type { Likely, Part } from '../../src/mobilisation/need-part.ts'
import { fillsPart } from '../../src/mobilisation/need-part.ts'
import type { Candidate } from '../../src/mobilisation/sufficient-wave.ts'
import type { Kind } from '../../src/roster/responder.ts'
import { idOf } from './sample.ts'

export const kindPart = (name: Kind, count: number): Part => ({ by: 'kind', name, count })
export const skillPart = (name: string, count: number): Part => ({ by: 'skill', name, count })

/** Somebody in line with a number, of which their id is made. */
export const waiting = (n: number, more: Partial<Candidate> = {}): Candidate => ({
  responderId: idOf(`R${String(n).padStart(3, '0')}`),
  kind: 'tagana',
  skills: [],
  minutes: n,
  odds: 0.5,
  resting: false,
  ...more,
})

const WAVE_KINDS: Kind[] = ['tagana', 'pkh', 'ksb_member']
const WAVE_SKILLS: string[] = ['dapur_umum', 'shelter']

const odds = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 5, max: 95 }).map((percent) => percent / 100) },
  { weight: 4, arbitrary: fc.double({ min: 0.7, max: 0.99, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 1, 0.5) },
)

/** People who may say yes; most without a skill. */
export const likely: fc.Arbitrary<Likely> = fc.record({
  kind: fc.constantFrom(...WAVE_KINDS),
  skills: fc.oneof(
    { weight: 3, arbitrary: fc.constant<string[]>([]) },
    { weight: 2, arbitrary: fc.subarray(WAVE_SKILLS) },
  ),
  odds,
})

export const others = (maxLength: number): fc.Arbitrary<readonly Likely[]> => fc.array(likely, { maxLength })

/** A line of people, some equally far away, of whom about `restingPercent` in a hundred rest. */
export const lineOf = (maxLength: number, restingPercent: number): fc.Arbitrary<readonly Candidate[]> =>
  fc
    .array(fc.tuple(likely, fc.nat(6), fc.integer({ min: 1, max: 100 })), {
      minLength: Math.floor(maxLength / 2),
      maxLength,
    })
    .map((drawn) =>
      drawn.map(([person, minutes, percent], n) =>
        waiting(n, { ...person, minutes, resting: percent <= restingPercent }),
      ),
    )

/** Parts of up to so many kinds and skills, of one or two people each. */
export const needOf = (mostKinds: number, mostSkills: number): fc.Arbitrary<readonly Part[]> =>
  fc
    .tuple(
      fc.subarray(WAVE_KINDS, { maxLength: mostKinds }),
      fc.subarray(WAVE_SKILLS, { maxLength: mostSkills }),
      fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 5, maxLength: 5 }),
    )
    .map(([kinds, skills, counts]) => [
      ...kinds.toSorted().map((name, at) => kindPart(name, counts[at] ?? 1)),
      ...skills.map((name, at) => skillPart(name, counts[at + 3] ?? 1)),
    ])

/** The chance that all parts are filled, by going through every answer that everybody may give. */
export const chanceByEnumeration = (parts: readonly Part[], people: readonly Likely[]): number => {
  const from = (at: number, left: readonly number[]): number => {
    if (left.every((count) => count <= 0)) return 1
    const person = people[at]
    if (person === undefined) return 0
    const then = left.map((count, nth) => {
      const part = parts[nth]
      return part !== undefined && fillsPart(person, part) ? count - 1 : count
    })
    return person.odds * from(at + 1, then) + (1 - person.odds) * from(at + 1, left)
  }
  return from(
    0,
    parts.map(({ count }) => count),
  )
}

/** Every combination of whole numbers from 0 to each limit. */
const combinations = (limits: readonly number[]): readonly (readonly number[])[] =>
  limits.reduce<readonly (readonly number[])[]>(
    (all, limit) => all.flatMap((one) => Array.from({ length: limit + 1 }, (_, n) => [...one, n])),
    [[]],
  )

export interface ByHand {
  readonly size: number
  readonly latest: number
  readonly chance: number
}

/** Chances this near to the goal may fall to either side of it by rounding. */
export const SLACK = 1e-9

/**
 * The oracle: goes through every union of the first so many of each kind and of each skill's holders, the latter no more
 * than the skill's even share of the goal takes, unless all people of the wanted kinds beside those do not suffice.
 */
export const smallestByHand = (
  parts: readonly Part[],
  sure: readonly Likely[],
  line: readonly Candidate[],
  goal: number,
): ByHand | null => {
  if (chanceByEnumeration(parts, [...sure, ...line]) < goal - SLACK) return null
  const lists = parts.map((part) => line.filter((person) => fillsPart(person, part)))
  const alone = (part: Part, people: readonly Likely[]): number => chanceByEnumeration([part], people)
  const shares = parts.map((part, at) => {
    const list = lists[at] ?? []
    if (part.by === 'kind') return list.length
    const enough = list.findIndex(
      (_, n) => alone(part, [...sure, ...list.slice(0, n)]) >= goal ** (1 / parts.length) - SLACK,
    )
    return enough < 0 ? list.length : enough
  })
  const union = (counts: readonly number[]): readonly Candidate[] => [
    ...new Set(lists.flatMap((list, at) => list.slice(0, counts[at]))),
  ]
  const skilled = union(parts.map(({ by }, at) => (by === 'skill' ? (shares[at] ?? 0) : 0)))
  const product = parts
    .map((part) => alone(part, part.by === 'skill' ? [...sure, ...skilled] : [...sure, ...line]))
    .reduce((whole, chance) => whole * chance, 1)
  const limits = product >= goal - SLACK ? shares : lists.map(({ length }) => length)
  let best: ByHand | null = null
  for (const counts of combinations(limits)) {
    const people = union(counts)
    if (best !== null && people.length > best.size) continue
    const chance = chanceByEnumeration(parts, [...sure, ...people])
    if (chance < goal - SLACK) continue
    const one = { size: people.length, latest: Math.max(...people.map(({ minutes }) => minutes)), chance }
    if (
      best === null ||
      one.size < best.size ||
      one.latest < best.latest ||
      (one.latest === best.latest && one.chance > best.chance)
    )
      best = one
  }
  return best
}
