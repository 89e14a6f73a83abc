import { type ReadinessPartName, readinessOf } from '../drills/readiness.ts'
import { type ReadySite, readinessPage, siteReadinessPage } from '../drills/readiness-report.ts'
import { localDay } from '../drills/standing.ts'
import { isReadinessKept, keepReadiness, readinessFacts, readinessHistory, readinessOn } from '../store/readiness.ts'
import { csvOf } from '../wording/csv-rows.ts'
import type { Installation } from './installation.ts'
import { regionName, type StandingReport } from './standing-reports.ts'

const DAY_MS = 86_400_000
/** Ours: a quarter of a year is how long a change of drills takes to show. */
const TREND_MS = 90 * DAY_MS
const MOST_HISTORY = 100

const sitesIn = async ({ database, clock }: Installation, region: string): Promise<readonly ReadySite[]> => {
  const now = clock.now()
  const facts = await readinessFacts(database, region, now)
  const before = await readinessOn(database, region, localDay(new Date(now.getTime() - TREND_MS), 'WIB'))
  return facts.map((one) => ({
    facts: one,
    readiness: readinessOf(one, now),
    before: before.get(one.siteCode) ?? null,
  }))
}

/** Keeps how ready every KSB is, once a day by the clocks of Jakarta; a day on which nothing ran is not made up for. */
export const keepDailyReadiness = async ({ database, clock }: Installation): Promise<void> => {
  const now = clock.now()
  const day = localDay(now, 'WIB')
  if (await isReadinessKept(database, day)) return
  const facts = await readinessFacts(database, '', now)
  const sites = facts.map((one) => ({ siteCode: one.siteCode, readiness: readinessOf(one, now) }))
  await keepReadiness(database, day, sites)
}

const COLUMNS = [
  'siteCode',
  'name',
  'villageCode',
  'score',
  'before',
  'known',
  'gardu',
  'lumbung',
  'contacts',
  'facilitators',
  'members',
  'trained',
  'recency',
  'attendance',
  'answers',
] as const satisfies readonly (ReadinessPartName | string)[]

const shownOf = ({ facts, readiness, before }: ReadySite) => ({ ...facts, ...readiness, before })

const csv = (sites: readonly ReadySite[]): string =>
  csvOf(
    COLUMNS,
    sites.map(({ facts: { siteCode, name, villageCode }, readiness, before }) => {
      const shareOf = (part: ReadinessPartName): number | null =>
        readiness.parts.find((one) => one.name === part)?.value ?? null
      return {
        ...{ siteCode, name, villageCode, before, score: readiness.score, known: readiness.known },
        gardu: shareOf('gardu'),
        lumbung: shareOf('lumbung'),
        contacts: shareOf('contacts'),
        facilitators: shareOf('facilitators'),
        members: shareOf('members'),
        trained: shareOf('trained'),
        recency: shareOf('recency'),
        attendance: shareOf('attendance'),
        answers: shareOf('answers'),
      }
    }),
  )

/** How ready the KSB of a region are, '' for the country. */
export const readinessReport = async (installation: Installation, region: string): Promise<StandingReport> => {
  const sites = await sitesIn(installation, region)
  return {
    json: { region, preparedAt: installation.clock.now(), sites: sites.map(shownOf) },
    page: readinessPage(regionName(installation, region), sites),
    csv: csv(sites),
  }
}

/** How ready one KSB is, with its history; null where there is none of this code. */
export const siteReadinessReport = async (
  installation: Installation,
  siteCode: string,
): Promise<StandingReport | null> => {
  const site = (await installation.sites()).find((one) => one.siteCode === siteCode)
  if (site === undefined) return null
  const found = (await sitesIn(installation, site.villageCode)).find(({ facts }) => facts.siteCode === siteCode)
  if (found === undefined) return null
  const history = await readinessHistory(installation.database, siteCode, MOST_HISTORY)
  const village = installation.places.gazetteer().fullName(site.villageCode)
  return {
    json: { preparedAt: installation.clock.now(), ...shownOf(found), history },
    page: siteReadinessPage(found, village, history),
    csv: csv([found]),
  }
}
