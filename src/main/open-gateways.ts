import type { EmailGateway, SmsGateway } from '../../config/gateway-kinds.ts'
import type { Channel } from '../channels/channel.ts'
import { emailChannel } from '../channels/email.ts'
import { gammuGateway } from '../channels/gammu/gateway.ts'
import type { Hearing } from '../channels/hearing.ts'
import { smppGateway } from '../channels/smpp/gateway.ts'
import { smsGateway } from '../channels/sms-http.ts'
import { templateGateway } from '../channels/template-http/gateway.ts'
import { templateLookup } from '../channels/template-http/lookup.ts'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'

/** What gateways are opened with: who hears what they say of their own accord, and where they complain. */
export interface GatewayTools {
  readonly clock: Clock
  readonly log: Log
  readonly hearing: Hearing
  /** Of the tags in the addresses that answers and bounces by mail come back to. */
  readonly mailKey: Buffer
}

type Openers<Gateway extends { readonly kind: string }> = {
  readonly [Kind in Gateway['kind']]: (gateway: Extract<Gateway, { kind: Kind }>, tools: GatewayTools) => Channel
}

// One line for each kind of gateway in config/gateway-kinds.ts.
const OPENERS: Openers<EmailGateway | SmsGateway> = {
  smtp: ({ url, from, replyTo, bounceTo, timeoutMs, ...options }, { mailKey }) =>
    emailChannel({
      ...options,
      smtpUrl: url,
      mailFrom: from,
      returns: { replyTo, bounceTo, key: mailKey },
      deadlines: { messageMs: timeoutMs },
    }),
  http: ({ timeoutMs, ...options }, { clock }) => smsGateway({ ...options, answerMs: timeoutMs, clock }),
  template: ({ name, lookup, secrets, timeoutMs, ...options }, { clock }) => {
    const channel = templateGateway({ ...options, secrets, answerMs: timeoutMs, clock })
    if (lookup === null) return channel
    const { ask, close } = templateLookup({ name, ...lookup, secrets, answerMs: timeoutMs, clock })
    return {
      ...channel,
      ask,
      close: async () => {
        await Promise.all([channel.close(), close()])
      },
    }
  },
  smpp: (gateway, { clock, hearing, log }) => {
    const channel = smppGateway({ ...gateway, clock, hearing, log })
    // An SMSC knows a message by its own name alone.
    const ask = async (ref: string, providerRef: string | null) => {
      const receipt = providerRef === null ? null : await channel.query(providerRef)
      return receipt && { ...receipt, ref }
    }
    return { ...channel, ask }
  },
  gammu: (gateway, { clock, hearing, log }) => gammuGateway({ ...gateway, clock, hearing, log }),
}

const openerOf = <Gateway extends EmailGateway | SmsGateway>(gateway: Gateway) =>
  OPENERS[gateway.kind] as (gateway: Gateway, tools: GatewayTools) => Channel

/** Opens the channel of one gateway. Throws InvalidInput for settings that cannot be used. */
export const openGateway = (gateway: EmailGateway | SmsGateway, tools: GatewayTools): Channel =>
  openerOf(gateway)(gateway, tools)
