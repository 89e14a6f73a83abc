import { boardEnd, type StandingRules, standingByRegion } from '../drills/standing.ts'
import { dueSentence, dueSites, overduePage, regionPage } from '../drills/standing-report.ts'
import { isDesa } from '../roster/region.ts'
import { siteStandings } from '../store/site-standing.ts'
import { csvOf } from '../wording/csv-rows.ts'
import { reportHtml } from '../wording/report-html.ts'
import { reportMarkdown } from '../wording/report-markdown.ts'
import type { ReportPage } from '../wording/report-page.ts'
import type { ReportFormat } from './after-action.ts'
import type { Installation } from './installation.ts'

/** A report in each form; none names a person. */
export interface StandingReport {
  readonly json: object
  readonly page: ReportPage
  readonly csv: string
}

/** The report as the text of a format. */
export const standingText = ({ json, page, csv }: StandingReport, format: ReportFormat): string => {
  switch (format) {
    case 'md':
      return reportMarkdown(page)
    case 'html':
      return reportHtml(page)
    case 'csv':
      return csv
    case 'json':
      return `${JSON.stringify(json, undefined, 2)}\n`
  }
}

export const regionName = ({ places }: Installation, code: string): string =>
  code === '' ? 'Indonesia' : places.gazetteer().fullName(code)

const OVERDUE_COLUMNS = ['siteCode', 'name', 'villageCode', 'codes', 'sentences', 'nextAt'] as const

/** Which drills and boards are overdue in a region, '' for the country. */
export const overdueReport = async (
  installation: Installation,
  region: string,
  rules: StandingRules,
): Promise<StandingReport> => {
  const now = installation.clock.now()
  const sites = await siteStandings(installation.database, region, now)
  const found = dueSites(sites, rules, now)
  return {
    json: {
      region,
      preparedAt: now,
      ...rules,
      sites: sites.length,
      overdue: found.map(({ site, due }) => ({
        siteCode: site.siteCode,
        name: site.name,
        villageCode: site.villageCode,
        due,
        nextAt: site.nextAt,
      })),
    },
    page: overduePage(regionName(installation, region), found, { sites: sites.length, rules }),
    csv: csvOf(
      OVERDUE_COLUMNS,
      found.map(({ site, due }) => ({
        siteCode: site.siteCode,
        name: site.name,
        villageCode: site.villageCode,
        codes: due.map(({ code }) => code).join(';'),
        sentences: due.map(dueSentence).join(' '),
        nextAt: site.nextAt,
      })),
    ),
  }
}

const SITE_COLUMNS = [
  'siteCode',
  'name',
  'villageCode',
  'village',
  'isDesa',
  'pendamping',
  'tagana',
  'hasGardu',
  'hasLumbung',
  'lastHeldAt',
  'heldLately',
  'heldBefore',
  'nextAt',
  'boardEnds',
] as const

/** The KSB of a region, '' for the country: by province there, by regency in a province, by kecamatan in a regency. */
export const regionReport = async (installation: Installation, region: string): Promise<StandingReport> => {
  const now = installation.clock.now()
  const gazetteer = installation.places.gazetteer()
  const sites = await siteStandings(installation.database, region, now)
  // Codes are PP, PP.KK, PP.KK.CC: the next level below the region.
  const groupLength = region === '' ? 2 : Math.min(region.length + 3, 8)
  const groups = standingByRegion(sites, (code) => code.slice(0, groupLength), isDesa)
  const placed = sites.map((site) => ({
    site,
    village: gazetteer.fullName(site.villageCode),
    isDesa: isDesa(site.villageCode),
  }))
  const rows = placed.map(({ site, village, isDesa: inDesa }) => {
    const { zone: _zone, notHeld: _notHeld, establishedOn: _since, boardUntil: _until, ...shown } = site
    return { ...shown, village, isDesa: inDesa, boardEnds: boardEnd(site)?.day ?? null }
  })
  return {
    json: { region, preparedAt: now, groups, sites: rows },
    page: regionPage(
      regionName(installation, region),
      groups.map((figures) => ({ name: gazetteer.fullName(figures.regionCode), figures })),
      placed,
    ),
    csv: csvOf(SITE_COLUMNS, rows),
  }
}
