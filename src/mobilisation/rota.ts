import { type TimeZone, UTC_OFFSET_HOURS } from '../roster/region.ts'
import type { HeadCount } from './hazard-event.ts'
import type { Picked } from './selection.ts'

/** The turns of a rota. */
export interface RotaRules {
  /** How long one lasts: a whole part of a day, so that turns begin at the same hours every day. */
  readonly shiftMs: number
  /** How many there are. */
  readonly shifts: number
  /** When the first turn of a day begins, in milliseconds after local midnight, below one day. */
  readonly startsAtMs: number
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/**
 * When the turns of a rota begin: at `startsAt` by the clocks of the zone, and every `shift` from there. The first is
 * the first not before `from`. Throws RangeError for a shift that is no whole part of a day, a start beyond the day, or
 * no shifts.
 */
export const rotaShifts = (from: Date, { shiftMs, shifts, startsAtMs }: RotaRules, zone: TimeZone): readonly Date[] => {
  if (!(shiftMs > 0 && DAY_MS % shiftMs === 0))
    throw new RangeError(`shift: expected a whole part of a day, got ${shiftMs} ms`)
  if (!(startsAtMs >= 0 && startsAtMs < DAY_MS))
    throw new RangeError(`startsAt: expected a time of day, got ${startsAtMs} ms`)
  if (!(Number.isInteger(shifts) && shifts >= 1)) throw new RangeError(`shifts: expected 1 or more, got ${shifts}`)
  // Indonesia's clocks never change, so turns stand on one grid through all days.
  const gridMs = startsAtMs - UTC_OFFSET_HOURS[zone] * HOUR_MS
  const firstMs = gridMs + Math.ceil((from.getTime() - gridMs) / shiftMs) * shiftMs
  return Array.from({ length: shifts }, (_, nth) => new Date(firstMs + nth * shiftMs))
}

/** Ours: less than this nobody has to answer, unless the policy says so. */
const SHORTEST_ANSWER_MS = 10 * 60_000

/**
 * Until when somebody who is called `now` may answer before another is called in their place: for `ackDeadlineMs`. Who
 * has a turn has half of the time to its beginning where that is less, so that another has the rest of it to come; never
 * less than ten minutes, nor than `ackDeadlineMs` where that is less.
 */
export const answerBy = (now: Date, shiftAt: Date | null, ackDeadlineMs: number): Date => {
  const halfMs = shiftAt === null ? ackDeadlineMs : Math.floor((shiftAt.getTime() - now.getTime()) / 2)
  return new Date(now.getTime() + Math.min(ackDeadlineMs, Math.max(SHORTEST_ANSWER_MS, halfMs)))
}

/** Somebody with a turn. */
export interface Turn extends Picked {
  readonly shiftAt: Date
}

export interface Rota {
  /** In the order of the turns, nearest first within each. */
  readonly turns: readonly Turn[]
  /** What each turn lacks; turns that are full are left out. */
  readonly missing: readonly { readonly shiftAt: Date; readonly missing: HeadCount }[]
  /** Those for whom no turn was left. */
  readonly spare: readonly Picked[]
}

const nearer = (left: Picked, right: Picked): number =>
  left.km - right.km || (left.responderId < right.responderId ? -1 : 1)

/**
 * Gives people their turns: of each kind the nearest take the first, the next nearest the second, until each turn has
 * `perShift`, those who hold it already included. Nobody has more than one turn; somebody given twice counts once. The
 * same people in any order give the same rota.
 */
export const assignShifts = (
  people: readonly Picked[],
  shifts: readonly Date[],
  perShift: HeadCount,
  held: readonly Pick<Turn, 'kind' | 'shiftAt'>[] = [],
): Rota => {
  const byId = new Map(
    people
      .toSorted(nearer)
      .toReversed()
      .map((person) => [person.responderId, person]),
  )
  const waiting = [...byId.values()].toSorted(nearer)
  const turns: Turn[] = []
  const missing: { shiftAt: Date; missing: HeadCount }[] = []
  for (const shiftAt of shifts) {
    const lacks: [string, number][] = []
    for (const [kind, most] of Object.entries(perShift)) {
      const has = held.filter((one) => one.kind === kind && one.shiftAt.getTime() === shiftAt.getTime()).length
      const count = Math.max(0, most - has)
      const taken = waiting.filter((person) => person.kind === kind).slice(0, count)
      for (const person of taken) {
        waiting.splice(waiting.indexOf(person), 1)
        turns.push({ ...person, shiftAt })
      }
      if (taken.length < count) lacks.push([kind, count - taken.length])
    }
    if (lacks.length > 0) missing.push({ shiftAt, missing: Object.fromEntries(lacks) })
  }
  turns.sort((left, right) => left.shiftAt.getTime() - right.shiftAt.getTime() || nearer(left, right))
  return { turns, missing, spare: waiting }
}
