import type { Kind } from '../roster/responder.ts'
import type { HeadCount } from './hazard-event.ts'
import { countYes, type YesCount } from './poisson-binomial.ts'

/** Somebody who may say yes, or (odds 1) has. */
interface MaySay {
  readonly kind: Kind
  readonly odds: number
  /** Of those in line; left out for who is coming (odds 1) or called already. */
  readonly tier?: number
}

interface Counted {
  readonly yes: YesCount
  /** Of the first tier, met so far. */
  first: number
  /** Of them, when the kind alone came within the target; null: not yet. */
  least: number | null
  /** How many are still needed beside those who are coming, and how many if all who were called come too. */
  open: number
  atLeast: number
}

/** Far above the roundings of thousands of people, and above what sets are compared by (kind-shares.ts). */
const DOUBT = 1e-6

/** Counts, person by person as they are met in line, how far the sought kinds could be filled with the chance wanted. */
export const withinTarget = (need: HeadCount, kinds: ReadonlySet<Kind>, target: number) => {
  const goal = target - DOUBT
  const counts = new Map(
    [...kinds].map((kind): [Kind, Counted] => {
      const yes = countYes(need[kind] ?? 0)
      return [
        kind,
        { yes, first: 0, least: yes.enough() >= goal ? 0 : null, open: need[kind] ?? 0, atLeast: need[kind] ?? 0 },
      ]
    }),
  )
  return {
    meet: (people: readonly MaySay[]): void => {
      for (const { kind, odds, tier } of people) {
        const counted = counts.get(kind)
        if (counted === undefined) continue
        counted.yes.add(odds)
        if (tier === undefined) counted.atLeast -= 1
        if (tier === undefined && odds === 1) counted.open -= 1
        if (tier === 0) counted.first += 1
        if (counted.least === null && counted.yes.enough() >= goal) counted.least = counted.first
      }
    },
    /**
     * False only where all of them together surely cannot reach it: then no search among them does, and the next one is
     * worth nothing before more are met.
     */
    mayBeReached: (): boolean => [...counts.values()].reduce((chance, { yes }) => chance * yes.enough(), 1) >= goal,
    /** About how many a set takes: those who bring each kind alone to the target, as the line has them. */
    about: (): number =>
      [...counts.values()].reduce((sum, { open, least, first }) => sum + (open > 0 ? (least ?? first) : 0), 0),
    /**
     * Whether any set of the first tier that reaches the target and has somebody in it who was not met yet takes more
     * than `people`. Nobody of a kind is passed over, so with one who was not met it takes all of their kind who were;
     * and of every other kind no fewer than bring it alone to the target. Where some are called for a skill, be it past
     * nearer ones of their kind, those may be likelier than the first in line: then no fewer than are still needed.
     */
    isBeyond: (people: number, bySkills: boolean): boolean => {
      const all = [...counts.values()].filter(({ open }) => open > 0)
      const leastOf = ({ first, least, atLeast }: Counted): number =>
        bySkills ? Math.max(0, atLeast) : (least ?? first)
      const least = all.reduce((sum, one) => sum + leastOf(one), 0)
      return all.every((one) => least - leastOf(one) + one.first >= people)
    },
  }
}
