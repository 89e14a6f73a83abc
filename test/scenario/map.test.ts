import { afterAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { aPendamping, aSite, aTagana } from '../support/people.ts'
import { openVillage } from '../support/village.ts'

const kentongan = await openVillage()
const { clock } = kentongan

const page = z.object({
  next: z.string().nullable(),
  features: z.array(
    z.object({
      id: z.string(),
      properties: z.looseObject({
        externalId: z.string().optional(),
        optedOut: z.boolean().optional(),
        nearest: z.record(z.string(), z.unknown()).optional(),
      }),
    }),
  ),
})

const pageAt = async (path: string) => page.parse(await (await kentongan.ask(path)).json())

const nearestOf = async (siteCode: string) =>
  (await pageAt('/v1/sites')).features.find(({ id }) => id === siteCode)?.properties.nearest

/** Words as people sort them: no such order is that of JavaScript. */
const collateAs = (collation: string) =>
  kentongan.installation.database.run({
    text: `ALTER TABLE site ALTER COLUMN site_code TYPE text COLLATE "${collation}"`,
    values: [],
  })

afterAll(() => collateAs('default'))

beforeEach(() => collateAs('und-x-icu'))

test('every site is on one page, however the database sorts words', async () => {
  const codes = ['KSB-10', 'KSB-2', 'KSB_a', 'KSBÉ', 'ksb-1', 'ksb B', 'Ksb.c']
  await kentongan.found(...codes.map((code) => aSite(code)))
  const shown: string[] = []
  let after = ''
  do {
    const { features, next } = await pageAt(`/v1/sites?limit=2&after=${encodeURIComponent(after)}`)
    shown.push(...features.map(({ id }) => id))
    after = next ?? ''
  } while (after !== '')
  expect(shown).toEqual([...codes].sort())
})

test('a site names its nearest people, and nobody where there is none', async () => {
  await kentongan.found(aSite('KSB-1'))
  await kentongan.enrol(aTagana('R-0001', { kmNorth: 1 }), aTagana('R-0002', { kmNorth: 2 }))
  expect(await nearestOf('KSB-1')).toEqual({
    tagana: { responderId: await kentongan.idOf('R-0001'), km: 1, name: 'Warga R-0001' },
    pendamping_desa: null,
  })
})

test('a site on no land that we know is near nobody, as the coverage has it', async () => {
  await kentongan.found(aSite('KSB-1'))
  await kentongan.enrol(aTagana('R-0001', { kmNorth: 1 }), aPendamping('R-0002', { kmNorth: 2 }))
  await kentongan.rows`UPDATE site SET landmass = NULL`
  expect(await nearestOf('KSB-1')).toEqual({ tagana: null, pendamping_desa: null })
})

test('somebody counts as opted out on the map exactly as long as no call reaches them', async () => {
  const until = new Date(clock.now().getTime() + 60_000)
  await kentongan.enrol(
    aTagana('R-0001'),
    aTagana('R-0002', { optedOutUntil: until }),
    aTagana('R-0003', { optedOutUntil: new Date(clock.now().getTime() - 60_000) }),
    aTagana('R-0004'),
    aTagana('R-0005', { unavailableUntil: until }),
  )
  await kentongan.rows`UPDATE responder SET opted_out_at = ${clock.now()} WHERE external_id = 'R-0004'`
  const optedOut = async () =>
    (await pageAt('/v1/responders')).features
      .filter(({ properties }) => properties.optedOut)
      .map(({ properties }) => properties.externalId)
      .sort()
  expect(await optedOut()).toEqual(['R-0002', 'R-0004'])
  await kentongan.advance({ min: 1 })
  expect(await optedOut()).toEqual(['R-0004'])
})
