import type { Responder } from './responder.ts'

/** The responder with this id among people sorted by id, as an index has them; undefined where there is none. */
export const findResponder = (sorted: readonly Responder[], id: string): Responder | undefined => {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const at = sorted[middle]
    if (at !== undefined && at.id < id) low = middle + 1
    else high = middle
  }
  const found = sorted[low]
  return found?.id === id ? found : undefined
}
