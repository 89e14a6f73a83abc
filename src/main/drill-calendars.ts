import { createHash } from 'node:crypto'
import { feedText } from '../calendar/calendar-text.ts'
import { type CalendarEntry, calendarEntry } from '../drills/calendar-entry.ts'
import { modulesAt } from '../drills/curriculum.ts'
import { drillFields } from '../drills/drill-fields.ts'
import { musterOf } from '../drills/exercise.ts'
import type { CalendarNeeds } from '../intake/calendar-routes.ts'
import { type FeedOf, readCalendarToken } from '../intake/calendar-token.ts'
import { hazardNames } from '../mobilisation/hazard.ts'
import { isKind, KIND_NAMES } from '../roster/responder.ts'
import type { Site } from '../roster/site.ts'
import { type FeedOccurrence, feedOccurrences } from '../store/drill-feeds.ts'
import { findReporter } from '../store/reports.ts'
import type { Installation } from './installation.ts'
import { villageNames } from './village-names.ts'

const DAY_MS = 86_400_000

/** Drills that are over stay so long. */
const KEPT_DAYS = 30

/** A year of monthly drills at eighty villages; to write so many takes about 80 ms, in which nothing else is answered. */
const MOST_ENTRIES = 1_000

/** The key of the tokens of feeds. */
export const calendarKey = ({ seal }: Pick<Installation, 'seal'>): Buffer => seal.key('drill calendars')

/** What a feed is called in a calendar program; null where its village or person is in the register no more. */
export const feedName = async (installation: Installation, feed: FeedOf): Promise<string | null> => {
  switch (feed.kind) {
    case 'site': {
      const site = (await installation.sites()).find(({ siteCode }) => siteCode === feed.siteCode)
      return site === undefined ? null : `Latihan ${site.name}`
    }
    case 'responder': {
      const person = await findReporter(installation.database, feed)
      // A calendar that is shared or seen over a shoulder names nobody.
      return person === null ? null : `Undangan latihan ${isKind(person.kind) ? KIND_NAMES[person.kind] : ''}`.trim()
    }
    case 'region':
      return `Latihan ${installation.places.gazetteer().fullName(feed.regionCode)}`
  }
}

const entryOf = (occurrence: FeedOccurrence, site: Site, namesOf: ReturnType<typeof villageNames>): CalendarEntry => {
  const { type, hazards, curriculum } = occurrence
  const modules = modulesAt(curriculum, site.villageCode)
  const fields = drillFields(occurrence, type, hazardNames(hazards), site, namesOf(site.villageCode), modules)
  return calendarEntry(occurrence, fields, musterOf(site).coordinates)
}

/** The beginning of a day in UTC: a feed says the same all day long unless a drill changes. */
const dayOf = (at: Date): number => Math.floor(at.getTime() / DAY_MS) * DAY_MS

/** What the route of calendars needs. */
export const calendarNeeds = (installation: Installation): CalendarNeeds => {
  const { database, places } = installation
  const key = calendarKey(installation)
  return {
    feed: async (token, at) => {
      const feed = readCalendarToken(token, key)
      const name = feed === null ? null : await feedName(installation, feed)
      if (feed === null || name === null) return null
      const whose = { siteCode: null, responderId: null, regionCode: null, ...feed }
      const from = new Date(dayOf(at) - KEPT_DAYS * DAY_MS)
      const rows = await feedOccurrences(database, whose, from, MOST_ENTRIES + 1)
      const sites = new Map((await installation.sites()).map((site) => [site.siteCode, site]))
      const entries = rows.slice(0, MOST_ENTRIES).flatMap((row) => {
        const site = sites.get(row.siteCode)
        return site === undefined ? [] : [entryOf(row, site, villageNames(places))]
      })
      const description = [
        'LATIHAN: jadwal latihan dari Kentongan.',
        ...(rows.length > MOST_ENTRIES ? [`Hanya ${MOST_ENTRIES} latihan pertama.`] : []),
      ].join(' ')
      const version = createHash('sha256')
        .update(JSON.stringify([name, description, entries]))
        .digest('base64url')
      return { text: () => feedText({ name, description }, entries, at), version: version.slice(0, 27) }
    },
  }
}
