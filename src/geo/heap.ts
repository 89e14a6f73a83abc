/** Things of which only the first in order matters: put in and taken out in about log n steps. */
export interface Heap<Item> {
  push(item: Item): void
  /** The first in order, which stays in; undefined when there is none. */
  first(): Item | undefined
  /** The first in order, which is taken out; undefined when there is none. */
  shift(): Item | undefined
}

/** A binary heap. `order` is below 0 where the first argument comes first; equals come in any order. */
export const createHeap = <Item>(order: (one: Item, two: Item) => number): Heap<Item> => {
  const items: Item[] = []

  // Each moves the hole at `at` to where `item` belongs. Indexes stay within the items, hence the casts.
  const rise = (item: Item, from: number): void => {
    let at = from
    while (at > 0) {
      const above = (at - 1) >> 1
      const parent = items[above] as Item
      if (order(parent, item) <= 0) break
      items[at] = parent
      at = above
    }
    items[at] = item
  }
  const sink = (item: Item): void => {
    let at = 0
    for (let below = 1; below < items.length; below = 2 * at + 1) {
      const isRight = below + 1 < items.length && order(items[below + 1] as Item, items[below] as Item) < 0
      const next = isRight ? below + 1 : below
      const child = items[next] as Item
      if (order(item, child) <= 0) break
      items[at] = child
      at = next
    }
    items[at] = item
  }

  return {
    push: (item) => rise(item, items.length),
    first: () => items[0],
    shift: () => {
      const first = items[0]
      const last = items.pop()
      if (items.length > 0) sink(last as Item)
      return first
    },
  }
}
