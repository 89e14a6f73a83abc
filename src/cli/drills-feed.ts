import type { Command } from 'commander'
import { InvalidInput } from '../errors.ts'
import { calendarToken, type FeedOf, LONGEST_FEED_NAME } from '../intake/calendar-token.ts'
import { showText } from '../intake/shown.ts'
import { calendarKey, feedName } from '../main/drill-calendars.ts'
import type { Installation } from '../main/installation.ts'
import { publishedUrl } from '../main/published-url.ts'
import { readRegionCode } from '../roster/region.ts'
import { findReporter } from '../store/reports.ts'
import { isUuid, unknownId } from './given.ts'
import type { Run } from './run.ts'
import { listing } from './table.ts'

const HELP = `
Prints { webcal, url, name, of }. Whoever has the link follows the drills by it, as long as KENTONGAN_SECRET stays the
same; it names no people and no contacts. Nothing is sent and nothing is stored.

Examples:
  kentongan drills feed --site KSB-3204-0001
  kentongan drills feed --responder R-0007 --json
  kentongan drills feed --region 32.04`

interface Given {
  readonly site?: string
  readonly responder?: string
  readonly region?: string
}

const wrongUsage = (path: string, got: string, expected: string, hint?: string): InvalidInput =>
  new InvalidInput('wrong usage', [{ path, got, expected, ...(hint === undefined ? {} : { hint }) }])

const regionFeed = ({ places }: Installation, given: string): FeedOf => {
  const reading = readRegionCode(given)
  if (reading.kind === 'not-a-code') throw wrongUsage('--region', showText(given), 'the code of a region', reading.hint)
  const { code } = reading
  const gazetteer = places.gazetteer()
  if (gazetteer.fullName(code) === code) throw unknownId('region', code)
  return { kind: 'region', regionCode: code }
}

const feedOf = async (installation: Installation, given: Given): Promise<FeedOf> => {
  const count = Object.keys(given).length
  if (count !== 1) throw wrongUsage('--site, --responder, --region', `${count} of them`, 'one of them')
  if (given.region !== undefined) return regionFeed(installation, given.region)
  if (given.responder !== undefined) {
    const id = given.responder.trim()
    const person = await findReporter(
      installation.database,
      isUuid(id) ? { responderId: id.toLowerCase() } : { externalId: id },
    )
    if (person === null) throw unknownId('responder', showText(id))
    return { kind: 'responder', responderId: person.responderId }
  }
  const siteCode = (given.site ?? '').trim()
  if (Buffer.byteLength(siteCode) > LONGEST_FEED_NAME)
    throw wrongUsage('--site', `${Buffer.byteLength(siteCode)} bytes`, `a code of at most ${LONGEST_FEED_NAME} bytes`)
  return { kind: 'site', siteCode }
}

/** Adds `drills feed`. */
export const drillsFeedCommand = (drills: Command, run: Run): void => {
  drills
    .command('feed')
    .description('Prints the link to a calendar of drills that phones and calendar programs can follow.')
    .option('--site <code>', 'the drills of this village')
    .option('--responder <id>', 'those that this person is invited to: the row’s id, or the external_id')
    .option('--region <code>', 'those of all villages within this province, regency or district')
    .addHelpText('after', HELP)
    .action(async (given: Given) => {
      const link = await run.withInstallation('drills', async (installation) => {
        const of = await feedOf(installation, given)
        const name = await feedName(installation, of)
        if (name === null) throw unknownId('site', showText(given.site ?? ''))
        const path = `/v1/calendar/${calendarToken(of, calendarKey(installation))}.ics`
        const url = `${publishedUrl(installation.configuration.environment)}${path}`
        return { webcal: url.replace(/^https?:/, 'webcal:'), url, name, of: of.kind }
      })
      run.print(link, () => listing(Object.entries(link)))
    })
}
