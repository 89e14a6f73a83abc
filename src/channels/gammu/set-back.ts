/** The most looks that a text misses before it is tried again: 5 minutes at one in 3 s. */
const MOST_MISSED = 100

interface Missing {
  readonly ids: readonly number[]
  readonly looks: number
  left: number
}

/** Texts of the inbox that could not be kept for their own sake: tried again at the next look, then ever less often. */
export interface SetBack {
  /** A look begins; gives the rows that miss it. */
  begin(): readonly number[]
  /** Sets the text of these rows back; tells whether it is the first time. */
  put(ids: readonly number[]): boolean
  /** The text of these rows was kept. */
  done(ids: readonly number[]): void
}

export const openSetBack = (): SetBack => {
  const missing = new Map<number, Missing>()
  const keyOf = (ids: readonly number[]): number => ids[0] ?? 0
  return {
    begin: () =>
      [...missing.values()].flatMap((one) => {
        one.left -= 1
        return one.left > 0 ? one.ids : []
      }),
    put: (ids) => {
      const before = missing.get(keyOf(ids))
      const looks = Math.min(MOST_MISSED, 2 * (before?.looks ?? 0.5))
      missing.set(keyOf(ids), { ids, looks, left: looks })
      return before === undefined
    },
    done: (ids) => {
      missing.delete(keyOf(ids))
    },
  }
}
