import type { Replacement } from '../mobilisation/escalation.ts'
import type { Picked } from '../mobilisation/selection.ts'
import type { PersonLoaded } from './call-outs.ts'

/** Gives each new person the place of somebody of the same kind who fell out; places are used up in their order. */
export const placesFor = (replacements: readonly Replacement[], people: readonly PersonLoaded[]) => {
  const former = new Map(people.map((person) => [person.responderId, person]))
  const free = [...replacements]
  const held = new Map<string, Replacement>()
  let rank = people.length
  return {
    take: (person: Picked) => {
      const at = free.findIndex(({ kind }) => kind === person.kind)
      const [place] = at === -1 ? [] : free.splice(at, 1)
      if (place === undefined) return undefined
      held.set(person.responderId, place)
      rank += 1
      return {
        rank,
        wave: place.wave,
        replaces: place.replaces,
        threadId: former.get(place.replaces)?.threadId ?? null,
        shiftAt: former.get(place.replaces)?.shiftAt ?? null,
      }
    },
    /** Places of people whom the rows refused are free again. */
    putBack: (people: readonly Picked[]) => {
      for (const { responderId } of people) {
        const place = held.get(responderId)
        if (place !== undefined) free.push(place)
      }
    },
    heldBy: (id: string) => held.get(id),
  }
}
