import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { aMember, aSite, aTagana, phoneOf } from '../support/people.ts'
import { openVillage } from '../support/village.ts'

const PROGRAMME = `id: gladi-pangalengan
type: gladi-posko
hazard: flood
sites: { codes: [KSB-1] }
startsAt: 2026-12-05T09:00
zone: site
duration: 1h
team: { tagana: 2 }
invite: 7d
reminders: [{ before: 1d, channel: email }, { before: 2h, channel: sms }]
rehearse: call-out
`
const kentongan = await openVillage({ files: { 'drills/gladi-pangalengan.yaml': PROGRAMME } })
const { phone, mail, clock } = kentongan

/** 5 December 2026, 09.00 WIB. */
const START = Date.UTC(2026, 11, 5, 2)
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const PEOPLE = ['R-0001', 'R-0002', 'R-0011', 'R-0012']

/** What KENTONGAN_DRILL_DAY names is written: the day as it went, from the file to the report. */
const wantedAt = process.env['KENTONGAN_DRILL_DAY']

test('one drill from its file to its report', async () => {
  const told: string[] = [`# config/drills/gladi-pangalengan.yaml\n\n${PROGRAMME}`]
  const say = (line: string): void => void told.push(line)
  const wall = (): string => new Date(clock.now().getTime() + 7 * HOUR).toISOString().slice(0, 16).replace('T', ' ')
  let shown = 0
  const messages = (): void => {
    for (const { to, subject, text } of kentongan.outbox.everything().slice(shown)) {
      const who = PEOPLE.find((id) => phoneOf(id) === to) ?? (subject === undefined ? 'operator' : 'mail')
      say(`  -> ${who}: ${(subject ?? text).replace(/http:\S+\/a\//, 'https://…/a/')}`)
    }
    shown = kentongan.outbox.everything().length
  }
  const goTo = async (ms: number, what: string): Promise<void> => {
    clock.setTo(new Date(START + ms))
    await kentongan.settle()
    say(`\n${wall()} WIB  ${what}`)
    messages()
  }
  const answers = async (id: string, text: string): Promise<void> => {
    await kentongan.replies(id, text)
    say(`${wall()} WIB  ${id} answers: ${text}`)
    messages()
  }

  await kentongan.found(aSite('KSB-1'))
  await kentongan.enrol(
    aMember('R-0001', { siteCode: 'KSB-1', kmNorth: 0.5, mail: true }),
    aMember('R-0002', { siteCode: 'KSB-1', kmNorth: 0.6 }),
    aTagana('R-0011', { kmNorth: 4, mail: true }),
    aTagana('R-0012', { kmNorth: 8 }),
  )
  await kentongan.settle()
  await goTo(-7 * DAY, 'invitations')
  for (const id of PEOPLE) phone(id).received(/^\nLATIHAN - .*Gladi posko/)
  for (const id of ['R-0001', 'R-0011']) mail(id).received(/LATIHAN/)
  await answers('R-0001', '1')
  await answers('R-0011', 'siap')
  await goTo(-DAY, 'reminder by e-mail; by SMS to whoever has no e-mail')
  for (const id of ['R-0001', 'R-0011']) mail(id).received(/Pengingat/)
  for (const id of ['R-0002', 'R-0012']) phone(id).received(/Ingat/)
  await goTo(-2 * HOUR, 'reminder by SMS')
  for (const id of PEOPLE) phone(id).received(/Ingat/)
  await goTo(0, 'start: the exercise is posted and runs down the path of a real event')
  for (const id of ['R-0011', 'R-0012']) phone(id).received(/^\nLATIHAN - MOBILISASI/)
  for (const id of ['R-0001', 'R-0002']) phone(id).received(/^\nLATIHAN - PERINGATAN/)
  clock.setTo(new Date(START + 2 * MINUTE))
  await answers('R-0011', '1')
  clock.setTo(new Date(START + 6 * MINUTE))
  await answers('R-0012', '1')
  clock.setTo(new Date(START + 35 * MINUTE))
  await answers('R-0011', '3')
  await goTo(HOUR, 'end')
  phone('R-0012').received(/^\nLATIHAN - SELESAI/)
  phone('R-0011').received(/^\nLATIHAN - SELESAI/)
  for (const id of ['R-0001', 'R-0002']) phone(id).received(/LATIHAN/)

  const [drill] = await kentongan.rows<{ id: string; state: string }>`SELECT id, state FROM drill_occurrence`
  expect(drill?.state).toBe('done')
  const path = `/v1/drills/${drill?.id}`
  const list = z.object({ people: z.array(z.object({ responderId: z.string(), name: z.string() })) })
  const { people } = list.parse(await (await kentongan.ask(`${path}/attendance`)).json())
  const attendance = people
    .filter(({ name }) => name.endsWith('R-0001') || name.endsWith('R-0002'))
    .map(({ responderId, name }) => ({ responderId, came: name.endsWith('R-0001') }))
  expect((await kentongan.act(`${path}/attendance`, { attendance })).status).toBe(200)
  say(`${wall()} WIB  POST ${path}/attendance: R-0001 came, R-0002 did not`)
  say('\n# Timeline of the drill\n')
  for (const { at, kind, detail } of await kentongan.rows<{ at: Date; kind: string; detail: unknown }>`
    SELECT at, kind, detail FROM timeline_entry WHERE occurrence_id = ${drill?.id ?? ''} ORDER BY id`)
    say(`${at.toISOString()} ${kind} ${JSON.stringify(detail)}`)
  const report = await (await kentongan.ask(`${path}/report?format=md`)).text()
  say(`\n# GET ${path}/report?format=md\n\n${report}`)
  expect(report).not.toContain('SEMENTARA')
  expect(report).toContain('| anggota KSB |')
  expect(report).toContain('Kehadiran anggota KSB: 50 %.')
  expect(report).toMatch(/Kebutuhan terpenuhi dalam 6 menit/)
  // What came back: the village as its office and Dinas Sosial see it now.
  const jsonOf = async (url: string): Promise<unknown> => (await kentongan.ask(url)).json()
  expect(await jsonOf('/v1/readiness/KSB-1')).toMatchObject({ siteCode: 'KSB-1', attendance: 0.5, members: 2 })
  expect(await jsonOf('/v1/region-report?region=32.04')).toMatchObject({
    region: '32.04',
    groups: [{ regionCode: '32.04.15', sites: 1, drilledLately: 1, trend: 'up' }],
  })
  expect(await jsonOf('/v1/overdue?region=32.04.15')).toMatchObject({
    sites: 1,
    overdue: [{ due: [{ code: 'board-unknown' }] }],
  })
  const ready = await (await kentongan.ask('/v1/readiness/KSB-1?format=md')).text()
  say(`\n# GET /v1/readiness/KSB-1?format=md\n\n${ready}`)
  if (wantedAt !== undefined) writeFileSync(wantedAt, `${told.join('\n')}\n`)
})
