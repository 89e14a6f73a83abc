import { type TimeZone, timeZoneOf } from '../roster/region.ts'
import type { Site } from '../roster/site.ts'
import { type Calendar, type Closing, closingsAt, localOf } from './calendar.ts'
import { type DrillProgramme, type Occurrence, occurrencesAhead } from './drill-plan.ts'
import { DAY_MS } from './wall-clock.ts'

/** A drill where the calendar leaves it room. */
export interface Placed extends Occurrence {
  /** When its programme would hold it were every day free; with programme and site it names the occurrence. */
  readonly slotAt: Date
  /** What stood in the way of `slotAt`; empty where nothing did. */
  readonly closings: readonly Closing[]
  /** Whether it is held at another time for that; false with closings: it stays on a closed day. */
  readonly moved: boolean
  /** Whether no time is free for it before its next turn and within what the calendar allows. */
  readonly crowdedOut: boolean
}

type Terms = Pick<DrillProgramme, 'type' | 'when' | 'zone' | 'durationMs' | 'closedDays'>

const STEP_MS = 30 * 60_000
/** Ours: by daylight, as BNPB holds its drills, for those that are moved to another hour. */
const EARLIEST_MS = 8 * 3_600_000
const LATEST_MS = 17 * 3_600_000

/** Times of a day at which a drill may be held, its own first, then the nearest to it; of equally near the earlier. */
export const timesOf = (ownMs: number, durationMs: number): readonly number[] => {
  const others: number[] = []
  for (let ms = EARLIEST_MS; ms + durationMs <= LATEST_MS; ms += STEP_MS) if (ms !== ownMs) others.push(ms)
  return [ownMs, ...others.toSorted((one, other) => Math.abs(one - ownMs) - Math.abs(other - ownMs) || one - other)]
}

/** Later times, nearest day first, at which it may be held in place of its slot. */
function* later(slotAt: Date, durationMs: number, zone: TimeZone, days: number): Generator<Date, void> {
  const { ms: ownMs } = localOf(slotAt, zone)
  for (let day = 0; day <= days; day += 1)
    for (const ms of timesOf(ownMs, durationMs)) {
      const at = new Date(slotAt.getTime() + day * DAY_MS + ms - ownMs)
      if (at > slotAt) yield at
    }
}

/** What stands in the way of a time that somebody chooses. */
export interface InTheWay {
  /** Empty where nothing does. */
  readonly closings: readonly Closing[]
  /** The next time at which nothing would; null where there is none as soon as the calendar asks for. */
  readonly nextFree: Date | null
}

/** Whether the calendar leaves room for a drill of a village at a time. For programmes that keep closed days it always does. */
export const inTheWayAt = (
  { type, closedDays }: Pick<DrillProgramme, 'type' | 'closedDays'>,
  villageCode: string,
  calendar: Calendar,
  { startsAt, durationMs }: { readonly startsAt: Date; readonly durationMs: number },
): InTheWay => {
  const held = { villageCode, zone: timeZoneOf(villageCode), type }
  const closedAt = (at: Date): readonly Closing[] => closingsAt(calendar, held, at, new Date(at.getTime() + durationMs))
  const closings = closedDays === 'keep' ? [] : closedAt(startsAt)
  if (closings.length === 0) return { closings, nextFree: null }
  for (const at of later(startsAt, durationMs, held.zone, calendar.moveWithinDays))
    if (closedAt(at).length === 0) return { closings, nextFree: at }
  return { closings, nextFree: null }
}

/**
 * Where a programme's occurrence is held at a site. One on a closed day goes to the next free time: the same day at a
 * later hour, else a day after it at its own hour or the nearest by daylight; never on or after its next turn, nor later
 * than the calendar allows: then it falls out. The answer depends on nothing but what is given, so that planning again
 * moves nothing. Programmes that keep closed days (`closedDays: keep`) stay, and say what stands in their way.
 */
export const placed = (
  programme: Terms,
  site: Site,
  calendar: Calendar,
  { startsAt, endsAt, zone }: Occurrence,
): Placed => {
  const held = { villageCode: site.villageCode, zone: timeZoneOf(site.villageCode), type: programme.type }
  const closedAt = (at: Date): readonly Closing[] =>
    closingsAt(calendar, held, at, new Date(at.getTime() + programme.durationMs))
  const closings = closedAt(startsAt)
  const stays = { startsAt, endsAt, zone, slotAt: startsAt, closings, moved: false }
  if (closings.length === 0 || programme.closedDays === 'keep') return { ...stays, crowdedOut: false }
  const after = new Date(startsAt.getTime() + 1)
  const [next] = occurrencesAhead(programme, site, after, after)
  for (const at of later(startsAt, programme.durationMs, held.zone, calendar.moveWithinDays)) {
    const end = new Date(at.getTime() + programme.durationMs)
    if (next !== undefined && end > next.startsAt) continue
    if (closedAt(at).length === 0)
      return { startsAt: at, endsAt: end, zone, slotAt: startsAt, closings, moved: true, crowdedOut: false }
  }
  return { ...stays, crowdedOut: true }
}
