import type { EmailGateway, SmsGateway } from '../../config/gateway-kinds.ts'
import type { Channel } from '../channels/channel.ts'
import { emailChannel } from '../channels/email.ts'
import { smsGateway } from '../channels/sms-http.ts'
import type { Clock } from '../clock.ts'

type Openers<Gateway extends { readonly kind: string }> = {
  readonly [Kind in Gateway['kind']]: (gateway: Extract<Gateway, { kind: Kind }>, clock: Clock) => Channel
}

// One line for each kind of gateway in config/gateway-kinds.ts.
const OPENERS: Openers<EmailGateway | SmsGateway> = {
  smtp: ({ url, from, connections, timeoutMs }) =>
    emailChannel({ smtpUrl: url, mailFrom: from, connections, deadlines: { messageMs: timeoutMs } }),
  http: ({ url, token, connections, timeoutMs }, clock) =>
    smsGateway({ url, token, connections, answerMs: timeoutMs, clock }),
}

const openerOf = <Gateway extends EmailGateway | SmsGateway>(gateway: Gateway) =>
  OPENERS[gateway.kind] as (gateway: Gateway, clock: Clock) => Channel

/** Opens the channel of one gateway. Throws InvalidInput for settings that cannot be used. */
export const openGateway = (gateway: EmailGateway | SmsGateway, clock: Clock): Channel =>
  openerOf(gateway)(gateway, clock)
