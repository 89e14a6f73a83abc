import { type HandOver, handOverOf, handOverOfAll, type Lot } from '../mobilisation/hand-over.ts'
import type { ChannelName } from '../roster/responder.ts'
import { callOutById } from '../store/call-out-views.ts'
import { aheadOf, type SameText, textsOf } from '../store/hand-over-views.ts'
import type { Reader } from '../store/reader.ts'
import { smsParts } from '../wording/gsm7.ts'
import type { Installation } from './installation.ts'
import { linkKeys, linkOf, withLink, wordNotice } from './post-office.ts'

/** A link of the usual length: what is paid for is counted in parts. */
const SOME_SERIAL = 1_000_000n

/** As long as a base is where none is configured; the figures are forecasts, and a look must not fail for want of it. */
const SOME_BASE = 'http://127.0.0.1:8080'

/** What is being handed over, and by when; null where the call-out has planned no message. */
export interface HandOverShown extends HandOver {
  /** When the last of `left` is handed over, if nothing more urgent comes. */
  readonly lastAt: Date | null
  readonly channels: Readonly<Record<ChannelName, HandOver>>
}

const progressOf = async (
  { configuration, database, seal, clock }: Installation,
  callOutId: string,
): Promise<HandOverShown> => {
  const { channels, environment, templates } = configuration
  const now = clock.now()
  const keys = linkKeys(seal)
  const base = environment.publicUrl ?? SOME_BASE
  const link = linkOf(base, keys.answers, SOME_SERIAL)
  const partsOf = ({ channel, purpose, mode, language, body, fields }: SameText): number => {
    if (channel === 'email') return 1
    if (body !== null) return smsParts(withLink(body, link))
    const notice = { serial: SOME_SERIAL, channel, purpose, mode, language, name: '', kind: fields?.['kind'] ?? null }
    try {
      return smsParts(wordNotice({ ...notice, fields: fields ?? {} }, templates, base, keys).text)
    } catch (thrown) {
      // No template serves it: it will be refused, and costs nothing.
      if (thrown instanceof RangeError) return 0
      throw thrown
    }
  }
  const texts = await textsOf(database, callOutId, now)
  const ahead = await aheadOf(database, callOutId, now)
  const of = (channel: ChannelName): HandOver => {
    const mine = texts.filter((text) => text.channel === channel)
    const mean = channels.rates[channel]?.costRupiah ?? null
    const costs = new Map(channels[channel].map(({ name, costRupiah }) => [name, costRupiah]))
    const at = (stage: SameText['stage']): readonly SameText[] => mine.filter((text) => text.stage === stage)
    const lots = (stage: SameText['stage']): readonly Lot[] =>
      at(stage).map((text) => ({
        parts: text.messages * partsOf(text),
        costRupiah: (text.gateway === null ? undefined : costs.get(text.gateway)) ?? mean,
      }))
    const count = (stage: SameText['stage']): number => at(stage).reduce((sum, { messages }) => sum + messages, 0)
    return handOverOf({
      left: count('left'),
      later: count('later'),
      ahead: ahead.get(channel) ?? 0,
      perSecond: channels.rates[channel]?.perSecond ?? null,
      paid: lots('paid'),
      leftLots: lots('left'),
      laterLots: lots('later'),
    })
  }
  const each = { sms: of('sms'), email: of('email') }
  const all = handOverOfAll([each.sms, each.email])
  const lastAt = all.left === 0 || all.seconds === null ? null : new Date(now.getTime() + 1_000 * all.seconds)
  return { ...all, lastAt, channels: each }
}

/** One call-out as it is looked at, with how far its messages are and what they cost; null where there is none. */
export const callOutWithHandOver = async (installation: Installation, reader: Reader, callOutId: string) => {
  const callOut = await callOutById(installation.database, reader, callOutId)
  return callOut === null ? null : { ...callOut, handOver: await progressOf(installation, callOutId) }
}
