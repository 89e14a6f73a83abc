import type { Position } from '../geo/position.ts'
import type { Crossing, Landing } from '../geo/travel.ts'
import type { Hazard } from './hazard.ts'
import type { Severity } from './hazard-event.ts'
import type { RoadsUnder } from './pace.ts'

/** A severity that can be compared with another. */
export type KnownSeverity = Exclude<Severity, 'unknown'>

/** A bridge or ferry that an office has listed: without one a sea is not crossed. */
export interface DeclaredCrossing {
  readonly id: string
  readonly name: string
  readonly kind: 'bridge' | 'ferry'
  readonly ends: readonly [Position, Position]
  /** With the usual waiting. */
  readonly minutes: number
  /** From which severity on each hazard closes it; those absent never do. */
  readonly closedBy: { readonly [H in Hazard]?: KnownSeverity }
}

// Not known is not harmless: it counts as moderate, here as in the configuration's radii.
const RANKS: Readonly<Record<Severity, number>> = { minor: 1, moderate: 2, unknown: 2, severe: 3, extreme: 4 }

/** Whether none of the hazards at hand closes the crossing. Where they strike is not asked: that is the caller's choice. */
export const isOpen = ({ closedBy }: Pick<DeclaredCrossing, 'closedBy'>, hazards: readonly RoadsUnder[]): boolean =>
  hazards.every(({ hazard, severity }) => {
    const from = hazard === null ? undefined : closedBy[hazard]
    return from === undefined || RANKS[severity] < RANKS[from]
  })

/**
 * Puts the ends of crossings on their lands. One with an end off every land leads nowhere: it is named in `adrift`, for
 * somebody to correct, and left out. Two ends on one land are a short cut.
 */
export const landCrossings = (
  declared: readonly DeclaredCrossing[],
  landmassAt: (place: Position) => number | null,
): { readonly crossings: readonly Crossing[]; readonly adrift: readonly string[] } => {
  const crossings: Crossing[] = []
  const adrift: string[] = []
  for (const { id, ends, minutes } of declared) {
    const [one, two] = ends.map((position): Landing | null => {
      const landmass = landmassAt(position)
      return landmass === null ? null : { position, landmass }
    })
    if (one && two) crossings.push({ id, ends: [one, two], minutes })
    else adrift.push(id)
  }
  return { crossings, adrift }
}
