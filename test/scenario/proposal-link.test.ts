import { describe, expect, test } from 'vitest'
import { linkToken, readLinkToken } from '../../src/intake/token.ts'
import { revokeOperator } from '../../src/store/operators.ts'
import { aFlood } from '../support/hazards.ts'
import { aMember, aTagana } from '../support/people.ts'
import { openProposal as look, postProposal, proposalLinkIn } from '../support/proposal-links.ts'
import { type Officer, openVillage } from '../support/village.ts'

/** A letter for Kab. Bandung; none for Garut. */
const village = await openVillage({
  files: {
    'authorities.yaml': `
standingOrders:
  - region: "32.04"
    name: "Ibu Kepala"
    office: "Dinas Sosial Kab. Bandung"
    basis: "460/12/Dinsos/2026, 5 Januari 2026"
    from: "2026-01-05"
    until: "2026-12-31"
`,
  },
})
const { phone, mail, clock } = village
const { database, seal } = village.installation

const ASKED = /PERLU PERSETUJUAN/
const CALL = /MOBILISASI TAGANA/i

interface Links {
  readonly sms: string
  readonly mail: string
}

const asked = (id: string): Links => ({
  sms: proposalLinkIn(phone(id).received(ASKED)),
  mail: proposalLinkIn(mail(id).received(ASKED)),
})

const tap = async (...given: Parameters<typeof postProposal>) => {
  const page = await postProposal(...given)
  await village.settle()
  return page
}
/** With the code that stands in the message beside the link. */
const approve = async (link: string, page?: { readonly html: string }, more: object = {}) =>
  tap(link, { decision: 'approve', code: (await village.callOut()).code, ...more }, page)
const decline = (link: string) => tap(link, { decision: 'decline' })

const trail = async (action: string): Promise<readonly Record<string, unknown>[]> => {
  const reply = await village.ask(`/v1/audit?action=${action}`)
  return ((await reply.json()) as { entries: Record<string, unknown>[] }).entries
}

/** The notice whose link an officer was sent. */
const noticeOf = async ({ operatorId }: Officer, channel: string): Promise<string> => {
  const [row] = await village.rows<{ id: string }>`
    SELECT id FROM notice WHERE operator_id = ${operatorId} AND channel = ${channel} AND purpose = 'operator-approval'`
  return row?.id ?? ''
}

/** A report of a village, about which a sender (O-9001) and an approver (O-9002) are asked. */
const reported = async (): Promise<{ approver: Officer; sender: Links; second: Links }> => {
  await village.enrol(aMember('R-0001'), aTagana('R-0002'), aTagana('R-0003'))
  const approver = await village.addOfficer({ role: 'approver', jurisdiction: '32.04', contact: 'O-9002' })
  await village.replies('R-0001', 'LAPOR banjir di RT 3, air setinggi dada')
  phone('R-0001').received(/Laporan Banjir/)
  return { approver, sender: asked('O-9001'), second: asked('O-9002') }
}

/** What the sender O-9001 posts and an approver must confirm: a social disaster. */
const posted = async (changes: object = {}) => {
  const approver = await village.addOfficer({ role: 'approver', jurisdiction: '32.04', contact: 'O-9002' })
  await village.enrol(aTagana('R-0002'))
  await village.receive(aFlood(clock.now(), { hazard: 'social', need: { tagana: 1 }, ...changes }))
  return { approver, sender: asked('O-9001'), second: asked('O-9002') }
}

const status = async (): Promise<string> => (await village.callOut()).status

describe('one tap', () => {
  test('approves a report: people are called, and the trail names the operator and the address', async () => {
    const { approver, second } = await reported()
    const page = await look(second.sms)
    expect(page.status).toBe(200)
    for (const words of [
      'Banjir',
      'laporan desa',
      'belum diperiksa',
      'Pangalengan',
      'menunggu persetujuan',
      '2 Tagana',
    ])
      expect(page.html).toContain(words)
    expect(page.html).not.toContain('<input name="name"')
    expect((await approve(second.sms, page)).html).toContain('keputusan Anda dicatat')
    for (const id of ['R-0002', 'R-0003']) phone(id).received(CALL)
    expect(await trail('approved')).toMatchObject([
      {
        actor: 'operator',
        actorId: approver.operatorId,
        address: expect.stringMatching(/127\.0\.0\.1|::1/),
        detail: { via: 'link', noticeId: await noticeOf(approver, 'sms') },
      },
    ])
  })

  test('a sender may confirm a report, and may decline it', async () => {
    const { sender } = await reported()
    expect((await decline(sender.sms)).html).toMatch(/keputusan Anda dicatat.*Ditolak/)
    expect(await status()).toBe('stood-down')
    expect(await trail('declined')).toMatchObject([{ actorId: village.officer().operatorId }])
  })

  test('afterwards every link says who decided what and when, by role, and a second tap changes nothing', async () => {
    const { sender, second } = await reported()
    const former = await look(sender.sms)
    await decline(second.sms)
    for (const page of [await look(sender.sms), await approve(sender.sms, former), await look(second.mail)]) {
      expect(page.html).toMatch(/Ditolak.*petugas \(approver, BPBD Kab\. Bandung\).*Min 22\/11 13\.21 WIB/)
      expect(page.html).not.toMatch(/<button|Petugas approver|O-9002|o-9002|contoh\.invalid|84000/)
    }
    expect(await status()).toBe('stood-down')
    expect(await trail('approved')).toEqual([])
  })
})

describe('nothing happens', () => {
  test('by looking, whoever looks', async () => {
    const { sender, second } = await reported()
    const before = await village.callOut()
    for (const link of [sender.sms, sender.mail, second.sms, second.mail]) expect((await look(link)).status).toBe(200)
    await village.settle()
    expect(await village.callOut()).toEqual(before)
  })

  test('by a post without the page, or within 3 s of the e-mail: it asks for one more tap', async () => {
    const { second } = await reported()
    expect((await approve(second.sms, { html: '' })).html).toContain('sekali lagi')
    expect((await approve(second.mail)).html).toContain('sekali lagi')
    await village.advance({ s: 2, ms: 999 })
    expect((await approve(second.mail)).html).toContain('sekali lagi')
    expect(await status()).toBe('awaiting-approval')
    await village.advance({ ms: 1 })
    expect((await approve(second.mail)).html).toContain('keputusan Anda dicatat')
    for (const id of ['R-0002', 'R-0003']) phone(id).received(CALL)
  })

  test('by the page of what waited before: it shows what waits now', async () => {
    const { second } = await posted()
    const former = await look(second.sms)
    await village.advance({ min: 1 })
    await village.receive(
      aFlood(clock.now(), { hazard: 'social', messageType: 'update', headline: 'Meluas', need: { tagana: 2 } }),
    )
    for (const id of ['O-9001', 'O-9002']) asked(id)
    const again = await approve(second.sms, former)
    expect([again.status, again.html]).toEqual([409, expect.stringMatching(/Ada yang berubah sementara itu.*Meluas/)])
    expect(await status()).toBe('awaiting-approval')
    await approve(second.sms, again)
    phone('R-0002').received(CALL)
    for (const id of ['O-9001', 'O-9002']) for (const told of [phone, mail]) told(id).received(/KURANG|TIDAK ADA ORANG/)
  })

  test('by a token that is another’s: an answer’s, a wrong one, or a link of something else', async () => {
    const { second } = await reported()
    const base = second.sms.slice(0, second.sms.lastIndexOf('/'))
    const token = second.sms.slice(base.length + 1)
    const serial = readLinkToken(token, seal.key('proposal links')) ?? 0n
    expect(serial).toBeGreaterThan(0n)
    const [report] = await village.rows<{
      serial: string
    }>`SELECT serial::text FROM notice WHERE purpose LIKE 'report-%'`
    for (const foreign of [
      linkToken(serial, seal.key('links')),
      linkToken(serial + 1_000n, seal.key('proposal links')),
      linkToken(BigInt(report?.serial ?? 0), seal.key('proposal links')),
    ])
      expect((await approve(`${base}/${foreign}`)).status).toBe(404)
    // Nor does a proposal's token open the page of an answer.
    expect((await look(second.sms.replace('/p/', '/a/'))).status).toBe(404)
    expect(await status()).toBe('awaiting-approval')
  })

  test('by a revoked operator: the link is unknown', async () => {
    const { approver, second } = await reported()
    const page = await look(second.sms)
    await revokeOperator(database, approver.operatorId, clock.now())
    for (const reply of [await look(second.sms), await approve(second.sms, page)]) {
      expect(reply.status).toBe(404)
      expect(reply.html).toContain('tidak dikenal')
    }
    expect(await status()).toBe('awaiting-approval')
  })
})

describe('a refusal is a sentence', () => {
  test('whoever posted it cannot approve it, and is told beforehand', async () => {
    const { sender } = await posted()
    expect((await look(sender.sms)).html).toContain('Ini dari Anda sendiri')
    expect((await approve(sender.sms)).html).toContain('petugas kedua menyetujuinya')
    expect(await status()).toBe('awaiting-approval')
  })

  test.each([
    ['a viewer decides nothing', `role = 'viewer'`, /peran approver atau admin.*<button/],
    ['what an operator posted wants an approver', `role = 'sender'`, /peran approver atau admin.*<button/],
    ['another area is none of theirs', `jurisdiction = '32.73'`, /di luar wilayah Anda/],
  ])('%s', async (_rule, change, words) => {
    const { approver, second } = await posted()
    const page = await look(second.sms)
    await database.run({ text: `UPDATE operator SET ${change} WHERE id = $1`, values: [approver.operatorId] })
    expect((await approve(second.sms, page)).html).toMatch(words)
    expect(await status()).toBe('awaiting-approval')
  })
})

test('where nobody is named who may order Tagana, the page asks for it and takes only a Dinas Sosial', async () => {
  const office = { jurisdiction: '32.05', organisation: 'BPBD Kab. Garut' }
  const by = await village.addOfficer({ ...office, role: 'sender', contact: 'O-9011' })
  await village.addOfficer({ ...office, role: 'approver', contact: 'O-9012' })
  const dinsos = { jurisdiction: '32.05', organisation: 'Dinas Sosial Kab. Garut' }
  await village.addOfficer({ ...dinsos, role: 'approver', contact: 'O-9013' })
  await village.enrol(aTagana('R-0001', { position: [107.8878, -7.2], villageCode: '32.05.01.1001', mail: true }))
  const area = { geometry: { type: 'Point', coordinates: [107.8878, -7.2024] }, radiusKm: 5 }
  await village.receive(aFlood(clock.now(), { id: 'garut-1', area, need: { tagana: 1 } }), { by })
  asked('O-9011')
  const { sms } = asked('O-9012')
  // The Dinas Sosial is the authority itself.
  expect((await look(asked('O-9013').sms)).html).not.toContain('<input name="name"')
  expect((await look(sms)).html).toMatch(/<input name="name".*<input name="office"/)
  expect((await approve(sms)).html).toContain('diperintah oleh Dinas Sosial')
  const named = { name: 'Ibu Kadis' }
  expect((await approve(sms, undefined, { ...named, office: 'Kecamatan Garut Kota' })).html).toContain(
    'tulis Dinas Sosial mana',
  )
  expect(await status()).toBe('awaiting-approval')
  expect((await approve(sms, undefined, { ...named, office: dinsos.organisation })).html).toContain(
    'keputusan Anda dicatat',
  )
  phone('R-0001').received(CALL)
  expect(mail('R-0001').received(CALL).text).toContain(dinsos.organisation)
  expect(await village.callOut()).toMatchObject({ authority: { name: 'Ibu Kadis', office: dinsos.organisation } })
})

test('until when it waits is said, and what comes then; one that lapsed says that nobody decided', async () => {
  const { second } = await posted()
  expect((await look(second.sms)).html).toMatch(/Sampai: <b>Min 22\/11 \d\d\.\d\d WIB<\/b>, lalu diteruskan ke atas/)
  for (let step = 0; step < 12 && (await status()) === 'awaiting-approval'; step += 1) {
    await village.advance({ min: 30 })
    for (const told of ['O-9001', 'O-9002'].flatMap((id) => [phone(id), mail(id)]))
      while (told.waiting() > 0) told.received(/PERLU|TIDAK DISETUJUI|TIDAK ADA KEPUTUSAN/)
  }
  expect((await look(second.sms)).html).toContain('Gugur karena tidak ada keputusan')
})
