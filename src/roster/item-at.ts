/** The item at an index that has to be there. Throws RangeError when it is not. */
export const itemAt = <Item>(items: readonly Item[], index: number): Item => {
  const item = items[index]
  if (item === undefined) throw new RangeError(`expected an item at ${index}, got a list of ${items.length}`)
  return item
}
