import type { Kind } from '../roster/responder.ts'
import type { HeadCount } from './hazard-event.ts'
import { countYes } from './poisson-binomial.ts'

/** Somebody who may say yes, or (odds 1) has. */
interface MaySay {
  readonly kind: Kind
  readonly odds: number
}

/** Far above the roundings of thousands of people, and above what sets are compared by (kind-shares.ts). */
const DOUBT = 1e-6

/**
 * Tells, person by person as they are met, whether all of them together could fill the sought kinds with the chance
 * wanted. While they could not, no search among them reaches it, and the next one is worth nothing before more are met.
 */
export const withinTarget = (need: HeadCount, kinds: ReadonlySet<Kind>, target: number) => {
  const counts = new Map([...kinds].map((kind) => [kind, countYes(need[kind] ?? 0)]))
  return {
    meet: (people: readonly MaySay[]): void => {
      for (const { kind, odds } of people) counts.get(kind)?.add(odds)
    },
    /** False only where it surely cannot be reached. */
    mayBeReached: (): boolean =>
      [...counts.values()].reduce((chance, yes) => chance * yes.enough(), 1) >= target - DOUBT,
  }
}
