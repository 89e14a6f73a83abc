import type { TimeZone } from '../roster/region.ts'
import type { Site } from '../roster/site.ts'
import { type DrillProgramme, occurrences, sitesOf } from './drill-plan.ts'

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
}

const order = (left: string, right: string): number => Number(left > right) - Number(left < right)

/** What programmes would hold within [from, to): by start, then programme, then site. Saves nothing. */
export const planPreview = (
  programmes: readonly DrillProgramme[],
  sites: readonly Site[],
  from: Date,
  to: Date,
): readonly PreviewedDrill[] =>
  programmes
    .flatMap((programme) =>
      sitesOf(programme, sites).flatMap((site) =>
        occurrences(programme, site, from, to).map((occurrence) => ({
          programmeId: programme.id,
          type: programme.type,
          hazard: programme.hazard,
          siteCode: site.siteCode,
          siteName: site.name,
          ...occurrence,
        })),
      ),
    )
    .sort(
      (a, b) =>
        a.startsAt.getTime() - b.startsAt.getTime() ||
        order(a.programmeId, b.programmeId) ||
        order(a.siteCode, b.siteCode),
    )
