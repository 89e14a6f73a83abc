import { isLoopback } from '../channels/admission.ts'
import { type Authority, authorityFor } from '../mobilisation/authority.ts'
import type { HazardEvent, HeadCount } from '../mobilisation/hazard-event.ts'
import type { Installation } from './installation.ts'

/** What an event asks for, as far as it matters who may order it. */
export interface Order {
  readonly event: Pick<HazardEvent, 'mode' | 'authorisedBy'>
  readonly need: HeadCount
  readonly regencyCode: string
}

export type Ordered =
  /** Null where no Tagana is ordered, or only an example of a letter lets a trial run: that is named nowhere. */
  | { readonly kind: 'ordered'; readonly authority: Authority | null }
  | { readonly kind: 'missing'; readonly warning: string }

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : '')

/**
 * Whether no message can reach anybody: nothing is sent, or every gateway is on this machine and every site of the
 * register is synthetic. An office with real villages is never on trial, though its mail leaves by a relay of its own.
 */
export const isTrial = async ({
  configuration,
  sites,
}: Pick<Installation, 'configuration' | 'sites'>): Promise<boolean> => {
  const { environment, channels } = configuration
  if (environment.channels === 'record') return true
  const gateways = [...channels.email, ...channels.sms].map(({ url }) => url)
  if (!gateways.every((url) => isLoopback(hostOf(url)))) return false
  return (await sites()).every(({ synthetic }) => synthetic)
}

/** In whose name people are called for an event, by the event itself or the letters of this installation. */
export const orderedBy = (
  { configuration }: Pick<Installation, 'configuration'>,
  { event, need, regencyCode }: Order,
  trial: boolean,
  at: Date,
): Ordered => {
  const { standingOrders } = configuration
  const found = authorityFor(event, need, regencyCode, standingOrders, !trial, at)
  switch (found.kind) {
    case 'missing':
      return found
    case 'not-needed':
      return { kind: 'ordered', authority: null }
    case 'named':
      return { kind: 'ordered', authority: found.authority }
    case 'standing': {
      const { basis } = found.authority
      const isExample = standingOrders.some((order) => order.example && order.basis === basis)
      return { kind: 'ordered', authority: isExample ? null : found.authority }
    }
  }
}
