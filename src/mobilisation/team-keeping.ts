import type { Kind } from '../roster/responder.ts'
import type { HeadCount } from './hazard-event.ts'
import { emptyPlaces, fillPlaces, type TeamGround, type TeamMate } from './team-forming.ts'

/**
 * Of people whom a need can spare, those whose place in a team nobody who stays could take: of `coming` one after the
 * other, and of `awaited`, who may still say no, each by themselves.
 */
export type SpareForTeams = (
  stay: readonly TeamMate[],
  coming: readonly TeamMate[],
  awaited: readonly TeamMate[],
) => ReadonlySet<string>

/** Where no teams are wanted. */
export const noTeams: SpareForTeams = () => new Set()

/** Tells whom teams cannot spare; of each kind they ask for no more people than `need` does. */
export const spareForTeams =
  <Mate extends TeamMate>(need: HeadCount, ground: TeamGround<Mate>, home: (mate: TeamMate) => Mate): SpareForTeams =>
  (stay, coming, awaited) => {
    const heads = new Map(Object.entries(need) as [Kind, number][])
    /** Places of teams that these people can take. */
    const taken = (people: readonly TeamMate[]): number => {
      const counts = new Map<Kind, number>()
      for (const { mate } of fillPlaces(emptyPlaces(ground.sites), [people.map(home)], ground))
        if (mate !== null) counts.set(mate.kind, (counts.get(mate.kind) ?? 0) + 1)
      return [...counts].reduce((sum, [kind, count]) => sum + Math.min(count, heads.get(kind) ?? 0), 0)
    }
    const kept = [...stay]
    let places = taken(kept)
    // All of them at once first: mostly they add nothing, and nobody need be looked at alone.
    const isWorth = (people: readonly TeamMate[]): boolean => people.length > 0 && taken([...kept, ...people]) > places
    for (const mate of isWorth(coming) ? coming : [])
      if (isWorth([mate])) {
        kept.push(mate)
        places = taken(kept)
      }
    const waited = isWorth(awaited) ? awaited.filter((mate) => isWorth([mate])) : []
    return new Set([...kept.slice(stay.length), ...waited].map(({ responderId }) => responderId))
  }
