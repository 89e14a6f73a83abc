import { beforeEach, describe, expect, test } from 'vitest'
import { bmkgQuake, openAgencies, poll, usgsQuake } from '../support/feed-pages.ts'
import { aTagana } from '../support/people.ts'
import { BEGIN, openVillage } from '../support/village.ts'

const agencies = await openAgencies()
const feed = (name: string, format: string, policy: string): string =>
  `  - { name: ${name}, format: ${format}, url: "${agencies.url}/${name}", every: 1m, policy: ${policy}, enabled: true }\n`

const village = await openVillage({
  files: {
    'feeds.yaml': `hosts:
  127.0.0.1: { perMinute: 20 }
senders:
  nowcast@cuaca.example: record
feeds:
${feed('bmkg', 'bmkg-quake', 'mobilise')}${feed('usgs', 'usgs', 'record')}${feed('nowcast', 'bmkg-nowcast', 'propose')}\
${feed('warga', 'petabencana', 'propose')}`,
  },
})
const { phone, mail, clock } = village

const AT = new Date(BEGIN.getTime() - 120_000)

beforeEach(() => agencies.clear())

/** Seconds from now until a feed is asked again. */
const dueIn = async (name: string): Promise<number> => {
  const [row] = await village.rows<{ at: Date }>`SELECT next_due_at AS at FROM feed_state WHERE name = ${name}`
  return Math.ceil(((row?.at.getTime() ?? 0) - clock.now().getTime()) / 1_000)
}

/** What /metrics says of a feed. */
const figure = async (name: string, of: string): Promise<string | undefined> => {
  const text = await (await village.ask('/metrics')).text()
  return new RegExp(`^${name}\\{feed="${of}"\\} (\\S+)$`, 'm').exec(text)?.[1]
}

const messages = (): Promise<readonly { source: string; decision: string; reason: string }[]> =>
  village.rows`SELECT source, decision, reason FROM hazard_event ORDER BY received_at, id`

describe('asking', () => {
  test('is conditional: what has not changed is not sent again, and calls nobody again', async () => {
    await village.enrol(aTagana('R-0001'), aTagana('R-0002', { kmNorth: 2 }))
    agencies.shows('/bmkg', bmkgQuake({ at: AT }), { etag: '"a"' })
    await poll(village, 'bmkg')
    for (const id of ['R-0001', 'R-0002']) phone(id).received(/MOBILISASI TAGANA: Gempa/)
    await village.advance({ min: 1 })
    await village.advance({ min: 1 })
    const asked = agencies.askedFor('/bmkg')
    expect(asked.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"a"', '"a"'])
    expect(await figure('kentongan_feed_last_success_age_seconds', 'bmkg')).toBe('0')
    expect(await messages()).toHaveLength(1)
    for (const id of ['R-0001', 'R-0002']) await village.replies(id, '1')

    // A new version is read again.
    agencies.shows('/bmkg', bmkgQuake({ at: AT, magnitude: 5.7 }), { etag: '"b"' })
    await village.advance({ min: 1 })
    expect(await messages()).toMatchObject([{ reason: 'alert' }, { reason: 'update' }])
  })

  test('goes on less and less often where it fails, and how long ago it went well is a figure', async () => {
    agencies.shows('/usgs', usgsQuake({ at: AT }))
    await poll(village, 'usgs')
    expect([await dueIn('usgs'), await figure('kentongan_feed_failures', 'usgs')]).toEqual([60, '0'])
    agencies.shows('/usgs', '', { status: 503 })
    const pauses: number[] = []
    for (let failures = 1; failures <= 6; failures += 1) {
      await village.advance({ s: await dueIn('usgs') })
      expect(await figure('kentongan_feed_failures', 'usgs')).toBe(String(failures))
      pauses.push(await dueIn('usgs'))
    }
    // Twice as long each time and up to a tenth more, at most a quarter of an hour.
    for (const [at, least] of [60, 120, 240, 480, 900, 900].entries()) {
      expect(pauses[at]).toBeGreaterThanOrEqual(least)
      expect(pauses[at]).toBeLessThanOrEqual(Math.ceil(least * 1.1))
    }
    expect(Number(await figure('kentongan_feed_last_success_age_seconds', 'usgs'))).toBeGreaterThan(1_800)
    agencies.shows('/usgs', usgsQuake({ at: AT }))
    await village.advance({ s: await dueIn('usgs') })
    expect([await dueIn('usgs'), await figure('kentongan_feed_failures', 'usgs')]).toEqual([60, '0'])
    expect(await figure('kentongan_feed_last_success_age_seconds', 'usgs')).toBe('0')
    expect(agencies.askedFor('/usgs')).toHaveLength(8)
  })

  test('one feed that fails holds up no other', async () => {
    await village.enrol(aTagana('R-0001'))
    agencies.shows('/usgs', '<html>', {})
    agencies.shows('/bmkg', bmkgQuake({ at: AT }))
    await poll(village, 'usgs', 'bmkg')
    phone('R-0001').received(/MOBILISASI TAGANA: Gempa/)
    for (const told of [phone, mail]) told('O-9001').received(/TIDAK ADA ORANG/)
    expect(await figure('kentongan_feed_failures', 'usgs')).toBe('1')
  })

  test('stays within what the host allows in a minute', async () => {
    agencies.shows('/usgs', usgsQuake({ at: AT }))
    for (let turn = 0; turn < 25; turn += 1) await poll(village, 'usgs')
    expect(agencies.askedFor('/usgs')).toHaveLength(20)
    expect(await dueIn('usgs')).toBe(60)
    await village.advance({ min: 1 })
    expect(agencies.askedFor('/usgs')).toHaveLength(21)
  })
})

const nowcast = (id: string): string => `<?xml version="1.0"?><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
<identifier>${id}</identifier><sender>nowcast@cuaca.example</sender><sent>2026-11-22T13:15:00+07:00</sent>
<status>Actual</status><msgType>Alert</msgType><scope>Public</scope><info><language>id</language>
<category>Met</category><event>Hujan Lebat</event><urgency>Immediate</urgency><severity>Severe</severity>
<certainty>Likely</certainty><expires>2026-11-22T16:00:00+07:00</expires><headline>Hujan lebat</headline>
<area><areaDesc>Pangalengan</areaDesc>
<polygon>-7.1,107.4 -7.1,107.6 -7.3,107.6 -7.3,107.4 -7.1,107.4</polygon></area></info></alert>`

describe('what never calls anybody', () => {
  test('a nowcast is kept, whether its feed brings it or an operator', async () => {
    agencies.shows(
      '/nowcast',
      `<rss version="2.0"><channel><item><guid>n1</guid><title>Hujan</title><link>${agencies.url}/n1.xml</link></item>
      </channel></rss>`,
    )
    agencies.shows('/n1.xml', nowcast('n1'))
    await poll(village, 'nowcast')
    const posted = await village.receive(nowcast('n2'), { by: village.officer() })
    expect(posted).toMatchObject({ httpStatus: 202, decision: 'record', callOutId: null })
    expect((await messages()).map(({ decision }) => decision)).toEqual(['record', 'record'])
    expect(await village.rows`SELECT 1 FROM call_out`).toEqual([])
  })

  test('what the crowd reports is at most proposed', async () => {
    await village.enrol(aTagana('R-0001'), aTagana('R-0002', { kmNorth: 2 }))
    agencies.shows(
      '/warga',
      JSON.stringify({
        statusCode: 200,
        result: {
          type: 'FeatureCollection',
          features: [
            {
              type: 'Feature',
              geometry: { type: 'Point', coordinates: [107.5161, -7.1908] },
              properties: {
                pkey: '9001',
                created_at: AT.toISOString(),
                source: 'grasp',
                status: 'confirmed',
                disaster_type: 'flood',
                report_data: { report_type: 'flood', flood_depth: 120 },
                text: 'Banjir setinggi dada',
                title: null,
                image_url: null,
                tags: {},
              },
            },
          ],
        },
      }),
    )
    await poll(village, 'warga')
    expect(await messages()).toMatchObject([{ decision: 'propose', reason: 'feed-proposes' }])
    for (const told of [phone, mail]) told('O-9001').received(/PERLU PERSETUJUAN/)
  })
})
