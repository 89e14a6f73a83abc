import type { StandingNeeds } from '../intake/standing-routes.ts'
import { liesWithin } from '../roster/region.ts'
import type { Installation } from './installation.ts'
import { readinessReport, siteReadinessReport } from './readiness.ts'
import { overdueReport, regionReport, standingText } from './standing-reports.ts'

/** What the routes of reports on KSB need. */
export const standingNeeds = (installation: Installation): StandingNeeds => ({
  regionExists: (code) => installation.places.gazetteer().find(code) !== undefined,
  readiness: async ({ region, format }) => standingText(await readinessReport(installation, region), format),
  siteReadiness: async ({ operator, siteCode, format }) => {
    const site = (await installation.sites()).find((one) => one.siteCode === siteCode)
    if (site === undefined || !liesWithin(site.villageCode, operator.jurisdiction)) return null
    const report = await siteReadinessReport(installation, siteCode)
    return report === null ? null : standingText(report, format)
  },
  region: async ({ region, format }) => standingText(await regionReport(installation, region), format),
  overdue: async ({ region, format, months, soonDays }) =>
    standingText(await overdueReport(installation, region, { months, soonDays }), format),
})
