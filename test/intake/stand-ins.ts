import type { InjectOptions } from 'fastify'
import { Webhook } from 'standardwebhooks'
import type { Delivery } from '../../src/intake/event-delivery.ts'
import type { EventRefusal } from '../../src/intake/event-refusals.ts'
import type { EventOutcome } from '../../src/intake/event-routes.ts'
import type { InboundText } from '../../src/intake/inbound-routes.ts'
import type { Operator, Role } from '../../src/intake/operator.ts'
import type { ReceiptRead } from '../../src/intake/receipt-routes.ts'
import { buildServer, type ServerNeeds } from '../../src/intake/server.ts'
import { signBytes } from '../support/signing.ts'
import { lookedAt, previewOf, receiptsOf } from './looked-at.ts'
import { PROPOSAL } from './sample-proposal.ts'
import { VIEW } from './sample-view.ts'
import { aGateways } from './speaking-gateways.ts'

export const NOW = new Date('2026-11-22T06:30:00Z')
export const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
export const GATEWAY_TOKEN = 'gateway-token'
export const CALL_OUT = '0190a8f2-0000-7000-8000-000000000001'
export const UNKNOWN = '0190a8f2-0000-7000-8000-00000000ffff'

/** A place in a list that runs backwards in time. */
export const CURSOR = `${NOW.getTime()}.${CALL_OUT}`

/** The bearer token of each role's operator is `token-ROLE`, its id `op-ROLE`. */
export const operatorFor = (role: Role): Operator => ({
  operatorId: `op-${role}`,
  organisation: 'BPBD Kab. Bandung',
  jurisdiction: '32.04',
  jurisdictionArea: null,
  role,
})

const ROLES: readonly Role[] = ['viewer', 'sender', 'approver', 'admin']
const byPrefix = (text: string, prefix: string): Operator | null => {
  const role = ROLES.find((candidate) => text === `${prefix}${candidate}`)
  return role === undefined ? null : operatorFor(role)
}

export const ACCEPTED: EventOutcome = {
  status: 202,
  replayed: false,
  body: {
    eventId: '0190a8f2-0000-7000-8000-0000000000e1',
    incidentId: '0190a8f2-0000-7000-8000-0000000000a1',
    source: 'BPBD Kab. Bandung',
    sourceId: 'bpbd-bandung-2026-000123',
    revision: 1,
    mode: 'actual',
    decision: 'mobilise',
    callOutId: CALL_OUT,
    reason: 'severity-severe',
    warnings: [],
  },
}

/** Everything that a server asks for, in memory, and what it was given. */
export const aServer = (changes: Partial<ServerNeeds> = {}) => {
  const seen = {
    deliveries: [] as Delivery[],
    previews: [] as Delivery[],
    refusals: [] as EventRefusal[],
    queries: [] as object[],
    acts: [] as object[],
    texts: [] as InboundText[],
    receipts: [] as ReceiptRead[],
    answers: [] as object[],
    decisions: [] as object[],
    logged: [] as string[],
  }
  const one = async (query: { readonly callOutId: string }, found: object): Promise<object | null> => {
    seen.queries.push(query)
    return query.callOutId === CALL_OUT ? found : null
  }
  const act = async (given: { readonly callOutId: string }) => {
    seen.acts.push(given)
    return given.callOutId === CALL_OUT
      ? ({ kind: 'done', body: { ok: true } } as const)
      : ({ kind: 'not-found' } as const)
  }
  const log = (line: string, fields?: Record<string, unknown>): void => {
    seen.logged.push(`${line} ${JSON.stringify(fields)}`)
  }
  const listing =
    <Found>(found: Found) =>
    async (query: object): Promise<Found> => {
      seen.queries.push(query)
      return found
    }
  const needs: ServerNeeds = {
    clock: { now: () => NOW },
    log: { warn: log, error: log },
    operators: {
      byToken: async (token) => byPrefix(token, 'token-'),
      byId: async (id) => byPrefix(id, 'op-'),
      secretsOf: async (id) => (byPrefix(id, 'op-') === null ? [] : [SECRET]),
    },
    events: {
      readXml: async () => ({ kind: 'refused', status: 400, faults: [] }),
      receiveEvent: async (delivery) => {
        seen.deliveries.push(delivery)
        return ACCEPTED
      },
      keepRefusal: async (refusal) => void seen.refusals.push(refusal),
      list: listing({ events: [{ id: 'e1' }], next: null }),
      byId: async (_operator, id) => (id === CALL_OUT ? { id } : null),
    },
    preview: previewOf((delivery) => seen.previews.push(delivery)),
    callOuts: {
      list: listing({ callOuts: [], next: null }),
      byId: (query) => one(query, { id: query.callOutId }),
      notices: async (query) => ((await one(query, query)) === null ? null : { notices: [], next: null }),
      responders: async (query) =>
        (await one(query, query)) === null ? null : { responders: [], rounds: [], next: null },
      standDown: act,
      answer: act,
      approve: act,
      decline: act,
    },
    ...lookedAt(CALL_OUT, (query) => seen.queries.push(query)),
    callOutReports: { write: async ({ callOutId, format }) => (callOutId === CALL_OUT ? `${format}` : null) },
    inbox: { list: async () => ({ entries: [], next: null }) },
    audit: { list: async () => ({ entries: [], next: null }) },
    reports: { list: async () => ({ reports: [], next: null }) },
    reportForms: {
      nonceKey: Buffer.alloc(32, 7),
      openForm: async (token) => (token === 'x' ? null : { standing: 'Anggota KSB', place: 'Desa Warnasari' }),
      takeForm: async () => 'received',
    },
    answers: {
      nonceKey: Buffer.alloc(32, 7),
      openLink: async (token) => (token === TOKEN ? VIEW : null),
      recordLinkAnswer: async (answer) => {
        seen.answers.push(answer)
        if (answer.token !== TOKEN) return null
        const said = (['yes', 'no', 'arrived'] as const).find((word) => word === answer.answer) ?? null
        return { result: answer.nonceValid ? 'recorded' : 'weak', view: { ...VIEW, answer: said } }
      },
      recordPresence: async () => null,
    },
    gateways: aGateways(),
    proposals: {
      nonceKey: Buffer.alloc(32, 7),
      open: async (token) => (token === TOKEN ? { view: PROPOSAL, stamp: 'e1', tooSoon: false } : null),
      decide: async (act) => {
        seen.decisions.push(act)
        return 'recorded'
      },
    },
    receipts: receiptsOf(seen.receipts, GATEWAY_TOKEN),
    inbound: {
      token: GATEWAY_TOKEN,
      receiveText: async (text) => {
        seen.texts.push(text)
        return { outcome: 'answered', reason: 'yes' }
      },
    },
    health: { ready: async () => ({ ok: true, checks: { database: 'ok' } }) },
    ...changes,
  }
  return { app: buildServer(needs), needs, seen }
}

/** A token as we make them, of a serial that the stand-in knows. */
export const TOKEN = 'AQIDBAUGBwgJCgsMDQ4'

export const bearer = (role: Role): Record<string, string> => ({ authorization: `Bearer token-${role}` })

/** The contract's example of an event. */
export const anEvent = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  id: 'bpbd-bandung-2026-000123',
  revision: 1,
  mode: 'actual',
  messageType: 'alert',
  hazard: 'flood',
  severity: 'severe',
  urgency: 'immediate',
  certainty: 'observed',
  occurredAt: '2026-11-22T13:21:00+07:00',
  expiresAt: '2026-11-22T19:00:00+07:00',
  headline: 'Banjir Kec. Pangalengan',
  description: 'Tanggul jebol.\nAir setinggi dada.',
  area: {
    geometry: { type: 'Point', coordinates: [107.5161, -7.1908] },
    radiusKm: 5,
    villageCodes: ['32.04.15.2003'],
  },
  magnitude: null,
  depthKm: null,
  level: null,
  need: { tagana: 6, pendamping_desa: 2, skills: { dapur_umum: 2 } },
  musterPoint: { name: 'Gardu KSB', coordinates: [107.52, -7.19] },
  safeToApproach: true,
  contact: '+62 812-3456-789',
  authorisedBy: { name: 'Ibu Sari', office: 'Dinas Sosial Kab. Bandung' },
  ...changes,
})

/** A request that posts a body signed by the operator of a role. */
export const signed = (
  body: string | Buffer,
  {
    role = 'sender',
    at = NOW,
    id = 'msg_1',
    secret = SECRET,
  }: { role?: Role; at?: Date; id?: string; secret?: string } = {},
): InjectOptions & { headers: Record<string, string> } => ({
  method: 'POST',
  url: '/v1/events',
  payload: body,
  headers: {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature':
      typeof body === 'string' ? new Webhook(secret).sign(id, at, body) : signBytes(secret, id, at, body),
    'kentongan-operator': `op-${role}`,
  },
})
