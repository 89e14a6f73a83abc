// What a year of drills must have been, worked out from what README promises and from when somebody looked. It shares
// no code with what it judges: days are counted here anew.

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const GRACE = HOUR
const MOVE_WITHIN_DAYS = 14

export interface OracleSite {
  readonly code: string
  readonly regency: string
  /** WIB 7, WITA 8, WIT 9 */
  readonly utcHours: number
}

export interface OracleProgramme {
  readonly id: string
  /** Local days of its turns, as UTC midnights; held at `atMs` after the local midnight. */
  readonly days: readonly number[]
  readonly atMs: number
  readonly inviteMs: number
  /** Longest lead first. */
  readonly reminders: readonly { readonly beforeMs: number; readonly channel: 'sms' | 'email' | null }[]
  readonly rehearses: boolean
}

/** A whole local day from `first` to `last` (UTC midnights) on which nobody drills; null: everywhere. */
export interface ClosedDays {
  readonly first: number
  readonly last: number
  readonly region: string | null
}

interface HeldRow {
  readonly id: string
  readonly programmeId: string
  readonly siteCode: string
  readonly slotAt: number
  readonly startsAt: number
  readonly state: string
  readonly eventId: string | null
}

interface MessageRow {
  readonly occurrenceId: string
  readonly purpose: string
  readonly responder: string
  readonly channel: string
}

interface SkippedRow {
  readonly occurrenceId: string
  readonly purpose: string
}

/** All that the year left behind. */
export interface YearLeft {
  readonly held: readonly HeldRow[]
  readonly messages: readonly MessageRow[]
  readonly skipped: readonly SkippedRow[]
  /** When somebody looked for work at all, and each drill whose look was broken then. */
  readonly looks: readonly { readonly at: number; readonly broken: ReadonlySet<string> }[]
}

export interface YearVerdict {
  readonly drillsOwed: number
  readonly drillsMissed: number
  readonly drillsDoubled: number
  readonly messagesOwed: number
  readonly messagesMissed: number
  readonly messagesDoubled: number
  /** Not held or not sent because nobody was there, each with a row that says so. */
  readonly drillsLate: number
  readonly messagesLate: number
  readonly fellOut: number
  readonly moved: number
  readonly faults: readonly string[]
}

const groupBy = <Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> => {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group === undefined) groups.set(keyOf(item), [item])
    else group.push(item)
  }
  return groups
}

const localDay = (at: number, { utcHours }: OracleSite): number => Math.floor((at + utcHours * HOUR) / DAY) * DAY

/** Where a turn is held: its day, else the next free one before the next turn and within 14 days; null: it falls out. */
const heldOn = (
  day: number,
  next: number | undefined,
  site: OracleSite,
  closed: readonly ClosedDays[],
): number | null => {
  const isClosed = (on: number): boolean =>
    closed.some(
      ({ first, last, region }) =>
        on >= first &&
        on <= last &&
        (region === null || site.regency === region || site.regency.startsWith(`${region}.`)),
    )
  for (let on = day; on <= day + MOVE_WITHIN_DAYS * DAY; on += DAY) {
    if (next !== undefined && on >= next) return null
    if (!isClosed(on)) return on
  }
  return null
}

const PEOPLE: Readonly<Record<'all' | 'sms' | 'email', readonly string[]>> = {
  // In each village somebody with both channels and somebody with a phone alone.
  all: ['both sms', 'both email', 'phone sms'],
  sms: ['both sms', 'phone sms'],
  email: ['both email', 'phone sms'],
}

export const judgeYear = (
  programmes: readonly OracleProgramme[],
  sites: readonly OracleSite[],
  closed: readonly ClosedDays[],
  [from, to]: readonly [number, number],
  left: YearLeft,
): YearVerdict => {
  const faults: string[] = []
  const count = { owed: 0, missed: 0, doubled: 0, late: 0, fellOut: 0, moved: 0 }
  const told = { owed: 0, missed: 0, doubled: 0, late: 0 }
  const rowsOf = groupBy(left.held, ({ programmeId, siteCode, slotAt }) => `${programmeId} ${siteCode} ${slotAt}`)
  const messagesOf = groupBy(left.messages, ({ occurrenceId }) => occurrenceId)
  const skippedOf = groupBy(left.skipped, ({ occurrenceId }) => occurrenceId)
  const expected = new Set<string>()
  const seen = (id: string, since: number, until: number, sure: boolean): boolean =>
    left.looks.some(({ at, broken }) => at >= since && at < until && !(sure && broken.has(id)))

  const judgeMessages = (row: HeldRow, programme: OracleProgramme): void => {
    const mine = groupBy(messagesOf.get(row.id) ?? [], ({ purpose }) => purpose)
    const skips = groupBy(skippedOf.get(row.id) ?? [], ({ purpose }) => purpose)
    const inviteAt = row.startsAt - programme.inviteMs
    const due = [
      { purpose: 'drill-invite', at: inviteAt, channel: null },
      ...programme.reminders.map(({ beforeMs, channel }, nth) => ({
        ...{ purpose: `drill-reminder-${nth + 1}`, at: row.startsAt - beforeMs, channel },
      })),
    ]
    for (const [nth, { purpose, at, channel }] of due.entries()) {
      told.owed += 1
      const got = (mine.get(purpose) ?? []).map((one) => `${one.responder} ${one.channel}`)
      const skips1 = (skips.get(purpose) ?? []).length
      if (new Set(got).size < got.length || skips1 > 1 || (skips1 > 0 && got.length > 0)) {
        told.doubled += 1
        faults.push(`${row.id} ${purpose}: twice`)
      }
      const wanted = PEOPLE[channel ?? 'all']
      if (skips1 === 0) {
        if (wanted.every((one) => got.includes(one)) && got.every((one) => wanted.includes(one))) continue
        told.missed += 1
        faults.push(`${row.id} ${purpose}: got ${got.join(', ') || 'nobody'}`)
        continue
      }
      // Left out, and said: right only if nobody was there while it could have gone, or while the invitation could.
      const until = purpose === 'drill-invite' ? row.startsAt : (due[nth + 1]?.at ?? row.startsAt)
      const excused = !seen(row.id, at, until, true) || (nth > 0 && !seen(row.id, inviteAt, at, true))
      if (excused) told.late += 1
      else {
        told.missed += 1
        faults.push(`${row.id} ${purpose}: left out though somebody was there`)
      }
    }
    for (const purpose of mine.keys())
      if (!due.some((one) => one.purpose === purpose)) {
        told.doubled += 1
        faults.push(`${row.id} ${purpose}: nobody owed it`)
      }
  }

  const judgeDrill = (row: HeldRow, programme: OracleProgramme, startsAt: number): void => {
    const last = startsAt + GRACE + 1
    const begun = row.state === 'done'
    if (row.startsAt !== startsAt || !['done', 'missed'].includes(row.state)) {
      count.missed += 1
      faults.push(`${row.id}: ${row.state} at ${new Date(row.startsAt).toISOString()}`)
    } else if (begun ? !seen(row.id, startsAt, last, false) : seen(row.id, startsAt, last, true)) {
      count.missed += 1
      faults.push(`${row.id}: ${row.state}, and somebody was ${begun ? 'not ' : ''}there`)
    } else if (!begun) count.late += 1
    if (programme.rehearses && begun !== (row.eventId !== null)) {
      count.missed += 1
      faults.push(`${row.id}: ${row.state} and its rehearsal is ${row.eventId ?? 'not posted'}`)
    }
  }

  for (const programme of programmes)
    for (const site of sites)
      for (const [nth, day] of programme.days.entries()) {
        const instant = (on: number): number => on + programme.atMs - site.utcHours * HOUR
        const on = heldOn(day, programme.days[nth + 1], site, closed)
        if (instant(day) < from || instant(on ?? day) + DAY > to) continue
        count.owed += 1
        const key = `${programme.id} ${site.code} ${instant(day)}`
        expected.add(key)
        const rows = rowsOf.get(key) ?? []
        count.doubled += Math.max(0, rows.length - 1)
        const [row] = rows
        if (row === undefined) {
          count.missed += 1
          faults.push(`${key}: no row`)
        } else if (on === null) {
          count.fellOut += 1
          const heard = (messagesOf.get(row.id) ?? []).length
          if (row.state !== 'cancelled' || heard > 0) {
            count.missed += 1
            faults.push(`${key}: fell out, and is ${row.state}`)
          }
        } else {
          if (on !== localDay(instant(day), site)) count.moved += 1
          judgeDrill(row, programme, instant(on))
          judgeMessages(row, programme)
        }
      }
  for (const [key, rows] of rowsOf)
    if (!expected.has(key) && rows.some(({ slotAt, startsAt }) => slotAt >= from && startsAt + DAY <= to)) {
      count.doubled += rows.length
      faults.push(`${key}: nobody owed it`)
    }
  return {
    drillsOwed: count.owed,
    drillsMissed: count.missed,
    drillsDoubled: count.doubled,
    messagesOwed: told.owed,
    messagesMissed: told.missed,
    messagesDoubled: told.doubled,
    drillsLate: count.late,
    messagesLate: told.late,
    fellOut: count.fellOut,
    moved: count.moved,
    faults,
  }
}

export const isCleanYear = (verdict: YearVerdict): boolean =>
  verdict.drillsOwed > 0 &&
  verdict.messagesOwed > 0 &&
  [verdict.drillsMissed, verdict.drillsDoubled, verdict.messagesMissed, verdict.messagesDoubled].every((n) => n === 0)
