import type { IncomingMessage } from 'node:http'
import { afterAll } from 'vitest'
import { sql } from '../../src/store/sql.ts'
import { startFeedServer } from '../intake/feeds/feed-server.ts'
import { PANGALENGAN } from './people.ts'
import type { Village } from './village.ts'

interface Page {
  readonly body: string
  readonly etag?: string
  readonly status?: number
}

/** The agencies' web servers in one, on this machine: each path shows what a test last put there. */
export const openAgencies = async () => {
  const pages = new Map<string, Page>()
  const asked: IncomingMessage[] = []
  const server = await startFeedServer((request, response) => {
    asked.push(request)
    const page = pages.get(request.url ?? '')
    if (page === undefined) return response.writeHead(404).end()
    const { body, etag, status = 200 } = page
    const headers = etag === undefined ? {} : { etag }
    if (etag !== undefined && request.headers['if-none-match'] === etag) return response.writeHead(304, headers).end()
    return response.writeHead(status, headers).end(status === 200 ? body : '')
  })
  afterAll(() => server.close())
  return {
    url: server.url,
    shows: (path: string, body: string, more: Omit<Page, 'body'> = {}): void => void pages.set(path, { body, ...more }),
    /** What was asked of a path so far, with the headers. */
    askedFor: (path: string): readonly IncomingMessage[] => asked.filter(({ url }) => url === path),
    clear: (): void => {
      pages.clear()
      asked.length = 0
    },
  }
}

/** Polls feeds now, whenever else they would be due, and does what follows. */
export const poll = async ({ installation, settle }: Village, ...names: readonly string[]): Promise<void> => {
  await installation.database.run(sql`
    INSERT INTO feed_state (name, next_due_at) SELECT name, ${installation.clock.now()} FROM unnest(${names}::text[]) AS name
    ON CONFLICT (name) DO UPDATE SET next_due_at = excluded.next_due_at`)
  await settle()
}

interface QuakeGiven {
  readonly at: Date
  readonly magnitude?: number
  readonly depthKm?: number
  readonly place?: readonly [longitude: number, latitude: number]
}

const HOUR_MS = 3_600_000

/** A quake as BMKG's autogempa has it: all values are text, the latitude first. */
export const bmkgQuake = ({ at, magnitude = 5.6, depthKm = 10, place = PANGALENGAN }: QuakeGiven): string =>
  JSON.stringify({
    Infogempa: {
      gempa: {
        DateTime: at.toISOString().replace(/\.\d+Z/, '+00:00'),
        Coordinates: `${place[1]},${place[0]}`,
        Magnitude: String(magnitude),
        Kedalaman: `${depthKm} km`,
        Wilayah: 'Pusat gempa di darat, Pangalengan',
        Potensi: 'Tidak berpotensi tsunami',
        Dirasakan: '-',
      },
    },
  })

/** The same quake as USGS has it: some seconds, kilometres and tenths away. */
export const usgsQuake = (
  { at, magnitude = 5.5, depthKm = 12, place = PANGALENGAN }: QuakeGiven,
  {
    id = 'us7000test',
    ids = [id],
    updated = at,
    status = 'automatic',
  }: { id?: string; ids?: readonly string[]; updated?: Date; status?: string } = {},
): string =>
  JSON.stringify({
    type: 'FeatureCollection',
    features: [
      {
        type: 'Feature',
        id,
        properties: {
          mag: magnitude,
          place: 'Java, Indonesia',
          time: at.getTime() + 4_000,
          updated: updated.getTime(),
          ids: `,${ids.join(',')},`,
          status,
          type: 'earthquake',
          title: `M ${magnitude} - Java, Indonesia`,
          mmi: null,
          alert: null,
          tsunami: 0,
        },
        geometry: { type: 'Point', coordinates: [place[0] + 0.1, place[1] - 0.1, depthKm] },
      },
    ],
  })

/** The same quake as GDACS has it. */
export const gdacsQuake = ({ at, magnitude = 5.5, place = PANGALENGAN }: QuakeGiven): string => {
  const time = at.toUTCString()
  return `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:gdacs="http://www.gdacs.org" xmlns:georss="http://www.georss.org/georss"><channel>
<item><title>Green earthquake in Indonesia</title><description>A quake.</description><pubDate>${time}</pubDate>
<guid isPermaLink="false">EQ1500777</guid><georss:point>${place[1] + 0.1} ${place[0] + 0.1}</georss:point>
<gdacs:iscurrent>true</gdacs:iscurrent><gdacs:fromdate>${time}</gdacs:fromdate><gdacs:eventtype>EQ</gdacs:eventtype>
<gdacs:alertlevel>Green</gdacs:alertlevel><gdacs:eventid>1500777</gdacs:eventid>
<gdacs:severity unit="M" value="${magnitude}">Magnitude ${magnitude}M, Depth:12km</gdacs:severity>
<gdacs:country>Indonesia</gdacs:country></item></channel></rss>`
}

const twoDigits = (value: number): string => String(value).padStart(2, '0')

/** A bulletin as InaTEWS has it: days are written day first, times are WIB, the longitude comes first. */
export const tsunamiBulletin = ({
  number,
  at,
  sentAt,
  place,
  areas,
}: {
  readonly number: 1 | 2 | 3 | 4
  readonly at: Date
  readonly sentAt: Date
  readonly place: readonly [longitude: number, latitude: number]
  readonly areas: readonly { readonly province: string; readonly district: string; readonly level: string }[]
}): string => {
  const wib = (instant: Date): Date => new Date(instant.getTime() + 7 * HOUR_MS)
  const day = (instant: Date, sign: string, digits: 2 | 4): string => {
    const year = String(wib(instant).getUTCFullYear()).slice(-digits)
    return [twoDigits(wib(instant).getUTCDate()), twoDigits(wib(instant).getUTCMonth() + 1), year].join(sign)
  }
  const time = (instant: Date): string => wib(instant).toISOString().slice(11, 19)
  return JSON.stringify({
    status: 'Actual',
    info: {
      eventid: at.toISOString().replace(/\D/g, '').slice(0, 14),
      date: day(at, '-', 2),
      time: `${time(at)} WIB`,
      point: { coordinates: place.join(',') },
      magnitude: '7.4',
      depth: '12 Km',
      subject: number === 4 ? 'Peringatan Dini Tsunami PD-4: berakhir' : `Peringatan Dini Tsunami PD-${number}`,
      headline: number === 4 ? 'Peringatan dini tsunami telah berakhir' : 'Peringatan dini tsunami',
      timesent: `${day(sentAt, '/', 4)} ${time(sentAt)}WIB`,
      wzarea: areas,
    },
  })
}
