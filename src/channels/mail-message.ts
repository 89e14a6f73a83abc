import MailComposer from 'nodemailer/lib/mail-composer'
import { mailPage } from '../wording/mail-page.ts'
import type { OutgoingMessage } from './channel.ts'
import { mailBytes } from './mail-bytes.ts'
import { type TagUse, taggedAddress } from './mail-in/tag.ts'
import type { Sender } from './smtp-address.ts'

/** A message as it goes over the wire. */
export interface WireMail {
  readonly envelope: { readonly from: string; readonly to: string; readonly size: number }
  /** Without angle brackets. */
  readonly messageId: string
  readonly bytes: Buffer
}

/** The addresses that lead back to us, each with the tag of the message; null where there is no such mailbox. */
export interface Returns {
  readonly replyTo: string | null
  readonly bounceTo: string | null
  /** Of the tags. */
  readonly key: Buffer
}

// There is no standard: each of these is what one family of mail readers looks at.
const URGENT = { 'x-priority': '1 (Highest)', 'x-msmail-priority': 'High', importance: 'High' }

/** The MIME library draws the boundary of the parts by lot unless it is given; its types do not know that it may be. */
const boundaryOf = (ref: string): { readonly baseBoundary: string } => ({ baseBoundary: ref })

/** The invitation beside the words, and as a file for programs that look for one. Its method is in its Content-Type, too. */
const invitationPart = (
  { invitation, invitationMethod = 'REQUEST', toName = '', to }: OutgoingMessage,
  organizer: Sender,
  answerTo: string,
) =>
  invitation === undefined
    ? {}
    : {
        icalEvent: {
          method: invitationMethod,
          filename: 'latihan.ics',
          content: invitation({
            organizer: { name: organizer.name, address: answerTo },
            attendee: { name: toName, address: to },
          }),
        },
      }

const oneLine = (text: string): string => text.replaceAll(/\p{Cc}+/gu, ' ').trim()

/**
 * Writes a checked message (address and refs as `refusalOf` wants them) as MIME: plain text and the same as HTML, UTF-8 as 7bit
 * or quoted-printable. The Message-ID follows from `ref` alone, so a second try is the same mail to every reader and
 * filter; `Auto-Submitted` keeps holiday answers away (RFC 3834).
 */
export const writeMail = async (
  message: OutgoingMessage,
  from: Sender,
  returns: Returns | null = null,
): Promise<WireMail> => {
  const back = (
    use: TagUse,
    mailbox: string | null | undefined,
    serial: bigint | undefined = message.serial,
  ): string | undefined =>
    returns === null || serial === undefined || mailbox === null || mailbox === undefined
      ? undefined
      : taggedAddress(mailbox, { use, serial }, returns.key)
  const replyTo = back('reply', returns?.replyTo)
  const organizer = back('reply', returns?.replyTo, message.organizerSerial)
  const idOf = (ref: string): string => `${ref}@${from.domain}`
  const thread = message.threadRef === undefined ? undefined : `<${idOf(message.threadRef)}>`
  const composed = new MailComposer({
    from: { name: oneLine(from.name), address: from.address },
    to: { name: oneLine(message.toName ?? ''), address: message.to },
    ...(replyTo === undefined ? {} : { replyTo: { name: oneLine(from.name), address: replyTo } }),
    subject: oneLine(message.subject ?? ''),
    text: message.text,
    html: mailPage(message.text),
    ...invitationPart(message, from, organizer ?? from.address),
    // A second try is the same mail, byte for byte.
    ...boundaryOf(message.ref),
    encoding: 'utf-8',
    textEncoding: 'quoted-printable',
    messageId: `<${idOf(message.ref)}>`,
    ...(thread === undefined ? {} : { inReplyTo: thread, references: thread }),
    headers: { 'auto-submitted': 'auto-generated', ...(message.urgent ? URGENT : {}) },
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile()
  const bytes = await mailBytes(composed)
  // Set by hand: what the MIME library would read out of the headers is its guess, this is the checked address.
  const sender = back('bounce', returns?.bounceTo) ?? from.address
  return { envelope: { from: sender, to: message.to, size: bytes.length }, messageId: idOf(message.ref), bytes }
}
