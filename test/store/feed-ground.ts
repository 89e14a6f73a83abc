import type { IncomingMessage, ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeEach } from 'vitest'
import { loadGazetteer } from '../../src/gazetteer/load.ts'
import { createXmlReader } from '../../src/intake/cap/xml-reader.ts'
import { createLog } from '../../src/log.ts'
import { feedRuns, type TakeMessage } from '../../src/main/feed-runs.ts'
import type { EventMessage } from '../../src/mobilisation/event-message.ts'
import type { Feed, FeedPolicy } from '../../src/mobilisation/feed.ts'
import { openDatabase } from '../../src/store/database.ts'
import { type FeedServer, startFeedServer } from '../intake/feeds/feed-server.ts'
import { freshDatabase } from '../support/database.ts'
import { handClock } from '../support/hand-clock.ts'

export const NOW = new Date('2026-10-21T04:00:00Z')
export const EVENT_ID = '0190a8f2-0000-7000-8000-0000000000e1'

const url = await freshDatabase()
export const database = openDatabase({ url, max: 4, name: 'feed runs test', onError: () => undefined })
const otherDatabase = openDatabase({ url, max: 4, name: 'feed runs test, other', onError: () => undefined })
const xml = createXmlReader()
const log = createLog({ level: 'silent', pretty: false, write: () => undefined })
const seatsFile = fileURLToPath(new URL('../../config/gazetteer/seats.csv', import.meta.url))
const gazetteer = loadGazetteer({ seatsFile })
const places = { gazetteer: () => gazetteer }

export const clock = handClock(NOW)
const servers: FeedServer[] = []
export const taken: { readonly message: EventMessage; readonly feed: string; readonly body: string }[] = []

const take: TakeMessage = async (message, feed, rawBody) => {
  taken.push({ message, feed, body: rawBody.toString() })
  return { kind: 'taken', eventId: EVENT_ID, reason: 'alert' }
}

beforeEach(async () => {
  clock.setTo(NOW)
  taken.length = 0
  for (const table of ['feed_state', 'feed_item', 'feed_request'])
    await database.run({ text: `DELETE FROM ${table}`, values: [] })
})
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})
afterAll(async () => {
  await xml.close()
  await otherDatabase.close()
  await database.close()
})

export const serve = async (
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<FeedServer> => {
  const server = await startFeedServer(answer)
  servers.push(server)
  return server
}

export const aFeed = (name: string, at: string, more: Partial<Feed> = {}): Feed => ({
  name,
  format: 'bmkg-quake',
  url: at,
  host: '127.0.0.1',
  everyMs: 20_000,
  policy: 'mobilise',
  enabled: true,
  timeoutMs: 5_000,
  thresholds: { minMagnitude: 5, maxDepthKm: 100, minMmi: 5 },
  ...more,
})

export const runs = (
  feeds: readonly Feed[],
  more: { perMinute?: number; senders?: [string, FeedPolicy][]; other?: boolean } = {},
) =>
  feedRuns(
    { database: more.other === true ? otherDatabase : database, clock, log, places },
    { feeds, perMinute: new Map([['127.0.0.1', more.perMinute ?? 60]]), senders: new Map(more.senders ?? []) },
    take,
    xml,
    { villageExists: () => true, regionOf: () => true },
  )

/** Polls everything that is due once. */
export const pollDue = async (feeds: ReturnType<typeof runs>) => {
  const results: Record<string, unknown> = {}
  for (const { payload } of await feeds.dueWakes()) {
    const { name = '' } = payload
    results[name] = await feeds.pollFeed({ name })
  }
  return results
}

export const quake = (magnitude: string, more: object = {}): string =>
  JSON.stringify({
    Infogempa: {
      gempa: {
        Tanggal: '21 Okt 2026',
        Jam: '10:52:10 WIB',
        DateTime: '2026-10-21T03:52:10+00:00',
        Coordinates: '-6.71,112.34',
        Lintang: '6.71 LS',
        Bujur: '112.34 BT',
        Magnitude: magnitude,
        Kedalaman: '12 km',
        Wilayah: '37 km timur laut Tuban',
        Potensi: 'Tidak berpotensi tsunami',
        ...more,
      },
    },
  })

/** A nowcast as CAP. */
export const cap = (id: string): string => `<?xml version="1.0"?><?xml-stylesheet href="/x.xsl" type="text/xsl"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>${id}</identifier><sender>nowcast@cuaca.example</sender>
<sent>2026-10-21T10:40:00+07:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope><info>
<language>id</language><category>Met</category><event>Hujan Lebat</event><urgency>Immediate</urgency>
<severity>Moderate</severity><certainty>Likely</certainty><expires>2026-10-21T13:00:00+07:00</expires>
<headline>Hujan lebat</headline><area><areaDesc>Banten</areaDesc>
<polygon>-6.1,106.0 -6.1,106.3 -6.4,106.3 -6.1,106.0</polygon></area></info></alert>`

/** The nth bulletin of one tsunami, sent at a minute past 10 WIB. */
export const bulletin = (number: number, minute: string): string =>
  JSON.stringify({
    status: 'Actual',
    info: {
      eventid: '20261021105210',
      date: '21-10-26',
      time: '10:52:10 WIB',
      point: { coordinates: '122.34,-8.12' },
      magnitude: '7.4',
      depth: '12 Km',
      subject: `Warning Tsunami PD-${number}`,
      headline: 'Peringatan dini tsunami',
      timesent: `21/10/2026 10:${minute}:00WIB`,
      wzarea: number === 4 ? [] : [{ province: 'NTT', district: 'Sikka', level: number === 1 ? 'Siaga' : 'Awas' }],
    },
  })
