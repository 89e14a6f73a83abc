import { beforeEach, describe, expect, test } from 'vitest'
import { bmkgQuake, gdacsQuake, openAgencies, poll as pollAll, usgsQuake } from '../support/feed-pages.ts'
import { aTagana, PANGALENGAN } from '../support/people.ts'
import { BEGIN, openVillage } from '../support/village.ts'

const agencies = await openAgencies()
const feed = (name: string, format: string, policy: string, more = ''): string =>
  `  - { name: ${name}, format: ${format}, url: "${agencies.url}/${name}", every: 1m, policy: ${policy}, enabled: true${more} }\n`
const LIMITS = ', minMagnitude: 5, maxDepthKm: 100, minMmi: 5'

const village = await openVillage({
  files: {
    'feeds.yaml': `feeds:
${feed('bmkg', 'bmkg-quake', 'propose', LIMITS)}${feed('bmkg-sure', 'bmkg-quake', 'mobilise', LIMITS)}\
${feed('usgs', 'usgs', 'propose', LIMITS)}${feed('gdacs', 'gdacs', 'propose')}\
${feed('nowcast', 'bmkg-nowcast', 'propose')}`,
  },
})
const { phone, mail, clock } = village

const CALL = /MOBILISASI TAGANA: Gempa/i
const ASKED = /PERLU PERSETUJUAN/
const AT = new Date(BEGIN.getTime() - 120_000)

/** A second later: messages of one instant have no order. */
const poll = async (name: string): Promise<void> => {
  clock.moveBy({ s: 1 })
  await pollAll(village, name)
}

const told = (pattern: RegExp, id = 'O-9001'): void => {
  phone(id).received(pattern)
  mail(id).received(pattern)
}

const confirm = async (): Promise<number> => {
  const { callOutId } = await village.callOut()
  return (await village.act(`/v1/call-outs/${callOutId}/approve`, {})).status
}

interface Kept {
  readonly source: string
  readonly decision: string
  readonly reason: string
  readonly standing: string
  readonly magnitude: number | null
  readonly incident: string
}

const kept = (): Promise<readonly Kept[]> =>
  village.rows<Kept>`
    SELECT source, decision, reason, standing, magnitude, incident_id AS incident FROM hazard_event
     ORDER BY received_at, sequence, id`

/** Each message with its reason; all of one incident. */
const oneIncident = async (): Promise<readonly string[]> => {
  const messages = await kept()
  expect(new Set(messages.map(({ incident }) => incident)).size).toBe(1)
  return messages.map(({ source, reason }) => `${source} ${reason}`)
}

beforeEach(async () => {
  agencies.clear()
  await village.enrol(...[1, 2, 3].map((km) => aTagana(`R-000${km}`, { kmNorth: km })))
})

describe('a quake of BMKG', () => {
  test('over the limits is proposed to the operators there, and a sender who confirms it calls people', async () => {
    agencies.shows('/bmkg', bmkgQuake({ at: AT }))
    await poll('bmkg')
    told(ASKED)
    expect(await kept()).toMatchObject([{ source: 'bmkg', decision: 'propose', reason: 'feed-proposes' }])
    expect(await village.callOut()).toMatchObject({ status: 'awaiting-approval', hazard: 'earthquake', called: 0 })
    expect(await confirm()).toBe(200)
    for (const id of ['R-0001', 'R-0002']) phone(id).received(CALL)
  })

  test('calls people by itself where the policy says so', async () => {
    agencies.shows('/bmkg-sure', bmkgQuake({ at: AT }))
    await poll('bmkg-sure')
    expect(await kept()).toMatchObject([{ decision: 'mobilise', reason: 'alert' }])
    for (const id of ['R-0001', 'R-0002']) phone(id).received(CALL)
  })

  test.each([
    ['too weak', { magnitude: 4.9 }],
    ['too deep', { depthKm: 300 }],
  ])('that is %s is kept, and calls nobody', async (_, changes) => {
    agencies.shows('/bmkg-sure', bmkgQuake({ at: AT, ...changes }))
    await poll('bmkg-sure')
    expect(await kept()).toMatchObject([{ decision: 'record', reason: 'feed-records' }])
    expect(await village.rows`SELECT 1 FROM call_out`).toEqual([])
  })

  test('is what BMKG said last, also when that is what it said first', async () => {
    for (const magnitude of [5.6, 6.1, 5.6]) {
      agencies.shows('/bmkg-sure', bmkgQuake({ at: AT, magnitude }))
      await poll('bmkg-sure')
      await village.advance({ min: 1 })
    }
    for (const id of ['R-0001', 'R-0002']) phone(id).received(CALL)
    expect((await kept()).map(({ magnitude }) => magnitude)).toEqual([5.6, 6.1, 5.6])
    expect(await village.callOut()).toMatchObject({ status: 'calling', called: 2 })
  })
})

describe('BMKG is the authority for one quake of several agencies', () => {
  const bmkgSpeaksAlone = async (): Promise<void> => {
    const demands = await village.rows<{ source: string }>`
      SELECT e.source FROM call_out c CROSS JOIN jsonb_array_elements(c.demands) AS d
        JOIN hazard_event e ON e.id = (d->>'eventId')::uuid`
    expect(demands).toEqual([{ source: 'bmkg' }])
  }

  test('USGS and GDACS afterwards join it, and nobody is asked or called again', async () => {
    agencies.shows('/bmkg-sure', bmkgQuake({ at: AT }))
    await poll('bmkg-sure')
    for (const id of ['R-0001', 'R-0002']) phone(id).received(CALL)
    agencies.shows('/usgs', usgsQuake({ at: AT, magnitude: 6.3 }))
    agencies.shows('/gdacs', gdacsQuake({ at: AT }))
    await poll('usgs')
    await poll('gdacs')
    expect(await oneIncident()).toEqual(['bmkg alert', 'usgs same-quake', 'gdacs same-quake'])
    expect(await village.callOut()).toMatchObject({ status: 'calling', called: 2 })
    const [joined] = await village.rows<{ why: string }>`
      SELECT joined_because AS why FROM hazard_event WHERE source = 'usgs'`
    expect(joined?.why).toMatch(/^same quake: 4 s, 1\d km and 0\.7 of magnitude apart$/)
    // Not even what USGS takes back ends what BMKG says.
    agencies.shows('/usgs', usgsQuake({ at: AT }, { status: 'deleted', updated: new Date(AT.getTime() + 60_000) }))
    await poll('usgs')
    expect(await village.callOut()).toMatchObject({ status: 'calling', called: 2 })
  })

  test('BMKG joins what USGS proposed, and the operators confirm once', async () => {
    agencies.shows('/usgs', usgsQuake({ at: AT }))
    await poll('usgs')
    told(ASKED)
    agencies.shows('/bmkg', bmkgQuake({ at: AT }))
    await poll('bmkg')
    expect(await oneIncident()).toEqual(['usgs feed-proposes', 'bmkg feed-proposes'])
    expect(await confirm()).toBe(200)
    for (const id of ['R-0001', 'R-0002']) phone(id).received(CALL)
    await bmkgSpeaksAlone()
  })

  test('BMKG takes over what people were called for by USGS, and USGS changes nothing afterwards', async () => {
    agencies.shows('/usgs', usgsQuake({ at: AT }))
    await poll('usgs')
    told(ASKED)
    expect(await confirm()).toBe(200)
    for (const id of ['R-0001', 'R-0002']) phone(id).received(CALL)
    agencies.shows('/bmkg-sure', bmkgQuake({ at: AT }))
    await poll('bmkg-sure')
    await bmkgSpeaksAlone()
    agencies.shows('/usgs', usgsQuake({ at: AT, magnitude: 6.4 }, { updated: new Date(AT.getTime() + 60_000) }))
    await poll('usgs')
    expect(await oneIncident()).toEqual(['usgs feed-proposes', 'bmkg joined', 'usgs same-quake'])
    await bmkgSpeaksAlone()
    expect(await village.callOut()).toMatchObject({ status: 'calling', called: 2, need: { tagana: 2 } })
  })

  test('what BMKG finds too weak is not proposed because of USGS, and BMKG may still raise it', async () => {
    agencies.shows('/bmkg-sure', bmkgQuake({ at: AT, magnitude: 4.8 }))
    agencies.shows('/usgs', usgsQuake({ at: AT, magnitude: 5.3 }))
    await poll('bmkg-sure')
    await poll('usgs')
    agencies.shows('/usgs', usgsQuake({ at: AT }, { status: 'deleted', updated: new Date(AT.getTime() + 60_000) }))
    await poll('usgs')
    expect(await oneIncident()).toEqual(['bmkg feed-records', 'usgs same-quake', 'usgs nothing-to-cancel'])
    await village.advance({ min: 1 })
    agencies.shows('/bmkg-sure', bmkgQuake({ at: AT, magnitude: 5.4 }))
    await poll('bmkg-sure')
    for (const id of ['R-0001', 'R-0002']) phone(id).received(CALL)
  })

  test('another quake the same minute, far away, is another', async () => {
    agencies.shows('/bmkg-sure', bmkgQuake({ at: AT }))
    await poll('bmkg-sure')
    for (const id of ['R-0001', 'R-0002']) phone(id).received(CALL)
    agencies.shows('/usgs', usgsQuake({ at: AT, place: [PANGALENGAN[0] + 4, PANGALENGAN[1]] }))
    await poll('usgs')
    expect(new Set((await kept()).map(({ incident }) => incident)).size).toBe(2)
  })
})

test('a quake that USGS takes back ends what it was proposed for', async () => {
  agencies.shows('/usgs', usgsQuake({ at: AT }, { id: 'us1', ids: ['us1', 'pt9'] }))
  await poll('usgs')
  told(ASKED)
  const more = { id: 'pt9', ids: ['us1', 'pt9'], status: 'deleted', updated: new Date(AT.getTime() + 60_000) }
  agencies.shows('/usgs', usgsQuake({ at: AT }, more))
  await poll('usgs')
  expect(await oneIncident()).toEqual(['usgs feed-proposes', 'usgs stood-down'])
  expect(await village.callOut()).toMatchObject({ status: 'stood-down', called: 0 })
})
