import { expect, test } from 'vitest'
import { smsParts } from '../../src/wording/gsm7.ts'
import { aFlood, theCancel } from '../support/hazards.ts'
import { aMember, aSite, aTagana, PANGALENGAN, phoneOf, placeFrom } from '../support/people.ts'
import { openVillage } from '../support/village.ts'
import { previewsOf } from './previews.ts'

const kentongan = await openVillage()
const { phone, clock } = kentongan
const { preview } = previewsOf(kentongan)

const WARNED = /PERINGATAN/

/** A site so many km north of the flood, whose chair has the phone K-70nn. */
const siteAt = (nth: number, kmNorth: number, given: Parameters<typeof aSite>[1] = {}) =>
  aSite(`KSB-${nth}`, {
    name: `KSB Desa ${nth}`,
    position: placeFrom(PANGALENGAN, { kmNorth }),
    chairName: `Ketua ${nth}`,
    chairPhone: phoneOf(`K-700${nth}`),
    ...given,
  })

const flood = (changes: Readonly<Record<string, unknown>> = {}) =>
  kentongan.receive(aFlood(clock.now(), { need: { tagana: 1 }, ...changes }))

const wider = { area: { geometry: { type: 'Point', coordinates: [...PANGALENGAN] }, radiusKm: 12 } }

const entries = async (kind: string) =>
  (await kentongan.callOut()).timeline.filter((entry) => entry.kind === kind).map(({ detail }) => detail)

test('each site in the area is told with its own gardu, one message a number, an order before it; and of the end', async () => {
  await kentongan.found(
    siteAt(1, 1),
    siteAt(2, 2, { chairPhone: phoneOf('R-0001') }), // called as a Tagana: the order wins
    siteAt(3, 3, { chairName: null, chairPhone: null }),
    siteAt(4, 9),
  )
  await kentongan.enrol(
    aTagana('R-0001', { kmNorth: 1 }),
    aMember('M-8001', { siteCode: 'KSB-1' }),
    aMember('M-8002', { siteCode: 'KSB-1', optedOutUntil: new Date(clock.now().getTime() + 3_600_000) }),
    aMember('M-8003', { siteCode: 'KSB-1' }),
    aMember('M-8004', { siteCode: 'KSB-1' }), // a fourth contact: one too many
    aMember('M-8005', { siteCode: 'KSB-1', phone: phoneOf('K-7001') }), // is the chair
    aMember('M-8006', { siteCode: 'KSB-2', language: 'en' }),
  )
  const foreseen = await preview(aFlood(clock.now(), { need: { tagana: 1 } }))
  await flood()
  const order = phone('R-0001').received(/MOBILISASI/)
  const text = phone('K-7001').received(WARNED).text
  expect(text).toMatch(/^PERINGATAN KSB Desa 1: Banjir .*Gardu KSB Desa 1/)
  expect(text).not.toMatch(/Balas|http/)
  const members = ['M-8001', 'M-8003', 'M-8004'].filter((id) => phone(id).waiting() === 1)
  expect(members).toHaveLength(2)
  for (const id of members) phone(id).received(WARNED)
  phone('M-8006').received(/^\nWARNING KSB Desa 2: Flood .*Gardu KSB Desa 2/)
  expect(await kentongan.callOut()).toMatchObject({ called: 1, sites: { alerted: 2, withoutContact: ['KSB-3'] } })
  expect(await entries('sites-alerted')).toEqual([
    { sites: 2, notices: 4, raised: 0, corrected: 0, withoutContact: ['KSB-3'], withoutContactCount: 1, beyond: 0 },
  ])

  // A preview says as much, and counts what they cost: the very texts, at 400 rupiah a part.
  expect(foreseen['siteAlerts']).toEqual({ sites: 2, messages: 4, withoutContact: ['KSB-3'], beyond: 0 })
  const texts = [order, ...kentongan.outbox.everything().filter(({ text: sent }) => /^(PERINGATAN|WARNING)/.test(sent))]
  const parts = texts.reduce((sum, { text: sent }) => sum + smsParts(sent), 0)
  expect(foreseen.cost).toMatchObject({ rupiah: 400 * parts, channels: { sms: { messages: 5, parts } } })

  // A wider area tells the new ones, and nobody twice.
  await flood({ ...wider, messageType: 'update' })
  phone('R-0001').waiting() > 0 && phone('R-0001').received(/RALAT/)
  phone('K-7004').received(WARNED)
  expect((await kentongan.callOut())['sites']).toEqual({ alerted: 3, withoutContact: ['KSB-3'] })
  const shown = await kentongan.ask(`/v1/call-outs/${(await kentongan.callOut()).callOutId}/notices`)
  const { notices } = (await shown.json()) as { notices: { siteCode: string | null; purpose: string }[] }
  expect(notices.filter(({ siteCode }) => siteCode !== null).map(({ siteCode }) => siteCode)).toEqual(['KSB-4'])

  // A chair who is on no roster writes: operators read it, and know of whom.
  expect(await kentongan.replies('K-7004', 'jembatan putus')).toEqual({ outcome: 'inbox', reason: 'site-chair' })
  expect(await kentongan.rows`SELECT site_code, call_out_id IS NOT NULL AS about FROM inbound_message`).toEqual([
    { site_code: 'KSB-4', about: true },
  ])
  expect(await kentongan.replies('K-7004', 'STOP')).toMatchObject({ outcome: 'opted-out' })

  await kentongan.receive(theCancel(clock.now()))
  phone('R-0001').received(/BATAL/)
  for (const id of ['K-7001', 'K-7004', ...members]) phone(id).received(/SELESAI/)
  phone('M-8006').received(/OVER/)
  expect(await entries('sites-cleared')).toMatchObject([{ sites: 4, notices: 5, reason: 'cancelled' }])

  // Who wrote STOP is not told of the next.
  await flood({ ...wider, id: 'banjir-9' })
  phone('R-0001').received(/MOBILISASI/)
  for (const id of ['K-7001', ...members]) phone(id).received(WARNED)
  phone('M-8006').received(/WARNING/)
})

test('within the zone of a volcano no gardu in it is named; a level that rises is told once more; an exercise says so', async () => {
  await kentongan.found(siteAt(1, 1), siteAt(2, 8))
  const volcano = (level: string, changes: Readonly<Record<string, unknown>> = {}) =>
    flood({ id: 'gunung-1', hazard: 'volcano', level, need: { tagana: 0 }, area: wider.area, ...changes })
  const muster = { musterPoint: { name: 'Lapangan Banjaran', coordinates: placeFrom(PANGALENGAN, { kmNorth: 20 }) } }
  await kentongan.enrol(aTagana('R-0001', { kmNorth: 19 }), aTagana('R-0002', { kmNorth: 22 }))
  await volcano('III', { need: { tagana: 1 }, ...muster })
  phone('R-0001').received(/MOBILISASI/)
  for (const id of ['K-7001', 'K-7002']) phone(id).received(/^\nBAHAYA KSB Desa .*Lap\. Banjaran/)
  await volcano('IV', { need: { tagana: 1 }, ...muster, messageType: 'update' })
  phone('R-0001').received(/TINGKAT NAIK/)
  for (const id of ['K-7001', 'K-7002']) phone(id).received(/^\nTINGKAT NAIK KSB Desa /)
  await volcano('III', { need: { tagana: 1 }, ...muster, messageType: 'update', revision: 3 })
  phone('R-0001').received(/RALAT/)
  for (const id of ['K-7001', 'K-7002']) phone(id).received(/^\nRALAT KSB Desa .* kini Level III /)
  const school = { name: 'SDN Banjaran', coordinates: placeFrom(PANGALENGAN, { kmNorth: 20, kmEast: 0.3 }) }
  await volcano('III', { need: { tagana: 1 }, musterPoint: school, messageType: 'update', revision: 4 })
  phone('R-0001').received(/RALAT.*SDN Banjaran/)
  for (const id of ['K-7001', 'K-7002']) phone(id).received(/^\nRALAT KSB Desa .*SDN Banjaran/)
  expect(await entries('sites-alerted')).toMatchObject([
    { corrected: 0 },
    { raised: 2 },
    { corrected: 2 },
    { sites: 2 },
  ])
  await kentongan.receive(aFlood(clock.now(), { id: 'latihan-1', mode: 'exercise', need: { tagana: 1 } }))
  // A rehearsed flood, but in the zone of a real volcano: nobody musters there.
  phone('K-7001').received(/^\nLATIHAN - BAHAYA KSB Desa 1[\s\S]* LATIHAN$/)
  phone('R-0002').received(/^\nLATIHAN - MOBILISASI/)
  // A preview knows of that zone too: to them an update that changes nothing is no news.
  const again = { id: 'latihan-1', mode: 'exercise', need: { tagana: 1 }, messageType: 'update' }
  expect((await preview(aFlood(clock.now(), again)))['siteAlerts']).toMatchObject({ sites: 0, messages: 0 })
  await kentongan.receive(aFlood(clock.now(), { id: 'uji-1', mode: 'test', need: { tagana: 1 } }))
})

test('a site that an update leaves outside the area is told so once, if it was told at all, and anew when it is back', async () => {
  await kentongan.found(siteAt(1, 1), siteAt(2, 9), siteAt(3, 9.5, { chairName: null, chairPhone: null }))
  await kentongan.enrol(aTagana('R-0001', { kmNorth: 1 }))
  await flood(wider)
  phone('R-0001').received(/MOBILISASI/)
  for (const id of ['K-7001', 'K-7002']) phone(id).received(WARNED)
  await flood({ messageType: 'update' })
  phone('K-7002').received(/^\nKSB Desa 2 tidak lagi di daerah terdampak Banjir/)
  expect(await entries('sites-cleared')).toEqual([{ sites: 2, notices: 1, reason: 'left' }])
  await flood({ messageType: 'update', revision: 3, headline: 'Banjir mulai surut' })
  await flood({ ...wider, messageType: 'update', revision: 4 })
  phone('K-7002').received(WARNED)
  await flood({ messageType: 'update', revision: 5 })
  phone('K-7002').received(/tidak lagi/)
  // Whoever is called hears of each change of the place that a wider and a narrower area have.
  for (let nth = 0; nth < 4 && phone('R-0001').waiting() > 0; nth += 1) phone('R-0001').received(/RALAT/)
  await kentongan.receive(theCancel(clock.now()))
  phone('R-0001').received(/BATAL/)
  phone('K-7001').received(/SELESAI/)
  expect(await entries('sites-cleared')).toHaveLength(3)
})

test('a message that is ended while its neighbour goes on is over for the sites of its area alone', async () => {
  const north = {
    area: { geometry: { type: 'Point', coordinates: placeFrom(PANGALENGAN, { kmNorth: 4 }) }, radiusKm: 5 },
  }
  await kentongan.found(siteAt(1, 2), siteAt(2, 8))
  await kentongan.enrol(aTagana('R-0001', { kmNorth: 2 }))
  await flood()
  phone('R-0001').received(/MOBILISASI/)
  phone('K-7001').received(WARNED)
  await flood({ id: 'banjir-2', ...north })
  phone('K-7002').received(WARNED)
  await kentongan.receive(theCancel(clock.now(), { id: 'banjir-2' }))
  phone('K-7002').received(/SELESAI/)
  expect(await kentongan.callOut()).toMatchObject({ status: 'calling' })
  // It comes back: they are told anew, not of a level.
  await flood({ id: 'banjir-3', ...north })
  phone('K-7002').received(WARNED)
  await kentongan.receive(theCancel(clock.now()))
  phone('R-0001').received(/RALAT/)
  await kentongan.receive(theCancel(clock.now(), { id: 'banjir-3' }))
  phone('R-0001').received(/BATAL/)
  phone('K-7001').received(/SELESAI/)
  phone('K-7002').received(/SELESAI/)
})
