import type { Responder } from './responder.ts'

/** By id, as long as the list is held; a decision asks for dozens, and each step of a search meets memory that is far away. */
const byId = new WeakMap<readonly Responder[], ReadonlyMap<string, Responder>>()

/** The responder with this id among people who do not change, as an index has them; undefined where there is none. */
export const findResponder = (people: readonly Responder[], id: string): Responder | undefined => {
  const known = byId.get(people) ?? new Map(people.map((one) => [one.id, one]))
  byId.set(people, known)
  return known.get(id)
}
