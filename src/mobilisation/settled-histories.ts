import type { ResponderId } from '../roster/responder.ts'
import { BANDS, type Band, type Evidence, recencyWeight } from './answer-history.ts'
import type { CallMarks } from './fairness.ts'
import { type History, NO_HISTORY } from './prospect.ts'

/** Somebody's past in one band: what they were asked (null: nothing that tells) and said; instants in milliseconds. */
export type BandOfPerson = readonly [
  id: ResponderId,
  band: Band,
  asked: number | null,
  yes: number,
  /** When they were called lately. */
  latelyMs: readonly number[] | null,
  calledMs: number | null,
  /** Until when they served. */
  servedMs: number | null,
]

const DAY_MS = 86_400_000

/**
 * Until when the past is settled as of an instant: the beginning of the day before, by the clocks of Greenwich. What was
 * over by then can change no more, but for what is entered days later.
 */
export const settledBefore = (at: Date): Date => new Date(Math.floor(at.getTime() / DAY_MS) * DAY_MS - DAY_MS)

const laterOf = (one: Date | null, other: Date | null): Date | null =>
  other === null || (one !== null && one >= other) ? one : other

const dateOf = (ms: number | null): Date | null => (ms === null ? null : new Date(ms))

/** Adds up the bands of people as of an instant; nobody has served beyond it. */
export const historiesFrom = (rows: readonly BandOfPerson[], at: Date): ReadonlyMap<ResponderId, History> => {
  const histories = new Map<ResponderId, { answers: Partial<Record<Band, Evidence>>; marks: CallMarks }>()
  for (const [id, band, asked, yes, latelyMs, calledMs, servedMs] of rows) {
    const had = histories.get(id) ?? { answers: {}, marks: NO_HISTORY.marks }
    if (asked !== null) had.answers[band] = { asked, yes }
    had.marks = {
      callsLately: had.marks.callsLately + (latelyMs?.length ?? 0),
      lastCalledAt: laterOf(had.marks.lastCalledAt, dateOf(calledMs)),
      lastServedAt: laterOf(
        had.marks.lastServedAt,
        servedMs === null ? null : dateOf(Math.min(servedMs, at.getTime())),
      ),
    }
    histories.set(id, had)
  }
  return histories
}

/** Two pasts of one person as one. */
export const bothHistories = (one: History, other: History): History => {
  const answers: Partial<Record<Band, Evidence>> = { ...one.answers }
  for (const band of BANDS) {
    const [had, more] = [one.answers[band], other.answers[band]]
    if (more !== undefined)
      answers[band] = had === undefined ? more : { asked: had.asked + more.asked, yes: had.yes + more.yes }
  }
  return {
    answers,
    marks: {
      callsLately: one.marks.callsLately + other.marks.callsLately,
      lastCalledAt: laterOf(one.marks.lastCalledAt, other.marks.lastCalledAt),
      lastServedAt: laterOf(one.marks.lastServedAt, other.marks.lastServedAt),
    },
  }
}

/** The past of everybody as far as it is settled. */
export interface SettledHistories {
  /** Somebody's, as of an instant after all of it; whoever was never called has none. */
  historyOf(id: ResponderId, at: Date): History
  /** People who have one. */
  readonly size: number
}

/** Of each person: asked and yes by band, then the last call and the end of the last service (NaN: none). */
const COLUMNS = 2 * BANDS.length + 2
const CALLED = 2 * BANDS.length
const SERVED = CALLED + 1

const orNull = (ms: number): Date | null => (Number.isNaN(ms) ? null : new Date(ms))

/**
 * Keeps the past of everybody in so few bytes that all of a country's fit into memory: evidence weighed as of `before`,
 * which is older than every instant that will be asked for. All evidence fades alike (answer-history.ts), so what it
 * weighs later is one factor. `parts` holds each person in one part only.
 */
export const settledHistories = (
  parts: readonly (readonly BandOfPerson[])[],
  { before, halfLifeMs, callsWithinMs }: { before: Date; halfLifeMs: number; callsWithinMs: number },
): SettledHistories => {
  const places = new Map<ResponderId, number>()
  for (const part of parts) for (const [id] of part) if (!places.has(id)) places.set(id, places.size)
  const kept = new Float64Array(places.size * COLUMNS)
  const lately = new Map<number, number[]>()
  for (let at = 0; at < places.size; at += 1) kept.fill(Number.NaN, at * COLUMNS + CALLED, (at + 1) * COLUMNS)
  /** The later one stays. */
  const raise = (at: number, ms: number | null): void => {
    if (ms !== null && !((kept[at] as number) >= ms)) kept[at] = ms
  }
  for (const part of parts)
    for (const [id, band, asked, yes, latelyMs, calledMs, servedMs] of part) {
      const place = places.get(id) as number
      const first = place * COLUMNS
      const column = first + 2 * BANDS.indexOf(band)
      kept[column] = asked ?? 0
      kept[column + 1] = yes
      raise(first + CALLED, calledMs)
      raise(first + SERVED, servedMs)
      if (latelyMs !== null) lately.set(place, [...(lately.get(place) ?? []), ...latelyMs])
    }
  // A decision asks for hundreds as of one instant.
  let faded = { at: before.getTime(), by: 1 }
  const fadedAt = (at: Date): number => {
    if (faded.at !== at.getTime()) faded = { at: at.getTime(), by: recencyWeight(before, at, halfLifeMs) }
    return faded.by
  }
  return {
    size: places.size,
    historyOf: (id, at) => {
      const place = places.get(id)
      if (place === undefined) return NO_HISTORY
      const first = place * COLUMNS
      const fades = fadedAt(at)
      const answers: Partial<Record<Band, Evidence>> = {}
      for (let nth = 0; nth < BANDS.length; nth += 1) {
        const asked = kept[first + 2 * nth] as number
        if (asked > 0)
          answers[BANDS[nth] as Band] = { asked: asked * fades, yes: (kept[first + 2 * nth + 1] as number) * fades }
      }
      const since = at.getTime() - callsWithinMs
      return {
        answers,
        marks: {
          callsLately: lately.get(place)?.filter((ms) => ms >= since).length ?? 0,
          lastCalledAt: orNull(kept[first + CALLED] as number),
          lastServedAt: orNull(Math.min(kept[first + SERVED] as number, at.getTime())),
        },
      }
    },
  }
}
