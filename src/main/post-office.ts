import type { EmailGateway, SmsGateway } from '../../config/gateway-kinds.ts'
import type { GatewayTerms } from '../../config/gateway-settings.ts'
import type { Configuration } from '../../config/load.ts'
import { createSeats, type Seats } from '../../jobs/seats.ts'
import { type Breaker, type BreakerLane, openBreaker } from '../channels/breaker.ts'
import { type Channel, foregone, type OutgoingMessage, type Ready } from '../channels/channel.ts'
import { recordingChannel } from '../channels/recording.ts'
import { readableText } from '../intake/inbound-routes.ts'
import { linkToken } from '../intake/token.ts'
import type { SendOutcome } from '../mobilisation/notice.ts'
import type { ChannelName } from '../roster/responder.ts'
import type { ClaimedNotice } from '../store/claims.ts'
import type { Seal } from '../store/seal.ts'
import { messageNameFor, type Templates, templateFor } from '../wording/choice.ts'
import { renderEmail, renderSms } from '../wording/message.ts'
import { labelOf } from '../wording/mode.ts'
import { type GatewayTools, openGateway } from './open-gateways.ts'

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
  return /^(operator|report|site|inbox|stop|attendance|campaign)-|^drill-cancelled$/.test(purpose)
    ? null
    : linkOf(publicUrl, keys.answers, serial)
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
  const { channel, fields } = notice
  const mode = labelOf(notice.purpose, notice.mode)
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

/** What calendar programs read in a mail. */
export type InvitationPart = Pick<OutgoingMessage, 'invitation' | 'invitationMethod' | 'organizerSerial'>

/** All ways out, and whether anything really leaves by them. */
export interface PostOffice {
  readonly gateways: readonly Gateway[]
  /** Has a way out stand for the notice: the last thing that can take long before it leaves. */
  prepare(
    gateway: Gateway,
    notice: ClaimedNotice,
    worded: Worded,
    invitation: InvitationPart | undefined,
  ): Promise<Ready>
  close(): Promise<void>
}

/** One way out: a gateway of channels.yaml, or where messages are only kept, what keeps them. */
export interface Gateway {
  readonly terms: Pick<GatewayTerms, 'name' | 'perSecond' | 'burst' | 'order' | 'lanes'>
  readonly channel: Channel
  readonly seats: Seats
  readonly breaker: Breaker
}

type Watcher = (message: OutgoingMessage, channel: ChannelName) => void

/** What is told of a gateway that rests, and with null that it works again. */
type OnRest = (name: string, rest: { readonly until: Date; readonly reason: string } | null, lane: BreakerLane) => void

const keeping = (name: ChannelName): Gateway['terms'] => ({
  name,
  perSecond: null,
  burst: 1,
  order: 1,
  lanes: ['live', 'exercise'],
})

/** The gateway's name of a message as a row can hold it, and as its receipts are read: some end in a NUL. */
const keepable = (outcome: SendOutcome, ref: string): SendOutcome =>
  outcome.kind === 'accepted' ? { ...outcome, providerRef: readableText(outcome.providerRef) || ref } : outcome

/** Opens the gateways: live by choice, else recording, where `onMessage` sees what is kept. */
export const openPostOffice = (
  { environment, channels }: Pick<Configuration, 'environment' | 'channels'>,
  tools: GatewayTools,
  onRest: OnRest,
  onMessage?: Watcher,
): PostOffice => {
  const live = environment.channels === 'live'
  const over = (terms: Gateway['terms'], channel: Channel): Gateway => ({
    terms,
    channel,
    seats: createSeats(channel.connections),
    breaker: openBreaker(tools.clock, (rest, lane) => onRest(terms.name, rest, lane)),
  })
  const watched = onMessage === undefined ? {} : { onMessage }
  const gateways = (['sms', 'email'] as const).flatMap((name): readonly Gateway[] => {
    const given: readonly (EmailGateway | SmsGateway)[] = live ? channels[name] : []
    return given.length === 0
      ? [over(keeping(name), recordingChannel({ name, ...watched }))]
      : given.map((gateway) => over(gateway, openGateway(gateway, tools)))
  })
  return {
    gateways,
    prepare: async ({ channel, breaker }, notice, { subject, text }, invitation) => {
      if (notice.address === null)
        return foregone({ kind: 'refused', reason: `no ${notice.channel} contact in the register` })
      const ready = await channel.prepare({
        ref: notice.ref,
        serial: notice.serial,
        to: notice.address,
        ...(notice.channel === 'email' ? { toName: notice.name } : {}),
        subject,
        text,
        synthetic: notice.synthetic,
        mode: notice.mode,
        ...(notice.callOutId === null ? {} : { threadRef: `co-${notice.callOutId}` }),
        ...invitation,
        ...(notice.expiresAt === null ? {} : { expiresAt: notice.expiresAt }),
        urgent: notice.mode === 'actual' && (notice.purpose === 'call-out' || notice.purpose === 'safety-check'),
      })
      return {
        send: async () => {
          const outcome = keepable(await ready.send(), notice.ref)
          breaker.heard(outcome, notice.mode === 'actual' ? 'live' : 'exercise')
          return outcome
        },
        letGo: () => ready.letGo(),
      }
    },
    close: async () => {
      await Promise.allSettled(gateways.map(({ channel }) => channel.close()))
    },
  }
}
