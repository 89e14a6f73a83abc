import { describe, expect, test } from 'vitest'
import { Unavailable } from '../../src/errors.ts'
import { refusalShare } from '../../src/intake/event-refusals.ts'
import type { EventOutcome } from '../../src/intake/event-routes.ts'
import { anEvent, aServer, NOW, signed } from './stand-ins.ts'

const BODY = JSON.stringify(anEvent())
const FAULT = { path: 'area', got: 'nearest known place 32.05', expected: 'a place within 32.04' }

const refusing = (outcome: EventOutcome) => {
  const { needs, seen } = aServer()
  return { ...aServer({ events: { ...needs.events, receiveEvent: async () => outcome } }), refusals: seen.refusals }
}

const WHO = { address: '127.0.0.1', webhookId: 'msg_1', at: NOW, leftOutBefore: 0, isLastOfMinute: false }
const SAID = {
  sourceId: 'bpbd-bandung-2026-000123',
  mode: 'actual',
  point: [107.5161, -7.1908],
  codes: ['32.04.15.2003'],
  found: FAULT.got,
}

test.each([
  [403, 'outside-jurisdiction'],
  [422, 'other-sender'],
] as const)('a refusal with %i because %s is kept with who, from where and what it said', async (status, because) => {
  const { app, refusals } = refusing({ status, because, detail: 'No.', faults: [FAULT] })
  const reply = await app.inject(signed(BODY))
  expect([reply.statusCode, reply.json()]).toMatchObject([status, { detail: 'No.', errors: [FAULT] }])
  expect(reply.body).not.toContain(because)
  expect(refusals).toEqual([{ ...WHO, operatorId: 'op-sender', reason: because, status, said: SAID }])
})

test('a message that names regions and no point is kept with ten codes at most', async () => {
  const { app, refusals } = refusing({ status: 403, because: 'outside-jurisdiction', detail: 'No.', faults: [] })
  const codes = Array.from({ length: 12 }, (_, at) => `32.04.15.20${10 + at}`)
  await app.inject(signed(JSON.stringify(anEvent({ area: { villageCodes: codes } }))))
  expect(refusals[0]?.said).toMatchObject({ point: null, codes: codes.slice(0, 10), found: null })
})

test('a role that may not send is kept, and the body is not read', async () => {
  const { app, seen } = aServer()
  expect((await app.inject(signed('{', { role: 'viewer' }))).statusCode).toBe(403)
  expect(seen.refusals).toEqual([{ ...WHO, operatorId: 'op-viewer', reason: 'role-missing', status: 403, said: null }])
})

test('one message too many is kept, and 20 of a flood within a minute', async () => {
  const { app, seen } = aServer({ deliveriesAllowed: () => false })
  for (let sent = 0; sent < 25; sent += 1) expect((await app.inject(signed(BODY))).statusCode).toBe(429)
  expect(seen.refusals).toHaveLength(20)
  expect(seen.refusals[0]).toEqual({ ...WHO, operatorId: 'op-sender', reason: 'too-many', status: 429, said: null })
  expect(seen.refusals.map(({ isLastOfMinute }) => isLastOfMinute).lastIndexOf(false)).toBe(18)
})

test.each<[string, EventOutcome]>([
  ['what cannot be', { status: 422, detail: 'No.', faults: [FAULT] }],
  ['what is being written', { status: 409, detail: 'Wait.', faults: [], retryAfterSeconds: 1 }],
])('%s is no decision about its sender', async (_what, outcome) => {
  const { app, refusals } = refusing(outcome)
  await app.inject(signed(BODY))
  expect(refusals).toEqual([])
})

test('nobody can write rows under the name of another', async () => {
  const { app, seen } = aServer({ deliveriesAllowed: () => false })
  const forged = signed(BODY, { role: 'viewer', secret: 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' })
  expect((await app.inject(forged)).statusCode).toBe(401)
  expect(seen.refusals).toEqual([])
})

test('a refusal that cannot be kept is not given: 503', async () => {
  const { needs } = aServer()
  const keepRefusal = async (): Promise<void> => {
    throw new Unavailable('connect ECONNREFUSED')
  }
  const { app } = aServer({ events: { ...needs.events, keepRefusal } })
  expect((await app.inject(signed(BODY, { role: 'viewer' }))).statusCode).toBe(503)
})

describe('of a minute', () => {
  const later = (ms: number): Date => new Date(NOW.getTime() + ms)

  test('20 refusals of an operator are kept, the last one says so, and the next minute counts the rest', () => {
    const shareOf = refusalShare()
    const shares = Array.from({ length: 25 }, (_, at) => shareOf('op-1', later(at)))
    expect(shares.filter((share) => share !== null)).toHaveLength(20)
    expect(shares[18]).toEqual({ leftOutBefore: 0, isLastOfMinute: false })
    expect(shares[19]).toEqual({ leftOutBefore: 0, isLastOfMinute: true })
    expect(shareOf('op-2', later(30))).toEqual({ leftOutBefore: 0, isLastOfMinute: false })
    expect(shareOf('op-1', later(59_999))).toBeNull()
    expect(shareOf('op-1', later(60_000))).toEqual({ leftOutBefore: 6, isLastOfMinute: false })
    expect(shareOf('op-1', later(120_000))).toEqual({ leftOutBefore: 0, isLastOfMinute: false })
  })
})
