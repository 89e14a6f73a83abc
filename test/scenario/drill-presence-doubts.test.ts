import { beforeEach, expect, test } from 'vitest'
import { linkIn, openLink, tap } from '../support/links.ts'
import { aMember, aSite, PANGALENGAN, phoneOf, placeFrom } from '../support/people.ts'
import { openVillage } from '../support/village.ts'

const PROGRAMME = `id: simulasi-tiga-desa
type: simulasi
hazard: flood
sites: { codes: [KSB-1, KSB-2, KSB-3] }
startsAt: 2026-12-05T09:00
zone: site
duration: 1h
team: {}
invite: 7d
reminders: []
rehearse: none
`
const kentongan = await openVillage({ files: { 'drills/simulasi-tiga-desa.yaml': PROGRAMME } })
const { phone, clock } = kentongan

/** 5 December 2026, 09.00 WIB. */
const START = Date.UTC(2026, 11, 5, 2)
const MINUTE = 60_000

const goTo = async (ms: number): Promise<void> => {
  clock.setTo(new Date(START + ms))
  await kentongan.settle()
}

let codes: Readonly<Record<string, string>> = {}
let link = ''

/** R-0001 and R-0002 share a phone at KSB-1, R-0003 has one; R-0004 is of KSB-2, R-0005 of none. KSB-3 is in another regency. */
beforeEach(async () => {
  await kentongan.found(
    aSite('KSB-1'),
    aSite('KSB-2', { name: 'KSB Warnasari', position: placeFrom(PANGALENGAN, { kmNorth: 9 }) }),
    aSite('KSB-3', {
      name: 'KSB Cisompet',
      villageCode: '32.05.15.2001',
      position: placeFrom(PANGALENGAN, { kmNorth: -30 }),
    }),
  )
  await kentongan.enrol(
    aMember('R-0001', { siteCode: 'KSB-1', name: 'Siti Rahayu' }),
    aMember('R-0002', { siteCode: 'KSB-1', name: 'Asep Rahayu', phone: phoneOf('R-0001') }),
    aMember('R-0003', { siteCode: 'KSB-1' }),
    aMember('R-0004', { siteCode: 'KSB-2', kmNorth: 9 }),
    aMember('R-0005', { kmNorth: 12 }),
  )
  await goTo(-7 * 24 * 60 * MINUTE)
  for (const id of ['R-0001', 'R-0001', 'R-0004']) phone(id).received(/Simulasi/)
  link = linkIn(phone('R-0003').received(/Simulasi/))
  const rows = await kentongan.rows<{ site: string; code: string }>`
    SELECT d.site_code AS site, c.code FROM drill_code c JOIN drill_occurrence d ON d.id = c.occurrence_id`
  codes = Object.fromEntries(rows.map(({ site, code }) => [site, code]))
  expect(new Set(Object.values(codes)).size).toBe(3)
  await goTo(MINUTE)
})

const codeOf = (site: string): string => codes[site] ?? ''

/** A code that none has. */
const wrong = (): string => ['2C2C', '3D3D', '4E4E', '6F6F'].find((code) => !Object.values(codes).includes(code)) ?? ''

const present = async () => {
  const rows = await kentongan.rows<{ who: string; site: string; via: string }>`
    SELECT r.external_id AS who, d.site_code AS site, a.via FROM drill_attendance a
      JOIN responder r ON r.id = a.responder_id JOIN drill_occurrence d ON d.id = a.occurrence_id ORDER BY 1, 2`
  return rows.map(({ who, site, via }) => `${who} ${site} ${via}`)
}

const refusals = () =>
  kentongan.rows<{ state: string; reason: string | null }>`
    SELECT state, reason FROM notice WHERE purpose = 'attendance-refused' ORDER BY serial`

test('who shares a phone is asked which of them, and says it by name or for all', async () => {
  const code = codeOf('KSB-1')
  expect((await kentongan.replies('R-0001', `HADIR ${code}`)).reason).toBe('on-site code: several have the phone')
  phone('R-0001').received(new RegExp(`HADIR ${code} dan NAMA, atau HADIR ${code} SEMUA`))
  expect(await present()).toEqual([])
  await kentongan.replies('R-0001', `HADIR ${code} Asep`)
  phone('R-0001').received(/sudah dicatat/)
  expect(await present()).toEqual(['R-0002 KSB-1 sms'])
  await kentongan.replies('R-0001', `hadir ${code} semua`)
  phone('R-0001').received(/sudah dicatat/)
  expect(await present()).toEqual(['R-0001 KSB-1 sms', 'R-0002 KSB-1 sms'])
})

test('of two drills at once the code says which, and who belongs to the other is a guest', async () => {
  await kentongan.replies('R-0004', `HADIR ${codeOf('KSB-1')}`)
  phone('R-0004').received(/latihan KSB Pangalengan sudah dicatat/)
  await kentongan.replies('R-0003', `HADIR ${codeOf('KSB-1')}`)
  phone('R-0003').received(/latihan KSB Pangalengan sudah dicatat/)
  expect(await present()).toEqual(['R-0003 KSB-1 sms', 'R-0004 KSB-1 sms'])
})

test('a code that fits a drill of another regency is a mistake of whoever has one of their own, and no guest', async () => {
  expect((await kentongan.replies('R-0003', `HADIR ${codeOf('KSB-3')}`)).reason).toBe('wrong on-site code')
  phone('R-0003').received(/tidak dikenal/)
  expect((await kentongan.replies('R-0005', `HADIR ${codeOf('KSB-3')}`)).reason).toBe('attendance')
  phone('R-0005').received(/latihan KSB Cisompet sudah dicatat/)
  expect(await present()).toEqual(['R-0005 KSB-3 sms'])
})

test('a wrong code is told once, and five of them close the way for ten minutes, also to the right one', async () => {
  for (let nth = 0; nth < 5; nth += 1)
    expect((await kentongan.replies('R-0003', `HADIR ${wrong()}`)).reason).toBe('wrong on-site code')
  phone('R-0003').received(/^\nLATIHAN - Kode hadir .* tidak dikenal.* LATIHAN$/)
  expect(await refusals()).toEqual([
    { state: 'accepted', reason: null },
    ...Array(4).fill({ state: 'cancelled', reason: 'noted a short while ago' }),
  ])
  expect((await kentongan.replies('R-0003', `HADIR ${codeOf('KSB-1')}`)).reason).toBe('too many wrong on-site codes')
  // It closes for that number alone.
  await kentongan.replies('R-0004', codeOf('KSB-2'))
  phone('R-0004').received(/sudah dicatat/)
  await goTo(11 * MINUTE)
  await kentongan.replies('R-0003', `HADIR ${codeOf('KSB-1')}`)
  phone('R-0003').received(/sudah dicatat/)
})

const type = async (code: string, nonce: string): Promise<string> =>
  (await fetch(link, { method: 'POST', body: new URLSearchParams({ code, nonce }) })).text()
const nonceIn = (html: string): string => /name="nonce" value="([^"]*)"/.exec(html)?.[1] ?? ''

test('five wrong codes close the form of a link for ten minutes, and its answers stay open', async () => {
  const nonce = nonceIn((await openLink(link)).html)
  for (let nth = 0; nth < 5; nth += 1) expect(await type(wrong(), nonce)).toContain('Kode salah')
  expect(await type(codeOf('KSB-1'), nonce)).toContain('Terlalu banyak kode salah')
  const closed = await openLink(link)
  expect(closed.html).toContain('Terlalu banyak kode salah')
  expect(closed.html).not.toContain('name="code"')
  expect((await tap(link, 'yes', closed)).html).toContain('jawaban Anda sudah dicatat')
  await goTo(11 * MINUTE)
  const again = await openLink(link)
  expect(again.html).toContain('name="code"')
  expect(again.html.length).toBeLessThan(10_000)
  expect(await type(codeOf('KSB-1'), nonceIn(again.html))).toContain('Kehadiran Anda sudah dicatat')
  expect(await present()).toEqual(['R-0003 KSB-1 link'])
})

test('what a machine opens and posts without the page records nothing, and counts as no wrong code', async () => {
  await openLink(link)
  for (let nth = 0; nth < 6; nth += 1) expect(await type(codeOf('KSB-1'), 'made-up')).toContain('sekali lagi')
  expect(await kentongan.rows`SELECT 1 FROM drill_code_miss`).toEqual([])
  expect(await present()).toEqual([])
})

test('who wants no messages is counted, and hears nothing', async () => {
  await kentongan.replies('R-0003', 'STOP')
  phone('R-0003').received(/berhenti|tidak akan/i)
  expect((await kentongan.replies('R-0003', `HADIR ${codeOf('KSB-1')}`)).reason).toBe('attendance')
  expect(await present()).toEqual(['R-0003 KSB-1 sms'])
  expect(await kentongan.rows`SELECT state, reason FROM notice WHERE purpose = 'attendance-noted'`).toEqual([
    { state: 'cancelled', reason: 'consent withdrawn' },
  ])
})

test('nobody is present at a drill that was cancelled', async () => {
  await goTo(-MINUTE)
  const [row] = await kentongan.rows<{ id: string }>`SELECT id FROM drill_occurrence WHERE site_code = 'KSB-2'`
  await kentongan.rows`UPDATE drill_occurrence SET state = 'cancelled' WHERE id = ${row?.id ?? ''}`
  expect((await kentongan.replies('R-0004', `HADIR ${codeOf('KSB-2')}`)).reason).toBe(
    'on-site code: drill is cancelled',
  )
  phone('R-0004').received(/belum dicatat/)
  expect(await present()).toEqual([])
})

test('a stranger with the right code is nobody', async () => {
  expect((await kentongan.replies('R-0099', `HADIR ${codeOf('KSB-1')}`)).reason).toBe('unknown-number')
  expect(await present()).toEqual([])
})
