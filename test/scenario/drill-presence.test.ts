import { beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { aFlood } from '../support/hazards.ts'
import { linkIn, openLink } from '../support/links.ts'
import { aMember, aSite, aTagana } from '../support/people.ts'
import { openVillage } from '../support/village.ts'

const PROGRAMME = `id: simulasi-pangalengan
type: simulasi
hazard: flood
sites: { codes: [KSB-1] }
startsAt: 2026-12-05T09:00
zone: site
duration: 1h
team: { tagana: 1 }
curriculum: [pertolongan-pertama]
invite: 7d
reminders: []
rehearse: none
`
const kentongan = await openVillage({ files: { 'drills/simulasi-pangalengan.yaml': PROGRAMME } })
const { phone, mail, clock } = kentongan

/** 5 December 2026, 09.00 WIB. */
const START = Date.UTC(2026, 11, 5, 2)
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const goTo = async (ms: number): Promise<void> => {
  clock.setTo(new Date(START + ms))
  await kentongan.settle()
}

const drillShown = z.object({ id: z.string(), onSiteCode: z.string().optional() })
const drill = async (by = kentongan.officer()) => {
  const [row] = await kentongan.rows<{ id: string }>`SELECT id FROM drill_occurrence`
  const reply = await kentongan.ask(`/v1/drills/${row?.id}`, by)
  return drillShown.parse(await reply.json())
}

const attendanceShown = z.object({
  byRole: z.array(z.object({ role: z.string(), people: z.number(), came: z.number(), absent: z.number() })),
  byWay: z.array(z.object({ way: z.string(), came: z.number() })),
  contradicted: z.number(),
})
const attendance = async () =>
  attendanceShown.parse(await (await kentongan.ask(`/v1/drills/${(await drill()).id}/attendance`)).json())

/** Types a code on the page of a link; with what the page carries, or as a machine that never saw it. */
const type = async (link: string, code: string, html: string): Promise<string> => {
  const nonce = /name="nonce" value="([^"]*)"/.exec(html)?.[1] ?? ''
  const reply = await fetch(link, { method: 'POST', body: new URLSearchParams({ code, nonce }) })
  expect(reply.status).toBe(200)
  return reply.text()
}

const links = new Map<string, string>()
let code = ''

beforeEach(async () => {
  await kentongan.found(aSite('KSB-1'))
  await kentongan.enrol(
    aMember('R-0001', { siteCode: 'KSB-1', kmNorth: 0.5 }),
    aMember('R-0002', { siteCode: 'KSB-1', kmNorth: 0.6 }),
    aMember('R-0003', { siteCode: 'KSB-1', kmNorth: 0.7, mail: true }),
    aTagana('R-0011', { kmNorth: 4 }),
  )
  await goTo(-7 * DAY)
  for (const id of ['R-0001', 'R-0002', 'R-0003', 'R-0011']) links.set(id, linkIn(phone(id).received(/Simulasi/)))
  mail('R-0003').received(/Simulasi/)
  // Else R-0012 is asked in the stead of who is silent.
  await kentongan.replies('R-0011', '1')
  await kentongan.enrol(aTagana('R-0012', { kmNorth: 8 }))
  code = (await drill()).onSiteCode ?? ''
  expect(code).toMatch(/^\d[A-Z]\d[A-Z]$/)
})

test('members say that they are there by SMS and by their link, and the report counts them by the way', async () => {
  const viewer = await kentongan.addOfficer({ role: 'viewer', jurisdiction: '32.04' })
  expect(await drill(viewer)).not.toHaveProperty('onSiteCode')
  expect(JSON.stringify(await (await kentongan.ask(`/v1/drills/${(await drill()).id}`, viewer)).json())).not.toContain(
    code,
  )

  // From home, an hour and a minute before, nobody is there.
  await goTo(-61 * MINUTE)
  expect(await kentongan.replies('R-0001', `HADIR ${code}`)).toEqual({
    outcome: 'kept',
    reason: 'on-site code: drill is too-early',
  })
  phone('R-0001').received(/^\nLATIHAN - .*1 jam sebelum.* LATIHAN$/)
  const link = links.get('R-0003') ?? ''
  expect((await openLink(link)).html).not.toContain('name="code"')

  await goTo(-30 * MINUTE)
  expect(await kentongan.replies('R-0001', `hadir ${code.toLowerCase()}.`)).toEqual({
    outcome: 'answered',
    reason: 'attendance',
  })
  phone('R-0001').received(/^\nLATIHAN - Kehadiran Anda di latihan KSB.*sudah dicatat.* LATIHAN$/)
  // Said twice it is acknowledged once.
  expect((await kentongan.replies('R-0001', `HADIR ${[...code].join(' ')}`)).reason).toBe('attendance said before')

  const page = await openLink(link)
  expect(page.html).toContain('Saya hadir')
  expect(await type(link, code, '')).toContain('sekali lagi')
  expect(await type(link, '2C2C', page.html)).toContain('Kode salah')
  expect((await attendance()).byWay).toEqual([{ way: 'sms', came: 1 }])
  expect(await type(link, ` ${code.toLowerCase()}`, page.html)).toContain('sudah dicatat')
  expect((await openLink(link)).html).not.toContain('name="code"')

  // A Tagana who was not invited walks in; one text is brought twice.
  expect((await kentongan.replies('R-0012', code, 'twice')).reason).toBe('attendance')
  expect((await kentongan.replies('R-0012', code, 'twice')).reason).toBe('attendance')
  phone('R-0012').received(/sudah dicatat/)

  await goTo(13 * HOUR + MINUTE)
  expect((await kentongan.replies('R-0002', `HERE ${code}`)).reason).toBe('on-site code: drill is over')
  phone('R-0002').received(/12 jam sesudah/)
  expect(await attendance()).toEqual({
    byRole: [
      { role: 'member', people: 3, came: 2, absent: 0 },
      { role: 'facilitator', people: 1, came: 0, absent: 0 },
      { role: 'guest', people: 1, came: 1, absent: 0 },
    ],
    byWay: [
      { way: 'sms', came: 2 },
      { way: 'link', came: 1 },
    ],
    contradicted: 0,
  })
  // Who came has learned what was taught.
  const learned = await kentongan.rows<{ who: string }>`
    SELECT r.external_id AS who FROM competency c JOIN responder r ON r.id = c.responder_id
     WHERE c.module = 'pertolongan-pertama' ORDER BY 1`
  expect(learned.map(({ who }) => who)).toEqual(['R-0001', 'R-0003', 'R-0012'])
  const report = await (await kentongan.ask(`/v1/drills/${(await drill()).id}/report?format=md`)).text()
  expect(report).toContain('| SMS di lokasi | 2 |')
  expect(report).toContain('| tautan di lokasi | 1 |')
  expect(report).not.toContain(code)
})

test('a list holds against what somebody says on site, whichever comes first, and the report says so', async () => {
  await goTo(0)
  const { id } = await drill()
  const mark = async (external: string, came: boolean) => {
    const list = [{ responderId: await kentongan.idOf(external), came }]
    expect((await kentongan.act(`/v1/drills/${id}/attendance`, { attendance: list })).status).toBe(200)
  }
  await kentongan.replies('R-0001', `HADIR ${code}`)
  phone('R-0001').received(/sudah dicatat/)
  await mark('R-0001', false)
  await mark('R-0002', false)
  expect((await kentongan.replies('R-0002', `HADIR ${code}`)).reason).toBe('attendance, though a list says absent')
  phone('R-0002').received(/TIDAK hadir/)
  await mark('R-0003', false)
  const link = links.get('R-0003') ?? ''
  expect(await type(link, code, (await openLink(link)).html)).toContain('mencatat Anda TIDAK hadir')
  expect(await attendance()).toMatchObject({ contradicted: 3, byWay: [] })
  const report = await (await kentongan.ask(`/v1/drills/${id}/report?format=md`)).text()
  expect(report).toContain('3 orang menyatakan hadir di lokasi, tetapi dicatat petugas tidak hadir')
  await mark('R-0001', true)
  expect(await attendance()).toMatchObject({ contradicted: 2, byWay: [{ way: 'operator', came: 1 }] })
})

test('during a real call-out a text with the code of the drill is no yes, and HADIR with its own code is', async () => {
  await goTo(90 * MINUTE)
  await kentongan.receive(aFlood(clock.now()))
  for (const id of ['R-0011', 'R-0012']) phone(id).received(/MOBILISASI/)
  for (const id of ['R-0001', 'R-0002', 'R-0003']) phone(id).received(/PERINGATAN/)
  const { code: called } = await kentongan.callOut()
  const answers = () => kentongan.rows<{ meaning: string }>`SELECT meaning FROM answer WHERE call_out_id IS NOT NULL`
  for (const text of [`HADIR ${code}`, code, `tidak hadir ${code}`, `2 ${code}`, `HADIR ${code} besok`])
    await kentongan.replies('R-0011', text)
  expect(await answers()).toEqual([])
  phone('R-0011').received(/^\nLATIHAN - Kehadiran/)
  // What is no presence is for a human, and no exercise: a real call waits for an answer.
  phone('R-0011').received(/^\nPesan Anda diterima/)
  await kentongan.replies('R-0011', `HADIR ${called}`)
  expect(await answers()).toEqual([{ meaning: 'yes' }])
})
