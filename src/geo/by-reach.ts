import { createHeap } from './heap.ts'
import type { Reach } from './travel.ts'

export interface Reached<Item> {
  readonly item: Item
  readonly reach: Reach
}

export interface ReachOrder<Item> {
  /** How long it takes, or null for those who cannot get there: they are left out. Asked once for each. */
  readonly reachOf: (item: Item) => Reach | null
  readonly idOf: (item: Item) => string
  /** No reach from so many km away is shorter; never falls as the km rise: `leastMinutes` of a travel, or of several. */
  readonly leastMinutes: (km: number) => number
}

/**
 * Those of a walk in ascending order of their minutes, equal minutes by id.
 *
 * `walk` runs in ascending km from the destination. It is read no further than needed: somebody is given as soon as
 * nobody farther away could be there before them.
 */
export const byReach = function* <Item extends { readonly km: number }>(
  walk: Iterable<Item, unknown, unknown>,
  { reachOf, idOf, leastMinutes }: ReachOrder<Item>,
): Generator<Reached<Item>, undefined, unknown> {
  const waiting = createHeap<Reached<Item>>(
    (one, two) => one.reach.minutes - two.reach.minutes || (idOf(one.item) < idOf(two.item) ? -1 : 1),
  )
  for (const item of walk) {
    const reach = reachOf(item)
    if (reach !== null) waiting.push({ item, reach })
    const surely = leastMinutes(item.km)
    for (let next = waiting.first(); next !== undefined && next.reach.minutes < surely; next = waiting.first()) {
      waiting.shift()
      yield next
    }
  }
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) yield next
}
