/**
 * Shares `total` whole things out among the items by weight, by the method of largest remainders; of equal remainders
 * the earlier item comes first. The shares add up to `total`. Throws RangeError when there is something to share but no
 * weight above 0.
 */
export const apportion = <Item>(
  total: number,
  items: readonly Item[],
  weightOf: (item: Item) => number,
): readonly { readonly item: Item; readonly share: number }[] => {
  const sum = items.reduce((weight, item) => weight + weightOf(item), 0)
  if (sum === 0 && total > 0) throw new RangeError(`cannot share ${total} out: no weight is above 0`)
  const quotas = items.map((item, order) => {
    const quota = total === 0 ? 0 : (total * weightOf(item)) / sum
    return { item, order, whole: Math.floor(quota), remainder: quota % 1 }
  })
  const left = total - quotas.reduce((given, { whole }) => given + whole, 0)
  const byRemainder = quotas.toSorted((one, two) => two.remainder - one.remainder || one.order - two.order)
  const roundedUp = new Set(byRemainder.slice(0, left).map(({ order }) => order))
  return quotas.map(({ item, order, whole }) => ({ item, share: whole + (roundedUp.has(order) ? 1 : 0) }))
}
