import { beforeEach, expect, test } from 'vitest'
import { openAgencies, poll, tsunamiBulletin } from '../support/feed-pages.ts'
import { aTagana, placeFrom } from '../support/people.ts'
import { BEGIN, openVillage } from '../support/village.ts'

const agencies = await openAgencies()
const village = await openVillage({
  files: {
    'feeds.yaml': `feeds:
  - { name: inatews, format: inatews, url: "${agencies.url}/inatews", every: 1m, policy: mobilise, enabled: true }
`,
  },
})
const { phone } = village

/** Parigi, the seat of Kab. Pangandaran on the south coast of Java, and a quake in the sea south of it. */
const PARIGI = [108.4866, -7.7042] as const
const AT = new Date(BEGIN.getTime() - 180_000)

const shows = (number: 1 | 2 | 3 | 4, level: string | null): void =>
  agencies.shows(
    '/inatews',
    tsunamiBulletin({
      number,
      at: AT,
      sentAt: new Date(village.clock.now().getTime() - 10_000),
      place: [108.4, -9.1],
      areas: level === null ? [] : [{ province: 'Jawa Barat', district: 'Pangandaran', level }],
    }),
  )

/** A minute later the feed shows another bulletin. */
const bulletin = async (number: 1 | 2 | 3 | 4, level: string | null): Promise<void> => {
  village.clock.moveBy({ min: 1 })
  shows(number, level)
  await poll(village, 'inatews')
}

const messages = (): Promise<readonly { type: string; reason: string; level: string | null }[]> =>
  village.rows`SELECT message_type AS type, reason, level FROM hazard_event ORDER BY sequence`

beforeEach(async () => {
  agencies.clear()
  await village.enrol(
    ...[12, 14, 16].map((kmNorth, nth) =>
      aTagana(`R-000${nth + 1}`, {
        position: placeFrom([...PARIGI], { kmNorth }),
        villageCode: '32.18.01.2001',
      }),
    ),
  )
})

test('bulletins 1 to 4: called, alerted again when the level rises, not when it falls, and sent home at the end', async () => {
  await bulletin(1, 'Waspada')
  const called = ['R-0001', 'R-0002']
  for (const id of called) phone(id).received(/MOBILISASI .*Tsunami.*tunggu arahan posko\./)
  await village.replies('R-0001', '1')
  await bulletin(2, 'Siaga')
  for (const id of called) phone(id).received(/NAIK.*Tsunami.*siaga.*tunggu arahan posko/i)
  await bulletin(3, 'Waspada')
  for (const id of called) phone(id).received(/^\n?RALAT.*Tsunami.*waspada.*tunggu arahan posko/i)
  await bulletin(4, null)
  for (const id of called) phone(id).received(/SELESAI.*Tsunami/)
  expect(await messages()).toEqual([
    { type: 'alert', reason: 'alert', level: 'waspada' },
    { type: 'update', reason: 'update', level: 'siaga' },
    { type: 'update', reason: 'update', level: 'waspada' },
    { type: 'all-clear', reason: 'stood-down', level: null },
  ])
  expect(await village.callOut()).toMatchObject({ status: 'stood-down', reason: 'ended' })
})

test('the same bulletin again does nothing, and one that comes after the end calls nobody', async () => {
  await bulletin(1, 'Awas')
  for (const id of ['R-0001', 'R-0002']) phone(id).received(/MOBILISASI .*Tsunami.*tunggu arahan posko\./)
  await poll(village, 'inatews')
  expect(await messages()).toHaveLength(1)
  await bulletin(4, null)
  for (const id of ['R-0001', 'R-0002']) phone(id).received(/SELESAI.*Tsunami/)
  await bulletin(2, 'Awas')
  expect((await messages()).map(({ reason }) => reason)).toEqual(['alert', 'stood-down', 'incident-ended'])
})
