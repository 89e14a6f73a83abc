import { expect, test } from 'vitest'
import { z } from 'zod'
import { ownMailboxes } from '../../src/channels/mail-in/mailboxes.ts'
import { readMail } from '../../src/channels/mail-in/reading.ts'
import { taggedAddress } from '../../src/channels/mail-in/tag.ts'
import { mailIntake, mailKey } from '../../src/main/mail-intake.ts'
import { aMember, aSite, mailOf } from '../support/people.ts'
import { openVillage } from '../support/village.ts'

const village = await openVillage({
  files: {
    'drills/simulasi.yaml': `id: simulasi
type: simulasi
hazard: flood
sites: { codes: [KSB-1] }
startsAt: 2026-12-05T09:00
zone: site
duration: 1h
invite: 7d
reminders: []
`,
  },
})
const { phone, mail, clock, installation } = village

const START = Date.UTC(2026, 11, 5, 2)
const DAY = 86_400_000
const MAILBOX = 'jawab@posko.example'
const take = mailIntake(installation, { wake: async () => undefined }, { receipt: async () => undefined })
const key = mailKey(installation.seal)

let sent = 0
/** Answers our mail of this serial. */
const answers = async (serial: bigint, text: string): Promise<void> => {
  sent += 1
  clock.moveBy({ s: 5 })
  const raw = `From: ${mailOf('R-0001')}\r\nMessage-ID: <${sent}@contoh.id>\r\n\r\n${text}\r\n`
  const tag = ownMailboxes([MAILBOX], key)(taggedAddress(MAILBOX, { use: 'reply', serial }, key))?.tag ?? null
  await take({ ...(await readMail(Buffer.from(raw), { hasNoSender: false })), tag })
  await village.settle()
}

const kept = () =>
  village.rows<{ outcome: string; reason: string }>`
    SELECT outcome, reason FROM inbound_message WHERE channel = 'email' ORDER BY received_at, id`

test('whoever answers our mail with HADIR and the code on site is on record as present, and hears so by mail', async () => {
  await village.found(aSite('KSB-1'))
  await village.enrol(
    aMember('R-0001', { siteCode: 'KSB-1', kmNorth: 0.5, mail: true }),
    aMember('R-0002', { siteCode: 'KSB-1', kmNorth: 0.6 }),
  )
  clock.setTo(new Date(START - 7 * DAY))
  await village.settle()
  for (const id of ['R-0001', 'R-0002']) phone(id).received(/Simulasi/)
  const { ref } = mail('R-0001').received(/Simulasi/)
  const [notice] = await village.rows<{ serial: string }>`SELECT serial::text FROM notice WHERE ref = ${ref}`
  const serial = BigInt(notice?.serial ?? 0)
  const [drill] = await village.rows<{ id: string }>`SELECT id FROM drill_occurrence`
  const shown = z.object({ onSiteCode: z.string() })
  const { onSiteCode: code } = shown.parse(
    await (await village.ask(`/v1/drills/${drill?.id}`, village.officer())).json(),
  )

  await answers(serial, `HADIR ${code}`)
  mail('R-0001').received(/1 jam sebelum/)
  clock.setTo(new Date(START))
  await village.settle()
  await answers(serial, 'HADIR 2C2C')
  mail('R-0001').received(/tidak dikenal|tidak cocok|salah/i)
  await answers(serial, `Tidak hadir ${code}`)
  mail('R-0001').received(/./)
  await answers(serial, `Hadir ${code}\r\n\r\nTerima kasih atas undangannya,\r\nBudi`)
  mail('R-0001').received(/sudah dicatat/)
  await answers(serial, code)
  expect((await kept()).map(({ outcome, reason }) => `${outcome}: ${reason}`)).toEqual([
    'kept: on-site code: drill is too-early',
    'kept: wrong on-site code',
    expect.stringMatching(/^inbox: /),
    'answered: attendance',
    'answered: attendance said before',
  ])
  const attendance = z.object({ byWay: z.array(z.object({ way: z.string(), came: z.number() })) })
  const { byWay } = attendance.parse(await (await village.ask(`/v1/drills/${drill?.id}/attendance`)).json())
  expect(byWay).toEqual([{ way: 'mail', came: 1 }])
  const answered = await village.rows<object>`SELECT answer FROM drill_invitee WHERE answer IS NOT NULL`
  expect(answered).toEqual([])
})
