import { expect, test } from 'vitest'
import { linkEndsAt } from '../../src/mobilisation/proposal-link.ts'
import { aFlood, theCancel } from '../support/hazards.ts'
import { openProposal as look, postProposal, proposalLinkIn } from '../support/proposal-links.ts'
import { openVillage } from '../support/village.ts'

const village = await openVillage()
const { phone, mail, clock } = village

const ASKED = /PERLU PERSETUJUAN/

const tap = async (...given: Parameters<typeof postProposal>) => {
  const page = await postProposal(...given)
  await village.settle()
  return page
}

const status = async (): Promise<string> => (await village.callOut()).status

/** Of a social disaster that O-9001 posted, as the second operator was sent them. */
const posted = async () => {
  await village.addOfficer({ role: 'approver', jurisdiction: '32.04', contact: 'O-9002' })
  await village.receive(aFlood(clock.now(), { hazard: 'social', need: { tagana: 1 } }))
  for (const told of [phone, mail]) told('O-9001').received(ASKED)
  const [sms, email] = [phone('O-9002').received(ASKED), mail('O-9002').received(ASKED)]
  return { sms: proposalLinkIn(sms), mail: proposalLinkIn(email), text: email.text }
}

test('a mail scanner that opens the link minutes later and posts the form as it is approves nothing: it does not know the code', async () => {
  const second = await posted()
  const page = await look(second.mail)
  const { code } = await village.callOut()
  for (const { html } of [page, await look(second.sms)]) expect(html).not.toContain(code)
  expect(`${second.mail} ${second.sms}`).not.toContain(code)
  await village.advance({ min: 5 })
  expect((await tap(second.mail, { decision: 'approve', code: '' }, page)).html).toContain('Ketik kode usulan')
  expect((await tap(second.mail, { decision: 'approve', name: '', office: '' })).html).toContain('Ketik kode usulan')
  expect(await status()).toBe('awaiting-approval')
  expect(await village.rows`SELECT 1 FROM audit_entry WHERE action = 'approved'`).toEqual([])
  // The message has it, where its reader finds it.
  expect(second.text).toContain(`Kode: ${code}`)
})

test('a link that has expired, a day after the last level’s time, decides nothing and shows nothing', async () => {
  const second = await posted()
  // The time of the shipped policy.
  const endsAt = linkEndsAt(clock.now(), 20 * 60_000)
  // What is still to be said of it belongs to other tests.
  await village.rows`UPDATE call_out SET approval_due_at = NULL`
  const { code } = await village.callOut()
  clock.setTo(new Date(endsAt.getTime() - 1))
  expect((await look(second.sms)).status).toBe(200)
  clock.setTo(endsAt)
  for (const reply of [
    await look(second.sms),
    await tap(second.sms, { decision: 'approve', code }),
    await tap(second.mail, { decision: 'decline' }),
  ]) {
    expect(reply.status).toBe(410)
    expect(reply.html).toContain('tidak berlaku')
    expect(reply.html).not.toMatch(/Bencana sosial|<button/)
  }
  expect(await status()).toBe('awaiting-approval')
})

test('no view of notices shows a working link of a proposal, not even to an admin', async () => {
  const second = await posted()
  const { callOutId } = await village.callOut()
  const shown = await (await village.ask(`/v1/call-outs/${callOutId}/notices`)).text()
  expect(shown).toContain('PERLU PERSETUJUAN')
  expect(shown).toContain('{link}')
  expect(shown).not.toMatch(/\/[ap]\//)
  const rows = JSON.stringify(await village.rows`SELECT body, subject, fields FROM notice`)
  expect(rows).not.toContain(second.sms.slice(second.sms.lastIndexOf('/') + 1))
})

test('what was cancelled meanwhile waits no longer', async () => {
  const second = await posted()
  const page = await look(second.sms)
  const { code } = await village.callOut()
  await village.receive(theCancel(clock.now()))
  expect((await tap(second.sms, { decision: 'approve', code }, page)).html).toMatch(/tidak menunggu lagi/)
  expect((await look(second.sms)).html).not.toContain('<button')
})
