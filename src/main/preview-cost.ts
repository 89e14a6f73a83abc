import { ASSUMED_PER_SECOND } from '../../config/channels-config.ts'
import type { Configuration } from '../../config/load.ts'
import type { Wanted } from '../mobilisation/replan.ts'
import type { ChannelName } from '../roster/responder.ts'
import { fieldsByThread } from '../store/call-outs.ts'
import type { PlanToSave } from '../store/planned-calls.ts'
import type { Addressee } from '../store/preview-people.ts'
import type { SiteAlerts } from '../store/site-alerts.ts'
import { smsParts } from '../wording/gsm7.ts'
import { type LinkKeys, wordNotice } from './post-office.ts'

/** What a channel would send. */
interface ChannelCost {
  readonly messages: number
  /** Of those, further tries: they leave only where nobody answers the one before. */
  readonly furtherTries: number
  /** Parts of all SMS; of e-mails as many as messages. */
  readonly parts: number
  /** Null where the channel has no section in channels.yaml. */
  readonly rupiah: number | null
  /** For all but further tries. */
  readonly minutes: number | null
}

export interface Cost {
  readonly channels: Readonly<Record<ChannelName, ChannelCost>>
  /** Null where messages would go by a channel whose price is not known. */
  readonly rupiah: number | null
  /** Until the slowest channel has handed over its last message; null where the rate of one is not known. */
  readonly minutesToReachAll: number | null
  /** What the figures take for granted. */
  readonly assumed: readonly string[]
}

const ASSUMED: readonly string[] = [
  'only the messages that call people, or ask them first whether they are safe, and those that alert sites: no orders after such a question, no stand-downs, corrections, later waves or messages to operators',
  'everybody is silent: each further try on a next channel is counted in messages and rupiah, and none in minutes',
  'each part of an SMS, and each e-mail, costs costRupiah of its gateway (channels.yaml); of several that share, the mean',
  `the gateways of a channel that share its load take perSecond messages in a second each (where none is given, ${ASSUMED_PER_SECOND.sms} SMS or ${ASSUMED_PER_SECOND.email} e-mails) and are busy with nothing else; channels work side by side`,
]

/** A link of the usual length: what is paid for is counted in parts. */
const SOME_SERIAL = 1_000_000n

/**
 * The messages that would call these people and alert these sites, reckoned from the very texts that they would get. Texts that differ in
 * nothing but the reader's name are worded once.
 */
export const costOf = (
  { templates, channels: { rates } }: Pick<Configuration, 'templates' | 'channels'>,
  { publicUrl, keys }: { readonly publicUrl: string; readonly keys: LinkKeys },
  plan: PlanToSave,
  called: readonly Wanted[],
  addressees: ReadonlyMap<string, Addressee>,
  alerts: SiteAlerts | null,
): Cost => {
  const byThread = fieldsByThread(plan.places.map(({ demand }) => demand))
  const known = new Map<string, number>()
  const partsFor = ({ km, threadId, responderId }: Wanted, { name, kind, language }: Addressee): number => {
    const shift = String(plan.shiftOf(responderId)?.getTime())
    const distance = `${Math.max(1, Math.round(km))} km`
    const purpose = plan.whereabouts(responderId) === 'inside' ? 'safety-check' : 'call-out'
    const key = JSON.stringify([language, kind, threadId, distance, shift, purpose])
    const had = known.get(key)
    if (had !== undefined) return had
    const fields = { ...(byThread[threadId] ?? plan.fields), kind, distance, ...plan.fieldsOfShift[shift] }
    const notice = {
      serial: SOME_SERIAL,
      channel: 'sms',
      purpose,
      mode: plan.mode,
      language,
      name,
      kind,
    } as const
    const parts = smsParts(wordNotice({ ...notice, fields }, templates, publicUrl, keys).text)
    known.set(key, parts)
    return parts
  }
  const nothing = { messages: 0, furtherTries: 0, parts: 0 }
  const counted = { sms: { ...nothing }, email: { ...nothing } }
  // What is only tested never leaves.
  if (plan.mode !== 'test')
    for (const person of called) {
      const addressee = addressees.get(person.responderId)
      for (const [nth, channel] of (addressee?.channels ?? []).entries()) {
        counted[channel].messages += 1
        // As the rows will say: the telephone waits for no mail in a live order.
        const waits = nth > 0 && plan.channelPauseMs > 0 && !(channel === 'sms' && plan.mode === 'actual')
        counted[channel].furtherTries += waits ? 1 : 0
        counted[channel].parts += addressee !== undefined && channel === 'sms' ? partsFor(person, addressee) : 1
      }
    }
  const fieldsOfSite = new Map(alerts?.sites.map(({ siteCode, fields }) => [siteCode, fields]))
  for (const { siteCode, channel, language } of alerts?.contacts ?? []) {
    const alert = {
      serial: SOME_SERIAL,
      channel,
      purpose: 'site-alert',
      mode: plan.mode,
      language,
      name: '',
      kind: null,
    } as const
    const { text } = wordNotice({ ...alert, fields: fieldsOfSite.get(siteCode) ?? {} }, templates, publicUrl, keys)
    counted[channel].messages += 1
    counted[channel].parts += channel === 'sms' ? smsParts(text) : 1
  }
  const priced = (channel: ChannelName): ChannelCost => {
    const { messages, furtherTries, parts } = counted[channel]
    const rate = rates[channel]
    return {
      messages,
      furtherTries,
      parts,
      rupiah: rate === null ? null : Math.round(parts * rate.costRupiah),
      minutes: rate === null ? null : Math.round(((messages - furtherTries) / rate.perSecond / 60) * 100) / 100,
    }
  }
  const channels = { sms: priced('sms'), email: priced('email') }
  const both = [channels.sms, channels.email].filter(({ messages }) => messages > 0)
  const allOf = (part: 'rupiah' | 'minutes'): readonly number[] | null => {
    const values = both.flatMap((one) => one[part] ?? [])
    return values.length < both.length ? null : values
  }
  const [prices, minutes] = [allOf('rupiah'), allOf('minutes')]
  return {
    channels,
    rupiah: prices?.reduce((sum, one) => sum + one, 0) ?? null,
    minutesToReachAll: minutes === null ? null : Math.max(0, ...minutes),
    assumed: ASSUMED,
  }
}
