import type { Configuration } from '../../config/load.ts'
import { type Channel, foregone, type OutgoingMessage, type Ready } from '../channels/channel.ts'
import { emailChannel } from '../channels/email.ts'
import { recordingChannel } from '../channels/recording.ts'
import { smsGateway } from '../channels/sms-http.ts'
import type { Clock } from '../clock.ts'
import { linkToken } from '../intake/token.ts'
import type { ChannelName } from '../roster/responder.ts'
import type { ClaimedNotice } from '../store/notices.ts'
import type { Seal } from '../store/seal.ts'
import { messageNameFor, type Templates, templateFor } from '../wording/choice.ts'
import { renderEmail, renderSms } from '../wording/message.ts'

/** Words one notice. */
export interface Worded {
  readonly subject: string | null
  readonly text: string
  /** The same with `{link}` in place of the link: this is what the row keeps. */
  readonly kept: { readonly subject: string | null; readonly body: string }
}

/** The link of a notice, and the page behind it. */
export const linkOf = (publicUrl: string, linkKey: Buffer, serial: bigint): string =>
  `${publicUrl}/a/${linkToken(serial, linkKey)}`

/** The keys of the tokens in links: an answer's token opens no proposal. */
export const linkKeys = (seal: Seal) => ({ answers: seal.key('links'), proposals: seal.key('proposal links') })
export type LinkKeys = ReturnType<typeof linkKeys>

/** The reader's own link; null where there is nothing to answer, as for somebody who is thanked for a report. */
const ownLink = (
  { purpose, serial }: Pick<ClaimedNotice, 'purpose' | 'serial'>,
  publicUrl: string,
  keys: LinkKeys,
): string | null => {
  if (purpose === 'operator-approval') return `${publicUrl}/p/${linkToken(serial, keys.proposals)}`
  return /^(operator|report|site)-/.test(purpose) ? null : linkOf(publicUrl, keys.answers, serial)
}

/** What the row keeps, with its link put back in. */
export const withLink = (text: string, link: string): string => text.replaceAll('{link}', link)

/** Words a notice by its template, with the reader's own link. Throws RangeError where no template serves it. */
export const wordNotice = (
  notice: Pick<ClaimedNotice, 'serial' | 'channel' | 'purpose' | 'mode' | 'fields' | 'language' | 'name' | 'kind'>,
  templates: Templates,
  publicUrl: string,
  keys: LinkKeys,
): Worded => {
  const { channel, fields, mode } = notice
  const name = messageNameFor(notice.purpose, fields['reason'])
  const template = templateFor(templates, { language: notice.language, name, kind: notice.kind, channel })
  const link = ownLink(notice, publicUrl, keys)
  if (channel === 'sms') {
    const text = renderSms(template, fields, { mode, link })
    return {
      subject: null,
      text,
      kept: { subject: null, body: renderSms(template, fields, { mode, link, keepLink: true }) },
    }
  }
  const named = { ...fields, name: notice.name }
  const { subject, text } = renderEmail(template, named, { mode, link })
  return { subject, text, kept: { subject, body: renderEmail(template, named, { mode, link, keepLink: true }).text } }
}

/** The two ways out, and whether anything really leaves by them. */
export interface PostOffice {
  readonly connections: Readonly<Record<ChannelName, number>>
  /** Has a way out stand for the notice: the last thing that can take long before it leaves. */
  prepare(notice: ClaimedNotice, worded: Worded): Promise<Ready>
  close(): Promise<void>
}

type Watcher = (message: OutgoingMessage, channel: ChannelName) => void

const openChannels = (
  configuration: Configuration,
  clock: Clock,
  onMessage: Watcher | undefined,
): Record<ChannelName, Channel> => {
  const watched = onMessage === undefined ? {} : { onMessage }
  const { email, sms } = configuration.channels
  const live = configuration.environment.channels === 'live'
  return {
    email:
      live && email !== null
        ? emailChannel({
            smtpUrl: email.url,
            mailFrom: email.from,
            connections: email.connections,
            deadlines: { messageMs: email.timeoutMs },
          })
        : recordingChannel({ name: 'email', ...watched }),
    sms:
      live && sms !== null
        ? smsGateway({ url: sms.url, token: sms.token, connections: sms.concurrency, answerMs: sms.timeoutMs, clock })
        : recordingChannel({ name: 'sms', ...watched }),
  }
}

/** Opens the channels: live by choice, else recording, where `onMessage` sees what is kept. */
export const openPostOffice = (configuration: Configuration, clock: Clock, onMessage?: Watcher): PostOffice => {
  const channels = openChannels(configuration, clock, onMessage)
  return {
    connections: { email: channels.email.connections, sms: channels.sms.connections },
    prepare: async (notice, { subject, text }) => {
      const channel = channels[notice.channel]
      if (notice.address === null)
        return foregone({ kind: 'refused', reason: `no ${notice.channel} contact in the register` })
      return channel.prepare({
        ref: notice.ref,
        to: notice.address,
        ...(notice.channel === 'email' ? { toName: notice.name } : {}),
        subject,
        text,
        synthetic: notice.synthetic,
        mode: notice.mode,
        ...(notice.callOutId === null ? {} : { threadRef: `co-${notice.callOutId}` }),
        urgent: notice.mode === 'actual' && (notice.purpose === 'call-out' || notice.purpose === 'safety-check'),
      })
    },
    close: async () => {
      await Promise.allSettled([channels.email.close(), channels.sms.close()])
    },
  }
}
