import { simpleParser } from 'mailparser'
import nodeIcal from 'node-ical'
import { expect, test } from 'vitest'
import { invitationText } from '../../src/calendar/calendar-text.ts'
import { ownMailboxes } from '../../src/channels/mail-in/mailboxes.ts'
import { writeMail } from '../../src/channels/mail-message.ts'
import { readSender } from '../../src/channels/smtp-address.ts'
import { anEntry } from '../calendar/an-entry.ts'
import { aMail } from './a-message.ts'

const FROM = readSender('Kentongan <siaga@posko.example>')
const MAILBOX = 'jawab@posko.example'
const KEY = Buffer.alloc(32, 3)

const AT = new Date('2027-04-19T03:00:00Z')
const message = aMail({
  mode: 'exercise',
  serial: 31n,
  invitation: (parties) => invitationText(anEntry(), parties, AT),
})

/** Content types with their methods, as the mail lists them. */
const typesOf = (wire: string): readonly string[] =>
  [...wire.matchAll(/^content-type: ([a-z/]+)(?:;[^\n]*?(method=\w+))?/gim)].map(([, type, method]) =>
    [type, method].filter(Boolean).join(' '),
  )

test('an invitation is one of the ways to read the mail, and says its method where mail programs look', async () => {
  const { bytes } = await writeMail(message, FROM, { replyTo: MAILBOX, bounceTo: null, key: KEY })
  expect(typesOf(bytes.toString())).toEqual([
    'multipart/mixed',
    'multipart/alternative',
    'text/plain',
    'text/html',
    'text/calendar method=REQUEST',
    'application/ics',
  ])
  const mail = await simpleParser(bytes)
  expect(mail.text).toContain('Banjir di Pangalengan')
  const source = mail.attachments.find(({ contentType }) => contentType === 'text/calendar')?.content.toString() ?? ''
  const [event] = Object.values(nodeIcal.sync.parseICS(source)).flatMap((one) => (one?.type === 'VEVENT' ? [one] : []))
  expect(event).toMatchObject({ attendee: { params: { CN: 'Siti' }, val: 'mailto:siti@example.id' } })
  // Answers come back with the tag of this mail.
  const organizer = /^ORGANIZER;CN=Kentongan:mailto:(\S+)$/m.exec(source.replaceAll('\r\n ', ''))?.[1] ?? ''
  expect(ownMailboxes([MAILBOX], KEY)(organizer)).toEqual({ tag: { use: 'reply', serial: 31n } })
})

test('a second try is the same mail, byte for byte', async () => {
  const [first, second] = await Promise.all([writeMail(message, FROM), writeMail(message, FROM)])
  const undated = ({ bytes }: { readonly bytes: Buffer }): string => bytes.toString().replace(/^Date: .*$/m, '')
  expect(undated(first)).toBe(undated(second))
  expect(first.bytes.toString()).toContain('text/calendar')
})

test('without a mailbox of ours answers go to the sender, and other mails carry no calendar', async () => {
  const { bytes } = await writeMail(message, FROM)
  const { attachments } = await simpleParser(bytes)
  expect(attachments[0]?.content.toString()).toContain('ORGANIZER;CN=Kentongan:mailto:siaga@posko.example')
  expect(typesOf((await writeMail(aMail(), FROM)).bytes.toString())).toEqual([
    'multipart/alternative',
    'text/plain',
    'text/html',
  ])
})

test('what takes an invitation back says so, and comes from the organizer of the first', async () => {
  const last = { ...message, serial: 77n, invitationMethod: 'CANCEL', organizerSerial: 31n } as const
  const { bytes } = await writeMail(last, FROM, { replyTo: MAILBOX, bounceTo: null, key: KEY })
  expect(typesOf(bytes.toString())).toContain('text/calendar method=CANCEL')
  const { attachments, replyTo } = await simpleParser(bytes)
  const organizer = /^ORGANIZER;CN=Kentongan:mailto:(\S+)$/m.exec(
    attachments[0]?.content.toString().replaceAll('\r\n ', '') ?? '',
  )?.[1]
  expect(ownMailboxes([MAILBOX], KEY)(organizer ?? '')).toEqual({ tag: { use: 'reply', serial: 31n } })
  expect(ownMailboxes([MAILBOX], KEY)(replyTo?.value[0]?.address ?? '')).toEqual({ tag: { use: 'reply', serial: 77n } })
})
