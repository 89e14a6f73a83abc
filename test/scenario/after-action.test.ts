import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { reportCommand } from '../../src/cli/report.ts'
import { command } from '../cli/commands.ts'
import { aFlood } from '../support/hazards.ts'
import { aMember, aSite, aTagana, mailOf, phoneOf } from '../support/people.ts'
import { openVillage } from '../support/village.ts'

const village = await openVillage({
  files: {
    'drills/gladi.yaml': `
id: gladi
type: gladi-posko
hazard: flood
sites: { codes: [KSB-1] }
startsAt: 2026-11-29T13:21
zone: site
duration: 1h
team: { tagana: 2 }
invite: 6d
rehearse: call-out
`,
  },
})
const { environment } = village.installation.configuration
const { phone, mail, clock } = village

const typed = command(reportCommand, environment.home, {
  DATABASE_URL: village.installation.databaseUrl,
  REDIS_URL: environment.redisUrl ?? '',
  KENTONGAN_SECRET: 'a secret for scenarios only, and long enough',
  KENTONGAN_CONFIG: environment.configDir,
  KENTONGAN_PORT: '0',
})

const tally = { called: z.number(), yes: z.number(), no: z.number(), unsafe: z.number(), none: z.number() }
const reported = z.looseObject({
  mode: z.string(),
  status: z.string(),
  provisional: z.boolean(),
  figures: z.looseObject({
    answers: z.object(tally),
    byWave: z.array(z.object({ group: z.string(), ...tally })),
    nonAnswers: z.array(z.object({ name: z.string(), people: z.number() })),
    late: z.number(),
    spans: z.record(z.string(), z.number().nullable()),
    curve: z.array(z.looseObject({ seconds: z.number(), short: z.number() })),
  }),
  people: z.array(z.looseObject({ name: z.string(), outcome: z.string() })),
})

const readAs = async (callOutId: string, format: string, by = village.admin()): Promise<string> => {
  const reply = await village.ask(`/v1/call-outs/${callOutId}/report?format=${format}`, by)
  expect(reply.status).toBe(200)
  return reply.text()
}

test('a no, a silence and a late yes stand in the report of a call-out, in every format and without a contact', async () => {
  await village.enrol(
    aTagana('R-0001', { kmNorth: 1, mail: true, name: '=Warga <b>R-0001</b> | x' }),
    aTagana('R-0002', { kmNorth: 2 }),
    aTagana('R-0003', { kmNorth: 3 }),
  )
  const headline = '<script>x</script> | # Banjir'
  await village.receive(aFlood(clock.now(), { mode: 'exercise', need: { tagana: 2 }, headline }))
  for (const id of ['R-0001', 'R-0002']) phone(id).received(/LATIHAN/)
  mail('R-0001').received(/LATIHAN/)
  await village.advance({ min: 2 })
  await village.replies('R-0001', '2')
  phone('R-0003').received(/LATIHAN/)
  await village.advance({ min: 20 })
  phone('O-9001').received(/KURANG/)
  mail('O-9001').received(/KURANG/)
  await village.replies('R-0002', '1')
  const { callOutId } = await village.callOut()

  const running = reported.parse(JSON.parse(await readAs(callOutId, 'json')))
  expect(running).toMatchObject({ mode: 'exercise', status: 'exhausted', provisional: true })
  expect(running.figures).toMatchObject({
    answers: { called: 3, yes: 1, no: 1, unsafe: 0, none: 1 },
    byWave: [{ group: '1', called: 3 }],
    nonAnswers: [{ name: 'silent', people: 1 }],
    late: 1,
    spans: { toFirstNotice: 0, toQuorum: null, toFirstYes: 22 * 60, medianAnswer: 12 * 60 },
    curve: [
      { seconds: 0, short: 2 },
      { seconds: 22 * 60, short: 1 },
    ],
  })
  expect(running.people.map(({ outcome }) => outcome)).toEqual(['no', 'yes', 'silent'])

  await village.act(`/v1/call-outs/${callOutId}/stand-down`, { reason: 'selesai' })
  for (const id of ['R-0002', 'R-0003']) phone(id).received(/LATIHAN/)
  const [json = '', md = '', html = '', csv = ''] = await Promise.all(
    ['json', 'md', 'html', 'csv'].map((format) => readAs(callOutId, format)),
  )
  expect(reported.parse(JSON.parse(json))).toMatchObject({ provisional: false, figures: { late: 1 } })
  const lines = md.trimEnd().split('\n')
  expect([lines[0], lines.at(-1)]).toEqual(Array(2).fill('**LATIHAN - BUKAN KEJADIAN NYATA (EXERCISE)**'))
  expect(md).toContain('| pesan terkirim, tidak ada jawaban | 1 |')
  expect(md).toContain('- Tagana: mengatakan datang 1 dari 2 orang, kurang 1.')
  expect(md).not.toMatch(/SEMENTARA|<script/)
  expect(html.match(/LATIHAN - BUKAN/g)).toHaveLength(2)
  expect(html).not.toMatch(/<script|<b>R-0001|https?:/)
  expect(csv.split('\n')[0]).toMatch(/^part,responderId,name,kind,role,wave,/)
  expect(csv).toContain(",'=Warga <b>R-0001</b> | x,tagana,")
  for (const id of ['R-0001', 'R-0002', 'R-0003'])
    for (const contact of [phoneOf(id).slice(1), mailOf(id)]) expect(json + md + html + csv).not.toContain(contact)

  // The same in a file for its owner, by the command; other areas, other formats and other ids are refused.
  const folder = mkdtempSync(join(tmpdir(), 'kentongan-report-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'laporan.md')
  expect((await typed('report', 'call-out', callOutId, '--out', file)).code).toBe(0)
  // The command goes by the machine's own clock.
  const undated = (text: string): string => text.replace(/Disusun.*/, '')
  expect(undated(readFileSync(file, 'utf8'))).toBe(undated(md))
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(JSON.parse((await typed('report', 'call-out', callOutId, '--json')).out)).toEqual({
    ...JSON.parse(json),
    preparedAt: expect.any(String),
  })
  const elsewhere = await village.addOfficer({ role: 'viewer', jurisdiction: '33.01' })
  expect((await village.ask(`/v1/call-outs/${callOutId}/report`, elsewhere)).status).toBe(404)
  expect((await village.ask(`/v1/call-outs/${callOutId}/report?format=pdf`)).status).toBe(400)
  expect((await typed('report', 'drill', callOutId)).code).toBe(2)
})

test('the report of a drill says who was invited and answered, and how the call-out went that it rehearsed', async () => {
  await village.found(aSite('KSB-1'))
  await village.enrol(
    aMember('R-0001', { siteCode: 'KSB-1', kmNorth: 0.5 }),
    aTagana('R-0011', { kmNorth: 4 }),
    aTagana('R-0012', { kmNorth: 8 }),
  )
  await village.settle()
  await village.advance({ min: 24 * 60 })
  for (const id of ['R-0001', 'R-0011', 'R-0012']) phone(id).received(/Gladi posko/)
  await village.replies('R-0011', '1')
  await village.replies('R-0012', '2')
  const [drill] = await village.rows<{ id: string }>`SELECT id FROM drill_occurrence`
  const id = drill?.id ?? ''
  expect((await typed('report', 'drill', id)).out).toMatch(/belum dimulai/)
  await village.advance({ min: 6 * 24 * 60 })
  for (const called of ['R-0011', 'R-0012']) phone(called).received(/LATIHAN - MOBILISASI/)
  phone('R-0001').received(/LATIHAN - PERINGATAN/)
  await village.replies('R-0011', '1')
  await village.replies('R-0012', 'siap')
  // Each day that it runs the service keeps how ready the village is, once.
  const kept = await village.rows<{ day: string; n: number }>`
    SELECT to_char(day, 'YYYY-MM-DD') AS day, count(*)::int AS n FROM readiness WHERE site_code = 'KSB-1' GROUP BY day ORDER BY 1`
  expect(kept.length).toBeGreaterThan(1)
  expect(kept.every(({ n }) => n === 1)).toBe(true)
  const { out, code } = await typed('report', 'drill', id, '--format', 'md')
  expect(code).toBe(0)
  expect(out).toMatch(/^\*\*LATIHAN - BUKAN KEJADIAN NYATA/)
  expect(out).toContain('| fasilitator | 2 | 1 | 1 | 0 |')
  expect(out).toContain('| anggota KSB | 1 | 0 | 0 | 1 |')
  expect(out).toContain('- Kebutuhan terpenuhi dalam 0 detik sejak panggilan dibuka.')
  const csv = (await typed('report', 'drill', id, '--format', 'csv')).out.trimEnd().split('\n').slice(1)
  expect(csv.map((line) => line.split(',')[0])).toEqual(['invited', 'invited', 'invited', 'called', 'called'])

  // By the routes the same, and who came is recorded there.
  const routes = `/v1/drills/${id}`
  const byRoute = await village.ask(`${routes}/report?format=md`)
  const undated = (text: string): string => text.replace(/Disusun.*/, '').trimEnd()
  expect([byRoute.status, undated(await byRoute.text())]).toEqual([200, undated(out)])
  const people = z.array(z.looseObject({ responderId: z.string(), name: z.string(), came: z.boolean().nullable() }))
  const list = z.looseObject({ memberShare: z.number().nullable(), people })
  const listed = async () => list.parse(await (await village.ask(`${routes}/attendance`)).json())
  const before = await listed()
  expect(before.memberShare).toBeNull()
  const member = before.people.find(({ name }) => name === 'Warga R-0001')?.responderId
  const post = (attendance: unknown, by = village.admin()) => village.act(`${routes}/attendance`, { attendance }, by)
  const marked = await post([{ responderId: member, came: true }])
  expect([marked.status, await marked.json()]).toEqual([200, { came: 1, absent: 0, changed: 1 }])
  expect((await listed()).memberShare).toBe(1)
  expect(await (await village.ask(`${routes}/report?format=md`)).text()).toContain('Kehadiran anggota KSB: 100 %.')
  const stranger = '0190a8f2-0000-7000-8000-0000000000ff'
  const refused = await post([
    { responderId: member, came: false },
    { responderId: stranger, came: true },
  ])
  expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('attendance[1].responderId')])
  expect(
    (
      await post([
        { responderId: member, came: true },
        { responderId: member, came: false },
      ])
    ).status,
  ).toBe(422)
  expect((await post([])).status).toBe(422)
  expect((await listed()).memberShare).toBe(1)
  const elsewhere = await village.addOfficer({ role: 'sender', jurisdiction: '33.01' })
  expect((await post([{ responderId: member, came: false }], elsewhere)).status).toBe(404)
  for (const path of ['report', 'attendance'])
    expect((await village.ask(`${routes}/${path}`, elsewhere)).status).toBe(404)
  const viewer = await village.addOfficer({ role: 'viewer', jurisdiction: '32.04' })
  expect((await post([{ responderId: member, came: false }], viewer)).status).toBe(403)
})
