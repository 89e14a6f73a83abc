import { expect, onTestFinished, test } from 'vitest'
import { writeMail } from '../../src/channels/mail-message.ts'
import { mailKey } from '../../src/main/mail-intake.ts'
import { startService } from '../../src/main/service.ts'
import { gladi } from '../support/gladi.ts'
import { aMember, aSite, mailOf } from '../support/people.ts'
import { answerInThunderbird } from '../support/thunderbird.ts'
import { openVillage } from '../support/village.ts'

const village = await openVillage({ files: { 'drills/gladi.yaml': gladi('reminders: []') } })
const { phone, mail, clock, installation } = village
const MAILBOX = 'jawab@posko.example'

/** A service of this installation that receives mail at a port of its own. */
const mailPort = async (): Promise<number> => {
  const { configuration } = installation
  const terms = { costRupiah: 0, perSecond: null, burst: 1, order: 1, lanes: ['live', 'exercise'] } as const
  const ours = { from: `Dinsos Kab. Bandung <${MAILBOX}>`, replyTo: MAILBOX, bounceTo: MAILBOX }
  const gateway = { name: 'email', kind: 'smtp', url: 'smtp://127.0.0.1:1', connections: 1, timeoutMs: 1_000 } as const
  const channels = { ...configuration.channels, email: [{ ...terms, ...gateway, ...ours }] }
  const environment = { ...configuration.environment, mailListen: { host: '127.0.0.1', port: 0 } }
  const changed = { ...installation, configuration: { ...configuration, channels, environment } }
  const service = await startService(changed, 'api', { ticking: false })
  onTestFinished(() => service.stop())
  const line = village.logged.findLast((one) => one.includes('mail is received')) ?? ''
  return Number(/"port":(\d+)/.exec(line)?.[1])
}

const ANSWERS = [
  ['R-0001', 'imipAcceptButton', 'yes'],
  ['R-0002', 'imipDeclineButton', 'no'],
] as const

test('a mail client reads our invitation, and the answer that it writes is taken', { timeout: 180_000 }, async () => {
  await village.found(aSite('KSB-1'))
  await village.enrol(...ANSWERS.map(([id], nth) => aMember(id, { siteCode: 'KSB-1', kmNorth: 1 + nth, mail: true })))
  clock.setTo(new Date('2026-11-28T02:00:00Z'))
  await village.settle()
  const smtpPort = await mailPort()
  const key = mailKey(installation.seal)
  const from = { name: 'Dinsos Kab. Bandung', address: MAILBOX, domain: 'posko.example' }
  for (const [id, button, answer] of ANSWERS) {
    phone(id).received(/Gladi posko/)
    const invited = mail(id).received(/Undangan/)
    const { bytes } = await writeMail(invited, from, { replyTo: MAILBOX, bounceTo: MAILBOX, key })
    const answerOf = async () => {
      const [row] = await village.rows<{ answer: string | null }>`
        SELECT answer FROM drill_invitee WHERE responder_id = ${await village.idOf(id)}`
      return row?.answer ?? null
    }
    const isAnswered = async (): Promise<boolean> => (await answerOf()) !== null
    const version = await answerInThunderbird(
      bytes,
      { name: id, address: mailOf(id) },
      { button, smtpPort, isAnswered },
    )
    expect(version).toMatch(/^Thunderbird \d+/)
    expect(await answerOf()).toBe(answer)
  }
  const kept = await village.rows<{ outcome: string }>`SELECT outcome FROM inbound_message ORDER BY received_at`
  expect(kept).toEqual([{ outcome: 'answered' }, { outcome: 'answered' }])
})
