/** Minutes from each place (a row) to each person (a column); null where there is no way. */
type Row = readonly (number | null)[]
export type Minutes = readonly Row[]

const NOBODY = -1

const isWithin = (minutes: number | null, most: number): minutes is number => minutes !== null && minutes <= most

/**
 * Finds somebody for a place, moving others on where that takes it; changes `holders` (by column) only if it can. `seen`
 * holds by column the row for which it was last looked at.
 */
const seat = (
  minutes: Minutes,
  row: number,
  most: number,
  holders: Int32Array,
  seen: Int32Array,
  mark: number,
): boolean => {
  const times = minutes[row] as Row
  for (let column = 0; column < times.length; column += 1) {
    if (seen[column] === mark || !isWithin(times[column] as number | null, most)) continue
    seen[column] = mark
    const holder = holders[column] as number
    if (holder === NOBODY || seat(minutes, holder, most, holders, seen, mark)) {
      holders[column] = row
      return true
    }
  }
  return false
}

/** The rows that can have somebody of their own within `most` minutes, earlier rows first: as many as can be in all. */
const servedWithin = (minutes: Minutes, rows: readonly number[], most: number): readonly number[] => {
  const columns = minutes[0]?.length ?? 0
  const holders = new Int32Array(columns).fill(NOBODY)
  const seen = new Int32Array(columns).fill(NOBODY)
  return rows.filter((row) => seat(minutes, row, most, holders, seen, row))
}

/** The least `most` within which all of these rows, each of which can have somebody, have somebody of their own. */
const leastBound = (minutes: Minutes, served: readonly number[]): number => {
  const timesOf = (row: number): readonly number[] => (minutes[row] as Row).filter((time) => time !== null)
  // The nearest to each place are mostly different people: then nothing has to be sought.
  const least = Math.max(0, ...served.map((row) => timesOf(row).reduce((one, other) => Math.min(one, other))))
  const times = [least]
  const isEnough = (at: number): boolean => servedWithin(minutes, served, times[at] as number).length === served.length
  if (isEnough(0)) return least
  times.push(...new Set(served.flatMap((row) => timesOf(row).filter((time) => time > least))))
  times.sort((left, right) => left - right)
  let [low, high] = [1, times.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if (isEnough(middle)) high = middle
    else low = middle + 1
  }
  return times[low] as number
}

/**
 * The cheapest way to give each row a column of its own (the Hungarian method, by shortest augmenting paths). There must
 * be one with every cost finite. Of equal ways it takes the same one each time.
 */
const cheapest = (costs: readonly (readonly number[])[]): readonly number[] => {
  const columns = costs[0]?.length ?? 0
  // Rows and columns are counted from 1: column 0 stands for the row that is being placed.
  const [rowPrice, columnPrice] = [new Float64Array(costs.length + 1), new Float64Array(columns + 1)]
  const rowOf = new Int32Array(columns + 1)
  const before = new Int32Array(columns + 1)
  for (let row = 1; row <= costs.length; row += 1) {
    rowOf[0] = row
    let at = 0
    const least = new Float64Array(columns + 1).fill(Number.POSITIVE_INFINITY)
    const used = new Uint8Array(columns + 1)
    while (rowOf[at] !== 0) {
      used[at] = 1
      const placed = rowOf[at] as number
      let [step, next] = [Number.POSITIVE_INFINITY, 0]
      for (let column = 1; column <= columns; column += 1) {
        if (used[column] === 1) continue
        const cost = costs[placed - 1]?.[column - 1] as number
        const over = cost - (rowPrice[placed] as number) - (columnPrice[column] as number)
        if (over < (least[column] as number)) {
          least[column] = over
          before[column] = at
        }
        if ((least[column] as number) < step) [step, next] = [least[column] as number, column]
      }
      for (let column = 0; column <= columns; column += 1)
        if (used[column] === 1) {
          const holder = rowOf[column] as number
          rowPrice[holder] = (rowPrice[holder] as number) + step
          columnPrice[column] = (columnPrice[column] as number) - step
        } else least[column] = (least[column] as number) - step
      at = next
    }
    while (at !== 0) {
      const from = before[at] as number
      rowOf[at] = rowOf[from] as number
      at = from
    }
  }
  const chosen = costs.map(() => -1)
  for (let column = 1; column <= columns; column += 1)
    if (rowOf[column] !== 0) chosen[(rowOf[column] as number) - 1] = column - 1
  return chosen
}

/**
 * Gives each place a person of its own: as many places as can be, the earlier ones where not all can; of all ways that
 * serve these the one whose longest way is the shortest; of those the one with the least minutes in all. For each row
 * the column, or null. Each row's minutes are as many as there are people.
 */
export const leastAssignment = (minutes: Minutes): readonly (number | null)[] => {
  const rows = [...minutes.keys()]
  const served = servedWithin(minutes, rows, Number.POSITIVE_INFINITY)
  const most = leastBound(minutes, served)
  // Dearer than all others together: it is taken only where nothing else can be, which was ruled out above.
  const never = (most + 1) * (served.length + 1)
  // Whoever is too far from all of them is taken by none.
  const near = [...(minutes[0] ?? []).keys()].filter((at) =>
    served.some((row) => isWithin(minutes[row]?.[at] as number | null, most)),
  )
  const costs = served.map((row) =>
    near.map((at) => {
      const time = minutes[row]?.[at] as number | null
      return isWithin(time, most) ? time : never
    }),
  )
  const chosen = new Map(cheapest(costs).map((column, at) => [served[at], near[column]]))
  return rows.map((row) => chosen.get(row) ?? null)
}
