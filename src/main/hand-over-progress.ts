import { type HandOver, handOverOf, handOverOfAll, type Lot } from '../mobilisation/hand-over.ts'
import type { ChannelName } from '../roster/responder.ts'
import { callOutById } from '../store/call-out-views.ts'
import { aheadOf, messagesByCost, type SameCost, type Stage, sampleToWrite } from '../store/hand-over-views.ts'
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
  /** Of an SMS that nobody has written yet, in the mean of some. */
  const toWrite = await sampleToWrite(database, callOutId)
  const toCome = toWrite.map(({ fields, ...rest }) => {
    const notice = { ...rest, serial: SOME_SERIAL, channel: 'sms', name: '', kind: fields['kind'] ?? null } as const
    try {
      return smsParts(wordNotice({ ...notice, fields }, templates, base, keys).text)
    } catch (thrown) {
      // No template serves it: it will be refused, and costs nothing.
      if (thrown instanceof RangeError) return 0
      throw thrown
    }
  })
  const meanParts = toCome.length === 0 ? 1 : toCome.reduce((sum, parts) => sum + parts, 0) / toCome.length
  const partsOf = ({ channel, body }: SameCost): number =>
    channel === 'email' ? 1 : body === null ? meanParts : smsParts(withLink(body, link))
  const lots = await messagesByCost(database, callOutId, now)
  const ahead = await aheadOf(database, callOutId, now)
  const of = (channel: ChannelName): HandOver => {
    const mean = channels.rates[channel]?.costRupiah ?? null
    const costs = new Map(channels[channel].map(({ name, costRupiah }) => [name, costRupiah]))
    const at = (stage: Stage): readonly SameCost[] =>
      lots.filter((lot) => lot.channel === channel && lot.stage === stage)
    const priced = (stage: Stage): readonly Lot[] =>
      at(stage).map((lot) => ({
        parts: lot.messages * partsOf(lot),
        costRupiah: (lot.gateway === null ? undefined : costs.get(lot.gateway)) ?? mean,
      }))
    const count = (stage: Stage): number => at(stage).reduce((sum, { messages }) => sum + messages, 0)
    return handOverOf({
      left: count('left'),
      later: count('later'),
      ahead: ahead.get(channel) ?? 0,
      perSecond: channels.rates[channel]?.perSecond ?? null,
      paid: priced('paid'),
      leftLots: priced('left'),
      laterLots: priced('later'),
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
