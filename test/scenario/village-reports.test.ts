import { expect, test } from 'vitest'
import { reportToken } from '../../src/intake/report-token.ts'
import { aMember, aSite, aTagana } from '../support/people.ts'
import { openVillage } from '../support/village.ts'

const village = await openVillage()
const { phone, mail } = village

const listed = async (): Promise<readonly Record<string, unknown>[]> =>
  ((await (await village.ask('/v1/reports')).json()) as { reports: Record<string, unknown>[] }).reports

const operatorsAreAsked = (...ids: readonly string[]): void => {
  for (const id of ids) {
    phone(id).received(/PERLU/)
    mail(id).received(/PERLU/)
  }
}

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
  // The gateway repeats itself: still one report.
  expect(await village.replies('R-0001', 'LAPOR banjir di RT 3, air setinggi dada', 'gw-1')).toMatchObject(said)
  expect(await listed()).toHaveLength(1)

  expect((await village.act(`/v1/call-outs/${callOut.callOutId}/approve`, {}, approver)).status).toBe(200)
  for (const id of ['R-0002', 'R-0003']) phone(id).received(/MOBILISASI/)
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
  expect((await listed()).map(({ outcome, reason }) => `${outcome} ${reason}`).toSorted()).toEqual([
    'inbox information: all-well',
    'inbox information: no-such-hazard',
    'inbox kind-may-not-report',
  ])
  expect(await village.rows`SELECT 1 FROM hazard_event`).toEqual([])
})
