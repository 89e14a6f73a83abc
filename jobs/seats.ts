export type SeatLane = 'live' | 'exercise'

/** The places at a gateway's counter: one for each message that may be under way there at once. */
export interface Seats {
  /** Places that a lane may fill. */
  readonly of: Readonly<Record<SeatLane, number>>
  /** Takes a place; the function that it gives leaves it again. A second call of that does nothing. */
  take(lane: SeatLane): Promise<() => void>
}

/**
 * `count` places for both lanes together. Exercises fill half of them at most (of one place, that one), and a place that
 * is left goes to a real message before an exercise, whoever waited longer; else first come, first served.
 */
export const createSeats = (count: number): Seats => {
  const of = { live: count, exercise: Math.max(1, Math.floor(count / 2)) }
  const taken = { live: 0, exercise: 0 }
  const waiting: Record<SeatLane, (() => void)[]> = { live: [], exercise: [] }
  const isFree = (lane: SeatLane): boolean => taken.live + taken.exercise < count && taken[lane] < of[lane]
  const callNext = (): void => {
    for (const lane of ['live', 'exercise'] as const)
      while (isFree(lane)) {
        const next = waiting[lane].shift()
        if (next === undefined) break
        taken[lane] += 1
        next()
      }
  }
  return {
    of,
    take: async (lane) => {
      await new Promise<void>((resolve) => {
        waiting[lane].push(resolve)
        callNext()
      })
      let sits = true
      return () => {
        if (!sits) return
        sits = false
        taken[lane] -= 1
        callNext()
      }
    },
  }
}
