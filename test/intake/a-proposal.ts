import type { ProposalState } from '../../src/intake/proposal-page.ts'
import type { ProposalNeeds } from '../../src/intake/proposal-routes.ts'
import { PROPOSAL } from './sample-proposal.ts'
import { aServer, TOKEN } from './stand-ins.ts'

export const URL_OF = `/p/${TOKEN}`
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

/** What the page carries, as a form posts it. */
export const carriedBy = (html: string): string => {
  const [, nonce = ''] = /name="nonce" value="([^"]+)"/.exec(html) ?? []
  const [, shown = ''] = /name="shown" value="([^"]+)"/.exec(html) ?? []
  return `nonce=${encodeURIComponent(nonce)}&shown=${encodeURIComponent(shown)}`
}
/** With the code of the message, in a person's spelling. */
export const APPROVE = 'decision=approve&code=+a7k2.'
export const post = (payload: string, url = URL_OF, headers: Record<string, string> = FORM) => ({
  method: 'POST' as const,
  url,
  payload,
  headers,
})

export const aProposal = (more: Partial<ProposalNeeds> = {}) => {
  const { needs } = aServer()
  const decisions: object[] = []
  const decide: ProposalNeeds['decide'] = async (act) => {
    decisions.push(act)
    return 'recorded'
  }
  const { app, seen } = aServer({ proposals: { ...needs.proposals, decide, ...more } })
  const carried = async (): Promise<string> => carriedBy((await app.inject({ url: URL_OF })).body)
  return { app, decisions, seen, carried }
}

export const shown = (state: ProposalState): ProposalNeeds['open'] => {
  const view = { ...PROPOSAL, state }
  return async () => ({ view, stamp: 'e1', tooSoon: false })
}
