import { expect, test } from 'vitest'
import { reportToken } from '../../src/intake/report-token.ts'
import { aMember, aSite, aTagana } from '../support/people.ts'
import { openVillage } from '../support/village.ts'

const village = await openVillage({
  files: {
    'reports.yaml': 'kinds: [ksb_member, tagana]\nperPersonPerDay: 2\ndecideWithin: 10m\nlanguage: id\n',
  },
})
const { phone, mail } = village

const CALL = /MOBILISASI TAGANA/i
const THANKS = /Laporan .* diterima/

const listed = async (): Promise<readonly Record<string, unknown>[]> =>
  ((await (await village.ask('/v1/reports')).json()) as { reports: Record<string, unknown>[] }).reports

const operatorsAreAsked = (...ids: readonly string[]): void => {
  for (const id of ids) {
    phone(id).received(/PERLU/)
    mail(id).received(/PERLU/)
  }
}

/** Members of the site in the area are told, whoever reported it. */
const ALERT = /PERINGATAN KSB .*Banjir.* BPBD/

const enrol = async (): Promise<void> => {
  await village.found(aSite('KSB-1'))
  await village.enrol(aMember('R-0001', { siteCode: 'KSB-1' }), aTagana('R-0002'), aTagana('R-0003'))
}

test('a LAPOR by text is a proposal to the operators and calls nobody until one approves', async () => {
  await enrol()
  const approver = await village.addOfficer({ role: 'approver', jurisdiction: '32.04', contact: 'O-9002' })
  const said = await village.replies('R-0001', 'LAPOR banjir di RT 3, air setinggi dada', 'gw-1')
  expect(said).toMatchObject({ outcome: 'reported' })
  expect(await listed()).toMatchObject([
    { outcome: 'proposed', reason: 'village-report', kind: 'ksb_member', hazard: 'flood', via: 'sms' },
  ])
  const callOut = await village.callOut()
  expect(callOut.status).toBe('awaiting-approval')
  operatorsAreAsked('O-9001', 'O-9002')
  const thanks = phone('R-0001').received(THANKS).text
  expect(thanks).toMatch(/^Laporan Banjir .*13\.21 WIB.*BPBD/)
  // An echo of it reads like another report of a flood.
  expect(await village.replies('R-0001', thanks)).toEqual({ outcome: 'kept', reason: 'our own words' })
  // The gateway repeats itself: still one report.
  expect(await village.replies('R-0001', 'LAPOR banjir di RT 3, air setinggi dada', 'gw-1')).toMatchObject(said)
  expect(await listed()).toHaveLength(1)

  expect((await village.act(`/v1/call-outs/${callOut.callOutId}/approve`, {}, approver)).status).toBe(200)
  for (const id of ['R-0002', 'R-0003']) phone(id).received(CALL)
  phone('R-0001').received(ALERT)
})

test('the form does the same, and pressing Send twice makes one report', async () => {
  await enrol()
  const { seal, clock } = village.installation
  const until = new Date(clock.now().getTime() + 86_400_000)
  const path = `/r/${reportToken(await village.idOf('R-0001'), until, seal.key('report links'))}`
  const page = await village.ask(path)
  const html = await page.text()
  expect(html).toContain('Anggota KSB')
  const nonce = /name="nonce" value="([^"]+)"/.exec(html)?.[1] ?? ''
  const send = async (): Promise<string> => {
    const body = new URLSearchParams({ hazard: 'landslide', text: 'di RT 5, 2 orang tertimbun', nonce })
    const reply = await fetch(page.url, { method: 'POST', body })
    await village.settle()
    return reply.text()
  }
  expect(await send()).toContain('Laporan diterima')
  expect(await send()).toContain('sudah kami terima')
  expect(await listed()).toMatchObject([{ outcome: 'proposed', hazard: 'landslide', via: 'form' }])
  operatorsAreAsked('O-9001')
})

test('what is no alarm waits in the inbox, and a person without a post proposes nothing', async () => {
  await enrol()
  await village.enrol({ ...aTagana('R-0004'), kind: 'pkh' })
  expect(await village.replies('R-0001', 'LAPOR tidak ada banjir')).toMatchObject({ outcome: 'reported' })
  expect(await village.replies('R-0001', 'LAPOR aman')).toMatchObject({ outcome: 'reported' })
  expect(await village.replies('R-0004', 'LAPOR banjir')).toMatchObject({ outcome: 'reported' })
  for (const id of ['R-0001', 'R-0001', 'R-0004']) phone(id).received(/keterangan Anda dicatat/)
  expect((await listed()).map(({ outcome, reason }) => `${outcome} ${reason}`).toSorted()).toEqual([
    'inbox information: all-well',
    'inbox information: no-such-hazard',
    'inbox kind-may-not-report',
  ])
  expect(await village.rows`SELECT 1 FROM hazard_event`).toEqual([])
})

const approve = (by = village.officer()) =>
  village.callOut().then(({ callOutId }) => village.act(`/v1/call-outs/${callOutId}/approve`, {}, by))

test('a sender of the regency may confirm it, and hears of what it lacks', async () => {
  await enrol()
  const viewer = await village.addOfficer({ role: 'viewer', jurisdiction: '32.04', contact: 'O-9003' })
  await village.replies('R-0001', 'LAPOR banjir di RT 3')
  phone('R-0001').received(THANKS)
  operatorsAreAsked('O-9001')
  expect((await approve(viewer)).status).toBe(403)
  expect((await approve()).status).toBe(200)
  for (const id of ['R-0002', 'R-0003']) phone(id).received(CALL)
  phone('R-0001').received(ALERT)
  for (const id of ['R-0002', 'R-0003']) await village.replies(id, '2')
  for (const told of [phone, mail]) told('O-9001').received(/KURANG/)
  const trail = (await (await village.ask('/v1/audit')).json()) as { entries: { actor: string; action: string }[] }
  expect(trail.entries.map(({ actor, action }) => `${actor} ${action}`).toReversed()).toEqual([
    'village event-received',
    'village report-proposed',
    'operator approved',
  ])
})

test('one that nobody decides about is reminded of, goes up in time, and lapses', async () => {
  await enrol()
  await village.addOfficer({ role: 'sender', jurisdiction: '32', contact: 'O-9004' })
  await village.addOfficer({ role: 'viewer', jurisdiction: '', contact: 'O-9005' })
  await village.replies('R-0001', 'LAPOR banjir di RT 3')
  phone('R-0001').received(THANKS)
  operatorsAreAsked('O-9001')
  await village.advance({ min: 4, s: 59 })
  expect(village.outbox.unexpected()).toEqual([])
  await village.advance({ s: 1 })
  operatorsAreAsked('O-9001')
  await village.advance({ min: 5 })
  operatorsAreAsked('O-9004')
  await village.advance({ min: 5 })
  operatorsAreAsked('O-9004')
  // Nobody of the whole country may decide.
  await village.advance({ min: 5 })
  await village.advance({ min: 5 })
  await village.advance({ min: 5 })
  for (const id of ['O-9001', 'O-9004'])
    for (const told of [phone, mail]) told(id).received(/TIDAK DISETUJUI|TIDAK ADA KEPUTUSAN/)
  expect(await village.callOut()).toMatchObject({ status: 'stood-down', reason: 'approval-lapsed' })
})

test('two reports of one flood are one proposal, which does not wait longer for the second', async () => {
  await enrol()
  await village.enrol(aMember('R-0005', { siteCode: 'KSB-1', kmNorth: 2 }))
  await village.replies('R-0001', 'LAPOR banjir di RT 3')
  phone('R-0001').received(THANKS)
  operatorsAreAsked('O-9001')
  await village.advance({ min: 4 })
  await village.replies('R-0005', 'LAPOR banjir di RT 4')
  phone('R-0005').received(THANKS)
  const events = await village.rows<{ n: number; incidents: number }>`
    SELECT count(*)::int AS n, count(DISTINCT incident_id)::int AS incidents FROM hazard_event`
  expect(events).toEqual([{ n: 2, incidents: 1 }])
  await village.advance({ min: 1 })
  operatorsAreAsked('O-9001')
  expect((await approve()).status).toBe(200)
  for (const id of ['R-0002', 'R-0003']) phone(id).received(CALL)
  for (const id of ['R-0001', 'R-0005']) phone(id).received(ALERT)
  // One more while people are called is asked about by itself, and changes nothing until then.
  await village.replies('R-0005', 'LAPOR banjir naik di RT 4')
  phone('R-0005').received(THANKS)
  operatorsAreAsked('O-9001')
  expect(await village.callOut()).toMatchObject({ status: 'calling', called: 2 })
})

test('beyond the limit of a day it is kept for the operators, and its writer hears why', async () => {
  await enrol()
  await village.replies('R-0001', 'LAPOR banjir di RT 3')
  phone('R-0001').received(THANKS)
  operatorsAreAsked('O-9001')
  await village.replies('R-0001', 'LAPOR longsor di RT 5')
  phone('R-0001').received(THANKS)
  operatorsAreAsked('O-9001')
  await village.replies('R-0001', 'LAPOR kebakaran di RT 6')
  phone('R-0001').received(/Laporan Anda disimpan/)
  expect((await listed()).map(({ outcome, reason }) => `${outcome} ${reason}`)).toContain('inbox limit-reached')
})

test('whoever withdrew consent may report, and gets no text', async () => {
  await enrol()
  await village.replies('R-0001', 'STOP')
  phone('R-0001').received(/STOP diterima/)
  expect(await village.replies('R-0001', 'LAPOR banjir di RT 3')).toMatchObject({ outcome: 'reported' })
  operatorsAreAsked('O-9001')
  expect(await village.callOut()).toMatchObject({ status: 'awaiting-approval' })
  expect(phone('R-0001').waiting()).toBe(0)
})
