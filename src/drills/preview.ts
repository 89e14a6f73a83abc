import type { TimeZone } from '../roster/region.ts'
import type { Site } from '../roster/site.ts'
import type { Calendar, Closing } from './calendar.ts'
import { type DrillProgramme, occurrences, sitesOf } from './drill-plan.ts'
import { placed } from './free-time.ts'
import { NO_FACTS, type SiteFacts } from './site-facts.ts'
import { DAY_MS } from './wall-clock.ts'

/** One line of a plan that nobody has saved. */
export interface PreviewedDrill {
  readonly programmeId: string
  readonly type: string
  readonly hazard: string
  readonly siteCode: string
  readonly siteName: string
  readonly startsAt: Date
  readonly endsAt: Date
  readonly zone: TimeZone
  /** When it would be held were every day free. */
  readonly slotAt: Date
  /** What stands in the way of that. */
  readonly closings: readonly Closing[]
  readonly moved: boolean
  /** No time is free for it: it falls out. */
  readonly crowdedOut: boolean
}

const order = (left: string, right: string): number => Number(left > right) - Number(left < right)

/** What programmes would hold within [from, to), and what falls out there: by start, then programme, then site. */
export const planPreview = (
  programmes: readonly DrillProgramme[],
  sites: readonly Site[],
  calendar: Calendar,
  from: Date,
  to: Date,
  facts: SiteFacts = NO_FACTS,
): readonly PreviewedDrill[] =>
  programmes
    .flatMap((programme) =>
      sitesOf(programme, sites, facts).flatMap((site) =>
        // One whose turn comes before the window may be moved into it.
        occurrences(programme, site, new Date(from.getTime() - calendar.moveWithinDays * DAY_MS), to)
          .map((occurrence) => ({
            programmeId: programme.id,
            type: programme.type,
            hazard: programme.hazard,
            siteCode: site.siteCode,
            siteName: site.name,
            ...placed(programme, site, calendar, occurrence),
          }))
          .filter(({ startsAt }) => startsAt >= from && startsAt < to),
      ),
    )
    .sort(
      (a, b) =>
        a.startsAt.getTime() - b.startsAt.getTime() ||
        order(a.programmeId, b.programmeId) ||
        order(a.siteCode, b.siteCode),
    )
