import { setTimeout as pause } from 'node:timers/promises'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import type { SmsGateway } from '../../config/gateway-kinds.ts'
import type { Hearing } from '../../src/channels/hearing.ts'
import type { Installation } from '../../src/main/installation.ts'
import { isResting, postOfficeOf, senderRun } from '../../src/main/sender-run.ts'
import { sql } from '../../src/store/sql.ts'
import { openSmsc } from '../channels/smpp/smsc.ts'
import { aMessage, openIncidentGround } from '../support/incident-ground.ts'
import { aTagana, phoneOf } from '../support/people.ts'
import { until } from '../support/processes.ts'
import { aServer, httpGateway, smppGateway } from './sms-servers.ts'

const PEOPLE = 16
const MANY = 160
const ground = await openIncidentGround(
  Array.from({ length: MANY }, (_, nth) => aTagana(`R-${String(nth + 1).padStart(4, '0')}`, { kmNorth: nth / 10 })),
)
const { database } = ground

const [first, second] = [await aServer(), await aServer()]

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

const call = async (tagana: number): Promise<void> => {
  await ground.forget()
  await ground.post(aMessage('banjir-1', { need: { kinds: { tagana }, skills: {} } }, { revision: 1 }))
}

beforeEach(async () => {
  first.state.status = 200
  second.state.status = 200
  for (const { state } of [first, second]) state.refs.length = 0
  await call(PEOPLE)
})

test('gateways of one order share the messages, each goes to one of them, and its row says to which', async () => {
  await aSender([httpGateway('utama', first.url), httpGateway('kedua', second.url)]).send()
  const refs = [...first.state.refs, ...second.state.refs]
  expect([refs.length, new Set(refs).size]).toEqual([PEOPLE, PEOPLE])
  expect(await rows()).toEqual([
    { state: 'accepted', gateway: 'kedua', n: second.state.refs.length },
    { state: 'accepted', gateway: 'utama', n: first.state.refs.length },
  ])
  expect(second.state.refs.length).toBeGreaterThan(0)
  expect(first.state.refs.length).toBeGreaterThan(0)
  expect(
    await database.rows(
      sql`SELECT ref FROM notice WHERE channel = 'sms' AND provider_ref IS DISTINCT FROM 'g-' || ref`,
    ),
  ).toEqual([])
})

test('what a gateway does not take goes to the one that stands in at once, and the gateway rests until it is tried', async () => {
  first.state.status = 503
  const gateways = [httpGateway('utama', first.url), httpGateway('cadangan', second.url, { order: 2 })]
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
  await aSender([httpGateway('utama', first.url), httpGateway('cadangan', second.url, { order: 2 })]).send()
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
  const { send, post } = aSender([httpGateway('utama', first.url)])
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
  const { send } = aSender([httpGateway('utama', first.url)])
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

test('of two HTTP gateways and an SMSC one dies in the midst and comes back: all is sent once, and it takes its share again', async () => {
  await call(MANY)
  const smsc = await openSmsc()
  smsc.onSubmit = async (_, nth) => {
    await pause(25)
    return { message_id: `m-${nth}` }
  }
  for (const { state } of [first, second]) state.pauseMs = 25
  const { send, post } = aSender([
    httpGateway('utama', first.url, { timeoutMs: 5_000 }),
    httpGateway('kedua', second.url, { timeoutMs: 5_000 }),
    smppGateway('operator', smsc.port),
  ])
  onTestFinished(async () => {
    for (const { state } of [first, second]) state.pauseMs = 0
    await smsc.close()
    await post.close()
  })
  const breaker = post.gateways.find(({ terms }) => terms.name === 'utama')?.breaker
  const sent = send()
  await until('it took some', () => first.state.refs.length >= 10)
  first.die()
  await until('it rests', () => breaker?.health('live') === 'rests')
  const [before, others] = [first.state.refs.length, second.state.refs.length + smsc.submitted.length]
  await first.revive()
  await until('the others go on', () => second.state.refs.length + smsc.submitted.length > others + 4)
  ground.clock.moveBy({ s: 2 })
  await sent
  const found = await database.rows<{ ref: string; state: string; gateway: string; phone: string }>(sql`
    SELECT n.ref, n.state, n.gateway, right(r.external_id, 4) AS phone
      FROM notice n JOIN responder r ON r.id = n.responder_id WHERE n.channel = 'sms' ORDER BY n.ref`)
  const of = (name: string) => found.filter(({ gateway }) => gateway === name)
  // What it held when it died nobody knows; everything else was taken, once, by the gateway of its row.
  const unknown = found.filter(({ state }) => state !== 'accepted')
  expect(unknown.map(({ state, gateway }) => `${state} ${gateway}`)).toEqual(
    Array.from({ length: unknown.length }, () => 'unknown utama'),
  )
  expect(unknown.length).toBeLessThanOrEqual(2)
  expect(found).toHaveLength(MANY)
  // Of the unknown ones the dying server may have read the end or not.
  const cut = unknown.flatMap(({ ref }) => (first.state.refs.includes(ref) ? [] : [ref]))
  expect([...first.state.refs, ...cut].toSorted()).toEqual(of('utama').map(({ ref }) => ref))
  expect(second.state.refs.toSorted()).toEqual(of('kedua').map(({ ref }) => ref))
  expect(smsc.submitted.map(({ to }) => to).toSorted()).toEqual(
    of('operator')
      .map(({ phone }) => phoneOf(phone))
      .toSorted(),
  )
  expect(first.state.refs.length).toBeGreaterThan(before + 5)
  expect(of('kedua').length).toBeGreaterThan(10)
  expect(of('operator').length).toBeGreaterThan(10)
})

test('what the only gateway did not take for a third of an hour leaves within a minute of its return, and no try ended it', async () => {
  first.state.status = 503
  const { send } = aSender([httpGateway('utama', first.url)])
  await database.run(sql`
    UPDATE notice SET state = 'cancelled' WHERE serial > (SELECT min(serial) + 1 FROM notice)`)
  await database.run(
    sql`UPDATE notice SET planned_at = ${ground.clock.now()}, expires_at = NULL WHERE state = 'planned'`,
  )
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
