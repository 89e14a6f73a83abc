import { Webhook } from 'standardwebhooks'
import { afterAll, describe, expect, test } from 'vitest'
import { circle } from '../../src/geo/area.ts'
import { verifyDelivery } from '../../src/intake/signature.ts'
import { operatorNeeds } from '../../src/main/operator-needs.ts'
import { openDatabase } from '../../src/store/database.ts'
import {
  addOperator,
  type Keys,
  listOperators,
  MAX_OVERLAP_MS,
  operatorByToken,
  operatorsWithSecrets,
  revokeOperator,
  rotateOperator,
} from '../../src/store/operators.ts'
import { createSeal } from '../../src/store/seal.ts'
import { sql } from '../../src/store/sql.ts'
import { freshDatabase } from '../support/database.ts'
import { handClock } from '../support/hand-clock.ts'

const NOW = new Date('2026-11-22T06:00:00Z')
const HOUR = 3_600_000
const later = (ms: number): Date => new Date(NOW.getTime() + ms)

const seal = createSeal('a secret for operators')
const url = await freshDatabase()
const open = () => openDatabase({ url, max: 2, name: 'operators test', onError: () => undefined })
const db = open()
// A second process sees what the first one did.
const elsewhere = open()
afterAll(() => Promise.all([db.close(), elsewhere.close()]))

const OFFICE = {
  name: 'Pusdalops',
  organisation: 'BPBD Kab. Bandung',
  jurisdiction: '32.04',
  role: 'sender',
  email: null,
  phone: null,
} as const

const add = (more: Partial<Parameters<typeof addOperator>[2]> = {}): Promise<Keys> =>
  addOperator(db, seal, { ...OFFICE, ...more }, NOW)

const rotate = async (operatorId: string, overlapMs: number, at = NOW) => {
  const rotated = await rotateOperator(db, seal, operatorId, overlapMs, at)
  if (rotated.kind !== 'rotated') throw new Error(rotated.kind)
  return rotated
}

const secretsAt = async (operatorId: string, at: Date): Promise<readonly string[]> =>
  (await operatorsWithSecrets(elsewhere, seal.open, [operatorId], at)).get(operatorId)?.secrets ?? []

const opens = async ({ token }: Keys, at: Date): Promise<boolean> =>
  (await operatorByToken(elsewhere, seal, token, at)) !== null

test('an operator is found by its token and by its id, as it was added', async () => {
  const keys = await add()
  const operator = {
    operatorId: keys.operatorId,
    name: 'Pusdalops',
    organisation: 'BPBD Kab. Bandung',
    jurisdiction: '32.04',
    jurisdictionArea: null,
    role: 'sender',
  }
  expect(await operatorByToken(db, seal, keys.token, NOW)).toEqual(operator)
  expect((await operatorsWithSecrets(db, seal.open, [keys.operatorId], NOW)).get(keys.operatorId)).toEqual({
    operator,
    secrets: [keys.secret],
  })
  expect(await operatorByToken(db, seal, `${keys.token}x`, NOW)).toBeNull()
  expect((await operatorsWithSecrets(db, seal.open, ['op_nobody'], NOW)).size).toBe(0)
})

test('a polygon comes back as the area that it was', async () => {
  const jurisdictionArea = circle([107.5, -7.1], 5)
  const { operatorId, token } = await add({ jurisdictionArea })
  const found = await operatorByToken(db, seal, token, NOW)
  expect(found?.jurisdictionArea?.geometry).toEqual(jurisdictionArea.geometry)
  expect(found?.jurisdictionArea?.bounds).toEqual(jurisdictionArea.bounds)
  const listed = (await listOperators(db, NOW)).find((one) => one.operatorId === operatorId)
  expect(listed).toMatchObject({ hasArea: true })
  expect(listed).not.toHaveProperty('jurisdictionArea')
})

describe('a rotation', () => {
  test('gives new keys at once, and lets the former hold until the overlap ends', async () => {
    const former = await add()
    const { keys, previousUntil, cutShort } = await rotate(former.operatorId, 24 * HOUR)
    expect({ previousUntil, cutShort }).toEqual({ previousUntil: later(24 * HOUR), cutShort: null })
    expect(keys.operatorId).toBe(former.operatorId)
    expect(new Set([keys.secret, keys.token, former.secret, former.token]).size).toBe(4)

    const lastMoment = later(24 * HOUR - 1)
    expect(await secretsAt(former.operatorId, lastMoment)).toEqual([keys.secret, former.secret])
    expect([await opens(keys, lastMoment), await opens(former, lastMoment)]).toEqual([true, true])

    const end = later(24 * HOUR)
    expect(await secretsAt(former.operatorId, end)).toEqual([keys.secret])
    expect([await opens(keys, end), await opens(former, end)]).toEqual([true, false])
  })

  test('without an overlap ends the former keys at once', async () => {
    const former = await add()
    const { keys } = await rotate(former.operatorId, 0)
    expect(await secretsAt(former.operatorId, NOW)).toEqual([keys.secret])
    expect([await opens(keys, NOW), await opens(former, NOW)]).toEqual([true, false])
  })

  test('within another’s overlap drops the keys before those, and says so', async () => {
    const first = await add()
    const second = await rotate(first.operatorId, 24 * HOUR)
    const third = await rotate(first.operatorId, 24 * HOUR, later(HOUR))
    expect(third).toMatchObject({ cutShort: later(24 * HOUR), previousUntil: later(25 * HOUR) })
    expect(await secretsAt(first.operatorId, later(HOUR))).toEqual([third.keys.secret, second.keys.secret])
    expect(await opens(first, later(HOUR))).toBe(false)

    // Its overlap is over: nothing is cut short.
    expect(await rotate(first.operatorId, HOUR, later(26 * HOUR))).toMatchObject({ cutShort: null })
  })

  test('is shown in the list until it ends', async () => {
    const { operatorId } = await add()
    await rotate(operatorId, HOUR)
    const shownAt = async (at: Date) =>
      (await listOperators(db, at)).find((one) => one.operatorId === operatorId)?.previousUntil
    expect(await shownAt(NOW)).toEqual(later(HOUR))
    expect(await shownAt(later(HOUR))).toBeNull()
  })

  test('of two at once, the second takes up where the first ended', async () => {
    const { operatorId } = await add()
    const both = await Promise.all([rotate(operatorId, HOUR), rotate(operatorId, HOUR)])
    const secrets = await secretsAt(operatorId, NOW)
    expect([...secrets].sort()).toEqual(both.map(({ keys }) => keys.secret).sort())
    expect(both.map(({ cutShort }) => cutShort).sort()).toEqual([null, later(HOUR)].sort())
  })

  test.each([-1, MAX_OVERLAP_MS + 1, Number.NaN])('refuses an overlap of %d ms', async (overlapMs) => {
    const { operatorId } = await add()
    await expect(rotateOperator(db, seal, operatorId, overlapMs, NOW)).rejects.toThrow(RangeError)
  })

  test('is nothing for an operator who is unknown or revoked', async () => {
    const { operatorId } = await add()
    await revokeOperator(db, operatorId, NOW)
    expect(await rotateOperator(db, seal, operatorId, HOUR, NOW)).toEqual({ kind: 'revoked' })
    expect(await rotateOperator(db, seal, 'op_nobody', HOUR, NOW)).toEqual({ kind: 'unknown' })
  })
})

test('a revocation ends the new keys and the former ones at once, for good', async () => {
  const former = await add()
  const { keys } = await rotate(former.operatorId, 24 * HOUR)
  expect(await revokeOperator(db, former.operatorId, later(1))).toBe('revoked')
  expect([await opens(keys, later(1)), await opens(former, later(1))]).toEqual([false, false])
  expect(await secretsAt(former.operatorId, later(1))).toEqual([])
  expect(await revokeOperator(db, former.operatorId, later(2))).toBe('already-revoked')
  expect(await revokeOperator(db, 'op_nobody', later(2))).toBe('unknown')
  expect((await listOperators(db, NOW)).find((one) => one.operatorId === former.operatorId)).toMatchObject({
    revokedAt: later(1),
    previousUntil: null,
  })
})

test('messages signed with either secret are taken during the overlap, in another process too, and by the clock alone', async () => {
  const former = await add()
  const { keys } = await rotate(former.operatorId, HOUR)
  const clock = handClock(NOW)
  const needs = operatorNeeds({ database: elsewhere, seal, clock })
  const taken = async ({ secret }: Keys): Promise<boolean> => {
    const at = clock.now()
    const headers = {
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(secret).sign('msg_1', at, '{}'),
      'kentongan-operator': former.operatorId,
    }
    return (await verifyDelivery(headers, Buffer.from('{}'), needs, at)) !== null
  }
  expect([await taken(keys), await taken(former)]).toEqual([true, true])
  expect(await needs.byToken(former.token)).toMatchObject({ operatorId: former.operatorId })
  clock.moveBy({ min: 60 })
  expect([await taken(keys), await taken(former)]).toEqual([true, false])
  expect(await needs.byToken(former.token)).toBeNull()
  await revokeOperator(db, former.operatorId, clock.now())
  expect([await taken(keys), await taken(former)]).toEqual([false, false])
})

test('neither secrets nor tokens stand in the rows', async () => {
  const former = await add({ email: 'piket@kantor.example', phone: '+6281234567890' })
  const { keys } = await rotate(former.operatorId, HOUR)
  const [row] = await db.rows(sql`SELECT row_to_json(o)::text AS line FROM operator o WHERE id = ${former.operatorId}`)
  const line = JSON.stringify(row)
  for (const secret of [keys.secret, keys.token, former.secret, former.token, 'piket@', '81234567890'])
    expect(line).not.toContain(secret)
})
