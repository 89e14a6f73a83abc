import { beforeEach, expect, test } from 'vitest'
import type { HazardEvent } from '../../src/mobilisation/hazard-event.ts'
import { keepAnswer } from '../../src/store/answers.ts'
import { sql } from '../../src/store/sql.ts'
import { aMessage, BEGAN, openIncidentGround } from '../support/incident-ground.ts'
import { beginOne } from '../support/leaving.ts'
import { aTagana, PANGALENGAN, placeFrom } from '../support/people.ts'

const ground = await openIncidentGround([aTagana('R-0001')])
const { database, clock } = ground

const post = (revision: number, tagana: number, name: string, more: Partial<HazardEvent> = {}) =>
  ground.post(
    aMessage(
      'banjir-1',
      {
        messageType: revision === 1 ? 'alert' : 'update',
        need: { kinds: { tagana }, skills: {} },
        musterPoint: { name, position: PANGALENGAN },
        ...more,
      },
      { revision },
    ),
  )

/** So that nobody gathers where the mountain reaches. */
const FAR = { type: 'Point', coordinates: placeFrom(PANGALENGAN, { kmNorth: 2 }) } as const

const LEASE_MS = 3_600_000 * 24

/** A sender takes what is planned; it is sent only after `then`. Gives the row as it is left. */
const claimedThen = async (
  purpose: 'correction' | 'raised' | 'stand-down',
  then: () => Promise<unknown>,
): Promise<{ state: string; reason: string | null }> => {
  const leaseUntil = new Date(clock.now().getTime() + LEASE_MS)
  const [claimed, ...others] = await database.rows<{ id: string; attempt: number; purpose: string }>(sql`
    UPDATE notice SET state = 'claimed', attempt = attempt + 1, lease_until = ${leaseUntil}
     WHERE state = 'planned' RETURNING id, attempt, purpose`)
  if (claimed === undefined) throw new Error('nothing was planned')
  expect({ purpose: claimed.purpose, others }).toEqual({ purpose, others: [] })
  await then()
  await beginOne(database, claimed, clock.now(), leaseUntil)
  const [row] = await database.rows<{ state: string; reason: string | null }>(
    sql`SELECT state, reason FROM notice WHERE id = ${claimed.id}`,
  )
  if (row === undefined) throw new Error('the notice is gone')
  return row
}

const declines = async (): Promise<void> => {
  const [person] = await database.rows<{ callOutId: string; responderId: string }>(
    sql`SELECT call_out_id AS "callOutId", responder_id AS "responderId" FROM call_out_responder`,
  )
  if (person === undefined) throw new Error('nobody was called')
  const at = clock.now()
  await keepAnswer(database, { ...person, noticeId: null, answer: 'no', via: 'sms', weakBecause: null, at })
}

beforeEach(async () => {
  await ground.forget()
  clock.setTo(BEGAN)
  await post(1, 1, 'Balai Desa')
  await ground.send()
})

const moved = (): Promise<unknown> => post(2, 1, 'Masjid Raya')
const raised = (): Promise<unknown> =>
  post(2, 1, 'Balai Desa', { hazard: 'volcano', level: 'IV', radiusKm: 0.5, geometry: FAR })
const sentHome = (): Promise<unknown> => post(2, 0, 'Balai Desa')
const cancelled = (): Promise<unknown> =>
  post(3, 1, 'Balai Desa', { messageType: 'cancel', hazard: null, geometry: null, radiusKm: null, need: null })

test('what holds still leaves', async () => {
  await moved()
  expect(await claimedThen('correction', async () => undefined)).toEqual({ state: 'sending', reason: null })
})

test.each([
  ['correction', 'the person is sent home', moved, () => post(3, 0, 'Masjid Raya'), 'stood down before it left'],
  ['correction', 'all is over', moved, cancelled, 'stood down before it left'],
  ['correction', 'the person declines', moved, declines, 'declined before it left'],
  ['raised', 'the person declines', raised, declines, 'declined before it left'],
  ['stand-down', 'the person is wanted again', sentHome, () => post(3, 1, 'Balai Desa'), 'called again before it left'],
] as const)(
  'a %s that was claimed does not leave when %s, and its row says why',
  async (purpose, _, first, then, why) => {
    await first()
    expect(await claimedThen(purpose, then)).toEqual({ state: 'cancelled', reason: why })
  },
)

test.each([
  ['correction', moved, { min: 30 }],
  ['stand-down', sentHome, { h: 12 }],
] as const)(
  'a %s that was claimed and is too late does not leave, and its row says so',
  async (purpose, first, span) => {
    await first()
    const late = async (): Promise<void> => clock.moveBy(span)
    expect(await claimedThen(purpose, late)).toEqual({ state: 'expired', reason: 'expired' })
  },
)
