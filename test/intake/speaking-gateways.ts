import type { GatewayNeeds, GatewayRules } from '../../src/intake/gateway-routes.ts'
import type { CallerSecret } from '../../src/mobilisation/gateway-hearing.ts'

/** The name that the examples of the description have in the place of every id. */
const EXAMPLE_NAME = '0190a8f2-0000-7000-8000-000000000001'
export const KEY = 'k3y-k3y-k3y-k3y-k3y'

const rulesWith = (
  secret: CallerSecret,
  from: 'json' | 'form' | 'query',
  list: string | null = null,
): GatewayRules => ({
  receipts: {
    secret,
    from,
    list,
    at: null,
    ref: 'ref',
    id: 'messageId',
    state: 'status',
    states: new Map([
      ['delivrd', 'delivered'],
      ['undeliv', 'failed'],
    ]),
    reason: 'error',
    byReason: [],
  },
  replies: {
    secret,
    from,
    list,
    at: 'time',
    id: 'data.id',
    sender: 'from',
    text: 'message',
    to: 'to',
    missedCall: { field: 'type', is: ['ring'] },
  },
})

/** Gateways of every shape, and what was heard from them. `keep` may refuse to keep it. */
export const aGateways = (heard: unknown[] = [], keep: () => Promise<void> = async () => undefined): GatewayNeeds => {
  const take = async (one: unknown): Promise<void> => {
    await keep()
    heard.push(one)
  }
  return {
    rules: new Map([
      [EXAMPLE_NAME, rulesWith({ in: 'header', name: 'authorization', value: 'gateway-token' }, 'form')],
      ['form', rulesWith({ in: 'query', name: 'key', value: KEY }, 'form')],
      ['query', rulesWith({ in: 'path', name: '', value: KEY }, 'query')],
      ['json', rulesWith({ in: 'header', name: 'x-key', value: KEY }, 'json')],
      ['list', rulesWith({ in: 'header', name: 'x-key', value: KEY }, 'json', '')],
      ['inner', rulesWith({ in: 'header', name: 'x-key', value: KEY }, 'json', 'data.items')],
      ['mute', { receipts: null, replies: null }],
    ]),
    receipt: take,
    text: take,
  }
}
