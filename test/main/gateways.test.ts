import { createServer } from 'node:http'
import { afterAll, beforeEach, expect, test } from 'vitest'
import type { HttpGateway, SmsGateway } from '../../config/gateway-kinds.ts'
import type { Hearing } from '../../src/channels/hearing.ts'
import type { Installation } from '../../src/main/installation.ts'
import { isResting, postOfficeOf, senderRun } from '../../src/main/sender-run.ts'
import { sql } from '../../src/store/sql.ts'
import { aMessage, openIncidentGround } from '../support/incident-ground.ts'
import { aTagana } from '../support/people.ts'

const PEOPLE = 16
const ground = await openIncidentGround(
  Array.from({ length: PEOPLE }, (_, nth) => aTagana(`R-${String(nth + 1).padStart(4, '0')}`, { kmNorth: nth / 10 })),
)
const { database } = ground

/** A gateway on this machine: answers by `status`, or with null takes everything and says nothing. */
const aServer = async () => {
  const state: { status: number | null; readonly refs: string[] } = { status: 200, refs: [] }
  const server = createServer((request, response) => {
    request.resume()
    request.once('end', () => {
      const ref = String(request.headers['idempotency-key'])
      state.refs.push(ref)
      if (state.status !== null) response.writeHead(state.status).end(JSON.stringify({ id: `g-${ref}` }))
    })
  })
  const url = await new Promise<string>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') throw new Error('the system gave no port')
      resolve(`http://127.0.0.1:${address.port}/`)
    })
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  return { state, url }
}
const [first, second] = [await aServer(), await aServer()]

const gateway = (name: string, url: string, more: Partial<HttpGateway> = {}): SmsGateway => ({
  kind: 'http',
  name,
  url,
  token: 'token',
  connections: 2,
  timeoutMs: 300,
  honoursIdempotency: false,
  costRupiah: 0,
  perSecond: null,
  burst: 2,
  order: 1,
  lanes: ['live', 'exercise'],
  ...more,
})

const HEARS_NOTHING: Hearing = { receipt: async () => undefined, text: async () => undefined }

/** A process that sends by these gateways what was planned. */
const aSender = (sms: readonly SmsGateway[]) => {
  const { configuration } = ground.installation
  const installation: Installation = {
    ...ground.installation,
    configuration: {
      ...configuration,
      environment: { ...configuration.environment, channels: 'live' },
      channels: { ...configuration.channels, email: [], sms },
    },
  }
  const post = postOfficeOf(installation, HEARS_NOTHING, undefined)
  const send = senderRun(
    installation,
    post,
    () => 'http://127.0.0.1',
    () => false,
  )
  return { post, send: (lane: 'live' | 'exercise' = 'live') => send({ lane, channel: 'sms' }) }
}

const rows = () =>
  database.rows<{ state: string; gateway: string | null; n: number }>(sql`
    SELECT state, gateway, count(*)::int AS n FROM notice WHERE channel = 'sms' GROUP BY state, gateway ORDER BY state, gateway`)

beforeEach(async () => {
  await ground.forget()
  first.state.status = 200
  second.state.status = 200
  for (const { state } of [first, second]) state.refs.length = 0
  await ground.post(aMessage('banjir-1', { need: { kinds: { tagana: PEOPLE }, skills: {} } }, { revision: 1 }))
})

test('gateways of one order share the messages, each goes to one of them, and its row says to which', async () => {
  await aSender([gateway('utama', first.url), gateway('kedua', second.url)]).send()
  const refs = [...first.state.refs, ...second.state.refs]
  expect([refs.length, new Set(refs).size]).toEqual([PEOPLE, PEOPLE])
  expect(await rows()).toEqual([
    { state: 'accepted', gateway: 'kedua', n: second.state.refs.length },
    { state: 'accepted', gateway: 'utama', n: first.state.refs.length },
  ])
  expect(second.state.refs.length).toBeGreaterThan(0)
  expect(first.state.refs.length).toBeGreaterThan(0)
})

test('what a gateway does not take goes to the one that stands in at once, and the gateway rests until it is tried', async () => {
  first.state.status = 503
  const gateways = [gateway('utama', first.url), gateway('cadangan', second.url, { order: 2 })]
  const { send, post } = aSender(gateways)
  await send()
  expect(await rows()).toEqual([{ state: 'accepted', gateway: 'cadangan', n: PEOPLE }])
  expect(first.state.refs.length).toBeLessThanOrEqual(7)
  expect(isResting(post)).toBe(false)
  const resting = () =>
    database.rows(
      sql`SELECT name FROM gateway WHERE resting_until > ${ground.clock.now()} AND resting_reason IS NOT NULL`,
    )
  await expect.poll(resting).toEqual([{ name: 'utama' }])

  first.state.status = 200
  ground.clock.moveBy({ s: 2 })
  await database.run(sql`UPDATE notice SET state = 'planned', due_at = ${ground.clock.now()}, expires_at = NULL`)
  await send()
  expect((await rows()).map(({ state }) => state)).not.toContain('planned')
  await expect.poll(resting).toEqual([])
})

test('what was handed over and not answered stays unknown and goes to no other; the rest goes there', async () => {
  first.state.status = null
  await aSender([gateway('utama', first.url), gateway('cadangan', second.url, { order: 2 })]).send()
  const found = await rows()
  const unknown = found.find(({ state }) => state === 'unknown')
  expect(unknown?.gateway).toBe('utama')
  expect(unknown?.n).toBe(first.state.refs.length)
  expect(found.reduce((sum, { n }) => sum + n, 0)).toBe(PEOPLE)
  expect(first.state.refs.filter((ref) => second.state.refs.includes(ref))).toEqual([])
  expect(second.state.refs.length).toBe(PEOPLE - first.state.refs.length)
})

test('with no gateway left that works nothing is claimed, and all is sent once it is tried and works', async () => {
  first.state.status = 503
  const { send, post } = aSender([gateway('utama', first.url)])
  await send()
  expect(isResting(post)).toBe(true)
  const asked = first.state.refs.length
  await send()
  expect(first.state.refs.length).toBe(asked)
  first.state.status = 200
  ground.clock.moveBy({ min: 1 })
  await send()
  expect(await rows()).toEqual([{ state: 'accepted', gateway: 'utama', n: PEOPLE }])
  expect(isResting(post)).toBe(false)
})

test('a gateway that turns an exercise away rests for exercises, and takes real messages at once', async () => {
  await database.run(sql`
    UPDATE notice SET mode = 'exercise' WHERE id IN (SELECT id FROM notice WHERE channel = 'sms' ORDER BY serial LIMIT ${PEOPLE / 2})`)
  first.state.status = 429
  const { send } = aSender([gateway('utama', first.url)])
  await send('exercise')
  const turnedAway = first.state.refs.length
  expect(turnedAway).toBeGreaterThanOrEqual(5)
  await send('exercise')
  expect(first.state.refs.length).toBe(turnedAway)
  first.state.status = 200
  await send('live')
  expect(await database.rows(sql`SELECT DISTINCT mode, state FROM notice WHERE channel = 'sms' ORDER BY mode`)).toEqual(
    [
      { mode: 'actual', state: 'accepted' },
      { mode: 'exercise', state: 'planned' },
    ],
  )
  expect(await database.rows(sql`SELECT name FROM gateway WHERE resting_until IS NOT NULL`)).toEqual([])
})

test('what the only gateway did not take for a third of an hour leaves within a minute of its return, and no try ended it', async () => {
  first.state.status = 503
  const { send } = aSender([gateway('utama', first.url)])
  await database.run(sql`
    UPDATE notice SET state = 'cancelled' WHERE serial > (SELECT min(serial) + 1 FROM notice)`)
  await database.run(sql`UPDATE notice SET planned_at = ${ground.clock.now()}, expires_at = NULL WHERE state = 'planned'`)
  const pass = async (seconds: number): Promise<void> => {
    for (let second = 0; second < seconds; second += 10) {
      ground.clock.moveBy({ s: 10 })
      await send()
    }
  }
  await send()
  await pass(19 * 60)
  expect(first.state.refs.length).toBeGreaterThan(30)
  const open = () =>
    database.rows<{ state: string; tries: number }>(
      sql`SELECT state, tries FROM notice WHERE state <> 'cancelled' ORDER BY serial`,
    )
  // Of the tries that were counted the first were before it rested.
  for (const { state, tries } of await open()) {
    expect(state).toBe('planned')
    expect(tries).toBeLessThanOrEqual(4)
  }
  first.state.status = 200
  await pass(60)
  expect((await open()).map(({ state }) => state)).toEqual(['accepted', 'accepted'])
})
