import type { TemplateGateway } from '../../config/gateway-template-reading.ts'
import type { Hearing } from '../channels/hearing.ts'
import type { GatewayNeeds } from '../intake/gateway-routes.ts'

/** What the routes of described gateways need: how each of them speaks, and who hears it. */
export const gatewayNeeds = (
  gateways: readonly (Pick<TemplateGateway, 'receipts' | 'replies'> & { readonly name: string })[],
  hearing: Hearing,
): GatewayNeeds => ({
  rules: new Map(gateways.map(({ name, receipts, replies }) => [name, { receipts, replies }])),
  receipt: (receipt) => hearing.receipt(receipt),
  text: (text) => hearing.text(text),
})
