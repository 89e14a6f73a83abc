import type { Picked } from '../mobilisation/selection.ts'
import type { FreePlace } from '../mobilisation/top-up.ts'
import type { PersonLoaded } from './call-outs.ts'

/** Gives each new person a place of their kind; places are used up in their order. */
export const freedPlaces = (places: readonly FreePlace[], people: readonly PersonLoaded[]) => {
  const former = new Map(people.map((person) => [person.responderId, person]))
  const free = [...places]
  const held = new Map<string, FreePlace>()
  const formerOf = ({ replaces }: FreePlace): PersonLoaded | undefined =>
    replaces === null ? undefined : former.get(replaces)
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
        threadId: place.replaces === null ? place.threadId : (formerOf(place)?.threadId ?? null),
        shiftAt: formerOf(place)?.shiftAt ?? null,
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
    shiftOf: (id: string): Date | null => {
      const place = held.get(id)
      return place === undefined ? null : (formerOf(place)?.shiftAt ?? null)
    },
  }
}
